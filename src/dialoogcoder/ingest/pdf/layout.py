"""Pieces of a PDF's pages as lines in reading order."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from dialoogcoder.ingest.pdf.margins import without_line_numbers
from dialoogcoder.ingest.pdf.page import Piece, raise_mark


class Line(NamedTuple):
    """A line of text; `left` and `right` are the margins of its column, all in points.

    `region` numbers the columns and bands of the document; `cells` counts the stretches that
    stand far apart on the line.
    """

    page: int
    region: int
    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    left: float
    right: float
    cells: int


def document_lines(pages: Sequence[list[Piece]]) -> Iterator[list[Line]]:
    """Set the pieces of each page in lines, in reading order.

    Columns are read one after the other; what stands across them (a title, a wide quote) is read
    between them, or after them where they run around it. Two cells of a row become
    ``cell: cell`` where other rows have cells at the same place.

    Args:
        pages: Pieces by page, running heads already out.
    """
    edges = [max(piece.x1 for piece in pieces) for pieces in pages if pieces]
    edge = median(edges) if edges else 0.0
    region = 0
    for number, pieces in enumerate(pages):
        lines: list[Line] = []
        for group, bound in _regions(without_line_numbers(pieces), None, 0):
            lines.extend(_lines(group, number, region, bound, edge))
            region += 1
        yield lines


def _regions(
    pieces: list[Piece], bound: float | None, depth: int
) -> Iterator[tuple[list[Piece], float | None]]:
    """Columns and bands in reading order, each with the right bound of its column, if known."""
    gutter = _gutter(pieces) if depth < 4 else None
    if gutter is None:
        if pieces:
            yield pieces, bound
        return
    left = [p for p in pieces if p.x1 < gutter]
    right = [p for p in pieces if p.x0 >= gutter]
    across = [p for p in pieces if p.x1 >= gutter > p.x0]
    beside = _rows_of(left) | _rows_of(right)
    floats = [p for p in across if _rows_of([p]) & beside]
    walls = sorted((p for p in across if not _rows_of([p]) & beside), key=lambda p: p.base)
    plain: list[Piece] = []
    for index in range(len(walls) + 1):
        low = walls[index - 1].base if index else float("-inf")
        high = walls[index].base if index < len(walls) else float("inf")
        band = [[p for p in group if low <= p.base < high] for group in (left, right, floats)]
        if band[0] and band[1] and min(p.x0 for p in band[1]) < gutter + 5:
            yield from _regions(plain, bound, depth + 1)
            plain = []
            yield from _regions(band[0], gutter, depth + 1)
            yield from _regions(band[1], bound, depth + 1)
            if band[2]:
                yield band[2], bound
        else:
            plain.extend(piece for group in band for piece in group)
        plain.extend(walls[index : index + 1])
    yield from _regions(plain, bound, depth + 1)


def _rows_of(pieces: Sequence[Piece], grown: float = -0.25) -> set[int]:
    """Strips of 3 points in height that pieces cover, each grown by a share of its height."""
    rows: set[int] = set()
    for piece in pieces:
        more = (piece.bottom - piece.top) * grown
        rows.update(range(int((piece.top - more) // 3), int((piece.bottom + more) // 3) + 1))
    return rows


def _gutter(pieces: list[Piece]) -> float | None:
    """Left edge of the column on the right, where two columns of running text stand abreast."""
    if len(pieces) < 6:
        return None
    start, end = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    width = end - start
    edges = Counter(round(p.x0) for p in pieces if 0.2 * width < p.x0 - start < 0.8 * width)
    best, found = 0, None
    for edge, _ in edges.most_common(25):
        if edges[edge - 1] + edges[edge] + edges[edge + 1] < 3:
            continue
        gutter = edge - 2.0
        left = [p for p in pieces if p.x1 < gutter]
        right = [p for p in pieces if p.x0 >= gutter]
        across = [p for p in pieces if p.x1 >= gutter > p.x0]
        beside = _rows_of(left) | _rows_of(right)
        rows_left, rows_right = _rows_of(left, 0.25), _rows_of(right, 0.25)
        left = [p for p in left if _rows_of([p]) & rows_right]
        right = [p for p in right if _rows_of([p]) & rows_left]
        broken = sum(1 for p in across if _rows_of([p]) & beside)
        score = _abreast(left, right, across) - 2 * broken
        if score > best:
            best, found = score, gutter
    return found


def _abreast(left: list[Piece], right: list[Piece], across: list[Piece]) -> int:
    """How many lines stand abreast in bands of three lines or more that nothing crosses."""
    walls = sorted(piece.base for piece in across)
    bands: dict[int, tuple[list[Piece], list[Piece]]] = defaultdict(lambda: ([], []))
    for side, group in enumerate((left, right)):
        for piece in group:
            bands[bisect(walls, piece.base)][side].append(piece)
    return sum(
        min(len(pair[0]), len(pair[1]))
        for pair in bands.values()
        if _running_text(pair[0]) and _running_text(pair[1]) and _set_apart(*pair)
    )


def _set_apart(left: list[Piece], right: list[Piece]) -> bool:
    """Whether a white strip parts two groups, and lines of the right one begin below each other.

    Wide spaces that happen to stand below each other in a column don't make it two.
    """
    strip = min(p.x0 for p in right) - max(p.x1 for p in left)
    starts: dict[int, float] = {}
    for piece in right:
        row = round(piece.base / 3)
        starts[row] = min(piece.x0, starts.get(row, piece.x0))
    places = Counter(round(start / 3) for start in starts.values())
    aligned = sum(count for count in places.values() if count > 1)
    return strip >= 0.7 * median(p.size for p in right) and aligned >= 0.6 * len(starts)


def _running_text(pieces: list[Piece]) -> bool:
    """Whether pieces look like the lines of a column, not like labels, cells or numbers."""
    rows: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        rows[round(piece.base / 3)].append(piece)
    if len(rows) < 3:
        return False
    width = max(p.x1 for p in pieces) - min(p.x0 for p in pieces)
    words = [sum(len(p.text.split()) for p in row) for row in rows.values()]
    filled = [max(p.x1 for p in row) - min(p.x0 for p in row) for row in rows.values()]
    return median(words) >= 3 and median(filled) >= 0.5 * width


def _lines(
    pieces: list[Piece], page: int, region: int, bound: float | None, edge: float
) -> Iterator[Line]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.base):
        main = max(rows[-1], key=lambda p: p.size) if rows else None
        if main and abs(piece.base - main.base) <= 0.45 * max(piece.size, main.size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    left, right = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    if bound is None:
        right = max(right, edge)
    elif len(rows) < 6:
        right = max(right, bound - 8)
    stops = Counter(round(p.x0) for p in pieces)
    for row in rows:
        row.sort(key=lambda p: p.x0)
        main = max(row, key=lambda p: (p.size, len(p.text)))
        apart = [
            after.x0 - before.x1 >= (0.6 if _is_stop(after, stops) else 2) * main.size
            for before, after in pairwise(row)
        ]
        text = _row_text(row, main, stops)
        ends = (row[0].x0, max(p.x1 for p in row))
        bold, cells = all(p.bold for p in row), 1 + sum(apart)
        yield Line(page, region, text, *ends, main.base, main.size, bold, left, right, cells)


def _is_stop(piece: Piece, stops: Counter[int]) -> bool:
    """Whether other pieces of the region begin at the same place on their lines."""
    place = round(piece.x0)
    return stops[place - 1] + stops[place] + stops[place + 1] >= 3


def _row_text(row: list[Piece], main: Piece, stops: Counter[int]) -> str:
    texts = [_raised(piece, main) for piece in row]
    cells = (
        len(row) == 2
        and row[1].x0 - row[0].x1 > 0.6 * main.size
        and _is_stop(row[1], stops)
        and len(texts[0].split()) <= 5
        and re.search(r"[^\W\d_]{2}[^:]?$", texts[0])
        and re.search(r"\w\W+\w|[.!?…]$", texts[1])
    )
    if cells:
        return f"{texts[0]}: {texts[1]}"
    text = texts[0]
    for before, after, piece_text in zip(row, row[1:], texts[1:], strict=False):
        text += (" " if after.x0 - before.x1 > 0.16 * main.size else "") + piece_text
    return text


def _raised(piece: Piece, main: Piece) -> str:
    above = piece.base < main.base - 0.15 * main.size
    return raise_mark(piece.text) if piece.size < 0.8 * main.size and above else piece.text
