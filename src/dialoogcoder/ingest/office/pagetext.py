"""The text of a web page from a parser's events: paragraphs and tables, bold told apart.

Pages come from recorders, from Word ("save as web page") and from Google Docs, each with its own
way to hide what is no text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from dialoogcoder.ingest.office.blocks import Block, Piece, Table, paragraph

_BLOCK_ELEMENTS: Final = frozenset(
    "address article blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure form h1 h2 h3 h4 h5 h6 hr html legend li main ol p pre section summary "
    "table tbody td tfoot th thead tr ul".split()
)
_LEFT_OUT: Final = frozenset(
    "aside audio button canvas del footer head header iframe nav noscript object script select "
    "style svg template textarea video".split()
)
_BOLD_ELEMENTS: Final = frozenset("b strong dt h1 h2 h3 h4 h5 h6".split())
# Hidden text, and what Word keeps in a page of list numbers, notes and comments.
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|mso-list\s*:\s*ignore"
    r"|mso-(?:foot|end)note-id|mso-element\s*:\s*(?:foot|end)note-list|mso-element\s*:\s*comment",
    re.IGNORECASE,
)
_HIDDEN_CLASS = re.compile(r"(?:^|\s)(?:msocom|msodel)", re.IGNORECASE)
_NOTE_MARK = re.compile(r"#_?(?:ft|fn|edn|sdfootnote|sdendnote|footnote|cite_note)", re.IGNORECASE)
_WEIGHT = re.compile(r"font-weight\s*:\s*(bold|[1-9]00|normal)", re.IGNORECASE)
_BOLD_WEIGHTS: Final = frozenset(["bold", "600", "700", "800", "900"])
_RULE = re.compile(r"\.([\w-]{1,40})\s*\{([^{}]{0,2000})\}")
_SPEAKER_CLASS = re.compile(
    r"(?:^|\s)(?:transcript[-_])?(?:speaker|spreker)(?:[-_]?(?:name|naam|label))?(?:$|\s)",
    re.IGNORECASE,
)
_WHITE = re.compile(r"[ \t\r\n\f]+")
_WIDEST_SPAN: Final = 100
# More starts, ends and texts than any page of text has; beyond it a page could take minutes.
_MOST_EVENTS: Final = 5_000_000
_DEEPEST: Final = 100_000


class _Rows:
    """A table being read: its rows, and in the current one which places a span above takes."""

    def __init__(self) -> None:
        self.rows: list[list[list[Block]]] = []
        self._spans: dict[int, int] = {}

    def row(self) -> None:
        self._spans = {place: left - 1 for place, left in self._spans.items() if left > 1}
        self.rows.append([])

    def cell(self, attributes: Mapping[str, str]) -> list[Block]:
        if not self.rows:
            self.row()
        row = self.rows[-1]
        while len(row) in self._spans:
            row.append([])
        cell: list[Block] = []
        across, down = _span(attributes, "colspan"), _span(attributes, "rowspan")
        if down > 1:
            places = range(len(row), len(row) + across)
            self._spans.update(dict.fromkeys(places, down))
        row.append(cell)
        row.extend([] for _ in range(across - 1))
        return cell


def _span(attributes: Mapping[str, str], name: str) -> int:
    value = attributes.get(name, "1").strip()
    return max(1, min(int(value), _WIDEST_SPAN)) if value.isdecimal() else 1


class PageText:
    """A target for lxml's HTML parser, whose `close` gives the page's lines and tables.

    Raises:
        OverflowError: The page has more elements than a page of text.
    """

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._places = [self._blocks]
        self._tables: list[_Rows] = []
        self._pieces: list[Piece] = []
        # Of each open element whether it is bold, and what its end has to undo.
        self._open: list[tuple[bool, str]] = []
        self._skipped = 0
        self._preformatted = 0
        self._css: list[str] | None = None
        self._events = 0
        self._bold_classes: set[str] = set()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        self._count()
        if tag == "style":
            self._css = []
        if self._skipped or tag in _LEFT_OUT or _is_hidden(tag, attributes):
            self._skipped += 1
            return
        undo = ""
        if tag in _BLOCK_ELEMENTS:
            self._end_paragraph()
        if tag == "br":
            self._pieces.append(("\n", self._bold()))
        elif tag == "q":
            self._pieces.append(("“", self._bold()))
        elif tag == "pre":
            self._preformatted += 1
        elif tag == "table":
            self._tables.append(_Rows())
            undo = "table"
        elif tag == "tr" and self._tables:
            self._tables[-1].row()
        elif tag in ("td", "th") and self._tables:
            self._places.append(self._tables[-1].cell(attributes))
            undo = "cell"
        self._open.append((self._is_bold(tag, attributes), undo))

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        self._count()
        if tag == "style" and self._css is not None:
            self._read_css("".join(self._css))
            self._css = None
        if self._skipped:
            self._skipped -= 1
            return
        if tag in _BLOCK_ELEMENTS:
            self._end_paragraph()
        if tag == "q":
            self._pieces.append(("”", self._bold()))
        elif tag == "pre":
            self._preformatted -= 1
        _, undo = self._open.pop() if self._open else (False, "")
        if undo == "cell":
            self._places.pop()
        elif undo == "table":
            rows = self._tables.pop().rows
            self._places[-1].append(Table(tuple(tuple(map(tuple, row)) for row in rows)))

    def data(self, text: str) -> None:
        """Take text."""
        self._count()
        if self._css is not None:
            self._css.append(text)
        if self._skipped:
            return
        if not self._preformatted:
            text = _WHITE.sub(" ", text)
            if not self._pieces or self._pieces[-1][0][-1] in " \n":
                text = text.removeprefix(" ")
        if text:
            self._pieces.append((text, self._bold()))

    def close(self) -> list[Block]:
        """End the page; returns its lines and tables in reading order."""
        self._skipped = 0
        while self._open:
            self.end("body")
        self._end_paragraph()
        return self._blocks

    def _count(self) -> None:
        self._events += 1
        if self._events > _MOST_EVENTS or len(self._open) + self._skipped > _DEEPEST:
            raise OverflowError

    def _end_paragraph(self) -> None:
        self._places[-1].extend(paragraph(self._pieces))
        self._pieces = []

    def _bold(self) -> bool:
        return bool(self._open) and self._open[-1][0]

    def _is_bold(self, tag: str, attributes: Mapping[str, str]) -> bool:
        if weight := _WEIGHT.search(attributes.get("style", "")):
            return weight[1].lower() in _BOLD_WEIGHTS
        named = attributes.get("class", "")
        if self._bold_classes.intersection(named.split()) or _SPEAKER_CLASS.search(named):
            return True
        return tag in _BOLD_ELEMENTS or self._bold()

    def _read_css(self, css: str) -> None:
        for rule in _RULE.finditer(css):
            weight = _WEIGHT.search(rule[2])
            if weight and weight[1].lower() in _BOLD_WEIGHTS:
                self._bold_classes.add(rule[1])


def _is_hidden(tag: str, attributes: Mapping[str, str]) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    if tag == "a" and _NOTE_MARK.match(attributes.get("href", "")):
        return True
    return bool(
        _HIDDEN_STYLE.search(attributes.get("style", ""))
        or _HIDDEN_CLASS.search(attributes.get("class", ""))
    )
