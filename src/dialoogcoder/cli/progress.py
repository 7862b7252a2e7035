"""What a person sees while a run goes on: one bar a stage, and the document it is at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


@contextmanager
def stage_bars(console: Console) -> Iterator[Callable[[str, int, int, str], None]]:
    """Show a bar for each stage that reports itself.

    Args:
        console: Where to; a quiet one, or one that is no terminal, shows no bars.

    Yields:
        A function for a stage's name, how much is done, of how much, and what it is at.
    """
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.description:<10}"),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        TextColumn("{task.fields[item]}"),
        console=console,
        disable=console.quiet or not console.is_terminal,
    ) as bars:
        tasks: dict[str, int] = {}

        def report(stage: str, done: int, total: int, item: str) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, item=item)
            bars.update(tasks[stage], completed=done, total=total, item=item)  # type: ignore[arg-type]

        yield report
