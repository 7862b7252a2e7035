"""Whether a group of passages hangs together by what they say themselves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dialoogcoder.themes.representation import View

_DRAWS = 100
# A large group's likeness is judged by so many of its passages.
_ENOUGH = 30
# One in twenty groups drawn at random would seem to hang together.
_BORDER = 1.645


def hollow(views: Sequence[View], labels: NDArray[np.int64], *, seed: int) -> list[int]:
    """Find the groups whose passages are no more alike than passages drawn at random.

    Such a group is what is left over: its passages resemble one another only in what the codebook
    makes of them. The likeness within a group is set against that within groups of the same size
    drawn from all passages, view by view, and put together (Stouffer et al. 1949).

    Args:
        views: Those that show the passages' own meaning and words, rows of unit length.
        labels: Each passage's group, or -1.
        seed: For the draws.

    Returns:
        The numbers of the hollow groups.
    """
    generator = np.random.default_rng(seed)
    by_chance: dict[int, NDArray[np.float64]] = {}
    result = []
    for number in range(int(labels.max(initial=-1)) + 1):
        own = np.flatnonzero(labels == number)
        own = np.sort(generator.permutation(own)[:_ENOUGH])
        if len(own) < 2:
            continue
        if len(own) not in by_chance:
            draws = [
                [_likeness(view, generator.permutation(len(labels))[: len(own)]) for view in views]
                for _ in range(_DRAWS)
            ]
            by_chance[len(own)] = np.array(draws)
        chance = by_chance[len(own)]
        found = np.array([_likeness(view, own) for view in views])
        away = (found - chance.mean(axis=0)) / np.maximum(chance.std(axis=0), 1e-9)
        if float(away.sum()) / np.sqrt(len(views)) < _BORDER:
            result.append(number)
    return result


def _likeness(view: View, rows: NDArray[np.int64]) -> float:
    """Mean cosine between different rows."""
    own = view[rows]
    product = own @ own.T
    similar = np.asarray(product.toarray() if sparse.issparse(product) else product)
    count = len(rows)
    return float((similar.sum() - np.trace(similar)) / (count * (count - 1)))
