"""Rows of cells to a table: ragged rows mended, names made unique, the lines above set apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.canonical import one_line
from dialoogcoder.ingest.tables.columns import Shape, find_shape, plain_name, positions
from dialoogcoder.tables import restore

# So many rows tell what a table's columns hold.
SAMPLE_ROWS = 220
# A row's number in its file, from 1, and its cells.
Numbered = tuple[int, list[str]]


class Row(Mapping[str, str]):
    """Cells by column name; a name that the row is too short for gives an empty cell."""

    __slots__ = ("_cells", "_index", "number")

    def __init__(self, number: int, cells: Sequence[str], index: Mapping[str, int]) -> None:
        self.number = number
        self._cells = cells
        self._index = index

    def __getitem__(self, name: str) -> str:
        position = self._index[name]
        return restore(self._cells[position]) if position < len(self._cells) else ""

    def __iter__(self) -> Iterator[str]:
        return iter(self._index)

    def __len__(self) -> int:
        return len(self._index)


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read: `columns` maps what a column holds to its name in the header.

    `above` is what stands over the header, one line a row; `unread` are columns with running
    text beside the one that is read; `uncomputed` are rows whose text is a formula that no
    program has worked out.
    """

    header: tuple[str, ...]
    rows: Sequence[Mapping[str, str]]
    columns: Mapping[str, str]
    above: str = ""
    unread: tuple[str, ...] = ()
    uncomputed: frozenset[int] = frozenset()


def filled(rows: Iterable[list[str]]) -> Iterator[Numbered]:
    """Rows with anything in them, numbered as a spreadsheet numbers them."""
    for number, cells in enumerate(rows, start=1):
        if any(cell.strip() for cell in cells):
            yield number, cells


def make_table(
    rows: Iterable[Numbered],
    source: str,
    delimiter: str | None = None,
    *,
    shape: Shape | None = None,
) -> Table:
    """Make a table of rows of cells.

    Args:
        rows: Those with anything in them.
        source: The file's name, for the message.
        delimiter: What parts cells in a text file; it comes back into a text that it has cut
            up. None for a spreadsheet, whose cells are whole.
        shape: How the table is laid out, where that is known already.

    Returns:
        The table, its rows without the header and what stands over it.

    Raises:
        RejectedSource: The table is empty, or has no column with text.
    """
    numbered = iter(rows)
    sample = list(islice(numbered, SAMPLE_ROWS))
    if not sample:
        raise RejectedSource(source, "lege tabel", "een kopregel en rijen", "Controleer de export.")
    shape = shape or find_shape([cells for _, cells in sample])
    if shape is None:
        names = [name for cell in sample[0][1] if (name := one_line(cell)[:40])]
        raise RejectedSource(
            source,
            f"kolommen {', '.join(names)[:200]}",
            "een kolom tekst, text, citaat of quote",
            "Geef de kolom met de tekst een van deze namen.",
        )
    first = 0 if shape.header is None else shape.header + 1
    titles, shape = _titles([cells for _, cells in sample], shape, delimiter)
    header = _unique(titles)
    index = {name: position for position, name in enumerate(header)}
    text = shape.columns["text"]
    doubles = [
        at
        for at in range(text + 1, len(titles))
        if titles[text] and plain_name(titles[at]) == plain_name(titles[text])
    ]
    mended = _mended(chain(sample[first:], numbered), len(header), text, delimiter)
    return Table(
        header,
        [Row(number, _joined(cells, text, doubles), index) for number, cells in mended],
        {ours: header[at] for ours, at in shape.columns.items() if at < len(header)},
        # A first row that names nothing we know is a title as well.
        "\n".join(_line(cells) for _, cells in sample[: first - bool(positions(titles))][:first]),
        tuple(
            header[at]
            for at in sorted({*shape.unread, *_untitled(titles, shape, sample[first:])})
            if at not in doubles and at < len(header)
        ),
    )


def _untitled(titles: Sequence[str], shape: Shape, rows: Sequence[Numbered]) -> set[int]:
    """Columns with words in them and no name over them, where others do have a name."""
    bare = {at for at, title in enumerate(titles) if not title} - set(shape.columns.values())
    if not any(titles):
        return set()
    return {
        at
        for at in bare
        if any(at < len(cells) and any(map(str.isalpha, cells[at])) for _, cells in rows)
    }


def _titles(
    rows: Sequence[Sequence[str]], shape: Shape, delimiter: str | None
) -> tuple[list[str], Shape]:
    """Column names as they stand, empty for columns without one."""
    if shape.header is None:
        return [""] * max(map(len, rows)), shape
    titles = [one_line(restore(cell)) for cell in rows[shape.header]]
    data = rows[shape.header + 1 :]
    if delimiter is None:
        return titles + [""] * (max(map(len, data), default=0) - len(titles)), shape
    # Spreadsheets write empty columns too, and then a text with the delimiter in it fills them.
    while titles and not titles[-1]:
        extra = [row for row in data if len(row) >= len(titles) and row[len(titles) - 1].strip()]
        if len(extra) > 0.2 * len(data):
            break
        titles.pop()
    longer = [row for row in data if len(row) == len(titles) + 1]
    if len(longer) > 0.9 * len(data) and all(row[0].strip().isdecimal() for row in longer):
        # R numbers the rows in a column that the header leaves out.
        shifted = {ours: at + 1 for ours, at in shape.columns.items()}
        return ["", *titles], Shape(shape.header, shifted)
    return titles, shape


def _unique(titles: Sequence[str]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for position, title in enumerate(titles, start=1):
        name, number = title or f"kolom {position}", 2
        while name in names:
            name, number = f"{title or 'kolom'} ({number})", number + 1
        names[name] = None
    return tuple(names)


def _line(cells: Sequence[str]) -> str:
    """A row over the header as a line; two cells are a name and what it says."""
    texts = [text for cell in cells if (text := one_line(cell))]
    return f"{texts[0].rstrip(':')}: {texts[1]}" if len(texts) == 2 else " ".join(texts)


def _joined(cells: list[str], text: int, doubles: Sequence[int]) -> tuple[str, ...]:
    if doubles:
        parts = [cells[at] for at in (text, *doubles) if at < len(cells) and cells[at].strip()]
        cells = [*cells[:text], "\n".join(parts), *cells[text + 1 :]]
    return tuple(cells)


def _mended(
    rows: Iterable[Numbered], width: int, text: int, delimiter: str | None
) -> Iterator[Numbered]:
    held: Numbered | None = None
    for number, cells in rows:
        while len(cells) > width and not cells[-1].strip():
            cells = cells[:-1]
        if delimiter is None:
            yield number, cells
            continue
        if len(cells) == 1 < width and text == width - 1 and held and len(held[1]) == width:
            # A line of its own after a text in the last column is that text's next line.
            held[1][text] = f"{held[1][text]}\n{cells[0]}"
            continue
        extra = len(cells) - width
        if extra > 0:
            # More cells than columns: the delimiter stands in the text, without quotes round it.
            whole = delimiter.join(cells[text : text + extra + 1])
            cells = [*cells[:text], whole, *cells[text + extra + 1 :]]
        if held:
            yield held
        held = (number, cells)
    if held:
        yield held
