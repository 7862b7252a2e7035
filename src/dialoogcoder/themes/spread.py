"""How threads lie over codes, verhalen, stakeholder groups and dialogues."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialoogcoder.model import ThemeSpread


@dataclass(frozen=True, slots=True)
class Told:
    """A passage's place and values: its thread, who says it, and for each dimension its values."""

    theme_id: str | None
    person: tuple[str, str | None]
    values: Mapping[str, tuple[str, ...]]


def spread_of(passages: Sequence[Told], dimensions: Sequence[str]) -> list[ThemeSpread]:
    """Count each thread's passages and speakers by value.

    Args:
        passages: All that were looked at for threads, with a thread or without.
        dimensions: In the order of the table.

    Returns:
        For each thread and dimension the values by number of passages, those that it has.
    """
    everywhere: Counter[tuple[str, str]] = Counter()
    counts: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    people: dict[tuple[str, str, str], set[tuple[str, str | None]]] = defaultdict(set)
    sizes: Counter[str] = Counter()
    for told in passages:
        pairs = [(d, value) for d in dimensions for value in told.values[d]]
        everywhere.update(pairs)
        if told.theme_id is None:
            continue
        sizes[told.theme_id] += 1
        counts[told.theme_id].update(pairs)
        for dimension, value in pairs:
            people[told.theme_id, dimension, value].add(told.person)
    result = []
    for theme_id in sorted(counts):
        for dimension in dimensions:
            own = [(v, n) for (d, v), n in counts[theme_id].items() if d == dimension]
            for value, count in sorted(own, key=lambda item: (-item[1], item[0])):
                said_by = people[theme_id, dimension, value]
                result.append(
                    ThemeSpread(
                        theme_id,
                        dimension,
                        value,
                        count,
                        len([person for person in said_by if person[1] is not None]),
                        round(count / sizes[theme_id], 4),
                        round(everywhere[dimension, value] / len(passages), 4),
                    )
                )
    return result
