"""The orders in which quotes can stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from dialoogcoder.model import NONE_CODE

Row = Mapping[str, Any]
BEST: Final = "best"
# A quote of so many words reads well alone: it has a point, and a page has room for it.
_READS_WELL: Final = range(15, 81)
LEADING: Final = frozenset({"gespreksleider", "interviewer", "verslaglegger"})


def _sure(row: Row) -> float:
    # What a person coded has no probability.
    return 1.0 if row["probability"] is None else float(row["probability"])


def _best(row: Row) -> tuple[Any, ...]:
    """First what is sure, said by a participant, of a length to print."""
    return (
        row["needs_review"],
        row["speaker"] is None or row["gespreksrol"] in LEADING,
        len(row["text"].split()) not in _READS_WELL,
        -_sure(row),
    )


_KEYS: Final[Mapping[str, Callable[[Row], tuple[Any, ...]]]] = {
    BEST: _best,
    "source": lambda _: (),
    "probability": lambda row: (-_sure(row),),
    "perspective": lambda row: (row["perspective"] == NONE_CODE, row["perspective"], *_best(row)),
    "thread": lambda row: (row["theme_id"] is None, row["theme_id"] or "", *_best(row)),
    "speaker": lambda row: (row["speaker"] is None, row["speaker"] or "", row["transcript_id"]),
    "group": lambda row: (row["stakeholdergroep"], *_best(row)),
    "dialogue": lambda row: (
        row["dialoogvorm"] is None,
        row["dialoogvorm"] or "",
        row["dialoogthema"] or "",
        *_best(row),
    ),
}
ORDERS: Final = tuple(_KEYS)


def ordered(
    rows: Sequence[dict[str, Any]], order: str, *, first: frozenset[str] = frozenset()
) -> list[dict[str, Any]]:
    """Put rows in an order; what is alike in it stays as it stood.

    Args:
        rows: Rows of the quotes table.
        order: One of `ORDERS`.
        first: With ``best``, perspectives that were asked for: quotes whose first code is one of
            them come before quotes that carry it besides another.

    Returns:
        The rows.
    """
    key = _KEYS[order]
    if order == BEST and first:
        return sorted(rows, key=lambda row: (row["perspective"] not in first, *key(row)))
    return sorted(rows, key=key)
