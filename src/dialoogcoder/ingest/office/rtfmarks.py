"""RTF made ready for striprtf: structure marked, and what is no text of the document taken out.

By the rules of Microsoft's RTF specification 1.9.1.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

# Unicode has set these code points apart for use inside a program; no text holds them.
PARAGRAPH, CELL, ROW, IN_ROW, BOLD, PLAIN = (chr(0xFDD0 + n) for n in range(6))
MARKS: Final = f"{PARAGRAPH}{CELL}{ROW}{IN_ROW}{BOLD}{PLAIN}"

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'[0-9a-fA-F]{2}"
    r"|\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])|(?P<text>[^\\{}]+)|\\",
    re.DOTALL,
)
# Destinations without text of the document's own.
_NO_TEXT: Final = frozenset(
    "pict fldinst listtext pntext nonesttables shp shpinst shprslt do fonttbl stylesheet "
    "colortbl info header headerl headerr headerf footer footerl footerr footerf footnote "
    "annotation atnid atnauthor themedata colorschememapping datastore object listtable "
    "listoverridetable rsidtbl revtbl bkmkstart bkmkend xe tc".split()
)
# Text boxes, which lie inside such a destination.
_BOXES: Final = frozenset(["shptxt", "dptxbxtext"])
_MARKED: Final = {
    "par": PARAGRAPH,
    "sect": PARAGRAPH,
    "page": PARAGRAPH,
    "cell": CELL,
    "row": ROW,
    "trowd": IN_ROW,
    "intbl": IN_ROW,
}
# An empty group, without which a control word could run on into what comes after it.
_GAP: Final = "{}"
_CODEPAGES: Final = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_MOST_FONTS = 1000


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and its end undoes."""

    bold: bool = False
    deleted: bool = False
    hidden: bool = False
    no_text: bool = False
    fonts: bool = False
    box: bool = False
    older: bool = False

    @property
    def silent(self) -> bool:
        return self.deleted or self.hidden or self.no_text


def mark_rtf(rtf: str) -> tuple[str, str]:
    """Make an RTF document ready for striprtf.

    Args:
        rtf: The document; a character beyond ASCII stands for the byte of that number.

    Returns:
        The document, still RTF, with `PARAGRAPH`, `CELL` and `ROW` where each ends, `IN_ROW` where
        a row goes on, `BOLD` and `PLAIN` where bold begins and ends, and without pictures, list
        numbers, notes, deleted or hidden text; and the encoding of its bytes where it names none.
    """
    marking = _Marking()
    position = 0
    while match := _TOKEN.match(rtf, position):
        position = match.end() + marking.take(match, rtf)
    return "".join(marking.parts), marking.encoding


class _Marking:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.encoding = "cp1252"
        self._stack = [_State()]
        self._fonts: dict[str, str] = {}
        self._font = ""

    def take(self, match: re.Match[str], rtf: str) -> int:
        """Take one token; returns how many bytes after it are no RTF."""
        state, word = self._stack[-1], match["word"]
        if match["brace"] == "{":
            self.parts.append("{")
            self._stack.append(state)
        elif match["brace"]:
            self._close()
        elif word == "bin":
            return max(0, int(match["number"] or 0))
        elif word:
            self._stack[-1] = self._word(word, match, state)
        elif match["sign"] == "*":
            following = _TOKEN.match(rtf, match.end())
            if not state.silent and not (following and following["word"] in _NO_TEXT):
                self.parts.append(match.group())
        elif not state.silent:
            self.parts.append(_text(match))
        return 0

    def _close(self) -> None:
        self.parts.append("}")
        if len(self._stack) == 1:
            return
        ended, state = self._stack.pop(), self._stack[-1]
        if ended.fonts and not state.fonts:
            self.parts.extend(_font_table(self._fonts))
        if ended.box and not state.box:
            self.parts.append(PARAGRAPH)
        if ended.bold != state.bold:
            self.parts.append(BOLD if state.bold else PLAIN)

    def _word(self, word: str, match: re.Match[str], state: _State) -> _State:
        on, number = match["number"] != "0", match["number"] or ""
        if word in _BOXES and not state.older:
            self.parts.append(PARAGRAPH)
            return replace(state, no_text=False, box=True)
        if word in _NO_TEXT:
            # What older programs are to show holds the text box again.
            older = state.older or word == "shprslt"
            return replace(state, no_text=True, fonts=word == "fonttbl", older=older)
        if state.fonts:
            self._in_font_table(word, number)
        if state.no_text:
            return state
        if word in ("deleted", "v"):
            self.parts.append(_GAP)
            return replace(state, **{"deleted" if word == "deleted" else "hidden": on})
        if word in _CODEPAGES and len(self.parts) < 4:
            self.encoding = _CODEPAGES[word]
        self.parts.append(_GAP if state.silent and word != "uc" else self._marked(word, match))
        if word == "b":
            self.parts.append(BOLD if on else PLAIN)
            return replace(state, bold=on)
        if word == "plain":
            self.parts.append(PLAIN)
            return replace(state, bold=False, deleted=False, hidden=False)
        return state

    def _marked(self, word: str, match: re.Match[str]) -> str:
        if word == "nestcell":
            return f"{_GAP} "
        if word == "ansicpg" and match["number"] == "10000":
            self.encoding = "mac_roman"
            return _GAP
        if word == "u" and chr(int(match["number"] or 0) & 0xFFFF) in MARKS:
            # Without a number only the characters that stand in for it are passed over.
            return "\\u "
        return _MARKED.get(word, match.group())

    def _in_font_table(self, word: str, number: str) -> None:
        if word == "f":
            self._font = number
        elif word == "fcharset":
            self._fonts.setdefault(self._font, number)


def _text(match: re.Match[str]) -> str:
    if match["text"]:
        return re.sub(r"[^\x00-\x7f]", lambda m: f"\\'{ord(m.group()) & 0xFF:02x}", match["text"])
    # A backslash at a line's end is a paragraph's end; "\-" is a place to break a word.
    known = {"\n": PARAGRAPH, "\r": PARAGRAPH, "-": _GAP, "_": f"{_GAP}-"}
    return known.get(match["sign"], match.group())


def _font_table(fonts: Mapping[str, str]) -> Iterator[str]:
    """The fonts' character sets, for those that Python can decode."""
    from striprtf.striprtf import charset_map

    yield "{\\fonttbl\n"
    for name, charset in list(fonts.items())[:_MOST_FONTS]:
        try:
            codecs.lookup(charset_map.get(int(charset or 0), ""))
        except LookupError:
            continue
        yield f"{{\\f{name}\\fcharset{charset or 0} x;}}\n"
    yield "}"
