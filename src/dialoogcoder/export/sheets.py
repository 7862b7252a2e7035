"""Tables on a workbook's sheets, safe for whatever people said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dialoogcoder.tables import neutralise

# What a cell holds at most, in UTF-16 units; a longer text would be dropped whole.
_CELL: Final = 32_767
_CUT: Final = " […] (de hele tekst staat in quotes.csv)"
_TOTAL: Final = "samen"
_STYLE: Final = "Table Style Light 9"


@dataclass(frozen=True, slots=True)
class Column:
    """A column's header, its width in characters, and how its numbers look."""

    header: str
    width: int
    number: str = "general"


def cell_text(text: str) -> str:
    """A text as a cell may hold it: no formula, and no longer than fits."""
    safe = neutralise(text)
    if len(safe.encode("utf-16-le")) // 2 <= _CELL:
        return safe
    kept = safe.encode("utf-16-le")[: 2 * (_CELL - len(_CUT))]
    return kept.decode("utf-16-le", errors="ignore") + _CUT


def put_table(
    book: Any,
    sheet: Any,
    columns: Sequence[Column],
    rows: Sequence[Sequence[object]],
    *,
    at: int = 0,
    totals: Sequence[int] = (),
) -> int:
    """Put a real table on a sheet: filters, wrapped text, widths.

    Args:
        book: The workbook.
        sheet: One of its sheets.
        columns: At least one.
        rows: At least one; texts, numbers, truth values and None.
        at: The sheet's row for the header, from 0.
        totals: Sums of all columns but the first, for a row under it.

    Returns:
        The first row under the table.
    """
    formats = {
        number: book.add_format({"text_wrap": True, "valign": "top", "num_format": number})
        for number in dict.fromkeys(column.number for column in columns)
    }
    for across, column in enumerate(columns):
        sheet.set_column(across, across, column.width)
        for down, row in enumerate(rows, start=at + 1):
            _put(sheet, down, across, row[across], formats[column.number])
    last = at + len(rows)
    shown = [{"header": name} for name in _headers(columns)]
    sheet.add_table(at, 0, last, len(columns) - 1, {"columns": shown, "style": _STYLE})
    if totals:
        # Under the table and not in it, so that sorting leaves it where it is.
        last += 1
        bold = book.add_format({"bold": True})
        for across, value in enumerate((_TOTAL, *totals)):
            _put(sheet, last, across, value, bold)
    return last + 1


def _put(sheet: Any, down: int, across: int, value: object, form: Any) -> None:
    if isinstance(value, bool):
        sheet.write_string(down, across, "ja" if value else "nee", form)
    elif isinstance(value, int | float):
        sheet.write_number(down, across, value, form)
    elif value is None or value == "":
        sheet.write_blank(down, across, None, form)
    else:
        sheet.write_string(down, across, cell_text(str(value)), form)


def _headers(columns: Sequence[Column]) -> list[str]:
    """Headers that differ whatever their capitals, as a table asks."""
    seen: dict[str, str] = {}
    for column in columns:
        name, number = cell_text(column.header)[:250] or "leeg", 2
        while name.casefold() in seen:
            name, number = f"{cell_text(column.header)[:240]} ({number})", number + 1
        seen[name.casefold()] = name
    return list(seen.values())
