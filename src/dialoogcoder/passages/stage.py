"""The stage itself: turns of a conversation, rows of a list, quotes and paragraphs of a report."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dialoogcoder.model import Attribution, Passage, Transcript, Turn
from dialoogcoder.nlp import DutchPipeline
from dialoogcoder.passages.cutting import cut

_QUOTE_MARKS = " \t\n“”„«»\"'’‘-–—"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Text that may become passages; `whole` where it is one passage whatever its length."""

    start: int
    end: int
    turn_id: str | None
    speaker: str | None
    whole: bool
    maximum: int


def cut_passages(
    transcripts: Sequence[Transcript],
    turns: Sequence[Turn],
    attributions: Sequence[Attribution],
    *,
    pipeline: DutchPipeline,
    min_words: int = 10,
    target_words: int = 70,
    max_words: int = 120,
    max_paragraph_words: int = 250,
) -> list[Passage]:
    """Cut documents into passages.

    In a conversation a passage is a turn of at least `min_words`, or a part of one longer than
    `max_words`, cut at sentence borders near `target_words`. Each row of a quote list and each
    attributed quote of a report is one passage whatever its length; a report's other paragraphs
    are passages without a speaker, headings and debris of page layout are not.

    Args:
        transcripts: The documents.
        turns: Their turns.
        attributions: Where quotes are attributed, so that an attribution is not taken for text.
        pipeline: Finds sentence borders.
        min_words: Shorter turns are no passage.
        target_words: Wished length of a part of a long turn.
        max_words: Longer turns are cut.
        max_paragraph_words: Longer paragraphs of a report are cut.

    Returns:
        Passages in order of document and place; always
        ``passage.text == transcript.text[passage.start:passage.end]``.
    """
    turns_of: dict[str, list[Turn]] = defaultdict(list)
    for turn in turns:
        turns_of[turn.transcript_id].append(turn)
    printed_of: dict[str, list[Attribution]] = defaultdict(list)
    for attribution in attributions:
        printed_of[attribution.transcript_id].append(attribution)
    passages: list[Passage] = []
    for transcript in transcripts:
        own = turns_of[transcript.transcript_id]
        if transcript.kind == "verslag":
            stretches = _of_report(
                transcript, own, printed_of[transcript.transcript_id], max_paragraph_words
            )
        else:
            stretches = [
                _Stretch(
                    t.start, t.end, t.turn_id, t.speaker, transcript.kind == "citaten", max_words
                )
                for t in own
            ]
        kept = [s for s in stretches if s.whole or _is_passage(transcript, s, min_words)]
        spans = _cut_all(transcript.text, kept, pipeline, target_words)
        passages.extend(
            Passage(
                passage_id=f"{transcript.transcript_id}-p{number:04d}",
                transcript_id=transcript.transcript_id,
                first_turn=stretch.turn_id,
                last_turn=stretch.turn_id,
                speaker=stretch.speaker,
                start=start,
                end=end,
                text=transcript.text[start:end],
            )
            for number, (stretch, start, end) in enumerate(spans, start=1)
        )
    return passages


def _is_passage(transcript: Transcript, stretch: _Stretch, min_words: int) -> bool:
    text = transcript.text[stretch.start : stretch.end]
    words = [word for word in text.split() if any(char.isalpha() for char in word)]
    if len(words) < min_words:
        return False
    # A heading, a contents line or a list of names has no sentence in it.
    return stretch.turn_id is not None or re.search(r"\w{2}[)”\"’]*[.!?…]", text) is not None


def _of_report(
    transcript: Transcript,
    turns: Sequence[Turn],
    attributions: Sequence[Attribution],
    maximum: int,
) -> list[_Stretch]:
    """Quotes and, between them, what is left of each paragraph, in order of place."""
    text = transcript.text
    # Quotes, and what is no text of the report: attributions and further prints of a quote.
    marked: list[tuple[int, int, Turn | None]] = [(t.start, t.end, t) for t in turns]
    marked += [(a.start, a.end, None) for a in attributions if a.start < a.end]
    marked.sort(key=lambda span: span[:2])
    stretches: list[_Stretch] = []
    for block_start, block_end in _blocks(text):
        position = block_start
        for start, end, turn in marked:
            if not block_start <= start < block_end:
                continue
            if start > position:
                stretches.append(
                    _Stretch(*_trim(text, position, start), None, None, False, maximum)
                )
            if turn is not None:
                stretches.append(_Stretch(start, end, turn.turn_id, turn.speaker, True, 0))
            position = max(position, end)
        if block_end > position:
            stretches.append(
                _Stretch(*_trim(text, position, block_end), None, None, False, maximum)
            )
    return [s for s in stretches if s.end > s.start]


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    for match in re.finditer(r"\n\n|\Z", text):
        if match.start() > position:
            yield position, match.start()
        position = match.end()


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out white space, and the marks that belong to a quote beside the stretch."""
    after_quote = start > 0 and text[start - 1] != "\n"
    before_quote = end < len(text) and text[end] != "\n"
    while start < end and (text[start].isspace() or (after_quote and text[start] in ".,)")):
        start += 1
    marks = _QUOTE_MARKS if before_quote else " \t\n"
    while end > start and text[end - 1] in marks:
        end -= 1
    return start, end


def _cut_all(
    text: str, stretches: Sequence[_Stretch], pipeline: DutchPipeline, target: int
) -> Iterator[tuple[_Stretch, int, int]]:
    long = {
        i: text[s.start : s.end]
        for i, s in enumerate(stretches)
        if not s.whole and len(text[s.start : s.end].split()) > s.maximum
    }
    borders = dict(zip(long, pipeline.sentences(long.values()), strict=True))
    for index, stretch in enumerate(stretches):
        if index not in borders:
            yield stretch, stretch.start, stretch.end
            continue
        spans = borders[index]
        said = [long[index][span.start : span.end] for span in spans]
        goal = min(target, stretch.maximum) if stretch.turn_id else stretch.maximum // 2
        for first, last in cut(said, target=goal, maximum=stretch.maximum):
            yield stretch, stretch.start + spans[first].start, stretch.start + spans[last - 1].end
