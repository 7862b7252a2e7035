"""Paragraphs of running text whose lines were broken to fit a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

# A document with a line longer than this was not broken by a page's width.
_UNBROKEN = 170
_TERMINAL = re.compile(r"[.!?:…][”“\"’')\]]{0,4}\d{0,2}$")
_BULLET = re.compile(r"^\s*(?:[-*•▪–]\s|\d{1,2}[.)]\s)")
_QUOTE_END = ("”", "“", '"', "’", "'", "»")
_BEFORE_SOURCE = re.compile(r"[”“\"’'»][.,]?\s*(?P<dash>[-–—]{1,2})?$")
_OPENED = re.compile(r"^\s*(?:[“„«]|,,)[^”»\"“]*$")
_CLOSED = re.compile(r"^[^“„«]{0,4000}?[”»\"’]\s*(?:[-–—]|\()")
# How much of a paragraph's end tells whether it goes on.
_END = 60


def paragraphs(text: str) -> list[str]:
    """Join lines that a page broke and keep apart what was meant to be apart.

    A line break inside a block was meant when the next line's first word would have fitted on
    the line, or the line ends a heading; a blank line was not when the sentence runs on in
    small letters after it (a column or page ended there), or a quote is still open. Trailing
    spaces, as PDF extractors leave them, say that the line goes on.

    Args:
        text: Canonical text.

    Returns:
        Paragraphs and headings in order, each on one line.
    """
    blocks = [block for block in re.split(r"\n[ \t]*\n", text) if block.strip()]
    longest = max((len(line) for line in text.split("\n")), default=0)
    pieces: list[str] = []
    for block in blocks:
        lines = [line for line in block.split("\n") if line.strip()]
        pieces.extend(lines if longest > _UNBROKEN else _unwrap(lines))
    return _rejoined(" ".join(piece.split()) for piece in pieces)


class _Piece:
    """A paragraph that grows: its parts, and enough of its end to decide on the next one."""

    def __init__(self, text: str) -> None:
        self.parts = [text]
        self.end = text[-_END:]
        self.words = len(text.split())
        self.opened = _OPENED.match(text) is not None if len(text) < 4000 else False

    def add(self, text: str) -> None:
        """Append text, a word cut at the border made whole."""
        border = _glue(self.parts[-1][-_END:], text[:_END])
        self.parts[-1] = self.parts[-1][:-_END]
        self.parts.append(border + text[_END:])
        self.end = self.parts[-1][-_END:]
        self.words += len(text.split())
        self.opened = self.opened and not any(mark in text for mark in '”»"“')

    def __str__(self) -> str:
        return "".join(self.parts)


def _rejoined(pieces: Iterable[str]) -> list[str]:
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and _runs_on(joined[-1], piece):
            joined[-1].add(piece)
        else:
            joined.append(_Piece(piece))
    return [str(piece) for piece in joined]


def _unwrap(lines: Sequence[str]) -> list[str]:
    width = max(len(line.rstrip()) for line in lines)
    marked = sum(line.endswith(" ") for line in lines) > 0.4 * len(lines)
    pieces = [_Piece(lines[0].rstrip())]
    for line, following in pairwise(lines):
        if _break_meant(line, following, width, marked=marked):
            pieces.append(_Piece(following.rstrip()))
        else:
            pieces[-1].add(following.strip())
    return [str(piece) for piece in pieces]


def _break_meant(line: str, following: str, width: int, *, marked: bool) -> bool:
    stripped, first = line.rstrip(), following.split(maxsplit=1)[0]
    if _BULLET.match(following) and not stripped.endswith((*_QUOTE_END[:4], "-", "–")):
        return True
    if first[0].islower() or stripped.endswith((",", "-", "–", "—")):
        return False
    if first[0] in "-–—" and stripped.endswith(_QUOTE_END):
        return False
    if marked:
        return not line.endswith(" ")
    return len(stripped) + 1 + len(first) < 0.85 * width


def _runs_on(before: _Piece, after: str) -> bool:
    source = _BEFORE_SOURCE.search(before.end)
    if source and re.match(r"\w" if source["dash"] else r"[-–—]{1,2}\s*\w", after):
        return True
    if before.opened and _CLOSED.match(after[:4200]):
        return True
    return before.words > 4 and not _TERMINAL.search(before.end) and after[0].islower()


def _glue(before: str, after: str) -> str:
    hyphenated = re.search(r"([^\W\d_]{1,50})-$", before)
    rest = re.match(r"[a-zà-ÿ]{1,50}", after)
    if hyphenated and rest and rest.group() not in ("en", "of"):
        # A word cut at a line's end is a word again without the hyphen; "niet-digitale" is not.
        if _is_word(hyphenated[1] + rest.group()) or not _is_word(hyphenated[1]):
            return before[:-1] + after
        return before + after
    return f"{before} {after}"


@lru_cache(maxsize=4096)
def _is_word(form: str) -> bool:
    import simplemma

    return bool(simplemma.is_known(form.lower(), lang="nl"))
