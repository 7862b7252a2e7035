"""The stage itself: what sources state wins, then what people say, then how they act."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialoogcoder.model import UNKNOWN, Speaker, SpeakerNote, Transcript, Turn
from dialoogcoder.nlp import DutchPipeline
from dialoogcoder.roles.functions import entry_kind, stakeholder_group
from dialoogcoder.roles.leaders import Part, find_roles
from dialoogcoder.roles.model import RoleModel
from dialoogcoder.roles.occupations import Occupation, find_occupations

_ORIGINS = ("deelnemers.csv", "kolom", "bronvermelding", "legenda", "label")
_OTHER_LABEL = "naam"
# Whom their field names is a scientist among scientists: "stedenbouwkundige", "socioloog".
_FIELDS = ("kundige", "loog", "loge", "noom", "nome", "icus", "jurist", "juriste")


_NOTULIST = re.compile(r"\bnotulist(?:e)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Finding:
    value: str
    score: float
    evidence: str


def assign_roles(
    transcripts: Sequence[Transcript],
    turns: Sequence[Turn],
    notes: Sequence[SpeakerNote],
    *,
    model: RoleModel,
    pipeline: DutchPipeline,
) -> list[Speaker]:
    """Tell who speaks: gespreksrol, functie and stakeholdergroep of each speaker.

    Args:
        transcripts: The documents.
        turns: Their turns.
        notes: What the sources state; a participants list wins over columns, attributions,
            legends and labels, and all of these over detection.
        model: What was learned of leading a conversation and of telling what one does.
        pipeline: Tags the sentences that tell a function.

    Returns:
        One record a speaker and document, in order of first appearance. `score` is that of the
        gespreksrol, 1.0 where it was stated; `evidence` names the turns that show it, by their
        number in the document.
    """
    stated, labels = _stated(notes)
    by_transcript: dict[str, list[Turn]] = defaultdict(list)
    for turn in turns:
        by_transcript[turn.transcript_id].append(turn)
    speakers: list[Speaker] = []
    for transcript in transcripts:
        numbered = [
            (number, turn.speaker, transcript.text[turn.start : turn.end])
            for number, turn in enumerate(by_transcript[transcript.transcript_id], start=1)
            if turn.speaker is not None
        ]
        spoken = [(speaker, text) for _, speaker, text in numbered]
        numbers = [number for number, *_ in numbered]
        conversation = transcript.kind == "gesprek" and bool(spoken)
        parts = find_roles(spoken, numbers, model) if conversation else {}
        told = find_occupations(spoken, model, pipeline) if conversation else {}
        for name in dict.fromkeys(speaker for speaker, _ in spoken):
            key = (transcript.transcript_id, name)
            speakers.append(
                _speaker(
                    key,
                    stated.get(key, {}),
                    labels.get(key, ()),
                    parts.get(name),
                    told.get(name),
                    numbers,
                    among_scientists=transcript.dialoogvorm == "wetenschapsdialoog",
                )
            )
    return speakers


_Key = tuple[str, str]


def _stated(
    notes: Sequence[SpeakerNote],
) -> tuple[dict[_Key, dict[str, _Finding]], dict[_Key, list[str]]]:
    """What sources state of each speaker, and the other labels they have."""
    stated: dict[_Key, dict[str, _Finding]] = defaultdict(dict)
    labels: dict[_Key, list[str]] = defaultdict(list)
    facts = [note for note in notes if note.fact != _OTHER_LABEL]
    for note in sorted(facts, key=lambda n: -_ORIGINS.index(n.origin)):
        stated[note.transcript_id, note.speaker][note.fact] = _Finding(
            note.value, 1.0, f"{note.fact} volgens {note.origin}: “{note.value}”"
        )
    for note in notes:
        if note.fact == _OTHER_LABEL:
            labels[note.transcript_id, note.speaker].append(note.value)
    return stated, labels


def _speaker(
    key: _Key,
    known: Mapping[str, _Finding],
    labels: Sequence[str],
    part: Part | None,
    told: Occupation | None,
    numbers: Sequence[int],
    *,
    among_scientists: bool,
) -> Speaker:
    role = known.get("gespreksrol") or (
        _Finding(part.role, part.score, f"{part.role}: {part.evidence}")
        if part is not None
        else _Finding(UNKNOWN, 0.0, "")
    )
    if role.value == "deelnemer" and told is not None and _NOTULIST.search(told.functie):
        role = _Finding("verslaglegger", told.probability, f"verslaglegger: “{told.functie}”")
    evidence = [role.evidence]
    functie: str | None = None
    if "functie" in known:
        functie = known["functie"].value
        evidence.append(known["functie"].evidence)
    if told is not None:
        place = f"beurt {numbers[told.turn]}: “{told.sentence}” ({told.probability:.2f})"
        evidence.append(f"functie{' ook' if functie else ''} gezegd in {place}")
        functie = functie or told.functie
        if told.others:
            evidence.append(f"ook genoemd: {', '.join(f'“{other}”' for other in told.others)}")
    if "stakeholdergroep" in known:
        group = known["stakeholdergroep"].value
        evidence.append(known["stakeholdergroep"].evidence)
    else:
        group = stakeholder_group(functie) if functie else UNKNOWN
        scientist = among_scientists and role.value == "deelnemer"
        if scientist and (group == UNKNOWN or _by_field(functie or "")):
            group = "wetenschapper"
            evidence.append("deelnemer aan een wetenschapsdialoog")
    if labels:
        evidence.append(f"staat er ook als {', '.join(f'“{label}”' for label in labels)}")
    return Speaker(
        transcript_id=key[0],
        speaker=key[1],
        gespreksrol=role.value,
        functie=functie,
        stakeholdergroep=group,
        score=role.score,
        evidence="; ".join(text for text in evidence if text),
    )


def _by_field(functie: str) -> bool:
    """Whether a function names a field and no employer."""
    words = [word.strip(",.") for word in functie.casefold().split()]
    employed = any(entry_kind(word) == "employer" for word in words)
    return not employed and any(word.endswith(_FIELDS) for word in words)
