"""Running heads, footers and page numbers, and the numbers of lines in a PDF's margins."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from dialoogcoder.ingest.pdf.page import Piece

_FOLIO = re.compile(
    r"^(?:pagina|pag\.?|page|blz\.?|bladzijde|p\.)\s*\d+(?:\s*(?:van|of|/)\s*\d+)?$"
    r"|^[-–|]?\s*\d{1,4}(?:\s*/\s*\d{1,4})?\s*[-–|]?$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?:…][”\"’')]*$|:\s")
# Running heads stand in this part of the page's height, at its top and at its foot.
_ZONE = 0.15


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Pieces that stand on one line with no wide space between them."""

    page: int
    text: str
    x0: float
    base: float
    # Distance from the top of the page, or negative from its foot.
    height: float
    in_margin: bool
    pieces: tuple[Piece, ...]


def without_running_heads(
    pages: Sequence[list[Piece]], heights: Sequence[float]
) -> list[list[Piece]]:
    """The pages without running heads, footers and page numbers.

    They stand in the margins, return at the same height on other pages with other numbers in
    them, and nothing but their like stands further out; text on four pages or more that returns
    on most of them at the same place goes wherever it stands.
    """
    chunks = [
        list(_chunks(number, pieces, height))
        for number, (pieces, height) in enumerate(zip(pages, heights, strict=True))
    ]
    everything = [chunk for found in chunks for chunk in found]
    counting = _counting(everything, len(pages))
    # By identity: two chunks may be equal.
    likely = set(counting)
    doomed: set[int] = set()
    for same in _same_place(everything):
        count = len({chunk.page for chunk in same})
        x0 = same[0].x0
        if len(pages) >= 4 and len({c.page for c in same if abs(c.x0 - x0) < 4}) >= 0.6 * len(
            pages
        ):
            doomed.update(id(chunk) for chunk in same if abs(chunk.x0 - x0) < 4)
        likely.update(id(c) for c in same if c.in_margin and count >= _needed(c, len(pages)))
    for found in chunks:
        margin = [chunk for chunk in found if chunk.in_margin]
        top = sorted((c for c in margin if c.height >= 0), key=lambda c: c.base)
        foot = sorted((c for c in margin if c.height < 0), key=lambda c: -c.base)
        for side in (top, foot):
            for row in _level(side):
                out = [c for c in row if id(c) in likely or id(c) in doomed or _FOLIO.match(c.text)]
                # What stands on one line with the number of the page belongs to it.
                if any(id(c) in counting for c in row):
                    out = row
                doomed.update(id(c) for c in out)
                if len(out) < len(row):
                    break
    return [[p for c in found if id(c) not in doomed for p in c.pieces] for found in chunks]


def _chunks(page: int, pieces: list[Piece], height: float) -> Iterator[_Chunk]:
    for row in _level(sorted(pieces, key=lambda p: p.base)):
        row.sort(key=lambda p: p.x0)
        start = 0
        for i, piece in enumerate(row, start=1):
            if i < len(row) and row[i].x0 - piece.x1 < 3 * piece.size:
                continue
            members = row[start:i]
            text, base = " ".join(p.text for p in members), members[0].base
            place = base if base < height / 2 else base - height
            margin = abs(place) <= _ZONE * height
            yield _Chunk(page, text, members[0].x0, base, place, margin, tuple(members))
            start = i


_Based = TypeVar("_Based", Piece, _Chunk)


def _level(found: list[_Based]) -> Iterator[list[_Based]]:
    """What stands on one line, of what comes in order of its height."""
    row: list[_Based] = []
    for item in found:
        if row and abs(item.base - row[-1].base) > 2:
            yield row
            row = []
        row.append(item)
    if row:
        yield row


def _same_place(everything: list[_Chunk]) -> Iterator[list[_Chunk]]:
    """Chunks of the same words, whatever their numbers, at the same height."""
    groups: dict[str, list[_Chunk]] = defaultdict(list)
    for chunk in everything:
        groups[re.sub(r"[\W\d_]+", " ", chunk.text).strip().lower()].append(chunk)
    for words, found in groups.items():
        row: list[_Chunk] = []
        for chunk in sorted(found, key=lambda c: (c.height, c.page)) if words else ():
            if row and chunk.height - row[-1].height > 4:
                yield row
                row = []
            row.append(chunk)
        if row:
            yield row


def _needed(chunk: _Chunk, pages: int) -> int:
    """On how many pages a text must return; what may be said ("Ja.") on half of them."""
    spoken = _SENTENCE.search(chunk.text) or len(chunk.text.split()) < 2
    few = 2 if pages <= 3 else 3
    return max(few, (pages + 1) // 2) if spoken else few


def _counting(everything: list[_Chunk], pages: int) -> set[int]:
    """Chunks in the margins with a number that counts along with the pages."""
    found: dict[tuple[int, int], list[_Chunk]] = defaultdict(list)
    for chunk in everything:
        ends = re.search(r"^\D{0,3}(\d{1,4})\b(?![.)])|\b(\d{1,4})\D{0,3}$", chunk.text[:200])
        if ends and chunk.in_margin:
            folio = int(ends[1] or ends[2]) - chunk.page
            found[round(chunk.height / 6), folio].append(chunk)
    return {
        id(chunk)
        for same in found.values()
        if len({chunk.page for chunk in same}) >= max(3, pages / 3)
        for chunk in same
    }


def without_line_numbers(pieces: list[Piece]) -> list[Piece]:
    """Without the numbers that a transcript has in its margin, one a line or every fifth."""
    words = [piece for piece in pieces if not piece.text.isdecimal()]
    if not words:
        return pieces
    left = min(piece.x0 for piece in words)
    numbers = [p for p in pieces if p.text.isdecimal() and p.x1 <= left and len(p.text) < 5]
    counts = [int(p.text) for p in sorted(numbers, key=lambda p: p.base)]
    steps = {after - before for before, after in pairwise(counts)}
    if len(counts) < 5 or len(steps) != 1 or steps <= {0}:
        return pieces
    return [piece for piece in pieces if not any(piece is number for number in numbers)]
