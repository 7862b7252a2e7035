"""Times in a table's cells: clocks, seconds, milliseconds, frames, and spans of two of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_CLOCK = re.compile(
    r"(?:(?P<hours>\d{1,3}):)?(?P<minutes>\d{1,3}):(?P<seconds>\d{1,2})"
    r"(?:[.,](?P<fraction>\d{1,9})|[:;](?P<frames>\d{2}))?"
)
_NUMBER = re.compile(r"(?P<whole>\d{1,3}(?:\.\d{3})+(?=,)|\d{1,12})(?:[.,](?P<part>\d{1,12}))?")
_SPAN = re.compile(r"\s*(?:--?>|-|–|—|/|\btot\b|\bto\b)\s*")
# Video in Europe has this many frames a second.
_FRAMES = 25
# Nobody takes this many seconds for a word, so the numbers are thousandths.
_SLOWEST = 20


def time_in(cell: str) -> float | None:
    """The time in a cell.

    Args:
        cell: ``12:31``, ``[00:12:31,5]``, ``00:12:31:05`` (25 frames a second), ``751.5``,
            ``751,5 s``.

    Returns:
        Seconds from the recording's start; None for anything else, a date with a time included.
    """
    cell = re.sub(r"\s*(?:s|sec|seconden)\.?$", "", cell.strip().strip("[]()# ").strip().lower())
    if clock := _CLOCK.fullmatch(cell):
        whole = 3600 * int(clock["hours"] or 0) + 60 * int(clock["minutes"]) + int(clock["seconds"])
        part = float(f"0.{clock['fraction']}") if clock["fraction"] else 0.0
        return round(whole + part + int(clock["frames"] or 0) / _FRAMES, 3)
    if number := _NUMBER.fullmatch(cell):
        return round(float(f"{number['whole'].replace('.', '')}.{number['part'] or 0}"), 3)
    return None


def times_in(begin: str, end: str) -> tuple[float | None, float | None]:
    """Begin and end of a row; ``0:01 - 0:05`` in the first cell gives both.

    An end before its begin is no end.
    """
    from_s, to_s = time_in(begin), time_in(end)
    if from_s is None and (parts := _SPAN.split(begin.strip().strip("[]()"), maxsplit=1))[1:]:
        from_s = time_in(parts[0])
        to_s = to_s if to_s is not None else time_in(parts[1])
    if from_s is not None and to_s is not None and to_s < from_s:
        to_s = None
    return from_s, to_s


def are_thousandths(begins: Sequence[str], ends: Sequence[str], texts: Iterable[str]) -> bool:
    """Whether whole numbers for times are milliseconds, as some recognisers write them.

    Args:
        begins: Cells of the column of begins.
        ends: Cells of the column of ends.
        texts: What was said.

    Returns:
        True where as seconds nobody could speak so slowly.
    """
    cells = [cell.strip() for cell in (*begins, *ends) if cell.strip()]
    if not cells or not all(cell.isdecimal() for cell in cells):
        return False
    spans = [
        int(end) - int(begin)
        for begin, end in zip(begins, ends, strict=False)
        if begin.strip() and end.strip()
    ]
    span = sum(spans) if spans else int(cells[-1]) - int(cells[0])
    return span > _SLOWEST * max(1, sum(len(text.split()) for text in texts))
