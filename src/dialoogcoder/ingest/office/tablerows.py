"""Tables to lines: a transcript's rows become `[time] speaker: text`, other rows their cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from dialoogcoder.ingest.office.blocks import Block, Line, Table

_CLOCK = r"[\[(]?(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?[\])]?"
_CLOCK_CELL = re.compile(rf"(?P<begin>{_CLOCK})(?:\s*(?:-+>?|–|—|tot)\s*{_CLOCK})?")
_HEADER: Final = {
    word: role
    for role, words in {
        "speaker": "spreker speaker naam name wie deelnemer persoon respondent",
        "text": "wat tekst text uitspraak transcript transcriptie citaat inhoud gesprek",
        "clock": "tijd time tijdcode timecode timestamp tijdstip begin start starttijd",
        "end": "eind einde end eindtijd stop",
        "number": "nr nr. nummer regel regelnummer # no no.",
        "function": "functie rol organisatie function role",
    }.items()
    for word in words.split()
}
# The label reader takes no longer label.
_LONGEST_LABEL = 80
# Numbers from here on are years rather than a row's number.
_FIRST_YEAR = 1900


def flatten(blocks: Iterable[Block]) -> Iterator[Line]:
    """Set tables in lines among the other lines, in reading order."""
    for block in blocks:
        if isinstance(block, Table):
            yield from table_lines(block)
        else:
            yield block


def table_lines(table: Table) -> Iterator[Line]:
    """Set a table in lines.

    Args:
        table: Its rows; a table inside a cell is read in its place.

    Yields:
        One line a row: ``speaker: text`` where two columns hold text, with ``[time]`` before it
        where another column holds times; numbers of rows, end times and a row of column names
        are left out. Of a row with one filled cell come that cell's own lines. Rows of another
        shape become their cells with a space between.
    """
    rows = [[list(flatten(cell)) for cell in row] for row in table.rows]
    rows = [row for row in rows if any(row)]
    if not rows:
        return
    texts = [[_text(cell) for cell in row] for row in rows]
    roles = _named_roles(texts[0])
    if roles:
        rows, texts = rows[1:], texts[1:]
    else:
        roles = _seen_roles([cells for cells in texts if sum(map(bool, cells)) > 1])
    for row, cells in zip(rows, texts, strict=True):
        filled = [cell for cell in row if cell]
        if len(filled) == 1:
            yield from filled[0]
        else:
            yield from _row_lines(row, cells, roles)


def _text(cell: Sequence[Line]) -> str:
    return " ".join(" ".join(line.text.split()) for line in cell)


def _named_roles(header: Sequence[str]) -> dict[int, str]:
    """The column of each role, where a row holds the names of columns.

    A column of another name beside those of speaker and text holds no speech.
    """
    roles: dict[int, str] = {}
    others = 0
    for index, name in enumerate(header):
        role = _HEADER.get(name.lower().rstrip(":"))
        if role and role not in roles.values():
            roles[index] = role
        elif name:
            others += 1
    spoken = {"speaker", "text"} <= set(roles.values())
    return roles if spoken or (len(roles) > 1 and not others) else {}


def _seen_roles(rows: Sequence[Sequence[str]]) -> dict[int, str]:
    roles: dict[int, str] = {}
    with_text: list[int] = []
    for index in range(max(map(len, rows), default=0)):
        column = [row[index] for row in rows if index < len(row) and row[index]]
        if not column:
            continue
        # The first cell may be the column's name.
        below = column[0 if re.search(r"\d", column[0]) else 1 :] or column
        clocks = sum(1 for cell in below if _CLOCK_CELL.fullmatch(cell))
        if clocks >= 0.8 * len(below):
            roles[index] = "end" if "clock" in roles.values() else "clock"
        elif not with_text and _are_row_numbers(below):
            roles[index] = "number"
        else:
            with_text.append(index)
    if len(with_text) == 1:
        roles[with_text[0]] = "text"
    elif len(with_text) == 2:
        roles |= {with_text[0]: "speaker", with_text[1]: "text"}
    return roles


def _are_row_numbers(column: Sequence[str]) -> bool:
    if len(column) < 2 or not all(re.fullmatch(r"[0-9]{1,5}[.)]?", cell) for cell in column):
        return False
    numbers = [int(cell.rstrip(".)")) for cell in column]
    steps = {after - before for before, after in pairwise(numbers)}
    # Numbers of lines may leave some out.
    counted = steps == {1} or (len(numbers) > 4 and min(steps) > 0)
    return counted and numbers[0] < _FIRST_YEAR


def _row_lines(
    row: Sequence[Sequence[Line]], cells: Sequence[str], roles: dict[int, str]
) -> Iterator[Line]:
    said = {roles[index]: cell for index, cell in enumerate(cells) if cell and index in roles}
    if "text" not in roles.values():
        # A list of who took part is no transcript: a comma keeps it from looking like one.
        between = ", " if "speaker" in roles.values() else " "
        yield Line(between.join(cell for cell in cells if cell))
        return
    clock, label = said.get("clock", ""), said.get("speaker", "").rstrip(": ")
    if label and not clock:
        index = next(index for index, role in roles.items() if role == "speaker")
        clock, label = _clock_in(row[index], label)
    if len(label) > _LONGEST_LABEL or label.endswith((".", "?", "!")):
        yield from (line for cell in row for line in cell)
        return
    if label and "function" in said:
        label = f"{label} ({said['function']})"
    match = _CLOCK_CELL.fullmatch(clock)
    begin = f"[{match['begin'].strip('[]()')}] " if match else f"{clock} " if clock else ""
    yield Line(f"{begin}{f'{label}: ' if label else ''}{said.get('text', '')}".strip())


def _clock_in(cell: Sequence[Line], label: str) -> tuple[str, str]:
    """The time that stands on a line of its own in a speaker's cell, and the name without it."""
    clocks = [line for line in cell if _CLOCK_CELL.fullmatch(line.text)]
    if len(clocks) != 1 or len(cell) < 2:
        return "", label
    names = [line for line in cell if line is not clocks[0]]
    return clocks[0].text, _text(names).rstrip(": ")
