"""Running heads, footers and page numbers, and the numbers of lines in a PDF's margins."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dialoogcoder.ingest.pdf_page import Piece

_FOLIO = re.compile(
    r"^(?:pagina|pag\.?|page|blz\.?|bladzijde|p\.)\s*\d+(?:\s*(?:van|of|/)\s*\d+)?$"
    r"|^[-–|]?\s*\d{1,4}(?:\s*/\s*\d{1,4})?\s*[-–|]?$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?:…][”\"’')]*$|:\s")
# Running heads stand in this part of the page's height, at its top and at its foot.
_ZONE = 0.15


def without_running_heads(pages: Sequence[list[Piece]], heights: Sequence[float]) -> None:
    """Take running heads, footers and page numbers out of the pages, in place.

    They stand in the margins, return at the same height on other pages with other numbers in
    them, and nothing but their like stands further out; text on four pages or more that returns
    on most of them goes wherever it stands.
    """
    groups: dict[str, list[tuple[int, float, Piece]]] = defaultdict(list)
    for number, pieces in enumerate(pages):
        for piece in pieces:
            groups[_words(piece.text)].append((number, _height(piece, heights[number]), piece))
    # By identity: two pieces may be equal.
    counting = _counting(pages, heights)
    likely = set(counting)
    doomed: set[int] = set()
    for words, found in groups.items():
        for same in _same_height(found):
            count = len({number for number, _, _ in same})
            if words and len(pages) >= 4 and count >= 0.6 * len(pages):
                doomed.update(id(piece) for _, _, piece in same)
            likely.update(id(p) for _, _, p in same if count >= _needed(p, len(pages)))
    for height, pieces in zip(heights, pages, strict=True):
        zone = [p for p in pieces if abs(_height(p, height)) <= _ZONE * height]
        top = sorted((p for p in zone if p.base < height / 2), key=lambda p: p.base)
        foot = sorted((p for p in zone if p.base >= height / 2), key=lambda p: -p.base)
        for side in (top, foot):
            for row in _level(side):
                out = [p for p in row if id(p) in likely or id(p) in doomed or _FOLIO.match(p.text)]
                # What stands on one line with the number of the page belongs to it.
                if any(id(p) in counting for p in row):
                    out = row
                doomed.update(id(p) for p in out)
                if len(out) < len(row):
                    break
        pieces[:] = [piece for piece in pieces if id(piece) not in doomed]


def _level(pieces: list[Piece]) -> Iterator[list[Piece]]:
    row: list[Piece] = []
    for piece in pieces:
        if row and abs(piece.base - row[-1].base) > 2:
            yield row
            row = []
        row.append(piece)
    if row:
        yield row


def _words(text: str) -> str:
    return re.sub(r"[\W\d_]+", " ", text).strip().lower()


def _height(piece: Piece, height: float) -> float:
    """Distance from the top of the page, or negative from its foot."""
    return piece.base if piece.base < height / 2 else piece.base - height


def _same_height(
    found: list[tuple[int, float, Piece]],
) -> Iterator[list[tuple[int, float, Piece]]]:
    row: list[tuple[int, float, Piece]] = []
    for item in sorted(found, key=lambda item: item[:2][::-1]):
        if row and item[1] - row[-1][1] > 4:
            yield row
            row = []
        row.append(item)
    if row:
        yield row


def _needed(piece: Piece, pages: int) -> int:
    """On how many pages a text must return; what may be said ("Ja.") on half of them."""
    spoken = _SENTENCE.search(piece.text) or len(piece.text.split()) < 2
    few = 2 if pages <= 3 else 3
    return max(few, (pages + 1) // 2) if spoken else few


def _counting(pages: Sequence[list[Piece]], heights: Sequence[float]) -> set[int]:
    """Pieces in the margins with a number that counts along with the pages."""
    found: dict[tuple[int, int], list[tuple[int, Piece]]] = defaultdict(list)
    for number, pieces in enumerate(pages):
        for piece in pieces:
            height = _height(piece, heights[number])
            ends = re.search(r"^\D{0,3}(\d{1,4})\b|\b(\d{1,4})\D{0,3}$", piece.text[:200])
            if ends and abs(height) <= _ZONE * heights[number]:
                folio = int(ends[1] or ends[2]) - number
                found[round(height / 6), folio].append((number, piece))
    return {
        id(piece)
        for items in found.values()
        if len({number for number, _ in items}) >= max(3, len(pages) / 3)
        for _, piece in items
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
