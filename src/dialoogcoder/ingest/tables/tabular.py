"""CSV and Excel: a quote list (a row is a quote) or a transcript (a row is a turn)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.draft import Draft
from dialoogcoder.ingest.tables.cells import read_cells
from dialoogcoder.ingest.tables.columns import Shape, find_header, find_shape, positions
from dialoogcoder.ingest.tables.drafts import make_draft
from dialoogcoder.ingest.tables.rows import Table, filled, make_table
from dialoogcoder.ingest.tables.sheets import read_workbook


def named_columns(header: Sequence[str]) -> dict[str, str]:
    """Which column holds what: from our name for it to the header's own spelling."""
    return {ours: header[position] for ours, position in positions(header).items()}


def parse_csv(text: str, source: str) -> tuple[list[str], list[Mapping[str, str]]]:
    """Read CSV whatever its delimiter, also a table that has no text in it.

    Args:
        text: Canonical text of the file.
        source: Its name, for the message.

    Returns:
        The header and the rows, cells as they stand; a `Row` knows its number in the file.

    Raises:
        RejectedSource: The table is empty.
    """
    delimiter, rows = read_cells(text)
    numbered = list(filled(rows))
    head = find_header([cells for _, cells in numbered[:20]]) or 0
    width = len(numbered[head][1]) if numbered else 0
    columns = positions(numbered[head][1]) if numbered else {}
    shape = Shape(head, {"text": max(0, width - 1), **columns})
    table = make_table(numbered, source, delimiter, shape=shape)
    return list(table.header), list(table.rows)


def looks_like_table(text: str) -> bool:
    """Whether a text is CSV by its content: rows under the names of a text and another column."""
    delimiter, rows = read_cells(text[:20_000].rpartition("\n")[0] or text[:20_000])
    cells = [row for _, row in filled(rows)][:30]
    head = find_header(cells[:5])
    if head is None or "text" not in (columns := positions(cells[head])) or len(columns) < 2:
        return False
    even = sum(len(row) == len(cells[head]) for row in cells[head + 1 :])
    return bool(delimiter) and even > 0.6 * len(cells[head + 1 :]) > 0


def read_csv(text: str, source: str) -> Draft:
    """Read CSV as a quote list or as a transcript; see `read_table`.

    Args:
        text: Canonical text of the file.
        source: Its name, for kind, theme, date and messages.

    Returns:
        A draft. Each row is a turn or a quote, or among the rejected.

    Raises:
        RejectedSource: The table is empty, or has no column with text.
    """
    delimiter, rows = read_cells(text)
    return make_draft(make_table(filled(rows), source, delimiter), source, ())


def read_xlsx(path: Path, source: str) -> Draft:
    """Read an Excel workbook as `read_csv` reads CSV; other sheets are among the rejected."""
    table, rejected = read_workbook(path, source)
    return make_draft(table, source, rejected)


def read_table(header: Sequence[str], rows: Sequence[Mapping[str, str]], source: str) -> Draft:
    """Read a table as a quote list or as a transcript.

    A table with times, or with speakers and no column that only quote lists have, is a
    transcript; any other is a quote list, of which each row is exactly one quote.

    Args:
        header: Column names.
        rows: Cells by column name.
        source: File name, for kind, theme, date and messages.

    Returns:
        A draft of kind `citaten` or `gesprek`; rows without text are listed as rejected.

    Raises:
        RejectedSource: No column with text, or no row with any.
    """
    columns = named_columns(header)
    if "text" not in columns:
        shape = find_shape([list(header), *([row.get(n, "") for n in header] for row in rows)])
        if shape is None or shape.header is None:
            raise RejectedSource(
                source,
                f"kolommen {', '.join(header)[:200]}",
                "een kolom tekst, text, citaat of quote",
                "Geef de kolom met de tekst een van deze namen.",
            )
        columns = {ours: header[at] for ours, at in shape.columns.items()}
    return make_draft(Table(tuple(header), rows, columns), source, ())
