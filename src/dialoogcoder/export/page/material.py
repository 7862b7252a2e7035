"""What all sections draw on: the run's rows, looked up once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dialoogcoder.codebook import Code, Dimension
from dialoogcoder.export.attribution import said_by
from dialoogcoder.export.page.words import number, place
from dialoogcoder.export.stage import Run
from dialoogcoder.model import DISSENT, NONE_CODE, PEOPLE, STAKEHOLDERGROEPEN, CodingReason

STORY = "verhaal"


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote as it stands on the page; `number` is its row in the quotes table."""

    number: int
    passage_id: str
    text: str
    by: str
    speaker: str
    place: str
    perspective: str
    also: tuple[str, ...]
    story: str
    probability: str
    people: str
    review: bool
    subtheme: str
    words: tuple[str, ...]
    theme_id: str
    theme: str


class Material:
    """A run, with the look-ups that several sections share."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.rows: list[dict[str, Any]] = run.rows()
        self.by_id = {row["passage_id"]: row for row in self.rows}
        self._number = {row["passage_id"]: number for number, row in enumerate(self.rows)}
        self.main = run.codebook.main
        self.story: Dimension | None = run.codebook.dimension(STORY)
        self.codes: tuple[str, ...] = (*self.main.code_ids, NONE_CODE)
        found = {row["stakeholdergroep"] for row in self.rows}
        self.groups: tuple[str, ...] = (
            *(value for value in STAKEHOLDERGROEPEN if value in found),
            *sorted(found - set(STAKEHOLDERGROEPEN)),
        )
        self.dissent = {quote.passage_id for quote in run.threads.quotes if quote.kind == DISSENT}
        self._why: Mapping[tuple[str, str], CodingReason] = {
            (reason.passage_id, reason.code): reason
            for reason in run.reasons
            if reason.dimension == self.main.id
        }
        self.of_code: Mapping[str, Sequence[dict[str, Any]]] = _grouped(self.rows, "perspective")

    def code(self, code_id: str) -> Code | None:
        """A code of the main dimension."""
        return next((code for code in self.main.codes if code.id == code_id), None)

    def title(self, code_id: str) -> str:
        """A perspective's title; a passage without one has its own name."""
        return "Geen perspectief" if code_id == NONE_CODE else self.main.title_of(code_id)

    def story_title(self, code_id: str) -> str:
        """Knelpunt, kiem, idee, or nothing."""
        if self.story is None or code_id == NONE_CODE:
            return ""
        return self.story.title_of(code_id)

    def reason(self, row: Mapping[str, Any]) -> CodingReason | None:
        """Why a passage's perspective was given."""
        return self._why.get((row["passage_id"], row["perspective"]))

    def quote(self, row: Mapping[str, Any]) -> Quote:
        """A row of the quotes table as it stands on the page."""
        why = self.reason(row)
        sure = row["probability"]
        others = [c for c in row["perspectives"].split(";") if c and c != row["perspective"]]
        return Quote(
            number=self._number[row["passage_id"]],
            passage_id=row["passage_id"],
            text=row["text"],
            by=said_by(row),
            speaker=row["speaker"] or "",
            place=place(row),
            perspective=self.title(row["perspective"]),
            also=tuple(self.title(code) for code in others),
            story=self.story_title(row["verhaal"]),
            probability="" if sure is None else number(sure, 2),
            people=row["coder"].replace(PEOPLE, "").replace(";", ", ") if sure is None else "",
            review=row["needs_review"],
            subtheme=why.subtheme if why else "",
            words=why.words if why else (),
            theme_id=row["theme_id"] or "",
            theme=row["theme_label"] or "",
        )

    def best(self, rows: Sequence[Mapping[str, Any]], count: int) -> list[Quote]:
        """The surest quotes that read well alone, one a speaker."""
        ordered = sorted(
            rows,
            key=lambda row: (
                row["needs_review"],
                row["speaker"] is None,
                not 15 <= len(row["text"].split()) <= 80,
                -(1.0 if row["probability"] is None else row["probability"]),
            ),
        )
        chosen: list[Quote] = []
        heard: set[tuple[str, str]] = set()
        for row in ordered:
            person = (row["transcript_id"], row["speaker"] or row["passage_id"])
            if person not in heard and len(chosen) < count:
                heard.add(person)
                chosen.append(self.quote(row))
        return chosen


def _grouped(rows: Sequence[dict[str, Any]], column: str) -> Mapping[str, Sequence[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row[column]].append(row)
    return grouped
