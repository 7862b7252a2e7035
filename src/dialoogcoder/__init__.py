"""dialoogcoder codes Dutch dialogue transcripts on the analyst's own computer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dialoogcoder.export.opened import OpenedRun

__version__ = "0.1.0"
__all__ = ["__version__", "open_run"]


def open_run(path: str | Path) -> OpenedRun:
    """Open a run's output folder: its tables as DataFrames, with `select` and `export`.

    Args:
        path: The folder that `dialoogcoder run --out` named.

    Returns:
        The run.

    Raises:
        InputError: It is no run's folder, or one of its files is missing or broken.
    """
    # Tables and pandas take a second to import; the command line answers at once.
    from dialoogcoder.export.opened import open_run as opened

    return opened(path)
