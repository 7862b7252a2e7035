"""OpenDocument texts (.odt): paragraphs and tables in reading order, changes taken as accepted.

odfdo opens the package; its own formatted text numbers lists and draws tables, so the body's
elements (OpenDocument 1.3, part 3) are walked here. Deleted text stands apart in
``text:tracked-changes`` and is left out with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.office.archives import check_archive
from dialoogcoder.ingest.office.blocks import Block, Piece, Table, paragraph
from dialoogcoder.ingest.office.textlines import text_lines

if TYPE_CHECKING:
    from odfdo import Element

_LEFT_OUT: Final = frozenset(
    "office:annotation office:annotation-end office:forms text:tracked-changes text:note "
    "text:number text:page-number text:ruby-text text:hidden-text text:hidden-paragraph "
    "text:table-of-content text:alphabetical-index text:illustration-index text:table-index "
    "text:object-index text:user-index svg:title svg:desc text:sequence-decls "
    "text:variable-decls text:user-field-decls table:covered-table-cell".split()
)
_WHITE = re.compile(r"[ \t\r\n]+")
_PARAGRAPHS: Final = ("text:p", "text:h")
_DRAWN: Final = "draw:"
# A repeat count can say anything; no table that somebody reads has more.
_MOST_REPEATS = 100


@dataclass(frozen=True, slots=True)
class _Styles:
    bold: dict[str, bool]
    hidden: frozenset[str]


def read_opendocument(path: Path, source: str) -> list[str]:
    """Read the body of an OpenDocument text.

    Args:
        path: The file.
        source: Its name, for the message.

    Returns:
        One string a paragraph, a line break inside one kept as a newline; of a table one a row,
        its two columns joined by ``: `` as in a transcript. Comments, headers, footers, notes,
        hidden text, tables of contents and list numbers are left out; text boxes come after the
        paragraph that they are anchored in.

    Raises:
        RejectedSource: The file can't be opened as an OpenDocument text, or has no text.
    """
    check_archive(path, source)
    from odfdo import Document

    try:
        document = Document(path)
        styles = _read_styles([document.styles.root, document.content.root])
        body = document.body
        kind = body.tag
        blocks = list(_blocks(body.children, styles))
    except Exception as error:
        # odfdo raises whatever zipfile, lxml or its own classes meet first.
        raise RejectedSource(
            source,
            f"geen leesbaar OpenDocument-bestand ({type(error).__name__})",
            "een .odt-bestand zonder wachtwoord",
            "Open het in LibreOffice Writer en bewaar het opnieuw als .odt.",
        ) from error
    if kind != "office:text":
        raise RejectedSource(
            source,
            f"een OpenDocument-bestand met {kind.removeprefix('office:')}",
            "een OpenDocument-tekst",
            "Bewaar de tekst als .odt.",
        )
    return text_lines(blocks, source, "een OpenDocument-bestand")


def _read_styles(roots: Iterable[Element]) -> _Styles:
    """Which styles are bold and which hidden, their own or a parent's."""
    bold: dict[str, bool] = {}
    parents: dict[str, str] = {}
    hidden = set()
    for root in roots:
        for style in root.get_elements("//style:style"):
            name = str(style.get_attribute("style:name"))
            parents[name] = str(style.get_attribute("style:parent-style-name") or "")
            for properties in style.get_elements("style:text-properties"):
                weight = properties.get_attribute("fo:font-weight")
                if weight is not None:
                    bold[name] = str(weight) in ("bold", "600", "700", "800", "900")
                if properties.get_attribute("text:display") == "none":
                    hidden.add(name)
    for name in parents:
        seen = [name]
        while seen[-1] not in bold and parents.get(seen[-1]) and len(seen) < 20:
            seen.append(parents[seen[-1]])
        if seen[-1] in bold:
            bold.setdefault(name, bold[seen[-1]])
    return _Styles(bold, frozenset(hidden))


def _style(element: Element) -> str:
    return str(element.get_attribute("text:style-name") or "")


def _blocks(elements: Iterable[Element], styles: _Styles) -> Iterator[Block]:
    for element in elements:
        tag = element.tag
        if tag in _PARAGRAPHS:
            bold = styles.bold.get(_style(element), tag == "text:h")
            pieces: list[Piece] = []
            boxes: list[Element] = []
            if _style(element) not in styles.hidden:
                _inline(element, bold, styles, pieces, boxes)
            yield from paragraph(pieces)
            for box in boxes:
                yield from _blocks(box.children, styles)
        elif tag == "table:table":
            yield Table(tuple(_rows(element, styles)))
        elif tag not in _LEFT_OUT and isinstance(tag, str):
            yield from _blocks(element.children, styles)


def _inline(
    element: Element, bold: bool, styles: _Styles, pieces: list[Piece], boxes: list[Element]
) -> None:
    _add(element.text, bold, pieces)
    for child in element.children:
        tag = child.tag
        if tag == "text:s":
            pieces.append((" " * _repeats(child, "text:c"), bold))
        elif tag == "text:tab":
            pieces.append(("\t", bold))
        elif tag == "text:line-break":
            pieces.append(("\n", bold))
        elif tag.startswith(_DRAWN):
            boxes.append(child)
        elif tag not in _LEFT_OUT and _style(child) not in styles.hidden:
            _inline(child, styles.bold.get(_style(child), bold), styles, pieces, boxes)
        _add(child.tail or "", bold, pieces)


def _add(text: str, bold: bool, pieces: list[Piece]) -> None:
    """White space in the XML is one space; what is more than that has elements of its own."""
    text = _WHITE.sub(" ", text)
    if pieces and pieces[-1][0].endswith(" "):
        text = text.removeprefix(" ")
    if text:
        pieces.append((text, bold))


def _repeats(element: Element, attribute: str) -> int:
    value = str(element.get_attribute(attribute) or "1")
    return min(int(value), _MOST_REPEATS) if value.isdecimal() else 1


def _rows(element: Element, styles: _Styles) -> Iterator[tuple[tuple[Block, ...], ...]]:
    for child in element.children:
        if child.tag in ("table:table-header-rows", "table:table-rows", "table:table-row-group"):
            yield from _rows(child, styles)
        elif child.tag == "table:table-row":
            cells: list[tuple[Block, ...]] = []
            for cell in child.children:
                filled = cell.tag == "table:table-cell"
                if filled or cell.tag == "table:covered-table-cell":
                    inside = tuple(_blocks(cell.children, styles)) if filled else ()
                    repeats = _repeats(cell, "table:number-columns-repeated")
                    cells.extend([inside] * (repeats if len(cells) < 1000 else 1))
            rows = _repeats(child, "table:number-rows-repeated") if any(cells) else 1
            yield from [tuple(cells)] * rows
