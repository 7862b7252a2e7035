"""Hand-coded passages, for training and evaluation."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dialoogcoder.codebook import Codebook
from dialoogcoder.errors import DataError
from dialoogcoder.model import NONE_CODE

_COLUMNS = "columns text and perspective, optionally perspectives, verhaal, document, coder"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A passage as a person coded it.

    `codes` of the first dimension, empty for `geen`; `others` has the answer on each further
    dimension whose column is filled in.
    """

    text: str
    primary: str
    codes: tuple[str, ...]
    others: Mapping[str, str]
    document: str


def read_labelled(path: Path, codebook: Codebook) -> list[Labelled]:
    """Read hand-coded passages from CSV (DESIGN section 5 gives the columns).

    Args:
        path: The file.
        codebook: The codebook of the codes; `geen` is allowed besides.

    Returns:
        One record a row with text.

    Raises:
        DataError: The file is missing, lacks a column, or a row has an unknown code.
    """
    rows = coded_rows(path)
    known = {*codebook.main.code_ids, NONE_CODE}
    records = []
    for number, row in enumerate(rows, start=2):
        text = (row["text"] or "").strip()
        if not text:
            continue
        primary = (row["perspective"] or "").strip() or NONE_CODE
        listed = [c.strip() for c in (row.get("perspectives") or "").split(";") if c.strip()]
        codes = tuple(dict.fromkeys(c for c in (primary, *listed) if c != NONE_CODE))
        for code in (primary, *codes):
            _check(code, known, f"{path}, row {number}")
        records.append(
            Labelled(
                text,
                primary,
                codes,
                _others(row, codebook, f"{path}, row {number}"),
                (row.get("document") or "").strip() or f"rij-{number}",
            )
        )
    return records


def codes_in(path: Path) -> list[str]:
    """The codes that a CSV of coded passages uses, in alphabetical order.

    Raises:
        DataError: The file is missing or lacks a column.
    """
    codes: set[str] = set()
    for row in coded_rows(path):
        listed = (row.get("perspectives") or "").split(";")
        codes |= {c.strip() for c in (row["perspective"] or "", *listed) if c.strip()}
    return sorted(codes)


def coded_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV of coded passages, as they stand there.

    Raises:
        DataError: The file is missing or lacks a column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(str(path), str(error), f"a CSV with {_COLUMNS}", "Check it.") from error
    if not rows or not {"text", "perspective"} <= set(rows[0]):
        found = ", ".join(rows[0]) if rows else "no rows"
        raise DataError(str(path), found, _COLUMNS, "Rename or add the columns.")
    return rows


def _check(code: str, known: set[str], place: str) -> None:
    if code not in known:
        raise DataError(
            place,
            f"code '{code}'",
            f"one of {', '.join(sorted(known))}",
            "Correct the code, or give the codebook that has it.",
        )


def _others(row: Mapping[str, str | None], codebook: Codebook, place: str) -> dict[str, str]:
    found = {}
    for dimension in codebook.dimensions[1:]:
        code = (row.get(dimension.id) or "").strip()
        if code:
            _check(code, {*dimension.code_ids, NONE_CODE}, f"{place}, column {dimension.id}")
            found[dimension.id] = code
    return found
