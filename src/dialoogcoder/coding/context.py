"""What was said just before and after as a hint to what a passage is about.

A short answer at a table rarely names its subject; its neighbours do.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.model import Passage

Array = NDArray[np.float64]


def from_neighbours(
    odds: Array, passages: Sequence[Passage], *, weight: float, running: Collection[str]
) -> Array:
    """What the passages before and after add to each code's log-odds.

    Args:
        odds: Log-odds of each passage judged alone, shape (passages, codes), without `geen`.
        passages: The same passages, each transcript's in its order.
        weight: What the mean of both neighbours is multiplied by.
        running: Ids of the transcripts whose passages follow one another; the items of a quote
            list have no neighbours.

    Returns:
        Shape (passages, codes); zeros where there is no neighbour.
    """
    total = np.zeros_like(odds)
    count = np.zeros((len(odds), 1))
    for first, second in pairwise(range(len(passages))):
        transcript = passages[first].transcript_id
        if transcript == passages[second].transcript_id and transcript in running:
            total[first] += odds[second]
            total[second] += odds[first]
            count[[first, second]] += 1
    added: Array = weight * total / np.maximum(count, 1)
    return added
