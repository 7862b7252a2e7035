"""Quotes as plain text for programs: CSV and JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from dialoogcoder.export.attribution import attribution
from dialoogcoder.export.quotes import QUOTE_COLUMNS
from dialoogcoder.export.stage import Run
from dialoogcoder.tables import csv_text

# The text stays last, as in quotes.csv: it is the long one.
EXPORT_COLUMNS: Final = (*QUOTE_COLUMNS[:-1], "attribution", QUOTE_COLUMNS[-1])

Row = Mapping[str, Any]


def write_csv(run: Run, rows: Sequence[Row], path: Path, *, excel_nl: bool = False) -> None:  # noqa: ARG001 (every writer takes the run)
    """Write quotes as CSV in UTF-8: the columns of `quotes.csv`, and the attribution.

    Args:
        run: The run they are of.
        rows: Rows of the quotes table.
        path: File to write.
        excel_nl: As Dutch Excel opens it with a double click: semicolons, decimal commas and a
            byte order mark.
    """
    text = csv_text(EXPORT_COLUMNS, _attributed(rows), excel_nl=excel_nl)
    path.write_text(text, encoding="utf-8-sig" if excel_nl else "utf-8", newline="\n")


def write_jsonl(run: Run, rows: Sequence[Row], path: Path) -> None:  # noqa: ARG001 (as above)
    """Write quotes as JSON Lines: an object a line, with the keys of the CSV and their types.

    Args:
        run: The run they are of.
        rows: Rows of the quotes table.
        path: File to write.
    """
    lines = [
        json.dumps({key: row[key] for key in EXPORT_COLUMNS}, ensure_ascii=False) + "\n"
        for row in _attributed(rows)
    ]
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


def _attributed(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [{**row, "attribution": attribution(row)} for row in rows]
