"""A large run made of a small one, whose documents are repeated under other names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from dialoogcoder.export.stage import Run


def enlarged(run: Run, passages: int) -> Run:
    """The run with its documents repeated until there are so many passages."""
    copies = range(-(-passages // len(run.passages)))
    kept = {p.passage_id for p in _repeated(run.passages, copies)[:passages]}

    def many(records: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(
            record
            for record in _repeated(records, copies)
            if getattr(record, "passage_id", None) is None or record.passage_id in kept
        )

    reading = replace(
        run.reading,
        transcripts=many(run.reading.transcripts),
        turns=many(run.reading.turns),
        attributions=many(run.reading.attributions),
    )
    return replace(
        run,
        reading=reading,
        speakers=many(run.speakers),
        passages=many(run.passages),
        codings=many(run.codings),
        reasons=many(run.reasons),
        threads=replace(run.threads, members=many(run.threads.members)),
        places=many(run.places),
    )


def _repeated(records: Iterable[Any], copies: range) -> list[Any]:
    held = tuple(records)
    ids = ("transcript_id", "passage_id", "turn_id", "first_turn", "last_turn")
    return [
        replace(
            record,
            **{
                f.name: f"k{copy}-{getattr(record, f.name)}"
                for f in fields(record)
                if f.name in ids and getattr(record, f.name) is not None
            },
        )
        for copy in copies
        for record in held
    ]
