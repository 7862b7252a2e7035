"""Excel workbooks (.xlsx): the first sheet with a column of text, its cells as text."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.tables.columns import Shape, find_shape
from dialoogcoder.ingest.tables.rows import SAMPLE_ROWS, Numbered, Table, filled, make_table
from dialoogcoder.model import Rejection

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ERROR = re.compile(r"#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!)")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]+)(\d+):[A-Z]+(\d+)"')
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
# A sheet that is empty so far down is taken for empty.
_DEPTH = 5_000


def read_workbook(path: Path, source: str) -> tuple[Table, tuple[Rejection, ...]]:
    """Read the first visible sheet that has a column of text.

    Args:
        path: The .xlsx file.
        source: Its name, for the messages.

    Returns:
        The table, and a line for each other sheet with anything on it. What was merged over
        several rows stands in each of them, but for a text, which is there once; dates are in
        ISO form, formulas are their stored outcomes.

    Raises:
        RejectedSource: The workbook can't be opened, or no sheet has a column of text.
    """
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            return _read(book, path, source)
        finally:
            book.close()
    except RejectedSource:
        raise
    except Exception as error:
        # openpyxl raises whatever zipfile, its XML parser or its own classes meet first.
        with path.open("rb") as file:
            locked = file.read(4) == _OLD_OR_LOCKED
        raise RejectedSource(
            source,
            "een Excel-map met een wachtwoord, of een oude .xls"
            if locked
            else f"geen leesbare Excel-map ({type(error).__name__})",
            "een .xlsx-bestand zonder wachtwoord",
            "Open het in Excel en bewaar het opnieuw als .xlsx.",
        ) from error


def _read(book: Any, path: Path, source: str) -> tuple[Table, tuple[Rejection, ...]]:
    sheets = [(sheet, *_first_rows(sheet)) for sheet in book.worksheets]
    sheets = [entry for entry in sheets if entry[1]]
    shown = [entry for entry in sheets if entry[0].sheet_state == "visible"]
    with_text = [(sheet, shape) for sheet, _, shape in shown if shape is not None]
    # A sheet of notes has running text; one with a column called "citaat" is what is meant.
    named = [(sheet, shape) for sheet, shape in with_text if shape.named]
    chosen = next(iter(named or with_text), None)
    if chosen is None:
        return make_table(shown[0][1] if shown else [], source), ()
    sheet, shape = chosen
    others = tuple(_other_sheet(source, *entry) for entry in sheets if entry[0] is not sheet)
    rows = list(filled(_cells(sheet)))
    text = shape.columns["text"]
    _spread(rows, _merges(path, sheet), text)
    table = make_table(rows, source, shape=shape)
    if any(len(cells) <= text or not cells[text] for _, cells in rows):
        table = replace(table, uncomputed=_formulas(path, sheet.title, text))
    return table, others


def _first_rows(sheet: Any) -> tuple[list[Numbered], Shape | None]:
    # What a file says of a sheet's size is often wrong, and cells beyond it would be lost.
    sheet.reset_dimensions()
    rows = list(islice(filled(islice(_cells(sheet), _DEPTH)), SAMPLE_ROWS))
    return rows, find_shape([cells for _, cells in rows]) if rows else None


def _other_sheet(source: str, sheet: Any, _rows: list[Numbered], shape: Shape | None) -> Rejection:
    found = "nog een blad" if sheet.sheet_state == "visible" else "een verborgen blad"
    return Rejection(
        f"{source}, blad '{sheet.title}'",
        f"{found} {'zonder' if shape is None else 'met'} een kolom tekst; gelezen is één blad",
        "Bewaar het blad als eigen bestand als het mee moet doen.",
    )


def _cells(sheet: Any) -> Iterator[list[str]]:
    for row in sheet.iter_rows(values_only=True):
        cells = [_text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def _text(value: Any) -> str:
    """A cell's value as a person would write it."""
    match value:
        case None:
            return ""
        case str():
            text = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), value) if "_x" in value else value
            return "" if _ERROR.fullmatch(text.strip()) else text
        case bool():
            return "waar" if value else "onwaar"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime.datetime():
            midnight = value.time() == datetime.time()
            return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
        case datetime.timedelta():
            return f"{value.total_seconds() + 0.0:.3f}".rstrip("0").rstrip(".")
        case _:
            return str(value)


def _merges(path: Path, sheet: Any) -> list[tuple[int, int, int]]:
    """Merged cells over several rows, as first and last row, and column.

    openpyxl leaves them out when it reads a sheet row by row; they stand after all rows.
    """
    found = []
    rest = b""
    with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path) as file:
        while chunk := file.read(1_000_000):
            chunk = rest + chunk
            end = 0
            for match in _MERGED.finditer(chunk):
                end = match.end()
                top, bottom = int(match[2]), int(match[3])
                if top < bottom:
                    found.append((top, bottom, _column(match[1])))
            rest = chunk[max(end, len(chunk) - 200) :]
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + letter - 64
    return number - 1


def _spread(rows: list[Numbered], merges: list[tuple[int, int, int]], text: int) -> None:
    places = {number: place for place, (number, _) in enumerate(rows)}
    for top, bottom, left in merges:
        if top not in places or left == text or left >= len(rows[places[top]][1]):
            continue
        value = rows[places[top]][1][left]
        place = places[top] + 1
        while place < len(rows) and rows[place][0] <= bottom:
            cells = rows[place][1]
            cells.extend([""] * (left + 1 - len(cells)))
            cells[left] = cells[left] or value
            place += 1


def _formulas(path: Path, title: str, text: int) -> frozenset[int]:
    """Numbers of the rows whose text is a formula; one without an outcome reads as empty."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=False)
    try:
        sheet = book[title]
        sheet.reset_dimensions()
        return frozenset(
            number
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
            if text < len(row) and isinstance(row[text], str) and row[text].startswith("=")
        )
    finally:
        book.close()
