"""A Word document's body: paragraphs and tables in reading order, changes taken as accepted.

python-docx's own text properties leave out what is inserted, in content controls or in text
boxes, so the body's elements (ECMA-376, part 1, chapter 17) are walked here. They are told by
their local name, which is the same in transitional and strict files.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from dialoogcoder.ingest.office.blocks import Block, Piece, Table, paragraph
from dialoogcoder.ingest.office.wordstyles import Styles, children, inside, is_on, local_name, value

# What was deleted or moved away, codes of fields, pronunciation, and properties without text.
_LEFT_OUT: Final = frozenset("del moveFrom instrText delText delInstrText rt rPr pPr".split())
_CHARACTERS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_DRAWN: Final = frozenset("drawing pict object".split())


def body_blocks(container: Any, styles: Styles) -> Iterator[Block]:
    """Walk a body, a cell or a text box.

    Args:
        container: The element that holds the paragraphs and tables.
        styles: Those of the document.

    Yields:
        Lines and tables in reading order, as they are when every tracked change is accepted.
    """
    kept: list[Piece] = []
    for element in container:
        name = local_name(element)
        if name == "p":
            pieces, boxes = _paragraph(element, styles)
            # Without its mark a paragraph goes on in the next one.
            mark = inside(element, "pPr", "rPr")
            if mark is not None and any(True for _ in children(mark, "del", "moveFrom")):
                kept += pieces
            else:
                yield from paragraph([*kept, *pieces])
                kept = []
            for box in boxes:
                yield from body_blocks(box, styles)
        elif name == "tbl":
            yield Table(tuple(_rows(element, styles)))
        elif name == "sdt":
            yield from body_blocks(_control(element), styles)
        elif name == "AlternateContent":
            yield from body_blocks(next(children(element, "Choice", "Fallback"), ()), styles)
        elif name not in _LEFT_OUT:
            yield from body_blocks(element, styles)
    yield from paragraph(kept)


def _control(element: Any) -> Any:
    """What a content control holds, unless that is a prompt or a table of contents."""
    properties = inside(element, "sdtPr")
    if properties is not None:
        gallery = value(inside(properties, "docPartObj", "docPartGallery"))
        if is_on(inside(properties, "showingPlcHdr")) or gallery == "Table of Contents":
            return ()
    return next(children(element, "sdtContent"), ())


def _paragraph(element: Any, styles: Styles) -> tuple[list[Piece], list[Any]]:
    style = value(inside(element, "pPr", "pStyle")) or styles.default
    pieces: list[Piece] = []
    boxes: list[Any] = []
    if style not in styles.contents:
        _inline(element, styles.bold.get(style, False), styles, pieces, boxes)
    return pieces, boxes


def _inline(
    element: Any, bold: bool, styles: Styles, pieces: list[Piece], boxes: list[Any]
) -> None:
    for child in element:
        name = local_name(child)
        if name == "t":
            pieces.append((child.text or "", bold))
        elif name in _CHARACTERS:
            pieces.append((_CHARACTERS[name], bold))
        elif name == "r":
            properties = inside(child, "rPr")
            if properties is None:
                _inline(child, bold, styles, pieces, boxes)
            elif not is_on(inside(properties, "vanish")):
                _inline(child, _run_bold(properties, bold, styles), styles, pieces, boxes)
        elif name == "sdt":
            _inline(_control(child), bold, styles, pieces, boxes)
        elif name in _DRAWN:
            boxes.extend(_boxes(child))
        elif name == "AlternateContent":
            before = len(pieces) + len(boxes)
            for alternative in children(child, "Choice", "Fallback"):
                if len(pieces) + len(boxes) == before:
                    _inline(alternative, bold, styles, pieces, boxes)
        elif name and name not in _LEFT_OUT:
            _inline(child, bold, styles, pieces, boxes)


def _run_bold(properties: Any, bold: bool, styles: Styles) -> bool:
    switch = inside(properties, "b")
    if switch is not None:
        return is_on(switch)
    return styles.bold.get(value(inside(properties, "rStyle")), False) or bold


def _boxes(element: Any) -> Iterator[Any]:
    for child in element:
        name = local_name(child)
        if name == "txbxContent":
            yield child
        elif name == "AlternateContent":
            alternatives = (list(_boxes(part)) for part in child)
            yield from next((boxes for boxes in alternatives if boxes), [])
        else:
            yield from _boxes(child)


def _unwrapped(element: Any, wanted: str) -> Iterator[Any]:
    for child in element:
        name = local_name(child)
        if name == wanted:
            yield child
        elif name == "sdt":
            yield from _unwrapped(_control(child), wanted)
        elif name in ("customXml", "ins", "moveTo"):
            yield from _unwrapped(child, wanted)


def _rows(table: Any, styles: Styles) -> Iterator[tuple[tuple[Block, ...], ...]]:
    for row in _unwrapped(table, "tr"):
        properties = inside(row, "trPr")
        if properties is not None and inside(properties, "del") is not None:
            continue
        cells: list[tuple[Block, ...]] = [()] * _count(inside(row, "trPr", "gridBefore"), 0)
        for cell in _unwrapped(row, "tc"):
            cells.append(() if _is_gone(cell) else tuple(body_blocks(cell, styles)))
            cells.extend([()] * (_count(inside(cell, "tcPr", "gridSpan"), 1) - 1))
        yield tuple(cells)


def _is_gone(cell: Any) -> bool:
    """Whether a cell is deleted, or goes on with the merged cell above or beside it."""
    properties = inside(cell, "tcPr")
    if properties is None:
        return False
    merged = [inside(properties, name) for name in ("vMerge", "hMerge")]
    on = any(m is not None and value(m) in ("", "continue") for m in merged)
    return on or inside(properties, "cellDel") is not None


def _count(element: Any, otherwise: int) -> int:
    number = value(element)
    return min(int(number), 100) if number.isdecimal() else otherwise
