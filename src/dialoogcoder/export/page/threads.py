"""The rode draden: how broad and how steady each is, who carries it, who speaks against it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from dialoogcoder.export.page.charts import Bar, HeatMap, bars, heat_map
from dialoogcoder.export.page.material import STORY, Material, Quote
from dialoogcoder.export.page.perspectives import search_link
from dialoogcoder.export.page.words import counted, groups, number, percent
from dialoogcoder.model import DISSENT, RODE_DRAAD, TYPICAL, Theme, ThemeDetail, ThemeQuote

# A thread is found again in so much of the subsamples; between them it is "redelijk".
_STEADY, _SHAKY = 0.7, 0.45
# A group is told of when it speaks of a thread so much more than of everything, and not once.
_MORE, _AT_LEAST = 1.5, 3


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a thread."""

    label: str
    words: str
    breadth: str


@dataclass(frozen=True, slots=True)
class Dissent:
    """A quote that speaks against a thread, and by what it shows."""

    quote: Quote
    because: str
    group: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread as the page shows it."""

    theme_id: str
    label: str
    named_by_people: bool
    subtheme: str
    keywords: tuple[str, ...]
    size: int
    speakers: int
    documents: int
    stability: str
    steadiness: str
    bar: float
    trend: str
    more_by: tuple[str, ...]
    perspectives: tuple[Bar, ...]
    stories: tuple[Bar, ...]
    parts: tuple[Part, ...]
    quotes: tuple[Quote, ...]
    dissents: tuple[Dissent, ...]
    link: str


@dataclass(frozen=True, slots=True)
class Threads:
    """The section."""

    returning: tuple[Thread, ...]
    loose: tuple[Thread, ...]
    by_group: HeatMap
    dissents: tuple[tuple[Thread, Dissent], ...]
    trends: bool
    notices: tuple[str, ...]


def steadiness(stability: float) -> str:
    """A thread's stability in a word."""
    if stability >= _STEADY:
        return "stevig"
    return "redelijk" if stability >= _SHAKY else "wankel"


def threads(material: Material) -> Threads:
    """Make the section."""
    found = material.run.threads
    details = {detail.theme_id: detail for detail in found.details}
    quotes: dict[str, list[ThemeQuote]] = defaultdict(list)
    for quote in sorted(found.quotes, key=lambda quote: quote.rank):
        # A quote of an edited table may have lost its passage.
        if quote.passage_id in material.by_id:
            quotes[quote.theme_id].append(quote)
    made = {
        theme.theme_id: _thread(material, theme, details.get(theme.theme_id), quotes)
        for theme in found.themes
    }
    loose = {
        theme_id for theme_id in made
        if theme_id in details and details[theme_id].kind != RODE_DRAAD
    }  # fmt: skip
    returning = tuple(thread for theme_id, thread in made.items() if theme_id not in loose)
    counts = Counter((row["theme_id"], row["stakeholdergroep"]) for row in material.rows)
    return Threads(
        returning=returning,
        loose=tuple(thread for theme_id, thread in made.items() if theme_id in loose),
        by_group=heat_map(
            "Wie draagt welke rode draad",
            "Rode draad",
            [groups(value) for value in material.groups],
            [
                (t.label, [counts[t.theme_id, g] for g in material.groups], f"#draad-{t.theme_id}")
                for t in returning
            ],
        ),
        dissents=tuple((thread, one) for thread in returning for one in thread.dissents),
        trends=any(thread.trend for thread in returning),
        notices=found.notices,
    )


def _thread(
    material: Material,
    theme: Theme,
    detail: ThemeDetail | None,
    quotes: dict[str, list[ThemeQuote]],
) -> Thread:
    found = material.run.threads
    own = [row for row in material.rows if row["theme_id"] == theme.theme_id]
    by_code = Counter(row["perspective"] for row in own)
    by_story = Counter(row[STORY] for row in own)
    chosen = quotes[theme.theme_id]
    return Thread(
        theme_id=theme.theme_id,
        label=theme.label,
        named_by_people=detail is not None and detail.named_by == "mens",
        subtheme=(detail.subtheme or "") if detail is not None else "",
        keywords=theme.keywords,
        size=theme.size,
        speakers=theme.speakers,
        documents=theme.transcripts,
        stability=number(theme.stability, 2),
        steadiness=steadiness(theme.stability),
        bar=round(100 * theme.stability, 1),
        trend=_trend(detail),
        more_by=tuple(
            f"{groups(s.value).lower()} ({percent(s.share)} hier, {percent(s.expected)} overal)"
            for s in found.spread
            if (s.theme_id, s.dimension) == (theme.theme_id, "stakeholdergroep")
            and s.value != "onbekend"
            and s.passages >= _AT_LEAST
            and s.share >= _MORE * s.expected
        ),
        perspectives=bars(
            [(material.title(code), n, "") for code, n in by_code.most_common()], of=len(own)
        ),
        stories=bars(
            [(material.story_title(c), n, "") for c, n in by_story.most_common() if c != "geen"],
            of=len(own),
        ),
        parts=tuple(
            Part(
                part.label,
                ", ".join(part.keywords),
                f"{counted(part.size, 'passage', 'passages')}, "
                f"{counted(part.speakers, 'spreker', 'sprekers')}",
            )
            for part in found.parts
            if part.theme_id == theme.theme_id
        ),
        quotes=tuple(material.quote(material.by_id[q.passage_id]) for q in chosen
                     if q.kind == TYPICAL),
        dissents=tuple(
            Dissent(
                material.quote(material.by_id[q.passage_id]),
                q.because,
                groups(material.by_id[q.passage_id]["stakeholdergroep"]),
            )
            for q in chosen
            if q.kind == DISSENT
        ),
        link=search_link(draad=theme.theme_id),
    )  # fmt: skip


def _trend(detail: ThemeDetail | None) -> str:
    if detail is None or not detail.trend:
        return ""
    before = f" (was {number(detail.before)})" if detail.before is not None else ""
    return f"{detail.trend}{before}"
