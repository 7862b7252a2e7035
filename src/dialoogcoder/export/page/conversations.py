"""The conversations in full, each passage in its place: the text stands in the page here, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from dialoogcoder.export.page.material import Material, Quote
from dialoogcoder.export.page.words import KINDS, clock, date, group, setting
from dialoogcoder.model import UNKNOWN, Passage, Speaker, Transcript, Turn


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a document: a passage with its codes, or text beside the passages."""

    text: str
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Said:
    """Pieces that one speaker says on end; without a speaker in a report's running text."""

    speaker: str
    about: str
    time: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A document in full."""

    anchor: str
    source: str
    about: str
    passages: int
    said: tuple[Said, ...]


def conversations(material: Material) -> Iterator[Conversation]:
    """Each document, in the order of reading; the passages in the order of the rows."""
    run = material.run
    passages: dict[str, list[Passage]] = defaultdict(list)
    for passage in run.passages:
        passages[passage.transcript_id].append(passage)
    turns: dict[str, list[Turn]] = defaultdict(list)
    for turn in run.reading.turns:
        turns[turn.transcript_id].append(turn)
    speakers = {(s.transcript_id, s.speaker): s for s in run.speakers}
    for transcript in run.reading.transcripts:
        own = passages[transcript.transcript_id]
        about = (
            KINDS.get(transcript.kind, transcript.kind),
            setting(transcript.dialoogvorm, transcript.dialoogthema),
            date(transcript.datum),
        )
        yield Conversation(
            anchor=f"gesprek-{transcript.transcript_id}",
            source=transcript.source,
            about=" · ".join(part for part in about if part),
            passages=len(own),
            said=tuple(_said(material, transcript, own, turns[transcript.transcript_id], speakers)),
        )


def _said(
    material: Material,
    transcript: Transcript,
    passages: Sequence[Passage],
    turns: Sequence[Turn],
    speakers: dict[tuple[str, str], Speaker],
) -> Iterator[Said]:
    by_turn = {turn.turn_id: turn for turn in turns}
    coded = {passage.first_turn for passage in passages}
    stretches: list[tuple[int, int, Passage | None, Turn | None]] = [
        (p.start, p.end, p, by_turn.get(p.first_turn or "")) for p in passages
    ]
    # What is too short to code belongs to the conversation all the same.
    stretches += [(t.start, t.end, None, t) for t in turns if t.turn_id not in coded]
    stretches.sort(key=lambda stretch: stretch[:2])
    if transcript.kind == "verslag":
        stretches = list(_with_the_rest(transcript.text, stretches))
    for turn, own in groupby(stretches, key=lambda stretch: stretch[3]):
        pieces = tuple(
            Piece(
                transcript.text[start:end].strip(),
                material.quote(material.by_id[passage.passage_id]) if passage else None,
            )
            for start, end, passage, _ in own
        )
        yield _by(transcript, turn, pieces, speakers)


def _with_the_rest(
    text: str, stretches: Sequence[tuple[int, int, Passage | None, Turn | None]]
) -> Iterator[tuple[int, int, Passage | None, Turn | None]]:
    """A report's headings and attributions too, which are no passages."""
    position = 0
    for stretch in [*stretches, (len(text), len(text), None, None)]:
        between = text[position : stretch[0]]
        if any(char.isalnum() for char in between):
            # The marks around a quote belong to the quote.
            start = stretch[0] - len(between.lstrip("”’\"' \n"))
            yield start, position + len(between.rstrip("“„‘\"' \n")), None, None
        if stretch[0] < stretch[1]:
            yield stretch
        position = max(position, stretch[1])


def _by(
    transcript: Transcript,
    turn: Turn | None,
    pieces: tuple[Piece, ...],
    speakers: dict[tuple[str, str], Speaker],
) -> Said:
    name = turn.speaker if turn and turn.speaker else ""
    speaker = speakers.get((transcript.transcript_id, name))
    facts = []
    if speaker is not None:
        if speaker.functie:
            facts.append(speaker.functie)
        elif speaker.stakeholdergroep != UNKNOWN:
            facts.append(group(speaker.stakeholdergroep).lower())
        if speaker.gespreksrol not in (UNKNOWN, "deelnemer"):
            facts.append(speaker.gespreksrol)
    return Said(
        speaker=name,
        # Who is called by a functie needn't be told it again.
        about=", ".join(f for f in dict.fromkeys(facts) if f.casefold() not in name.casefold()),
        time=clock(turn.begin_s) if turn and turn.begin_s is not None else "",
        pieces=pieces,
    )
