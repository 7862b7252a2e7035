"""Parts of a large thread that hang together more closely."""

from __future__ import annotations

import numpy as np

from dialoogcoder.themes.communities import communities
from dialoogcoder.themes.fusion import fuse, nearest
from dialoogcoder.themes.grouping import MOST, NOWHERE, Labels
from dialoogcoder.themes.representation import Material, Representation

# A smaller thread is read as a whole; a smaller part is an anecdote.
_WORTH_DIVIDING = 16
_SMALLEST = 4


def parts_of(material: Material, stop_words: frozenset[str], *, seed: int) -> Labels:
    """Divide one thread's passages.

    Args:
        material: The thread's passages.
        stop_words: Lemmas that say nothing of a subject.
        seed: For the starts.

    Returns:
        A part's number for each passage, the largest 0, or -1 for none; all -1 where the thread
        is small or does not fall into two parts of four passages or more.
    """
    count = len(material.texts)
    none = np.full(count, NOWHERE)
    if not _WORTH_DIVIDING <= count <= MOST:
        return none
    views = Representation(stop_words).fit_transform(material)
    labels = communities(fuse([nearest(view) for view in views]), granularity="grof", seed=seed)
    sizes = np.bincount(labels)
    if (sizes >= _SMALLEST).sum() < 2:
        return none
    return np.where(sizes[labels] >= _SMALLEST, labels, NOWHERE)
