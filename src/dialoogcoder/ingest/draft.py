"""What a reader makes of one file, before ids are given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dialoogcoder.model import Kind, Rejection


@dataclass(frozen=True, slots=True)
class Note:
    """A fact about a speaker as the source states it; see `model.SpeakerNote`."""

    speaker: str
    fact: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class QuoteSetting:
    """Attribution of one quote: as printed, with its place, and what it says.

    Each of `repeats` spans a whole further print of the same quote, marks and attribution included.
    """

    printed: str
    start: int
    end: int
    dialoogvorm: str | None
    dialoogthema: str | None
    datum: str | None
    repeats: tuple[QuoteSetting, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftTurn:
    """A turn with offsets into the draft's text."""

    speaker: str | None
    start: int
    end: int
    begin_s: float | None = None
    end_s: float | None = None
    setting: QuoteSetting | None = None


@dataclass(frozen=True, slots=True)
class DraftCoding:
    """A code that a person gave to a stretch of the draft's text; see `model.GivenCoding`."""

    coder: str
    code: str
    start: int
    end: int
    dimension: str | None = None
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """What a document says of itself before anyone speaks."""

    dialoogvorm: str | None = None
    dialoogthema: str | None = None
    datum: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One document as read: canonical text, turns over it, and what it says of its speakers.

    `notices` tell what was mended in reading; nothing was lost there.
    """

    kind: Kind
    text: str
    turns: tuple[DraftTurn, ...]
    notes: tuple[Note, ...] = ()
    heading: Heading = field(default_factory=Heading)
    rejected: tuple[Rejection, ...] = ()
    codings: tuple[DraftCoding, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch of speech in a format that keeps speaker and text apart."""

    speaker: str | None
    text: str
    begin_s: float | None = None
    end_s: float | None = None


def join_utterances(utterances: Iterable[Utterance]) -> list[Utterance]:
    """Make one turn of one speaker's consecutive stretches; unknown speakers are not joined.

    Args:
        utterances: In order of time, texts already on one line.

    Returns:
        The turns, from the first one's begin to the last one's end.
    """
    turns: list[Utterance] = []
    for piece in utterances:
        if not piece.text:
            continue
        last = turns[-1] if turns else None
        if last is not None and last.speaker is not None and last.speaker == piece.speaker:
            turns[-1] = Utterance(
                last.speaker,
                f"{last.text} {piece.text}",
                last.begin_s,
                piece.end_s if piece.end_s is not None else last.end_s,
            )
        else:
            turns.append(piece)
    return turns


def write_out(utterances: Sequence[Utterance]) -> tuple[str, tuple[DraftTurn, ...]]:
    """Set turns in a readable text, one a line, `Speaker: text`.

    Args:
        utterances: One a turn.

    Returns:
        The canonical text, and the turns with offsets of what was said in it (not the label).
    """
    parts: list[str] = []
    turns = []
    position = 0
    for piece in utterances:
        label = f"{piece.speaker}: " if piece.speaker else ""
        start = position + len(label)
        end = start + len(piece.text)
        turns.append(DraftTurn(piece.speaker, start, end, piece.begin_s, piece.end_s))
        parts.append(f"{label}{piece.text}\n")
        position = end + 1
    return "".join(parts), tuple(turns)
