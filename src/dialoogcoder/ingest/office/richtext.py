"""Rich Text Format (.rtf): paragraphs and tables in reading order.

striprtf turns escapes, fonts' character sets and control words into characters; what it does not
tell (where a paragraph, a cell or a bold stretch begins and ends) is marked for it first, and what
it would read as text (pictures' bytes, list numbers, fields' codes, deleted and hidden text) taken
out, by the rules of Microsoft's RTF specification 1.9.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.office.blocks import Block, Line, Piece, Table, paragraph
from dialoogcoder.ingest.office.rtfmarks import (
    BOLD,
    CELL,
    IN_ROW,
    MARKS,
    PARAGRAPH,
    PLAIN,
    ROW,
    mark_rtf,
)
from dialoogcoder.ingest.office.textlines import text_lines

_MARK = re.compile(f"([{MARKS}])")
# Beyond any text; striprtf does a million characters in a second.
_MOST_TEXT = 20_000_000


def read_richtext(path: Path, source: str) -> list[str]:
    """Read an RTF document.

    Args:
        path: The file.
        source: Its name, for the message.

    Returns:
        One string a paragraph, a line break inside one kept as a newline; of a table one a row,
        its two columns joined by ``: `` as in a transcript. Pictures, comments, headers, footers,
        notes, deleted and hidden text and list numbers are left out.

    Raises:
        RejectedSource: The file can't be opened, is no RTF, or has no text.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RejectedSource(
            source,
            f"niet te openen ({error.strerror or type(error).__name__})",
            "een leesbaar bestand",
            "Controleer de rechten op het bestand.",
        ) from error
    if not raw.strip():
        raise RejectedSource(source, "leeg bestand", "tekst", "Controleer de export.")
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not raw.startswith(b"{\\rtf"):
        raise _unreadable(source, "begint niet met {\\rtf")
    try:
        marked, encoding = mark_rtf(_ascii(raw))
        text = _plain(marked, encoding) if len(marked) <= _MOST_TEXT else None
    except Exception as error:
        # striprtf raises whatever int, chr or a codec meet first.
        raise _unreadable(source, type(error).__name__) from error
    if text is None:
        raise RejectedSource(
            source,
            f"een RTF-bestand met te veel tekst ({len(marked) // 1_000_000} MB)",
            f"hooguit {_MOST_TEXT // 1_000_000} MB",
            "Splits het in kleinere bestanden.",
        )
    return text_lines(_blocks(text), source, "een RTF-bestand")


def _unreadable(source: str, why: str) -> RejectedSource:
    return RejectedSource(
        source,
        f"geen leesbaar RTF-bestand ({why})",
        "een .rtf-bestand zoals Word of LibreOffice het bewaart",
        "Open het in Word of LibreOffice en bewaar het opnieuw.",
    )


def _plain(marked: str, encoding: str) -> str:
    from striprtf.striprtf import rtf_to_text

    convert: Callable[..., str] = rtf_to_text
    text = convert(marked, encoding=encoding, errors="replace")
    # Characters beyond the first 65,536 come as two halves.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _ascii(raw: bytes) -> str:
    """One character a byte, as the format asks; UTF-8, which some write anyhow, in escapes."""
    if b"\\bin" not in raw:
        try:
            return re.sub(r"[^\x00-\x7f]+", _escaped, raw.decode("utf-8"))
        except UnicodeDecodeError:
            pass
    return raw.decode("latin-1")


def _escaped(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-le")
    pairs = (units[i : i + 2] for i in range(0, len(units), 2))
    numbers = (int.from_bytes(pair, "little", signed=True) for pair in pairs)
    return "{\\uc0" + "".join(f"\\u{number} " for number in numbers) + "}"


def _blocks(text: str) -> Iterator[Block]:
    rows: list[tuple[tuple[Block, ...], ...]] = []
    cells: list[tuple[Block, ...]] = []
    lines: list[Line] = []
    pieces: list[Piece] = []
    bold = in_row = False
    for part in _MARK.split(text + PARAGRAPH):
        if part == IN_ROW:
            in_row = True
        elif part in (BOLD, PLAIN):
            bold = part == BOLD
        elif part not in (PARAGRAPH, CELL, ROW):
            pieces.append((part, bold))
        else:
            lines.extend(paragraph(pieces))
            pieces = []
            if part == CELL:
                cells.append(tuple(lines))
                lines = []
            elif part == ROW:
                rows.append((*cells, tuple(lines)) if lines else tuple(cells))
                cells, lines, in_row = [], [], False
            elif not in_row:
                yield from _table(rows)
                rows = []
                yield from lines
                lines = []
    yield from _table(rows)
    yield from (line for cell in cells for line in cell)
    yield from lines


def _table(rows: Iterable[tuple[tuple[Block, ...], ...]]) -> Iterator[Block]:
    kept = tuple(rows)
    if kept:
        yield Table(kept)
