"""Communities in the fused graph, whose number the graph itself gives.

Source: Traag, Waltman and van Eck (2019), "From Louvain to Leiden", Scientific Reports 9; the
resolution is Reichardt and Bornholdt's. Stability: Hennig (2007), "Cluster-wise assessment of
cluster stability", Computational Statistics & Data Analysis 52.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dialoogcoder.themes.fusion import Neighbours, among, fuse, strongest

_RESOLUTION = {"grof": 0.8, "normaal": 3.0, "fijn": 7.0}
_STARTS = 5
_KEPT = 0.8
_ROUNDS = 5


def communities(
    affinity: sparse.csr_matrix, *, granularity: str, seed: int, starts: int = _STARTS
) -> NDArray[np.int64]:
    """Divide passages into communities.

    Args:
        affinity: Symmetric, as `fuse` gives it.
        granularity: ``grof``, ``normaal`` or ``fijn``.
        seed: For the starts; of several the division of the highest modularity stands.
        starts: How many.

    Returns:
        A community's number for each passage, the largest community 0.
    """
    import igraph

    ties = sparse.triu(strongest(affinity), 1).tocoo()
    graph = igraph.Graph(n=ties.shape[0], edges=np.column_stack([ties.row, ties.col]).tolist())
    weights = (ties.data / max(ties.data.max(initial=0.0), 1e-12)).tolist()
    resolution = _RESOLUTION[granularity]
    best: tuple[float, list[int]] | None = None
    for start in range(starts):
        # igraph draws from one generator for the whole process.
        igraph.set_random_number_generator(random.Random(seed + start))
        found = graph.community_leiden(
            "modularity", weights=weights, resolution=resolution, n_iterations=_ROUNDS
        ).membership
        worth = graph.modularity(found, weights=weights, resolution=resolution)
        if best is None or worth > best[0] + 1e-9:
            best = worth, found
    igraph.set_random_number_generator(random)
    return _by_size(np.array(best[1] if best else [], dtype=np.int64))


def _by_size(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    found, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    order = sorted(range(len(found)), key=lambda i: (-sizes[i], first[i]))
    number = np.empty(len(found), dtype=np.int64)
    number[order] = np.arange(len(found))
    return number[np.searchsorted(found, labels)]


def belonging(affinity: sparse.csr_matrix, labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """How much of each passage's ties lie in each community.

    Args:
        affinity: Symmetric, as `fuse` gives it.
        labels: A community's number for each passage, or -1 for none.

    Returns:
        Shares between 0 and 1, shape (passages, communities), of all ties, those to passages
        without a community too; a row of zeros without any tie.
    """
    count = int(labels.max(initial=-1)) + 1
    kept = labels >= 0
    member = sparse.csr_matrix(
        (np.ones(kept.sum()), (np.flatnonzero(kept), labels[kept])), shape=(len(labels), count)
    )
    held = np.asarray((affinity @ member).todense())
    ties = np.asarray(affinity.sum(axis=1)).reshape(-1, 1)
    return np.asarray(held / np.maximum(ties, 1e-12))


@dataclass(frozen=True, slots=True)
class Subsample:
    """Communities found among four fifths of the passages; `kept` are their row numbers."""

    kept: NDArray[np.int64]
    labels: NDArray[np.int64]


def subsamples(
    views: Sequence[Neighbours], *, granularity: str, seed: int, rounds: int = 20
) -> list[Subsample]:
    """Find communities among some of the passages, again and again.

    Args:
        views: Each view's neighbours.
        granularity: ``grof``, ``normaal`` or ``fijn``.
        seed: For the drawing of passages, and for every start.
        rounds: How many times.
    """
    generator = np.random.default_rng(seed)
    count = len(views[0].rows)
    result = []
    for _ in range(rounds):
        kept = np.sort(generator.permutation(count)[: max(2, int(_KEPT * count))])
        affinity = fuse([among(view, kept) for view in views])
        found = communities(affinity, granularity=granularity, seed=seed, starts=1)
        result.append(Subsample(kept, found))
    return result


def agreed(affinity: sparse.csr_matrix, found: Sequence[Subsample]) -> sparse.csr_matrix:
    """Weaken ties between passages that subsamples put apart.

    Source: consensus clustering, Lancichinetti and Fortunato (2012), Scientific Reports 2; here
    the share of subsamples that agree weighs the ties that there are, which keeps them sparse.

    Args:
        affinity: Symmetric, as `fuse` gives it.
        found: Communities in subsamples.

    Returns:
        Each passage's strongest ties, times the share of the subsamples with both passages in
        which they were in one community.
    """
    ties = strongest(affinity).tocoo()
    together = np.zeros(len(ties.data))
    both = np.zeros(len(ties.data))
    for own in found:
        labels = np.full(affinity.shape[0], -1, dtype=np.int64)
        labels[own.kept] = own.labels
        one, other = labels[ties.row], labels[ties.col]
        there = (one >= 0) & (other >= 0)
        both += there
        together += there & (one == other)
    weights = ties.data * together / np.maximum(both, 1)
    result = sparse.csr_matrix((weights, (ties.row, ties.col)), shape=affinity.shape)
    result.eliminate_zeros()
    return result


def stability(labels: NDArray[np.int64], found: Sequence[Subsample]) -> NDArray[np.float64]:
    """Mean best Jaccard of each community over subsamples.

    Args:
        labels: A community's number for each passage, or -1 for none.
        found: Communities in subsamples.

    Returns:
        A value between 0 and 1 for each community; 1 is found again whole each time.
    """
    count = int(labels.max(initial=-1)) + 1
    total = np.zeros(count)
    for own in found:
        total += _best_jaccard(labels[own.kept], own.labels, count)
    return np.asarray(total / max(1, len(found)))


def _best_jaccard(
    labels: NDArray[np.int64], again: NDArray[np.int64], count: int
) -> NDArray[np.float64]:
    both = np.zeros((count, int(again.max()) + 1))
    inside = labels >= 0
    np.add.at(both, (labels[inside], again[inside]), 1)
    own = both.sum(axis=1, keepdims=True)
    sizes = np.bincount(again[inside], minlength=both.shape[1])
    return np.asarray((both / np.maximum(own + sizes - both, 1)).max(axis=1))
