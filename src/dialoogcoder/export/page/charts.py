"""The charts: tables whose cells carry a bar or a tint, and the map as one path a perspective.

A bar is drawn by SVG attributes and a tint is a class, as the content security policy allows no
style in an element. The number always stands beside it, so that no chart needs its colours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialoogcoder.export.page.words import number, percent

# Tints h0 (nothing) to h5 in the style sheet.
_TINTS = 5
PALETTE = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a bar chart: how long it is, of 100, and what it says."""

    label: str
    count: int
    length: float
    share: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a heat map."""

    tint: int
    count: int
    share: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row of a heat map."""

    label: str
    total: int
    cells: tuple[Cell, ...]
    link: str = ""


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A heat map that is a table: shares of each row's total."""

    caption: str
    head: str
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]


def bars(values: Sequence[tuple[str, int, str]], *, of: int) -> tuple[Bar, ...]:
    """Bars for labelled counts (label, count, link), the longest filling the width."""
    longest = max((count for _, count, _ in values), default=0)
    return tuple(
        Bar(label, count, round(100 * count / longest, 1) if longest else 0, percent(count, of), to)
        for label, count, to in values
    )


def heat_row(label: str, counts: Sequence[int], *, top: float, link: str = "") -> HeatRow:
    """A row whose tints show shares of its total, `top` being the darkest."""
    total = sum(counts)
    cells = []
    for count in counts:
        share = count / total if total else 0.0
        # Something is never tinted as nothing.
        tint = 0 if count == 0 else max(1, min(_TINTS, round(_TINTS * share / top)))
        cells.append(Cell(tint, count, percent(share)))
    return HeatRow(label, total, tuple(cells), link)


def heat_map(
    caption: str,
    head: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[int], str]],
    *,
    together: str = "",
) -> HeatMap:
    """A heat map of counts by row (label, counts, link), with a last row that adds them up."""
    shares = [c / sum(counts) for _, counts, _ in rows for c in counts if sum(counts) >= 5]
    top = min(0.6, max([*shares, 0.2]))
    made = [heat_row(label, counts, top=top, link=link) for label, counts, link in rows]
    if together and len(rows) > 1:
        sums = [sum(column) for column in zip(*(counts for _, counts, _ in rows), strict=True)]
        made.append(heat_row(together, sums, top=top))
    return HeatMap(caption, head, tuple(columns), tuple(made))


def dots(places: Sequence[tuple[int, int]]) -> str:
    """An SVG path with a dot at each place: lines of no length, drawn with round ends."""
    return "".join(f"M{x} {y}h0" for x, y in places)


def decimal(value: float) -> str:
    """A value between 0 and 1 as the page writes it."""
    return number(value, 2)
