"""The map of passages, a small one for each perspective, and what they show in a table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dialoogcoder.export.page.charts import PALETTE, dots
from dialoogcoder.export.page.material import Material
from dialoogcoder.export.page.words import percent
from dialoogcoder.model import NONE_CODE

SIZE = 1000
_NEIGHBOURS = 8


@dataclass(frozen=True, slots=True)
class Layer:
    """The passages of one perspective on the map; `colour` is a class of the style sheet."""

    id: int
    title: str
    count: int
    path: str
    colour: str
    own: str
    mixed_with: str


@dataclass(frozen=True, slots=True)
class Map:
    """The section."""

    layers: tuple[Layer, ...]
    places: tuple[tuple[int, int], ...]
    # Passages shrink on a full map, or they hide each other.
    dot: int


def passage_map(material: Material) -> Map | None:
    """Make the section; None where no map was made."""
    known = {place.passage_id: place for place in material.run.places}
    if len(material.rows) < _NEIGHBOURS or any(
        row["passage_id"] not in known for row in material.rows
    ):
        return None
    places = tuple(
        (
            round(30 + (SIZE - 60) * known[row["passage_id"]].x),
            round(30 + (SIZE - 60) * (1 - known[row["passage_id"]].y)),
        )
        for row in material.rows
    )
    codes = [row["perspective"] for row in material.rows]
    near = _neighbours(places, codes)
    layers = []
    for number, code in enumerate(material.codes):
        counts = near[code]
        others = [(other, n) for other, n in counts.most_common() if other != code]
        layers.append(
            Layer(
                id=number,
                title=material.title(code),
                count=codes.count(code),
                path=dots([place for place, own in zip(places, codes, strict=True) if own == code]),
                colour="cnone" if code == NONE_CODE else f"c{number % PALETTE}",
                own=percent(counts[code], counts.total()),
                mixed_with=(
                    f"{material.title(others[0][0])} ({percent(others[0][1], counts.total())})"
                    if others
                    else ""
                ),
            )
        )
    return Map(tuple(layers), places, 14 if len(places) < 1000 else 9 if len(places) < 6000 else 6)


def _neighbours(places: Sequence[tuple[int, int]], codes: Sequence[str]) -> dict[str, Counter[str]]:
    """For each code, the codes of its passages' nearest neighbours on the map."""
    from scipy.spatial import cKDTree

    points = np.array(places, dtype=np.float64)
    count = min(_NEIGHBOURS + 1, len(points))
    _, nearest = cKDTree(points).query(points, k=count)
    near: dict[str, Counter[str]] = defaultdict(Counter)
    for own, row in enumerate(nearest):
        near[codes[own]].update(codes[other] for other in row if other != own)
    return near
