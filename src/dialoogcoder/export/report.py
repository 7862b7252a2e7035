"""`report.html`: one self-contained Dutch page."""

from __future__ import annotations

from dialoogcoder.export.page import render_page
from dialoogcoder.export.stage import Run


def report_html(run: Run) -> str:
    """Render the report of a run, just made or read back.

    Args:
        run: All its tables.

    Returns:
        A page that asks nothing of any other computer.
    """
    return render_page(run)
