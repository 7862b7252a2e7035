"""Lines and tables: what every reader of text documents makes of a document's body."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dialoogcoder.ingest.canonical import canonical

# What looks like a space is one; a place where a word may be broken is no character of it.
_BLANKS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u00ad": None})

Piece = tuple[str, bool]
"""A stretch of text, and whether it is bold."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paragraph.

    `bold` is how many characters at its start are bold; `opens` says that a paragraph starts
    here, and is false after a line break inside one.
    """

    text: str
    bold: int = 0
    opens: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows of cells, each with what is in it; a merged cell is filled once."""

    rows: tuple[tuple[tuple[Block, ...], ...], ...]


Block = Line | Table


def paragraph(pieces: Iterable[Piece]) -> list[Line]:
    """Set one paragraph in lines.

    Args:
        pieces: Its text in order; a newline in one breaks the line.

    Returns:
        Its lines, canonical, without white space around them; empty ones are left out.
    """
    rows: list[list[Piece]] = [[]]
    for text, bold in pieces:
        first, *others = canonical(text).translate(_BLANKS).split("\n")
        rows[-1].append((first, bold))
        rows.extend([(other, bold)] for other in others)
    lines: list[Line] = []
    for row in rows:
        text = canonical("".join(piece for piece, _ in row))
        if text.strip():
            kept = len(text) - len(text.lstrip())
            bold_to = max(0, min(_bold_to(row), len(text.rstrip())) - kept)
            lines.append(Line(text.strip(), bold_to, opens=not lines))
    return lines


def _bold_to(row: Iterable[Piece]) -> int:
    """Where the bold opening ends; white space belongs to it when bold goes on after it."""
    position = end = 0
    for text, bold in row:
        if text.strip() and not bold:
            break
        position += len(text)
        if bold:
            end = position
    return end
