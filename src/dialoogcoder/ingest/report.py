"""Running text: a report or minutes, of which each attributed quote is a turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dialoogcoder.ingest.draft import Draft, DraftTurn, Heading, Note, QuoteSetting
from dialoogcoder.ingest.heading import find_date
from dialoogcoder.ingest.labels.conversation import as_role
from dialoogcoder.ingest.quotes.quotations import FoundQuote, find_quotes, unattributed
from dialoogcoder.ingest.quotes.repeats import Printed

# An unattributed print of a quote has at least this many words; less is a phrase taken from it.
_REPEAT_WORDS = 8


@dataclass(frozen=True, slots=True)
class _Print:
    """A quote where it is printed, with offsets into the whole text."""

    said: str
    start: int
    end: int
    outer_start: int
    outer_end: int
    setting: QuoteSetting | None
    functie: str | None


def read_report(pieces: Sequence[str], source: str) -> Draft:
    """Read running text.

    Args:
        pieces: Its paragraphs and headings, each on one line.
        source: File name, for the date.

    Returns:
        A draft of kind `verslag`: paragraphs set apart by a blank line, one turn an attributed
        quote. The same quote printed again is no second turn: the first one's setting
        tells where in its `repeats`. A report has no kind of dialogue or theme of its
        own; its quotes have.
    """
    prints = list(_prints(pieces))
    seen = Printed()
    turns: list[DraftTurn] = []
    notes: dict[Note, None] = {}
    attributed = [p for p in prints if p.setting is not None]
    again: dict[int, list[QuoteSetting]] = {}
    for quote in attributed:
        first = seen.find(quote.said)
        if first is not None:
            again.setdefault(first, []).append(_whole(quote))
            continue
        seen.add(quote.said)
        assert quote.setting is not None
        speaker = " ".join(quote.setting.printed.split())
        if quote.functie:
            notes[Note(speaker, "functie", quote.functie, "bronvermelding")] = None
        role = as_role(quote.functie or "") or "deelnemer"
        notes[Note(speaker, "gespreksrol", role, "bronvermelding")] = None
        turns.append(DraftTurn(speaker, quote.start, quote.end, setting=quote.setting))
    for quote in prints:
        if quote.setting is None and turns and len(quote.said.split()) >= _REPEAT_WORDS:
            first = seen.find(quote.said)
            if first is not None:
                again.setdefault(first, []).append(_whole(quote))
    for number, repeats in again.items():
        turns[number] = replace(turns[number], setting=_repeated(turns[number], repeats))
    date = find_date("\n".join(pieces[:6])) or find_date(source)
    text = "\n\n".join(pieces) + "\n"
    return Draft("verslag", text, tuple(turns), tuple(notes), Heading(datum=date))


def _repeated(turn: DraftTurn, repeats: list[QuoteSetting]) -> QuoteSetting:
    assert turn.setting is not None
    ordered = tuple(sorted(repeats, key=lambda repeat: repeat.start))
    return replace(turn.setting, repeats=ordered)


def _whole(quote: _Print) -> QuoteSetting:
    """A further print as a whole: from its first mark to the end of its source."""
    own = quote.setting
    start, end = quote.outer_start, quote.outer_end
    if own is None:
        return QuoteSetting("", start, end, None, None, None)
    return replace(own, start=min(start, own.start), end=max(end, own.end))


def _prints(pieces: Sequence[str]) -> Iterator[_Print]:
    offsets = [0]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece) + 2)
    taken = -1
    for number, piece in enumerate(pieces):
        above = pieces[number - 1] if number and taken != number - 1 else ""
        below = pieces[number + 1] if number + 1 < len(pieces) else ""
        position = offsets[number]
        for quote in find_quotes(piece, above, below):
            at = number + {"above": -1, "here": 0, "below": 1}[quote.place]
            taken = max(taken, at if quote.place == "below" else -1)
            yield _print(quote, piece, pieces[at], position, offsets[at])
        for span in unattributed(piece):
            yield _Print(
                piece[span.start : span.end],
                position + span.start,
                position + span.end,
                position + span.outer_start,
                position + span.outer_end,
                None,
                None,
            )


def _print(
    quote: FoundQuote, piece: str, source_piece: str, position: int, source_position: int
) -> _Print:
    return _Print(
        piece[quote.start : quote.end],
        position + quote.start,
        position + quote.end,
        position + quote.outer_start,
        position + quote.outer_end,
        QuoteSetting(
            source_piece[quote.attribution_start : quote.attribution_end],
            source_position + quote.attribution_start,
            source_position + quote.attribution_end,
            quote.dialoogvorm,
            quote.dialoogthema,
            quote.datum,
        ),
        quote.functie,
    )
