"""Which quotes to take away, and in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dialoogcoder.errors import InputError
from dialoogcoder.export.attribution import called
from dialoogcoder.export.choices import folded, matching
from dialoogcoder.export.order import BEST, ORDERS, ordered
from dialoogcoder.export.search import searcher
from dialoogcoder.export.stage import Run
from dialoogcoder.model import DISSENT, NONE_CODE, PEOPLE

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Selection:
    """What a quote must be; of several values in one filter one is enough.

    Attributes:
        perspective: Codes that the passage carries, the first or another, by id or title.
        verhaal: Codes of the second dimension.
        role: Gespreksrollen, or words of a functie: ``wethouder``, ``gespreksleider``.
        group: Stakeholdergroepen.
        dialogue_form: Kinds of dialogue.
        dialogue_theme: Themes that dialogues were about.
        theme: Threads, by id or label.
        min_probability: How probable the first code is at least; what a person coded is sure.
        reviewed: Only what a person has coded.
        search: Words that stand in the text, in any form; all the words of one value.
        representative: Only what stands for its thread.
        dissent: Only what speaks against its thread.
        limit: How many quotes at most.
        max_per_speaker: How many of one speaker at most; a passage without one is on its own.
        sort: One of `ORDERS`. None is ``best`` where `limit` or `max_per_speaker` leaves quotes
            out, and else ``source``.
    """

    perspective: tuple[str, ...] = ()
    verhaal: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    dialogue_form: tuple[str, ...] = ()
    dialogue_theme: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    min_probability: float | None = None
    reviewed: bool = False
    search: tuple[str, ...] = ()
    representative: bool = False
    dissent: bool = False
    limit: int | None = None
    max_per_speaker: int | None = None
    sort: str | None = None


EVERYTHING: Final = Selection()


@dataclass(frozen=True, slots=True)
class _Step:
    """A filter, as it is told when nothing is left after it."""

    name: str
    keeps: Callable[[Row], bool]


def select(run: Run, selection: Selection = EVERYTHING) -> list[dict[str, Any]]:
    """Choose quotes of a run.

    Args:
        run: The run.
        selection: What they must be, how many, and in which order.

    Returns:
        Rows of the quotes table, in the selection's order; at least one.

    Raises:
        InputError: A filter names something that isn't in the run, or no quote is left.
    """
    rows = run.rows()
    wanted = frozenset[str]()
    steps: list[_Step] = []
    if selection.perspective:
        named = {c.id: (c.id, c.title) for c in run.codebook.main.codes}
        codes = {**named, NONE_CODE: (NONE_CODE,)}
        wanted = matching("--perspective", selection.perspective, codes)
        steps.append(_Step(_told("perspective", selection.perspective), _carrying(wanted)))
    steps += _value_steps(run, rows, selection)
    steps += _other_steps(run, selection)
    told = [f"{len(rows)} in the run"]
    for step in steps:
        rows = [row for row in rows if step.keeps(row)]
        told.append(f"{len(rows)} with {step.name}")
        if not rows:
            break
    if not rows:
        raise InputError(
            "selection", f"no quote ({', then '.join(told)})", "at least one", "Take a filter off."
        )
    rows = ordered(rows, _order(selection), first=wanted)
    if selection.max_per_speaker is not None:
        rows = _of_different_people(rows, selection.max_per_speaker)
    return rows[: selection.limit]


def _order(selection: Selection) -> str:
    if selection.sort is None:
        cuts = selection.limit is not None or selection.max_per_speaker is not None
        return BEST if cuts else "source"
    order = folded(selection.sort.strip())
    if order not in ORDERS:
        raise InputError(
            f"--sort '{selection.sort}'", "no such order", f"one of: {', '.join(ORDERS)}",
            "Give one of these.",
        )  # fmt: skip
    return order


def _told(option: str, values: Sequence[str]) -> str:
    return " ".join(f"--{option} '{value}'" for value in values)


def _carrying(codes: frozenset[str]) -> Callable[[Row], bool]:
    return lambda row: not codes.isdisjoint([row["perspective"], *row["perspectives"].split(";")])


def _value_steps(run: Run, rows: Sequence[Row], selection: Selection) -> Iterable[_Step]:
    """The filters on what one column says."""
    verhaal = run.codebook.dimension("verhaal")
    stories = {c.id: (c.id, c.title) for c in verhaal.codes} if verhaal else {}
    labels = {t.theme_id: (t.theme_id, t.label) for t in run.threads.themes}
    parts = ("gespreksrol", "functie")
    filters = (
        ("verhaal", selection.verhaal, ("verhaal",), {**stories, NONE_CODE: (NONE_CODE,)}),
        ("role", selection.role, parts, _values(rows, *parts)),
        ("group", selection.group, ("stakeholdergroep",), _values(rows, "stakeholdergroep")),
        ("dialogue-form", selection.dialogue_form, ("dialoogvorm",), _values(rows, "dialoogvorm")),
        (
            "dialogue-theme",
            selection.dialogue_theme,
            ("dialoogthema",),
            _values(rows, "dialoogthema"),
        ),
        ("theme", selection.theme, ("theme_id",), labels),
    )
    for option, given, columns, options in filters:
        if given:
            values = matching(f"--{option}", given, options, parts=option == "role")
            yield _Step(_told(option, given), _saying(columns, values))


def _values(rows: Sequence[Row], *columns: str) -> dict[str, tuple[str, ...]]:
    """What columns hold in this run, the most frequent first."""
    counts = (Counter(row[column] for row in rows if row[column]) for column in columns)
    return {
        value: (value, called(value) or value)
        for column in counts
        for value, _ in column.most_common()
    }


def _saying(columns: Sequence[str], values: frozenset[str]) -> Callable[[Row], bool]:
    return lambda row: any(row[column] in values for column in columns)


def _other_steps(run: Run, selection: Selection) -> Iterable[_Step]:
    least = selection.min_probability
    if least is not None:
        yield _Step(
            f"--min-probability {least:g}",
            lambda row: row["probability"] is None or row["probability"] >= least,
        )
    if selection.reviewed:
        yield _Step("--reviewed (coded by a person)", lambda row: row["coder"].startswith(PEOPLE))
    if selection.representative:
        yield _Step("--representative", lambda row: bool(row["representative"]))
    if selection.dissent:
        against = {q.passage_id for q in run.threads.quotes if q.kind == DISSENT}
        yield _Step("--dissent", lambda row: row["passage_id"] in against)
    if selection.search:
        tests = [searcher(query) for query in selection.search]
        yield _Step(
            _told("search", selection.search),
            lambda row: any(holds(row["text"]) for holds in tests),
        )


def _of_different_people(rows: Sequence[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    heard: Counter[tuple[str, str]] = Counter()
    chosen = []
    for row in rows:
        # The same label in another dialogue ("Deelnemer 1") is mostly somebody else.
        person = (row["transcript_id"], row["speaker"] or row["passage_id"])
        heard[person] += 1
        if heard[person] <= most:
            chosen.append(row)
    return chosen
