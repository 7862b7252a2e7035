"""Hand-coded passages, for training and evaluation."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dialoogcoder.errors import DataError
from dialoogcoder.model import NONE_CODE

_COLUMNS = "columns text and perspective, optionally perspectives, verhaal, document, coder"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A passage as a person coded it; `codes` is empty for `geen`."""

    text: str
    primary: str
    codes: tuple[str, ...]
    verhaal: str | None
    document: str


def read_labelled(path: Path, code_ids: Sequence[str]) -> list[Labelled]:
    """Read hand-coded passages from CSV (DESIGN section 5 gives the columns).

    Args:
        path: The file.
        code_ids: The codebook's codes; `geen` is allowed besides.

    Returns:
        One record a row with text.

    Raises:
        DataError: The file is missing, lacks a column, or a row has an unknown code.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(str(path), str(error), f"a CSV with {_COLUMNS}", "Check it.") from error
    if not rows or not {"text", "perspective"} <= set(rows[0]):
        found = ", ".join(rows[0]) if rows else "no rows"
        raise DataError(str(path), found, _COLUMNS, "Rename or add the columns.")
    known = {*code_ids, NONE_CODE}
    records = []
    for number, row in enumerate(rows, start=2):
        text = (row["text"] or "").strip()
        if not text:
            continue
        primary = (row["perspective"] or "").strip() or NONE_CODE
        listed = [c.strip() for c in (row.get("perspectives") or "").split(";") if c.strip()]
        codes = tuple(dict.fromkeys(c for c in (primary, *listed) if c != NONE_CODE))
        for code in (primary, *codes):
            if code not in known:
                raise DataError(
                    f"{path}, row {number}",
                    f"code '{code}'",
                    f"one of {', '.join(sorted(known))}",
                    "Correct the code, or give the codebook that has it.",
                )
        records.append(
            Labelled(
                text,
                primary,
                codes,
                (row.get("verhaal") or "").strip() or None,
                (row.get("document") or "").strip() or f"rij-{number}",
            )
        )
    return records
