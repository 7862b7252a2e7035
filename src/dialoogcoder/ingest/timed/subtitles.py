"""WebVTT and SubRip: who speaks in the cues, one speaker's consecutive cues made one turn.

A speaker stands in a voice tag (``<v Name>``), before the text (``Naam: ``, ``NAAM: ``,
``[Naam]``), on a line of its own, or is only hinted at by a dash or ``>>``.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dialoogcoder.ingest.draft import Draft, Note, Utterance
from dialoogcoder.ingest.labels.conversation import read_label
from dialoogcoder.ingest.timed.cues import TIMING, Cue, plain, read_cues
from dialoogcoder.ingest.timed.spoken import (
    account_label,
    clean,
    conversation,
    is_unknown,
    join_stretches,
    note_of,
)

_EXPECTED = "WebVTT of SubRip met ondertitels"
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+(?P<name>[^<>\n]{1,120})>", re.IGNORECASE)
_CHANGE = re.compile(r"(?:>>+\s*|[-–]\s+|-(?=[^\W\d_\s]|\[))")
_LABEL = re.compile(
    r"(?:\[(?P<square>[^\[\]:]{1,60})\]\s*:?|\((?P<round>[^():]{1,60})\)\s*:?$"
    r"|(?P<plain>[^:<>\[\]{}]{1,70}?)\s*:(?=\s|$))\s*(?P<rest>.*)",
    re.DOTALL,
)
# Sounds, not speakers, although they stand between brackets and begin with a capital.
_SOUNDS = frozenset(
    "muziek applaus gelach stilte lachen lacht gejuich rumoer ruis pauze geroezemoes kuch zucht "
    "onverstaanbaar onhoorbaar music applause laughter silence inaudible crosstalk noise".split()
)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a cue, or the lines of one voice; `text` is as spoken, tags gone."""

    voice: str | None
    text: str
    cue: Cue
    opens: bool


@dataclass(frozen=True, slots=True)
class _Marked:
    """A line taken apart: whether someone else begins, the label if it has one, the rest."""

    change: bool
    label: str
    rest: str


def is_timed(text: str) -> bool:
    """Whether a text holds cues: WebVTT's signature, or a timing line near the top."""
    head = text.lstrip()[:4000]
    return head.startswith("WEBVTT") or any(TIMING.match(line) for line in head.split("\n"))


def read_timed(text: str, source: str) -> Draft:
    """Read WebVTT, SubRip, and what has their cues.

    Args:
        text: Canonical text of the file.
        source: Its name, for kind, theme, date and the message.

    Returns:
        A draft of kind `gesprek`, times in seconds. A cue without a speaker goes on with the one
        before it; where no cue names a speaker, turns end at a silence or a dash.

    Raises:
        RejectedSource: No cue with text is in it.
    """
    lines = [line for cue in read_cues(text) for line in _lines(cue)]
    names = _own_line_names(lines)
    labels = _accepted(lines)
    cast = _Cast()
    pieces: list[Utterance] = []
    fresh: set[int] = set()
    speaker: str | None = None
    for line in lines:
        marked = _apart(line.text)
        spoken = line.text
        if line.voice is not None and is_unknown(line.voice):
            speaker = None
            fresh.add(len(pieces))
        elif line.voice is not None:
            speaker = cast.speaker(line.voice)
        elif names and line.opens and line.text in names:
            speaker, spoken = cast.speaker(line.text), ""
        elif not names and marked.label.casefold() in labels:
            speaker, spoken = cast.speaker(marked.label), marked.rest
        elif marked.change:
            speaker, spoken = None, marked.rest
            fresh.add(len(pieces))
        pieces.append(Utterance(speaker, spoken, line.cue.begin_s, line.cue.end_s))
    head = text.split("\n")
    first = next((i for i, line in enumerate(head) if TIMING.match(line)), 0)
    return conversation(
        join_stretches(pieces, fresh=fresh),
        source,
        expected=_EXPECTED,
        head="\n".join(head[:first]),
        notes=cast.notes,
    )


class _Cast:
    """The speakers met so far: one spelling of each name (JAN and Jan are one), and notes."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self._spelling: dict[str, str] = {}

    def speaker(self, raw: str) -> str:
        label = account_label(raw)
        name = self._spelling.setdefault(label.speaker.casefold(), label.speaker)
        self.notes.extend(note_of(replace(label, speaker=name)))
        return name


def _lines(cue: Cue) -> Iterator[_Line]:
    text = "\n".join(cue.lines)
    voices = list(_VOICE.finditer(text))
    before = text[: voices[0].start()] if voices else text
    opens = True
    for line in before.split("\n"):
        spoken = plain(line)
        # A dash alone separates two speakers of one cue.
        if spoken and spoken not in ("-", "–"):
            yield _Line(None, spoken, cue, opens)
            opens = False
    stops = [voice.start() for voice in voices[1:]] + [len(text)]
    for match, stop in zip(voices, stops, strict=False):
        name = clean(html.unescape(match["name"]))
        spoken = plain(text[match.end() : stop])
        if spoken:
            yield _Line(name or None, spoken, cue, opens)
            opens = False


def _apart(text: str) -> _Marked:
    change = _CHANGE.match(text)
    rest = text[change.end() :] if change else text
    match = _LABEL.match(rest)
    if match is None:
        return _Marked(change is not None, "", rest)
    bracketed = match["square"] or match["round"]
    label = bracketed or match["plain"]
    sound = bool(bracketed) and label.split()[0].lower() in _SOUNDS if label.split() else True
    if sound or read_label(label) is None:
        return _Marked(change is not None, "", rest)
    return _Marked(change is not None, label, match["rest"])


def _accepted(lines: Sequence[_Line]) -> frozenset[str]:
    """Labels (casefolded) that are speakers: they return, or nearly every cue has one."""
    marked = [(line, _apart(line.text).label) for line in lines if line.voice is None]
    known = {label.casefold() for _, label in marked if label and not _is_word(label)}
    marked = [(line, label.casefold()) for line, label in marked]
    counts = Counter(label for _, label in marked if label)
    opening = [(line, label) for line, label in marked if line.opens]
    named = sum(1 for _, label in opening if label)
    if named > 1 and named >= 0.6 * len(opening):
        return frozenset(counts)
    returning = {label for label, count in counts.items() if count > 1}
    if not returning:
        return frozenset()
    return frozenset(
        label for label in counts if label in returning or len(label.split()) > 1 or label in known
    )


def _is_word(label: str) -> bool:
    import simplemma

    return not label.isupper() and bool(simplemma.is_known(label.lower(), lang="nl"))


def _own_line_names(lines: Sequence[_Line]) -> frozenset[str]:
    """Names that stand on the first line of cues, text below, as in Teams' older transcripts."""
    follows = {id(line.cue) for line in lines if line.voice is None and not line.opens}
    first = [line for line in lines if line.voice is None and line.opens]
    names = Counter(
        line.text
        for line in first
        if id(line.cue) in follows and line.text[-1] not in ".,;:?!…" and read_label(line.text)
    )
    cues = len({id(line.cue) for line in lines})
    if not names or sum(names.values()) < 0.8 * cues or len(names) > max(2, 0.7 * cues):
        return frozenset()
    return frozenset(names)
