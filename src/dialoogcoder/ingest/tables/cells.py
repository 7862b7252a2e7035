"""The cells of a CSV file, whatever its delimiter and however its quotes were left open."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from dialoogcoder.ingest.tables.columns import find_header, positions

_DELIMITERS = ";,\t|"
_SEP_LINE = re.compile(r"\s*\"?sep=(?P<delimiter>[^\n\"]|\\t)\"?[ \t]*(?:\n|$)", re.IGNORECASE)
_SAMPLE_CHARS = 60_000
_SAMPLE_ROWS = 60
# A cell of so many lines more, each with a row's number of delimiters, has swallowed rows; people
# write commas where they write no semicolons.
_SWALLOWED_LINES = {",": 8}
_SWALLOWED_LINES_ELSE = 3


def read_cells(text: str) -> tuple[str, Iterator[list[str]]]:
    """Read CSV, with quoted cells over several lines.

    Args:
        text: Canonical text of the file.

    Returns:
        The delimiter, and the rows as they stand, blank ones included, without a ``sep=;`` line.
        A quote that is never closed is taken for a character, not for the start of a cell that
        holds the rest of the file.
    """
    match = _SEP_LINE.match(text)
    body = text[match.end() :] if match else text
    if match:
        delimiter = "\t" if match["delimiter"] == "\\t" else match["delimiter"]
    else:
        delimiter = _find_delimiter(body)
    return delimiter, _rows(body, delimiter)


def _find_delimiter(text: str) -> str:
    """The delimiter with which most column names are known, else the most even rows."""
    sample = text[:_SAMPLE_CHARS]
    if len(text) > _SAMPLE_CHARS:
        sample = sample.rpartition("\n")[0] or sample
    return max(_DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: str, delimiter: str) -> tuple[int, float, int]:
    rows = [row for row in islice(_lenient(sample, delimiter), _SAMPLE_ROWS) if any(row)]
    head = find_header(rows)
    if head is not None:
        width = len(rows[head])
        known = len(positions(rows[head]))
    else:
        width, known = _usual_width(rows), 0
    data = rows[head + 1 if head is not None else 0 :]
    even = sum(len(row) == width for row in data) / len(data) if data else 0.0
    return known, even if known or width > 1 else 0.0, width


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    widths = Counter(map(len, rows))
    return widths.most_common(1)[0][0] if widths else 0


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """Rows by the rules where the file keeps them, which is fast; else by our own reading."""
    if '"' not in text:
        return (line.split(delimiter) for line in _lines(text))
    width = _usual_width(list(islice(_lenient(text[:_SAMPLE_CHARS], delimiter), _SAMPLE_ROWS)))
    # Written by hand, `"naam", "tekst"` has spaces that are not in the cells.
    first = text.lstrip("\n").split("\n", 1)[0]
    spaced = f'{delimiter} "' in first
    try:
        rows = list(
            csv.reader(
                _lines(text, keep=True), delimiter=delimiter, strict=True, skipinitialspace=spaced
            )
        )
    except csv.Error:
        return _lenient(text, delimiter, width)
    if any(_swallowed(cell, delimiter, width) for row in rows for cell in row):
        return _lenient(text, delimiter, width)
    return iter(rows)


def _lines(text: str, *, keep: bool = False) -> Iterator[str]:
    """Lines one by one; `str.splitlines` would also break at signs that are no line ends here."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield text[start : end + keep]
        start = end + 1


def _swallowed(cell: str, delimiter: str, width: int) -> bool:
    least = _SWALLOWED_LINES.get(delimiter, _SWALLOWED_LINES_ELSE) // max(1, width - 1)
    if width < 2 or cell.count("\n") < max(1, least):
        return False
    lines = cell.split("\n")[1:]
    return sum(line.count(delimiter) == width - 1 for line in lines) >= 0.8 * len(lines)


def _lenient(text: str, delimiter: str, width: int = 0) -> Iterator[list[str]]:
    plain = re.compile(rf"[^{re.escape(delimiter)}\n]*")
    position = 0
    while position < len(text):
        cells = []
        while True:
            quoted = _quoted(text, position, delimiter, width)
            if quoted is None:
                match = plain.match(text, position + text.startswith('"', position))
                assert match is not None
                cell, position = match.group(), match.end()
            else:
                cell, position = quoted
            cells.append(cell)
            if not text.startswith(delimiter, position):
                break
            position += 1
        position += 1
        yield cells


def _quoted(text: str, start: int, delimiter: str, width: int) -> tuple[str, int] | None:
    """The cell between quotes that begins here and where it ends, or None.

    A quote closes a cell where a delimiter or the line's end comes after it; one that opens the
    next cell says that this one was never closed.
    """
    if not text.startswith('"', start):
        return None
    for run in re.compile('"+').finditer(text, start + 1):
        odd = (run.end() - run.start()) % 2 == 1
        after = text[run.end() : run.end() + 1]
        if odd and after in ("", "\n", delimiter):
            cell = text[start + 1 : run.end() - 1].replace('""', '"')
            return None if _swallowed(cell, delimiter, width) else (cell, run.end())
        if odd and run.start() > start + 1 and text[run.start() - 1] in ("\n", delimiter):
            return None
    return None
