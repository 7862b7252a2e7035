"""WebVTT and SubRip: cues with times, one speaker's consecutive cues made one turn.

Our own tolerant reader: libraries for these formats stop at, or silently skip, the first cue
that breaks the rules, and here no spoken word may be lost.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.canonical import one_line
from dialoogcoder.ingest.draft import Draft, Note, Utterance, join_utterances, write_out
from dialoogcoder.ingest.heading import read_heading
from dialoogcoder.ingest.labels import read_label, seconds

_CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMING = re.compile(rf"^[ \t]*(?P<begin>{_CLOCK})[ \t]*-+>[ \t]*(?P<end>{_CLOCK})[^\n]*$")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+(?P<name>[^>]+)>")
_TAG = re.compile(r"</?[a-zA-Z][^>\n]*>|<\d[\d:.]*>|\{\\[^}\n]*\}")
_PREFIX = re.compile(r"^(?:>>+\s*|-\s+)?(?P<label>[^:<>\n]{1,60}):\s+(?P<text>.+)$", re.DOTALL)
_BLOCKS = ("NOTE", "STYLE", "REGION")


@dataclass(frozen=True, slots=True)
class _Cue:
    begin_s: float
    end_s: float
    text: str


def is_timed(text: str) -> bool:
    """Whether a text holds cues: WebVTT's signature, or a timing line near the top."""
    head = text.lstrip()[:4000]
    return head.startswith("WEBVTT") or any(_TIMING.match(line) for line in head.split("\n"))


def _cues(text: str) -> Iterator[_Cue]:
    lines = text.split("\n")
    timings = [i for i, line in enumerate(lines) if _TIMING.match(line)]
    for number, index in enumerate(timings):
        match = _TIMING.match(lines[index])
        assert match is not None
        stop = timings[number + 1] if number + 1 < len(timings) else len(lines)
        body = lines[index + 1 : stop]
        if number + 1 < len(timings):
            body = _without_cue_id(body)
        spoken = _without_blocks(body)
        yield _Cue(seconds(match["begin"]), seconds(match["end"]), "\n".join(spoken))


def _without_cue_id(body: list[str]) -> list[str]:
    # What stands directly above the next timing line, after a blank line, is that cue's id.
    if len(body) >= 2 and body[-1].strip() and not body[-2].strip():
        return body[:-1]
    return body


def _without_blocks(body: list[str]) -> Iterator[str]:
    skipping = False
    previous_blank = False
    for line in body:
        blank = not line.strip()
        if blank:
            skipping = False
        elif previous_blank and line.startswith(_BLOCKS):
            skipping = True
        if not blank and not skipping:
            yield line
        previous_blank = blank


def _clean(text: str) -> str:
    return one_line(html.unescape(_TAG.sub("", text)))


def _voices(cue: _Cue) -> Iterator[Utterance]:
    matches = list(_VOICE.finditer(cue.text))
    if not matches:
        yield Utterance(None, cue.text, cue.begin_s, cue.end_s)
        return
    before = cue.text[: matches[0].start()]
    if _clean(before):
        yield Utterance(None, before, cue.begin_s, cue.end_s)
    for match, following in zip(matches, [*matches[1:], None], strict=True):
        stop = following.start() if following else len(cue.text)
        name = one_line(html.unescape(match["name"]))
        yield Utterance(name, cue.text[match.end() : stop], cue.begin_s, cue.end_s)


def _prefixed_labels(pieces: list[Utterance]) -> frozenset[str]:
    """Labels written as ``Naam: `` at the start of cues, where cues have no voice tags."""
    seen: dict[str, int] = {}
    for piece in pieces:
        match = _PREFIX.match(_clean(piece.text))
        if piece.speaker is None and match and read_label(match["label"]):
            seen[match["label"]] = seen.get(match["label"], 0) + 1
    strong = {label for label, count in seen.items() if count > 1}
    if not strong:
        return frozenset()
    return frozenset(strong | {label for label in seen if len(label.split()) > 1})


def read_timed(text: str, source: str) -> Draft:
    """Read WebVTT or SubRip.

    Args:
        text: Canonical text of the file.
        source: Its name, for kind, theme, date and the message.

    Returns:
        A draft of kind `gesprek`. A cue without a speaker goes on with the one before it.

    Raises:
        RejectedSource: No cue with text is in it.
    """
    pieces = [piece for cue in _cues(text) for piece in _voices(cue)]
    labels = _prefixed_labels(pieces)
    notes: dict[Note, None] = {}
    utterances: list[Utterance] = []
    current: str | None = None
    for piece in pieces:
        spoken = _clean(piece.text)
        speaker = piece.speaker
        match = _PREFIX.match(spoken)
        if speaker is None and match and match["label"] in labels:
            speaker, spoken = match["label"], match["text"]
        if not spoken:
            continue
        if speaker is not None:
            label = read_label(speaker)
            if label is not None:
                speaker = label.speaker
                if label.fact and label.value:
                    notes[Note(speaker, label.fact, label.value, "label")] = None
            current = speaker
        utterances.append(Utterance(current, spoken, piece.begin_s, piece.end_s))
    turns = join_utterances(utterances)
    if not turns:
        raise RejectedSource(
            source, "geen ondertitels met tekst", "WebVTT of SubRip", "Exporteer opnieuw."
        )
    first = next((i for i, line in enumerate(text.split("\n")) if _TIMING.match(line)), 0)
    head = "\n".join(text.split("\n")[:first])
    written, draft_turns = write_out(turns)
    return Draft("gesprek", written, draft_turns, tuple(notes), read_heading(head, source))
