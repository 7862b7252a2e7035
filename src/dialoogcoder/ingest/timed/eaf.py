"""ELAN's annotation documents (.eaf): tiers as speakers, annotations in order of time.

Format: https://www.mpi.nl/tools/elan/EAF_Annotation_Format_3.0_and_ELAN.pdf. Read with
defusedxml: pympi-ling hands files to the standard library's parser, which expands entities, and
stops at an attribute that is missing. Linked media, vocabularies and references to anything
outside the file are never opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.draft import Draft, Note, Utterance
from dialoogcoder.ingest.labels.conversation import Label
from dialoogcoder.ingest.timed.speech_json import seconds_of
from dialoogcoder.ingest.timed.spoken import (
    account_label,
    clean,
    conversation,
    join_stretches,
    note_of,
)

_EXPECTED = "een ELAN-bestand (.eaf) met annotaties"
_REMEDY = "Open het in ELAN en bewaar het opnieuw."
# Tiers that stand on their own but hold no speech.
_ASIDE_TIER = re.compile(
    r"(?:opmerking|comment|notit|note|vertaling|translat|gebaar|gebaren|gesture|topic|onderwerp"
    r"|thema|ruis|noise|geluid|code|codering|segment)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Annotation:
    piece: Utterance
    place: tuple[float, int]


def is_eaf(text: str) -> bool:
    """Whether a text is an ELAN document."""
    return "<ANNOTATION_DOCUMENT" in text[:4000]


def read_eaf(path: Path, source: str) -> Draft:
    """Read an ELAN document.

    Args:
        path: The file.
        source: Its name, for kind, theme, date and the message.

    Returns:
        A draft of kind `gesprek`, times in seconds. A tier's speaker is its PARTICIPANT, else its
        TIER_ID; tiers that depend on another (translations, words, comments) are left out.

    Raises:
        RejectedSource: It is no ELAN document, is damaged, declares entities, or has no text.
    """
    root = _root(path, source)
    if _tag(root) != "ANNOTATION_DOCUMENT":
        name = clean(_tag(root))[:40]
        raise RejectedSource(source, f"XML met hoofdelement '{name}'", _EXPECTED, _REMEDY)
    slots = _slots(root)
    tiers = [tier for tier in root if _tag(tier) == "TIER"]
    own = [tier for tier in tiers if not tier.get("PARENT_REF")]
    spoken = [tier for tier in own if len(own) == 1 or not _is_aside(tier)]
    if not any(_has_words(tier) for tier in spoken):
        spoken = _transcribed(spoken, tiers)
    chosen = {id(tier) for tier in spoken}
    times: dict[str, tuple[float | None, float | None]] = {}
    annotations: list[_Annotation] = []
    notes: list[Note] = []
    for tier in tiers:
        found = list(_annotations(tier, slots, times))
        if id(tier) not in chosen:
            continue
        label = _label(tier)
        notes.extend(note_of(label) if label else [])
        speaker = label.speaker if label else None
        annotations.extend(replace(a, piece=replace(a.piece, speaker=speaker)) for a in found)
    annotations.sort(key=lambda annotation: annotation.place)
    pieces = [annotation.piece for annotation in annotations]
    heard = {piece.speaker for piece in pieces if piece.text}
    return conversation(
        join_stretches(pieces),
        source,
        expected=_EXPECTED,
        notes=[note for note in notes if note.speaker in heard],
    )


def _label(tier: Any) -> Label | None:
    raw = clean(tier.get("PARTICIPANT") or "") or clean(tier.get("TIER_ID") or "")
    return account_label(raw) if raw else None


def _has_words(tier: Any) -> bool:
    return any(
        any(char.isalpha() for char in value.text or "")
        for value in tier.iter()
        if _tag(value) == "ANNOTATION_VALUE"
    )


def _transcribed(own: list[Any], tiers: list[Any]) -> list[Any]:
    """Where a speaker's own tier only marks stretches: the first tier below it with words."""
    below: dict[str, Any] = {}
    for tier in tiers:
        parent = tier.get("PARENT_REF")
        if parent and parent not in below and _has_words(tier):
            below[parent] = tier
    return [below[name] for tier in own if (name := tier.get("TIER_ID") or "") in below]


def _root(path: Path, source: str) -> Any:
    from defusedxml import ElementTree

    try:
        return ElementTree.parse(path).getroot()
    except Exception as error:
        # Expat, the codecs and defusedxml each have their own errors.
        raise RejectedSource(
            source, f"geen leesbare XML ({type(error).__name__})", _EXPECTED, _REMEDY
        ) from error


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _is_aside(tier: Any) -> bool:
    """Whether a tier holds remarks, by its name."""
    return _ASIDE_TIER.match(tier.get("TIER_ID") or "") is not None


def _slots(root: Any) -> dict[str, float]:
    """Time of each slot in seconds; slots without one lie evenly between their neighbours."""
    order = next((element for element in root if _tag(element) == "TIME_ORDER"), ())
    slots = [(s.get("TIME_SLOT_ID") or "", s.get("TIME_VALUE")) for s in order]
    times = [seconds_of(value, per_second=1.0) for _, value in slots]
    known = [number for number, time in enumerate(times) if time is not None]
    found: dict[str, float] = {}
    after = 0
    for number, (slot, _) in enumerate(slots):
        while after < len(known) and known[after] < number:
            after += 1
        time = times[number]
        if time is None:
            if not known or after == len(known) or after == 0:
                continue
            low, high = known[after - 1], known[after]
            start, end = times[low] or 0.0, times[high] or 0.0
            time = start + (end - start) * (number - low) / (high - low)
        found[slot] = round(time / 1000, 3)
    return found


def _annotations(
    tier: Any, slots: dict[str, float], times: dict[str, tuple[float | None, float | None]]
) -> Iterator[_Annotation]:
    """A tier's annotations; `times` keeps when each was, for those that refer to it."""
    last = 0.0
    for number, element in enumerate(tier.iter()):
        kind = _tag(element)
        if kind == "ALIGNABLE_ANNOTATION":
            begin, end = (slots.get(element.get(f"TIME_SLOT_REF{i}") or "") for i in (1, 2))
        elif kind == "REF_ANNOTATION":
            begin, end = times.get(element.get("ANNOTATION_REF") or "", (None, None))
        else:
            continue
        if begin is not None and end is not None and end < begin:
            end = None
        times[element.get("ANNOTATION_ID") or ""] = (begin, end)
        last = begin if begin is not None else last
        values = (v.text or "" for v in element.iter() if _tag(v) == "ANNOTATION_VALUE")
        yield _Annotation(Utterance(None, clean(" ".join(values)), begin, end), (last, number))
