"""What a reader sees on a page of a PDF: stretches of text and where they stand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

_UNREADABLE = re.compile(r"^\(cid:\d+\)$|^[\x00-\x08\x0e-\x1f]$")
_MARK = re.compile(r"^[\d*†‡]{1,3}$")
_RAISED = str.maketrans("0123456789*†‡", "⁰¹²³⁴⁵⁶⁷⁸⁹⁰⁰⁰")
_ACCENTS = {
    "´": "\u0301",
    "`": "\u0300",
    "¨": "\u0308",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "¸": "\u0327",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of characters on one baseline; points from the page's top left corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    bold: bool


class _Glyph(NamedTuple):
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    bold: bool
    spaced: bool


def page_pieces(page: Any) -> list[Piece]:
    """What a reader sees on a page, in the order in which it was drawn.

    Left out are white, zero-size, overprinted and off-page characters, slanted or sideways text
    on an upright page (a page that stands sideways as a whole is turned), and what a tagged file
    marks as an artifact in the margins.

    Args:
        page: A page of pdfplumber.
    """
    box = page.bbox
    width, height = box[2] - box[0], box[3] - box[1]
    chars = [char for char in page.chars if char["size"] >= 1.5]
    chars = _unhidden(chars, page)
    facing = Counter(_direction(char) for char in chars if char["text"].strip())
    way = max(facing, key=lambda d: (facing[d], -d), default=0)
    glyphs: list[_Glyph] = []
    seen: dict[tuple[str, int, int], list[_Glyph]] = defaultdict(list)
    space: _Glyph | None = None
    for char in chars:
        if _direction(char) != way:
            continue
        glyph = _turned(char, way, box)
        if not glyph.text.strip():
            space = glyph
            continue
        # A space without width, drawn over by the next letter, stands for a soft hyphen.
        if space and glyph.x0 >= space.x0 + 0.3 * (space.x1 - space.x0):
            glyph = glyph._replace(spaced=True)
        space = None
        page_width, page_height = (width, height) if way in (0, 2) else (height, width)
        middle_x, middle_y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        if not (0 <= middle_x <= page_width and 0 <= middle_y <= page_height):
            continue
        if char.get("tag") == "Artifact" and not 0.12 < middle_y / page_height < 0.88:
            continue
        if not _overprints(glyph, seen):
            glyphs.append(glyph)
    return _with_initials([_piece(run) for run in _runs(glyphs)])


def _direction(char: dict[str, Any]) -> int:
    """Quarter turns anticlockwise of the direction of reading; 4 for slanted text."""
    a, b = char["matrix"][0], char["matrix"][1]
    if abs(a) >= 4 * abs(b):
        turns = 0 if a > 0 else 2
    elif abs(b) >= 4 * abs(a):
        turns = 1 if b > 0 else 3
    else:
        return 4
    return turns if char["adv"] >= 0 else (turns + 2) % 4


def _turned(char: dict[str, Any], way: int, box: Sequence[float]) -> _Glyph:
    width, height = box[2] - box[0], box[3] - box[1]
    x0, x1 = char["x0"] - box[0], char["x1"] - box[0]
    top, bottom = char["top"] - box[1], char["bottom"] - box[1]
    right, up = char["matrix"][4], char["matrix"][5]
    if way == 0:
        place = (x0, x1, top, bottom, height - up)
    elif way == 1:
        place = (height - bottom, height - top, x0, x1, right)
    elif way == 2:
        place = (width - x1, width - x0, height - bottom, height - top, up)
    else:
        place = (top, bottom, width - x1, width - x0, width - right)
    text = "\ufffd" if _UNREADABLE.match(char["text"]) else char["text"]
    bold = re.search("bold|black|heavy|demi", char["fontname"], re.IGNORECASE) is not None
    return _Glyph(text, *place, place[3] - place[2], bold, False)


def _is_white(char: dict[str, Any]) -> bool:
    colour = char["non_stroking_color"]
    if not all(isinstance(part, int | float) for part in colour):
        return False
    if len(colour) == 4:
        return all(part <= 0.02 for part in colour)
    # Of a spot colour, 1 is the full ink.
    spot = char.get("ncs") in ("Separation", "DeviceN", "Indexed", "Pattern")
    return len(colour) in (1, 3) and not spot and all(part >= 0.98 for part in colour)


def _unhidden(chars: list[dict[str, Any]], page: Any) -> list[dict[str, Any]]:
    """Without white text, unless something dark lies under it or all text of the page is white.

    pdfminer does not tell of shadings, so on a page that has some most text may be white too.
    """
    white = sum(map(_is_white, chars))
    shaded = {"Shading", "Pattern"} & set(page.page_obj.resources)
    if not white or white > (0.5 if shaded else 0.99) * len(chars):
        return chars
    dark = [
        shape
        for shape in [*page.rects, *page.curves]
        if shape.get("fill") and not _is_white({"ncs": None, **_colour(shape)})
    ]
    boxes = [(s["x0"], s["top"], s["x1"], s["bottom"]) for s in [*dark, *page.images][:5000]]
    return [char for char in chars if not _is_white(char) or _lies_on(char, boxes)]


def _colour(shape: dict[str, Any]) -> dict[str, Any]:
    colour = shape.get("non_stroking_color")
    return {"non_stroking_color": colour if isinstance(colour, tuple | list) else (colour,)}


def _lies_on(char: dict[str, Any], boxes: Iterable[tuple[float, float, float, float]]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for b in boxes)


def _overprints(glyph: _Glyph, seen: dict[tuple[str, int, int], list[_Glyph]]) -> bool:
    """Whether the same character was drawn there already (shadow, or bold by overprinting)."""
    column, row = int(glyph.x0 // 8), int(glyph.base // 8)
    near = 0.4 * (glyph.x1 - glyph.x0)
    for key in ((glyph.text, column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
        for other in seen.get(key, ()):
            # A font without widths sets double letters on one spot.
            if (
                abs(other.x0 - glyph.x0) <= near > 0
                and abs(other.base - glyph.base) <= 0.15 * glyph.size
            ):
                return True
    seen[glyph.text, column, row].append(glyph)
    return False


def _runs(glyphs: Iterable[_Glyph]) -> Iterator[list[_Glyph]]:
    run: list[_Glyph] = []
    for glyph in glyphs:
        if run:
            last = run[-1]
            small, size = sorted((last.size, glyph.size))
            level = abs(glyph.base - last.base) <= 0.45 * size and size < 1.8 * small
            if not (level and -0.7 * size <= glyph.x0 - last.x1 <= 0.6 * size):
                yield run
                run = []
        run.append(glyph)
    if run:
        yield run


def _piece(run: list[_Glyph]) -> Piece:
    size = median(glyph.size for glyph in run)
    main = next(glyph for glyph in run if glyph.size >= size)
    gaps = [b.x0 - a.x1 for a, b in pairwise(run) if not b.spaced]
    # Letters set wide apart are still one word.
    tracking = max(0.0, median(gaps)) if len(gaps) > 3 else 0.0
    parts: list[str] = []
    last: _Glyph | None = None
    for glyph in run:
        text = glyph.text
        centre = (glyph.top + glyph.bottom) / 2
        if glyph.size < 0.92 * size and centre < (main.top + main.bottom) / 2 - 0.08 * size:
            text = raise_mark(text)
        if last is not None:
            gap = glyph.x0 - last.x1
            if last.text in _ACCENTS and gap < -0.5 * (last.x1 - last.x0):
                parts[-1] = parts[-1][:-1]
                text += _ACCENTS[last.text]
            elif glyph.spaced or gap > tracking + 0.16 * size:
                parts.append(" ")
        parts.append(text)
        last = glyph
    bold = sum(glyph.bold for glyph in run) > 0.9 * len(run)
    x0, x1 = min(glyph.x0 for glyph in run), max(glyph.x1 for glyph in run)
    return Piece("".join(parts), x0, x1, main.top, main.bottom, main.base, size, bold)


def raise_mark(text: str) -> str:
    """Digits and signs of a footnote mark in their raised form; other text as it is."""
    return text.translate(_RAISED) if _MARK.match(text) else text


def _with_initials(pieces: list[Piece]) -> list[Piece]:
    """A large initial over several lines goes back to the word that it begins."""
    found = list(pieces)
    for initial in [p for p in pieces if len(p.text) == 1 and p.text.isupper()]:
        for i, piece in enumerate(found):
            beside = 0 <= piece.x0 - initial.x1 + 0.1 * initial.size <= 0.6 * initial.size
            level = initial.top - piece.size <= piece.top <= initial.top + 0.4 * initial.size
            large = initial.size >= 1.8 * piece.size
            if large and beside and level and piece.text[0].islower():
                found[i] = replace(piece, text=initial.text + piece.text)
                found.remove(initial)
                break
    return found
