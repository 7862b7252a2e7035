"""Quotation marks: which open, which close, and which are apostrophes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_MARK = re.compile(r"(?<![^\s(\[]),,(?=\S)|``|''|‚‚|[“”„‟\"«»‹›‘’‚‛']")
_DOUBLE = frozenset(["“", "”", "„", "‟", '"', "«", "»", ",,", "‚‚", "``", "''"])
_ALWAYS_OPEN = frozenset(["„", "‟", ",,", "‚‚", "``", "‚", "‹"])
_FACING = {"«": "»", "»": "«", "‹": "›", "›": "‹"}
_SINGLE = frozenset("‘’‚‛'‹›")
# "’s avonds", "'t", "zo’n": the mark stands for letters left out.
_LEFT_OUT = re.compile(r"(?:[stnkmr]|ns|em|ie|tis|twas|\d\ds?)(?![^\W_])", re.IGNORECASE)
_BEFORE_OPENING = " \t\n\u00a0([{–—-/:;"
# Deeper nesting than this is stray marks, and a quote longer than this has lost its end.
_DEPTH = 6
_REACH = 6_000


@dataclass(frozen=True, slots=True)
class Span:
    """Something between quotation marks: where its marks stand, and where its text is."""

    outer_start: int
    start: int
    end: int
    outer_end: int


@dataclass(frozen=True, slots=True)
class _Mark:
    kind: str
    start: int
    end: int


def quoted(text: str, ends_here: Callable[[int], int | None] = lambda _: None) -> Iterator[Span]:
    """Find what stands between quotation marks, the outermost of nested ones, in order.

    Args:
        text: One paragraph.
        ends_here: For an offset behind a mark, the offset to go on from if that mark must end a
            quote whatever its kind (because somebody's name stands behind it), else None.

    Yields:
        Spans that don't overlap; marks without a partner yield none.
    """
    opened: list[_Mark] = []
    floor = 0
    for match in _MARK.finditer(text):
        mark = _Mark(match.group(), match.start(), match.end())
        if mark.start < floor or _is_apostrophe(text, mark):
            continue
        opens = _opens(text, mark, opened)
        if opened and not (opens and text[mark.start - 1].isspace()):
            goes_on = ends_here(mark.end)
            if goes_on is not None:
                if first := _first(text, opened, mark):
                    yield _span(text, first, mark, whole=_closes_inner(opened, first, mark))
                opened, floor = [], goes_on
                continue
        if opens:
            opened = [*opened[: _DEPTH - 1], mark]
            continue
        partner = _partner(opened, mark)
        if partner is None:
            continue
        first, opened = opened[partner], opened[:partner]
        if not opened or not any(_near(mark, other) for other in opened):
            opened = []
            yield _span(text, first, mark, whole=False)


def _near(mark: _Mark, other: _Mark) -> bool:
    return mark.start - other.start < _REACH


def _span(text: str, first: _Mark, last: _Mark, *, whole: bool) -> Span:
    start, end = first.end, last.end if whole else last.start
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(first.start, start, end, last.end)


def _closes_inner(opened: list[_Mark], first: _Mark, mark: _Mark) -> bool:
    """Whether the last mark closes a quotation within the quote, whose own mark is missing."""
    inner = _partner(opened, mark)
    return inner is not None and opened[inner] is not first and mark.kind in _SINGLE


def _first(text: str, opened: list[_Mark], mark: _Mark) -> _Mark | None:
    """Of the marks still open, the one that begins a sentence; else the one nearest."""
    near = [other for other in opened if _near(mark, other)]
    for other in near:
        before = text[max(0, other.start - 12) : other.start].rstrip(" \u00a0-–—•*([")
        if not before or before[-1] in '.!?:…”»"’)]\n':
            return other
    partner = _partner(near, mark)
    return near[partner] if partner is not None else (near[-1] if near else None)


def _is_apostrophe(text: str, mark: _Mark) -> bool:
    if mark.kind not in ("’", "'", "‘", "‛"):
        return False
    before, after = text[max(0, mark.start - 1) : mark.start], text[mark.end : mark.end + 1]
    if before.isalnum():
        return after.isalnum() or (before in "szx" and _owned(text, mark))
    return _LEFT_OUT.match(text, mark.end) is not None


def _owned(text: str, mark: _Mark) -> bool:
    """Whether "ouders’" has its mark for a genitive: a small letter follows, and a later close."""
    rest = text[mark.end : mark.end + 1_500]
    if not re.match(r" [a-zà-ÿ]", rest) or text[mark.start - 1] not in "szx":
        return False
    closing, opening = rest.find(mark.kind, 1), rest.find("‘")
    return (
        closing > 0
        and not rest[closing + 1 : closing + 2].isalnum()
        and not (0 <= opening < closing)
    )


def _opens(text: str, mark: _Mark, opened: list[_Mark]) -> bool:
    before, after = text[max(0, mark.start - 1) : mark.start], text[mark.end : mark.end + 1]
    starts = not before or before in _BEFORE_OPENING or before in "“„«‘\"'"
    touches = bool(after) and not after.isspace() and after not in ",;:!?)]"
    kinds = {other.kind for other in opened}
    if mark.kind in _ALWAYS_OPEN:
        return starts or mark.kind not in "‚‹"
    if _FACING.get(mark.kind) in kinds:
        return False
    if mark.kind in "“‘«":
        # „Low-high“ closes with what opens elsewhere.
        closes = bool(opened) and (not after.isalnum() or not kinds.isdisjoint(_ALWAYS_OPEN))
        return starts or not closes
    if mark.kind == "”":
        return starts and touches and _DOUBLE.isdisjoint(kinds)
    if mark.kind == '"' and mark.kind not in kinds:
        return starts and bool(after)
    return starts and touches and before != mark.kind


def _partner(opened: list[_Mark], mark: _Mark) -> int | None:
    """Index of the innermost open mark that this one can close."""
    double = mark.kind in _DOUBLE
    for index in range(len(opened) - 1, -1, -1):
        if (opened[index].kind in _DOUBLE) == double:
            return index
    return None
