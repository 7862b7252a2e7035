"""Participants' quotes in running text, each with who is said to have said it, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dialoogcoder.ingest.quotes.leads import source_before
from dialoogcoder.ingest.quotes.marks import Span, quoted
from dialoogcoder.ingest.quotes.sources import Source, is_whole_source, source_after

# Less is a slogan or a word set apart, unless a dialogue is named as its source.
_MIN_WORDS, _MIN_WORDS_IN_DIALOGUE = 4, 2
# A name without a dialogue beside it makes a quote only of what stands by itself and says enough.
_MIN_WORDS_ALONE = 6

Place = Literal["above", "here", "below"]


@dataclass(frozen=True, slots=True)
class FoundQuote:
    """A quote without its quotation marks, and its attribution.

    Offsets are in the paragraph; those of the attribution are in the paragraph above or below
    where `place` says so.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    attribution_start: int
    attribution_end: int
    functie: str | None
    dialoogvorm: str | None
    dialoogthema: str | None
    datum: str | None
    place: Place


def find_quotes(paragraph: str, above: str = "", below: str = "") -> list[FoundQuote]:
    """Find quotes that are attributed to a participant.

    What stands between quotation marks without a role beside it (a slogan, a title, a word set
    apart), or with a publication as its source, is no participant's quote.

    Args:
        paragraph: Running text on one line.
        above: The paragraph above, if nothing in it is the source of a quote yet.
        below: The paragraph below.

    Returns:
        The quotes in order, not overlapping.
    """
    return [found for _, found in _all(paragraph, above, below) if found is not None]


def unattributed(paragraph: str) -> list[Span]:
    """What stands between quotation marks in a paragraph without anyone named as its source."""
    return [span for span, found in _all(paragraph, "", "") if found is None]


def _all(paragraph: str, above: str, below: str) -> Iterator[tuple[Span, FoundQuote | None]]:
    sources: dict[int, Source] = {}

    def ends_here(offset: int) -> int | None:
        source = source_after(paragraph, offset)
        if source is None:
            return None
        sources[offset] = source
        return source.resume

    first = len(paragraph) - len(paragraph.lstrip(" -–—•*>"))
    last = len(paragraph.rstrip(" .,;-–—"))
    floor = 0
    for span in quoted(paragraph, ends_here):
        source = sources.get(span.outer_end)
        place: Place = "here"
        starts = span.outer_start <= first
        if source is None:
            source = source_before(paragraph, floor, span.outer_start)
        if source is None and starts and span.outer_end >= last:
            source, place = _beside(above, below)
        words = len(paragraph[span.start : span.end].split())
        if source is None or words < _needed(source, starts=starts):
            yield span, None
            continue
        yield span, _quote(span, source, place)
        floor = max(span.outer_end, source.resume if place == "here" else 0)


def _beside(above: str, below: str) -> tuple[Source | None, Place]:
    """The source of a quote that is a paragraph of its own, in the paragraph next to it."""
    if source := source_before(above, 0, len(above)) or is_whole_source(above):
        return source, "above"
    return is_whole_source(below), "below"


def _needed(source: Source, *, starts: bool) -> int:
    if source.dialoogvorm is not None:
        return _MIN_WORDS_IN_DIALOGUE if starts else _MIN_WORDS
    return _MIN_WORDS if source.certain else _MIN_WORDS_ALONE


def _quote(span: Span, source: Source, place: Place) -> FoundQuote:
    return FoundQuote(
        span.start,
        span.end,
        span.outer_start,
        span.outer_end,
        source.start,
        source.end,
        source.functie,
        source.dialoogvorm,
        source.dialoogthema,
        source.datum,
        place,
    )
