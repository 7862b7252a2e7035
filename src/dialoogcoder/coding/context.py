"""What was said just before and after as a hint to what a passage is about.

A short answer at a table rarely names its subject; its neighbours do.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def from_neighbours(odds: Array, belongs: Sequence[str | None], *, weight: float) -> Array:
    """What the passages before and after add to each code's log-odds.

    Args:
        odds: Log-odds of each passage judged alone, shape (passages, codes), without `geen`.
        belongs: The conversation or report of each, in whose order they stand; None for one that
            has no neighbours, such as the items of a quote list.
        weight: What the mean of both neighbours is multiplied by.

    Returns:
        Shape (passages, codes); zeros where there is no neighbour.
    """
    total = np.zeros_like(odds)
    count = np.zeros((len(odds), 1))
    for first, second in pairwise(range(len(belongs))):
        if belongs[first] is not None and belongs[first] == belongs[second]:
            total[first] += odds[second]
            total[second] += odds[first]
            count[[first, second]] += 1
    added: Array = weight * total / np.maximum(count, 1)
    return added
