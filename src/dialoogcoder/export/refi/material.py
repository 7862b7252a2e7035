"""What of a run goes into a project: the passages chosen, their codes, speakers and threads."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dialoogcoder.export.refi.naming import Names, guid
from dialoogcoder.export.stage import Run
from dialoogcoder.model import (
    UNKNOWN,
    Coding,
    CodingReason,
    Speaker,
    Theme,
    ThemeDetail,
    ThemeQuote,
    Transcript,
)

Row = Mapping[str, Any]
SpeakerKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Material:
    """A run's parts by what they are looked up by, restricted to the chosen passages.

    `rows` come in the order of the texts; `codings` by passage hold what was decided, the
    likeliest of a dimension first; `speakers` are all of the run, as its texts are whole.
    """

    run: Run
    rows: tuple[Row, ...]
    codings: Mapping[str, tuple[Coding, ...]]
    reasons: Mapping[tuple[str, str, str, str], CodingReason]
    speakers: Mapping[SpeakerKey, Speaker]
    themes: tuple[tuple[Theme, ThemeDetail | None], ...]
    quotes: Mapping[tuple[str, str], ThemeQuote]
    sources: Mapping[str, str]
    speaker_names: Mapping[SpeakerKey, str]
    digest: str

    @property
    def transcripts(self) -> Sequence[Transcript]:
        """All texts of the run."""
        return self.run.reading.transcripts

    def source_guid(self, transcript_id: str) -> str:
        """A text's id: the same wherever the same text of the same file is exported."""
        return self.sources[transcript_id]

    def speaker_guid(self, transcript_id: str, speaker: str) -> str:
        """The id of the code of a speaker in a dialogue."""
        return guid("spreker", self.source_guid(transcript_id), speaker)

    def theme_guid(self, theme_id: str) -> str:
        """A thread's id: of this run, as another's thread of that number is another one."""
        return guid("draad", self.digest, theme_id)

    def values(self, column: str) -> list[str]:
        """What the chosen passages have in a column, each once, without what is unknown."""
        return sorted({row[column] for row in self.rows} - {UNKNOWN, None})


def gather(run: Run, rows: Sequence[Row]) -> Material:
    """Look up what a project needs.

    Args:
        run: The run.
        rows: The rows of its quotes table to export, in any order.
    """
    chosen = {row["passage_id"] for row in rows}
    order = {dimension.id: i for i, dimension in enumerate(run.codebook.dimensions)}
    codings: dict[str, list[Coding]] = {}
    for coding in run.codings:
        if coding.decided and coding.passage_id in chosen and coding.dimension in order:
            codings.setdefault(coding.passage_id, []).append(coding)
    for own in codings.values():
        own.sort(key=lambda c: (order[c.dimension], -(c.probability or 0.0)))
    sources = {
        t.transcript_id: guid("bron", t.source, hashlib.sha256(t.text.encode()).hexdigest())
        for t in run.reading.transcripts
    }
    files = {t.transcript_id: t.source for t in run.reading.transcripts}
    names = Names()
    details = {detail.theme_id: detail for detail in run.threads.details}
    present = {row["theme_id"] for row in rows}
    place = {passage.passage_id: i for i, passage in enumerate(run.passages)}
    return Material(
        run=run,
        rows=tuple(sorted(rows, key=lambda row: place[row["passage_id"]])),
        codings={key: tuple(own) for key, own in codings.items()},
        reasons={(r.passage_id, r.dimension, r.code, r.coder): r for r in run.reasons},
        speakers={(s.transcript_id, s.speaker): s for s in run.speakers},
        themes=tuple(
            (theme, details.get(theme.theme_id))
            for theme in run.threads.themes
            if theme.theme_id in present
        ),
        quotes={(q.theme_id, q.passage_id): q for q in run.threads.quotes},
        sources=sources,
        # The same name in another dialogue may be another person.
        speaker_names={
            (s.transcript_id, s.speaker): names.unique(
                f"{s.speaker} ({files.get(s.transcript_id, s.transcript_id)})"
            )
            for s in run.speakers
        },
        digest="\x1f".join(sorted(sources.values())),
    )
