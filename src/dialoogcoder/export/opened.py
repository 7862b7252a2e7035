"""A run opened from a notebook: its tables as DataFrames, and what the command line can do."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd

from dialoogcoder.export.formats import export_run
from dialoogcoder.export.quotes import QUOTE_COLUMNS
from dialoogcoder.export.saved import load_run
from dialoogcoder.export.selection import Selection, select
from dialoogcoder.export.stage import Run, tables_of
from dialoogcoder.model import Rejection

_KINDS = {str: "string", int: "Int64", float: "float64", bool: "bool"}


@dataclass(frozen=True, slots=True)
class OpenedRun:
    """A run's tables; what is unknown is NA.

    Attributes:
        run: The records that the tables are of.
        quotes: The rows of `quotes.csv`.
        tables: Every table of `tables/` and `rejected`, by name.
    """

    run: Run
    quotes: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]

    def select(self, **filters: Any) -> pd.DataFrame:
        """The quotes that filters leave, in their order.

        Args:
            filters: Those of `Selection` by name; a text alone will do for a list of one.

        Returns:
            Rows of `quotes`.

        Raises:
            InputError: A filter names something that isn't in the run, or no quote is left.
        """
        return _quotes(select(self.run, _selection(filters)))

    def export(
        self, out: str | Path, *, format: str | None = None, excel_nl: bool = False, **filters: Any
    ) -> int:
        """Write the quotes that filters leave, as `dialoogcoder export` does.

        Args:
            out: File to write; its name tells the format where `format` doesn't.
            format: csv, xlsx, docx, refi, codebook or jsonl.
            excel_nl: With csv, as Dutch Excel opens it.
            filters: As for `select`.

        Returns:
            How many quotes are in it.

        Raises:
            InputError: As for `select`, or the file can't be written.
        """
        return export_run(
            self.run, Path(out), format=format, selection=_selection(filters), excel_nl=excel_nl
        )


def open_run(path: str | Path) -> OpenedRun:
    """Open a run's output folder.

    Args:
        path: The folder that `dialoogcoder run --out` named.

    Returns:
        Its tables.

    Raises:
        InputError: It is no run's folder, or one of its files is missing or broken.
    """
    run = load_run(Path(path))
    tables = {name: _frame(*table) for name, table in tables_of(run).items()}
    tables["rejected"] = _frame(run.reading.rejected, Rejection)
    return OpenedRun(run, _quotes(run.rows()), tables)


def _selection(filters: Mapping[str, Any]) -> Selection:
    several = {field.name for field in fields(Selection) if str(field.type).startswith("tuple")}
    given: dict[str, Any] = {
        name: ((value,) if isinstance(value, str) else tuple(value)) if name in several else value
        for name, value in filters.items()
    }
    return Selection(**given)


def _quotes(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    kinds = {
        "start": "Int64", "end": "Int64", "begin_s": "float64", "probability": "float64",
        "needs_review": "bool", "representative": "bool",
    }  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(QUOTE_COLUMNS))
    return frame.astype({name: kinds.get(name, "string") for name in QUOTE_COLUMNS})


def _frame(records: Sequence[Any], kind: type) -> pd.DataFrame:
    """A table whose columns have the type of the dataclass's fields, even where it is empty."""
    hints = typing.get_type_hints(kind)
    return pd.DataFrame(
        {
            name: pd.Series(
                [getattr(record, name) for record in records], dtype=_column_kind(hints[name])
            )
            for name in hints
        }
    )


def _column_kind(annotation: Any) -> str:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        annotation = next(a for a in typing.get_args(annotation) if a is not type(None))
    if typing.get_origin(annotation) is typing.Literal:
        return "string"
    return _KINDS.get(annotation, "object")
