"""A map of passages: two dimensions of the embedding, in which near means alike in meaning.

t-SNE (Van der Maaten and Hinton 2008, JMLR 9) keeps neighbours together far better than the first
two principal components: on the samples .29 of a passage's eight neighbours share its perspective,
against .17, and .31 in all 512 dimensions. Its time grows fast, so that of a large collection an
even part is laid out and every other passage put amid those that it is most like.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.model import PassagePlace

_LAID_OUT = 2000
_NEIGHBOURS = 4
_PERPLEXITY = 20
# Fewer say nothing of neighbourhoods.
_FEW = 8


def map_passages(
    passage_ids: Sequence[str], vectors: NDArray[np.float32], *, seed: int
) -> tuple[PassagePlace, ...]:
    """Lay passages out on a square.

    Args:
        passage_ids: The passages.
        vectors: Their embeddings, one a row.
        seed: For the layout.

    Returns:
        One place a passage, in order; the same on every run on one machine.
    """
    if not passage_ids:
        return ()
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    directions = np.asarray(vectors, dtype=np.float64) / np.maximum(lengths, 1e-9)
    chosen = np.unique(
        np.linspace(0, len(directions) - 1, min(len(directions), _LAID_OUT)).astype(int)
    )
    layout = _laid_out(directions[chosen], seed)
    places = _amid(directions, directions[chosen], layout)
    places[chosen] = layout
    low, high = places.min(axis=0), places.max(axis=0)
    # One scale for both axes: distances mean the same in every direction.
    span = max(float((high - low).max()), 1e-9)
    scaled = np.round(0.5 + (places - (low + high) / 2) / span, 4)
    return tuple(
        PassagePlace(passage_id, float(x), float(y))
        for passage_id, (x, y) in zip(passage_ids, scaled, strict=True)
    )


def _laid_out(directions: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    start = _principal(directions)
    if len(directions) < _FEW:
        return start
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

    # With one thread sums are added in one order.
    with threadpool_limits(1):
        layout = TSNE(
            2,
            init=1e-4 * start / max(float(start[:, 0].std()), 1e-9),
            perplexity=min(_PERPLEXITY, (len(directions) - 1) / 3),
            random_state=seed,
            n_jobs=1,
        ).fit_transform(directions)
    return np.asarray(layout, dtype=np.float64)


def _principal(directions: NDArray[np.float64]) -> NDArray[np.float64]:
    """The first two principal components, each turned so that its largest value is positive."""
    centred = directions - directions.mean(axis=0)
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    parts = np.zeros((len(directions), 2))
    count = min(2, len(sizes))
    parts[:, :count] = left[:, :count] * sizes[:count]
    largest = parts[np.abs(parts).argmax(axis=0), [0, 1]]
    return parts * np.where(largest < 0, -1.0, 1.0)


def _amid(
    directions: NDArray[np.float64], landmarks: NDArray[np.float64], layout: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Places amid the most similar landmarks, nearer to the more similar."""
    places = np.empty((len(directions), 2))
    count = min(_NEIGHBOURS, len(landmarks))
    for begin in range(0, len(directions), 1000):
        likeness = directions[begin : begin + 1000] @ landmarks.T
        nearest = np.argsort(-likeness, axis=1, kind="stable")[:, :count]
        weights = np.clip(np.take_along_axis(likeness, nearest, axis=1), 0, None) ** 8 + 1e-9
        weights /= weights.sum(axis=1, keepdims=True)
        places[begin : begin + 1000] = np.einsum("ij,ijk->ik", weights, layout[nearest])
    return places
