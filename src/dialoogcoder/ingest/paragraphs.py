"""Paragraphs of running text whose lines were broken to fit a page."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

# A document with a line longer than this was not broken by a page's width.
_UNBROKEN = 170
_TERMINAL = re.compile(r"[.!?:…][”“\"’')\]]*\d{0,2}$")
_BULLET = re.compile(r"^\s*(?:[-*•▪–]\s|\d{1,2}[.)]\s)")


def paragraphs(text: str) -> list[str]:
    """Join lines that a page broke and keep apart what was meant to be apart.

    A line break inside a block was meant when the next line's first word would have fitted on
    the line, or the line ends a heading; a blank line was not when the sentence runs on in
    small letters after it (a column or page ended there). Trailing spaces, as PDF extractors
    leave them, say that the line goes on.

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
    joined: list[str] = []
    for piece in (" ".join(piece.split()) for piece in pieces):
        if joined and _runs_on(joined[-1], piece):
            joined[-1] = _glue(joined[-1], piece)
        else:
            joined.append(piece)
    return joined


def _unwrap(lines: list[str]) -> list[str]:
    width = max(len(line.rstrip()) for line in lines)
    marked = sum(line.endswith(" ") for line in lines) > 0.4 * len(lines)
    pieces = [lines[0]]
    for line, following in pairwise(lines):
        if _break_meant(line, following, width, marked=marked):
            pieces.append(following)
        else:
            pieces[-1] = _glue(pieces[-1].rstrip(), following.lstrip())
    return pieces


def _break_meant(line: str, following: str, width: int, *, marked: bool) -> bool:
    stripped, first = line.rstrip(), following.split()[0]
    if _BULLET.match(following) and not stripped.endswith(("”", "“", '"', "’", "-", "–")):
        return True
    if first[0].islower() or stripped.endswith((",", "-", "–", "—")):
        return False
    if first[0] in "-–—" and stripped.endswith(("”", "“", '"', "’", "'")):
        return False
    if marked:
        return not line.endswith(" ")
    return len(stripped) + 1 + len(first) < 0.85 * width


def _runs_on(before: str, after: str) -> bool:
    if re.search(r"[”\"’“]\s*$", before) and re.match(r"[-–—]\s*\w", after):
        return True
    words = len(before.split())
    return words > 4 and not _TERMINAL.search(before) and after[0].islower()


def _glue(before: str, after: str) -> str:
    hyphenated = re.search(r"([^\W\d_]+)-$", before)
    rest = re.match(r"[a-zà-ÿ]+", after)
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
