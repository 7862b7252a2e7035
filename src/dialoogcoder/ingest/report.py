"""Running text: a report or minutes, of which each attributed quote is a turn."""

from __future__ import annotations

from collections.abc import Sequence

from dialoogcoder.ingest.draft import Draft, DraftTurn, Heading, Note, QuoteSetting
from dialoogcoder.ingest.heading import find_date
from dialoogcoder.ingest.labels import as_role
from dialoogcoder.ingest.quotations import find_quotes


def read_report(pieces: Sequence[str], source: str) -> Draft:
    """Read running text.

    Args:
        pieces: Its paragraphs and headings, each on one line.
        source: File name, for the date.

    Returns:
        A draft of kind `verslag`: paragraphs set apart by a blank line, one turn an attributed
        quote. The same quote printed again is a turn only the first time. A report has no kind
        of dialogue or theme of its own; its quotes have.
    """
    text = "\n\n".join(pieces) + "\n"
    turns: list[DraftTurn] = []
    notes: dict[Note, None] = {}
    seen: set[str] = set()
    position = 0
    for piece in pieces:
        for quote in find_quotes(piece):
            said = piece[quote.start : quote.end]
            key = "".join(char for char in said.lower() if char.isalnum())
            if key in seen:
                continue
            seen.add(key)
            printed = piece[quote.attribution_start : quote.attribution_end]
            speaker = " ".join(printed.split())
            notes[Note(speaker, "functie", quote.functie, "bronvermelding")] = None
            role = as_role(quote.functie) or "deelnemer"
            notes[Note(speaker, "gespreksrol", role, "bronvermelding")] = None
            turns.append(
                DraftTurn(
                    speaker,
                    position + quote.start,
                    position + quote.end,
                    setting=QuoteSetting(
                        printed,
                        position + quote.attribution_start,
                        position + quote.attribution_end,
                        quote.dialoogvorm,
                        quote.dialoogthema,
                        None,
                    ),
                )
            )
        position += len(piece) + 2
    date = find_date("\n".join(pieces[:6])) or find_date(source)
    return Draft(
        "verslag",
        text,
        tuple(turns),
        tuple(notes),
        Heading(datum=date),
    )
