"""Tables to and from disk: one place that knows how a dataclass becomes a parquet or CSV file."""

from __future__ import annotations

import csv
import dataclasses
import io
import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

Record = TypeVar("Record")

# A spreadsheet runs a cell that begins with one of these (OWASP, "CSV Injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def _arrow_type(annotation: Any) -> Any:
    import pyarrow as pa

    options = typing.get_args(annotation)
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        annotation = next(option for option in options if option is not type(None))
    if typing.get_origin(annotation) is tuple:
        return pa.list_(_arrow_type(typing.get_args(annotation)[0]))
    if typing.get_origin(annotation) is typing.Literal:
        return pa.string()
    return {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}[annotation]


def write_parquet(records: Sequence[Any], record_type: type, path: Path) -> None:
    """Write records as one parquet file whose columns are the dataclass's fields, in order.

    Args:
        records: Instances of `record_type`; none is allowed and gives an empty table.
        record_type: The frozen dataclass that all of them are.
        path: File to write.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    hints = typing.get_type_hints(record_type)
    columns = {}
    for field in dataclasses.fields(record_type):
        values = [getattr(record, field.name) for record in records]
        columns[field.name] = pa.array(values, type=_arrow_type(hints[field.name]))
    pq.write_table(pa.table(columns), path, compression="zstd")


def read_parquet(record_type: type[Record], path: Path) -> list[Record]:
    """Read back what `write_parquet` wrote.

    Args:
        record_type: The dataclass whose fields the columns are.
        path: File to read.

    Returns:
        One record a row, in file order.
    """
    import pyarrow.parquet as pq

    rows = pq.read_table(path).to_pylist()
    return [
        record_type(**{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()})
        for row in rows
    ]


def neutralise(cell: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula.

    A text that already begins with apostrophes followed by such a character gets one more, so
    that `restore` always gives back exactly what went in.
    """
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA_STARTS) else cell


def restore(cell: str) -> str:
    """Undo `neutralise`."""
    if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA_STARTS):
        return cell[1:]
    return cell


def _cell(value: Any, decimal: str) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", decimal)
    if isinstance(value, str):
        return neutralise(value)
    return value


def csv_text(
    header: Sequence[str], rows: Iterable[Mapping[str, Any]], *, excel_nl: bool = False
) -> str:
    """Render rows as CSV: commas, Unix line ends, formulas neutralised, floats to four decimals.

    Args:
        header: Column names, in order.
        rows: One mapping a row; a missing key is an empty cell.
        excel_nl: Semicolons between cells and commas in numbers, as a Dutch spreadsheet reads
            them; it takes "0.5" for a text and "1.5" for the first of May.

    Returns:
        The file's text, header first.
    """
    buffer = io.StringIO()
    delimiter, decimal = (";", ",") if excel_nl else (",", ".")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_cell(row.get(name), decimal) for name in header])
    return buffer.getvalue()
