"""The perspectives: who speaks of which, where, and each one with its sub-themes and quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from dialoogcoder.export.page.charts import Bar, HeatMap, bars, heat_map
from dialoogcoder.export.page.material import STORY, Material, Quote
from dialoogcoder.export.page.words import groups
from dialoogcoder.model import NONE_CODE

_BEST = 5


@dataclass(frozen=True, slots=True)
class Perspective:
    """A perspective as the page shows it."""

    code: str
    title: str
    definition: str
    count: int
    review: int
    speakers: int
    documents: int
    subthemes: tuple[Bar, ...]
    stories: tuple[Bar, ...]
    quotes: tuple[Quote, ...]
    link: str


@dataclass(frozen=True, slots=True)
class Perspectives:
    """The section."""

    by_group: HeatMap
    by_document: HeatMap
    each: tuple[Perspective, ...]


def search_link(**filters: str) -> str:
    """The address of the search with filters set."""
    return f"#citaten?{urlencode(filters)}"


def perspectives(material: Material) -> Perspectives:
    """Make the section."""
    heads = [material.title(code) for code in material.codes]

    def counted(column: str) -> Callable[[str], list[int]]:
        counts = Counter((row[column], row["perspective"]) for row in material.rows)
        return lambda value: [counts[value, code] for code in material.codes]

    of_group, of_document = counted("stakeholdergroep"), counted("transcript_id")
    return Perspectives(
        heat_map(
            "Perspectief naar groep van de spreker",
            "Groep",
            heads,
            [(groups(g), of_group(g), search_link(groep=g)) for g in material.groups],
            together="Alle passages",
        ),
        heat_map(
            "Perspectief naar gesprek",
            "Gesprek",
            heads,
            [
                (t.source, of_document(t.transcript_id), f"#gesprek-{t.transcript_id}")
                for t in material.run.reading.transcripts
            ],
        ),
        tuple(_one(material, code) for code in material.main.code_ids),
    )


def _one(material: Material, code_id: str) -> Perspective:
    code = material.code(code_id)
    own = material.of_code.get(code_id, ())
    reasons = [material.reason(row) for row in own]
    subthemes = Counter(reason.subtheme for reason in reasons if reason and reason.subtheme)
    return Perspective(
        code=code_id,
        title=material.title(code_id),
        definition=code.definition if code else "",
        count=len(own),
        review=sum(row["needs_review"] for row in own),
        speakers=len({_person(row) for row in own if row["speaker"]}),
        documents=len({row["transcript_id"] for row in own}),
        subthemes=bars([(name, n, "") for name, n in subthemes.most_common()], of=len(own)),
        stories=_stories(material, code_id, Counter(row[STORY] for row in own)),
        quotes=tuple(material.best(own, _BEST)),
        link=search_link(perspectief=code_id, eerste="ja"),
    )


def _stories(material: Material, code_id: str, counts: Counter[str]) -> tuple[Bar, ...]:
    if material.story is None:
        return ()
    values = [
        (title, counts[code], search_link(perspectief=code_id, eerste="ja", verhaal=code))
        for code, title in (
            *((code.id, code.title) for code in material.story.codes),
            (NONE_CODE, "Geen van deze"),
        )
    ]
    return bars(values, of=counts.total())


def _person(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["transcript_id"], row["speaker"]
