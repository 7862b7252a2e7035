"""One door to every kind of export."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from dialoogcoder.errors import InputError
from dialoogcoder.export.plain import write_csv, write_jsonl
from dialoogcoder.export.selection import EVERYTHING, Selection, select
from dialoogcoder.export.spreadsheet import write_xlsx
from dialoogcoder.export.stage import Run
from dialoogcoder.export.word import write_word

SUFFIXES: Final = {
    "csv": ".csv",
    "xlsx": ".xlsx",
    "docx": ".docx",
    "refi": ".qdpx",
    "codebook": ".qdc",
    "jsonl": ".jsonl",
}
FORMATS: Final = tuple(SUFFIXES)


def export_run(
    run: Run,
    out: Path,
    *,
    format: str | None = None,
    selection: Selection = EVERYTHING,
    excel_nl: bool = False,
) -> int:
    """Write a selection of a run's quotes to a file.

    Args:
        run: The run.
        out: File to write; one that is there is replaced.
        format: One of `FORMATS`; None goes by the file's name.
        selection: Which quotes.
        excel_nl: With csv, as Dutch Excel opens it.

    Returns:
        How many quotes are in it; 0 for a codebook.

    Raises:
        InputError: The format and what was asked with it don't go together, nothing is left of
            the selection, or the file can't be written.
    """
    kind = _checked(format or format_of(out), out, selection, excel_nl=excel_nl)
    if kind == "codebook":
        from dialoogcoder.export.refi import write_codebook

        _in_place(out, lambda path: write_codebook(run.codebook, path))
        return 0
    rows = select(run, selection)

    def write(path: Path) -> None:
        if kind == "csv":
            write_csv(run, rows, path, excel_nl=excel_nl)
        elif kind == "jsonl":
            write_jsonl(run, rows, path)
        elif kind == "xlsx":
            write_xlsx(run, rows, path, selection=selection)
        elif kind == "docx":
            write_word(run, rows, path, selection=selection)
        else:
            from dialoogcoder.export.refi import write_project

            write_project(run, rows, path)

    _in_place(out, write)
    return len(rows)


def format_of(out: Path) -> str:
    """The format that a file's name tells.

    Raises:
        InputError: It tells none.
    """
    for kind, suffix in SUFFIXES.items():
        if out.suffix.lower() == suffix:
            return kind
    raise InputError(
        f"--out {out}", f"a name that ends in '{out.suffix}'",
        f"one that ends in {', '.join(SUFFIXES.values())}", "Or give --format.",
    )  # fmt: skip


def new_name(kind: str) -> Path:
    """A name in the current folder, for who gives none; an earlier file is not replaced.

    Raises:
        InputError: There is a file of that name, which somebody may have edited since.
    """
    name = Path(f"{'codeboek' if kind == 'codebook' else 'citaten'}{SUFFIXES[kind]}")
    if name.exists():
        raise InputError(
            str(name), "an earlier file", "no file of that name", "Say where to with --out."
        )
    return name


def _checked(kind: str, out: Path, selection: Selection, *, excel_nl: bool) -> str:
    if kind not in SUFFIXES:
        raise InputError(
            f"--format {kind}", "no such format", f"one of: {', '.join(FORMATS)}",
            "Give one of these.",
        )  # fmt: skip
    other = out.suffix.lower()
    if other in SUFFIXES.values() and other != SUFFIXES[kind]:
        raise InputError(
            f"--out {out}", f"{other} with --format {kind}", f"a name that ends in "
            f"{SUFFIXES[kind]}", "Change one of the two; no program opens it otherwise.",
        )  # fmt: skip
    if excel_nl and kind != "csv":
        raise InputError(
            "--excel-nl", f"--format {kind}", "--format csv", "Leave it out: it is for csv."
        )
    if kind == "codebook" and selection != EVERYTHING:
        raise InputError(
            "--format codebook", "filters", "none", "A codebook holds no quotes: leave them out."
        )
    return kind


def _in_place(out: Path, write: Callable[[Path], None]) -> None:
    """Write beside and put in place, so that a file that fails leaves the earlier one whole."""
    try:
        handle, beside = tempfile.mkstemp(
            prefix=".dialoogcoder-", suffix=out.suffix, dir=out.parent
        )
    except OSError as error:
        raise _unwritable(out, error) from error
    os.close(handle)
    try:
        write(Path(beside))
        Path(beside).chmod(0o644)
        Path(beside).replace(out)
    except OSError as error:
        raise _unwritable(out, error) from error
    finally:
        Path(beside).unlink(missing_ok=True)


def _unwritable(out: Path, error: OSError) -> InputError:
    return InputError(
        f"--out {out}", error.strerror or type(error).__name__, "a file that can be written",
        "Close it where it is open, or choose another place.",
    )  # fmt: skip
