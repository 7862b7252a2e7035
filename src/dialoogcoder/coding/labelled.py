"""Hand-coded passages, for training and evaluation, from CSV, Excel and REFI-QDA projects."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dialoogcoder.codebook import Codebook, Dimension
from dialoogcoder.coding.exchanged import project_rows
from dialoogcoder.errors import DataError
from dialoogcoder.model import NONE_CODE, PEOPLE
from dialoogcoder.tables import restore

_COLUMNS = "columns text and perspective, optionally perspectives, verhaal, document, writer, coder"


CONSENSUS = "overleg"
"""The coder of a row that says what several coders agreed on afterwards."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A passage as a person coded it.

    `codes` of the first dimension, the primary first, empty for `geen`; `others` has the answer
    on each further dimension whose column is filled in. `writer` names whose words they are,
    where that is known.
    """

    text: str
    primary: str
    codes: tuple[str, ...]
    others: Mapping[str, str]
    document: str
    coder: str = ""
    writer: str = ""

    @property
    def voice(self) -> str:
        """What is held out as a whole: all that a writer wrote, or else the document."""
        return self.writer or self.document


@dataclass(frozen=True)
class CodedData:
    """Coded passages with their origin.

    `rows` has each passage once; `all_rows` keeps the codes of every coder; `sha256` hashes the
    files' contents, in order.
    """

    rows: tuple[Labelled, ...]
    all_rows: tuple[Labelled, ...]
    sha256: str
    place: str

    @property
    def voices(self) -> int:
        """How many writers there are, or documents where writers are not named."""
        return len({row.voice for row in self.rows})


def read_data(paths: Sequence[Path], codebook: Codebook) -> CodedData:
    """Read hand-coded passages from one file or more.

    Where several people coded a passage, each has a row. What is learned from is what they agreed
    on afterwards (coder ``overleg``), or else the first row.

    Args:
        paths: CSV or xlsx files (DESIGN section 5 gives the columns), or .qdpx projects.
        codebook: The codebook of the codes; `geen` is allowed besides.

    Returns:
        The passages.

    Raises:
        DataError: A file is missing, lacks a column, holds no passage, or has an unknown code.
    """
    everything = [row for path in paths for row in read_labelled(path, codebook)]
    first: dict[str, Labelled] = {}
    for row in everything:
        text = " ".join(row.text.split())
        if text not in first or (row.coder == CONSENSUS != first[text].coder):
            first[text] = row
    place = ", ".join(map(str, paths))
    if not first:
        raise DataError(place, "no passage with text", "coded passages", "Fill the column text.")
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return CodedData(tuple(first.values()), tuple(everything), digest.hexdigest(), place)


def read_labelled(path: Path, codebook: Codebook) -> list[Labelled]:
    """Read every row of one file of coded passages.

    Args:
        path: A CSV, xlsx or .qdpx file.
        codebook: The codebook of the codes; `geen` is allowed besides.

    Returns:
        One record a row with text; what a model coded in a project is none.

    Raises:
        DataError: The file is missing, lacks a column, or a row has an unknown code.
    """
    records = []
    in_project = path.suffix.lower() == ".qdpx"
    for number, row in enumerate(coded_rows(path, codebook), start=2):
        place = f"{path}, row {number}"
        text = restore(row["text"].strip())
        # What a run exported is no example to learn from or to be judged by, and who gave another
        # dimension's code alone did not say that none of the first holds.
        if not text or (
            in_project and not (row["perspective"] and row["coder"].startswith(PEOPLE))
        ):
            continue
        codes = tuple(known_code(code, codebook.main, place) for code in row_codes(row))
        records.append(
            Labelled(
                text,
                codes[0],
                tuple(c for c in codes if c != NONE_CODE),
                _others(row, codebook, place),
                row.get("document", "").strip() or f"{path.stem}, row {number}",
                row.get("coder", "").strip(),
                row.get("writer", "").strip(),
            )
        )
    if in_project and not records:
        raise DataError(
            str(path), "nothing that a person coded", "people's codes on texts", "Code passages."
        )
    return records


def row_codes(row: Mapping[str, str]) -> tuple[str, ...]:
    """The codes in a row, the primary first; `geen` alone where it names none."""
    listed = (row["perspective"], *row.get("perspectives", "").split(";"))
    codes = tuple(dict.fromkeys(c.strip() for c in listed if c.strip()))
    return codes or (NONE_CODE,)


def codes_in(paths: Sequence[Path], codebook: Codebook) -> list[str]:
    """The codes that files of coded passages use, in alphabetical order.

    Args:
        paths: The files.
        codebook: Where a project's code is a part of one of its codes, that one is used.

    Raises:
        DataError: A file is missing or lacks a column.
    """
    return sorted(
        {
            code
            for path in paths
            for row in coded_rows(path, codebook)
            if row["text"]
            for code in row_codes(row)
        }
    )


def coded_rows(path: Path, codebook: Codebook) -> list[dict[str, str]]:
    """The rows of a file of coded passages, or of a run's, as they stand there.

    Args:
        path: A CSV, xlsx or .qdpx file, or the folder of a run.
        codebook: Says for a project which dimension a code is of, and what a finer code is a part
            of; codes that it doesn't know stand as they are.

    Returns:
        One mapping a row from column to cell; an empty cell is "".

    Raises:
        DataError: The file is missing, can't be read or lacks a column.
    """
    path = path / "quotes.csv" if path.is_dir() else path
    if path.suffix.lower() == ".qdpx":
        return project_rows(path, codebook)
    try:
        rows = _xlsx_rows(path) if path.suffix.lower() == ".xlsx" else _csv_rows(path)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        found = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise DataError(
            str(path),
            found,
            f"a CSV (UTF-8) or xlsx with {_COLUMNS}",
            "Check the path and save it so.",
        ) from error
    if not rows or not {"text", "perspective"} <= set(rows[0]):
        found = f"columns {', '.join(rows[0])}" if rows else "no rows"
        raise DataError(str(path), found, _COLUMNS, "Rename or add the columns.")
    return rows


def _csv_rows(path: Path) -> list[dict[str, str]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        if b"\0" in raw:
            raise
        # Excel's plain "CSV" on a Dutch or English Windows.
        text = raw.decode("cp1252", errors="replace")
    head = text.partition("\n")[0]
    # Dutch Excel saves with semicolons.
    delimiter = ";" if head.count(";") > head.count(",") else ","
    # Cells beyond the header come as a list under no name.
    return [
        {key.strip(): cell for key, cell in row.items() if isinstance(key, str)}
        for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restval="")
    ]


def _xlsx_rows(path: Path) -> list[dict[str, str]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
        lines = list(sheet.iter_rows(values_only=True))
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError) as error:
        raise OSError(0, f"no readable Excel file ({type(error).__name__})") from error
    if not lines:
        return []
    header = ["" if cell is None else str(cell).strip() for cell in lines[0]]
    return [
        {name: "" if cell is None else str(cell) for name, cell in zip(header, line, strict=False)}
        for line in lines[1:]
        if any(cell is not None for cell in line)
    ]


def known_code(name: str, dimension: Dimension, place: str) -> str:
    """The id of a code that data name by id or title.

    Raises:
        DataError: The dimension has no such code.
    """
    code = dimension.code_named(name)
    if code is None:
        raise DataError(
            place,
            f"code '{name}'",
            f"one of {', '.join(sorted((*dimension.code_ids, NONE_CODE)))}",
            "Correct the code, or give the codebook that has it.",
        )
    return code


def _others(row: Mapping[str, str], codebook: Codebook, place: str) -> dict[str, str]:
    found = {}
    for dimension in codebook.dimensions[1:]:
        code = row.get(dimension.id, "").strip()
        if code:
            found[dimension.id] = known_code(code, dimension, f"{place}, column {dimension.id}")
    return found
