"""What was read, by whom it was said, and what the whole comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dialoogcoder.export.page.charts import Bar, bars
from dialoogcoder.export.page.material import Material
from dialoogcoder.export.page.words import KINDS, date, groups, setting
from dialoogcoder.model import LOS_ONDERWERP, RODE_DRAAD, Rejection, Theme


@dataclass(frozen=True, slots=True)
class Document:
    """A document as the page lists it."""

    anchor: str
    source: str
    kind: str
    setting: str
    date: str
    speakers: int
    passages: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The first two sections."""

    documents: tuple[Document, ...]
    speakers: int
    passages: int
    by_group: tuple[Bar, ...]
    leaders: int
    rejected: Sequence[Rejection]
    notices: Sequence[str]
    perspectives: tuple[Bar, ...]
    without_perspective: int
    threads: tuple[Theme, ...]
    thread_count: int
    loose_count: int
    without_thread: int
    looked_at: int
    review: int
    by_people: int


def overview(material: Material) -> Overview:
    """Count what was read and what came of it."""
    run = material.run
    rows = material.rows
    # Who leads or writes down is of no group at the table.
    leading = ("gespreksleider", "verslaglegger", "interviewer")
    at_table = [s for s in run.speakers if s.gespreksrol not in leading]
    by_group = Counter(s.stakeholdergroep for s in at_table)
    spoken = Counter(s.transcript_id for s in run.speakers)
    passages = Counter(row["transcript_id"] for row in rows)
    settings = _settings(material)
    kinds = {d.theme_id: d.kind for d in run.threads.details}
    threads = [t for t in run.threads.themes if kinds.get(t.theme_id, RODE_DRAAD) == RODE_DRAAD]
    counts = [(code, len(material.of_code.get(code, ()))) for code in material.main.code_ids]
    return Overview(
        documents=tuple(
            Document(
                anchor=f"gesprek-{t.transcript_id}",
                source=t.source,
                kind=KINDS.get(t.kind, t.kind),
                setting=settings[t.transcript_id],
                date=date(t.datum),
                speakers=spoken[t.transcript_id],
                passages=passages[t.transcript_id],
            )
            for t in run.reading.transcripts
        ),
        speakers=len(run.speakers),
        passages=len(rows),
        by_group=bars(
            [(groups(value), count, "") for value, count in by_group.most_common()],
            of=len(at_table),
        ),
        leaders=len(run.speakers) - len(at_table),
        rejected=run.reading.rejected,
        notices=run.reading.notices,
        perspectives=bars(
            [(material.title(code), count, f"#perspectief-{code}") for code, count in counts],
            of=len(rows),
        ),
        without_perspective=len(rows) - sum(count for _, count in counts),
        threads=tuple(sorted(threads, key=lambda t: (-t.transcripts, -t.speakers))[:3]),
        thread_count=len(threads),
        loose_count=sum(kinds.get(t.theme_id) == LOS_ONDERWERP for t in run.threads.themes),
        without_thread=int(run.manifest["counts"]["passages_without_theme"])
        - (len(rows) - run.threads.looked_at),
        looked_at=run.threads.looked_at,
        review=sum(row["needs_review"] for row in rows),
        by_people=sum(row["probability"] is None for row in rows),
    )


def _settings(material: Material) -> dict[str, str]:
    """The dialogue that each document is of; a list or report may hold quotes of several."""
    found: dict[str, set[str]] = {
        t.transcript_id: {setting(t.dialoogvorm, t.dialoogthema)}
        for t in material.run.reading.transcripts
    }
    for row in material.rows:
        found[row["transcript_id"]].add(setting(row["dialoogvorm"], row["dialoogthema"]))
    named = {transcript_id: settings - {""} for transcript_id, settings in found.items()}
    return {
        transcript_id: "verschillende dialogen" if len(settings) > 1 else "".join(settings)
        for transcript_id, settings in named.items()
    }
