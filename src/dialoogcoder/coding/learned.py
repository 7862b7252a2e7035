"""Views learned from hand-coded passages: kernel ridge regression on n-grams and on embeddings.

Ridge regression has an exact answer to "what would it have said of this document, had it not seen
it?" without fitting anew, so the next layer learns from honest scores only. Sources: Saunders,
Gammerman & Vovk (1998) for kernel ridge regression; Allen (1974) for the leave-one-out residual,
here for whole documents at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dialoogcoder.coding.material import Material

Array = NDArray[np.float64]
LEARNED_VIEWS = ("learned_ngrams", "learned_meaning")

# Penalties, and the weight of the constant; half or twice as much changes little.
_PENALTY = {"learned_ngrams": 0.5, "learned_meaning": 1.0}
_CONSTANT = 0.1
_FEWEST_TEXTS = 2


@dataclass(frozen=True)
class LinearView:
    """Weights of one view, and the scale that makes its held-out scores comparable."""

    weights: Array
    bias: Array
    mean: Array
    spread: Array

    def score(self, features: Array | sparse.csr_matrix) -> Array:
        """Standardised scores, shape (passages, codes)."""
        raw = np.asarray(features @ self.weights) + self.bias
        return np.asarray((raw - self.mean) / self.spread)


@dataclass(frozen=True)
class LearnedViews:
    """Both views, with what turns passages into their features.

    `buckets` are the n-grams kept, `idf` their weights, `centre` the mean embedding.
    """

    buckets: NDArray[np.int64]
    idf: Array
    centre: Array
    ngrams: LinearView
    meaning: LinearView

    def compare(self, material: Material) -> Array:
        """Score passages; shape (passages, codes, 2) in the order of `LEARNED_VIEWS`."""
        return np.stack(
            [
                self.ngrams.score(_ngram_features(material.counts, self.buckets, self.idf)),
                self.meaning.score(_meaning_features(material.vectors, self.centre)),
            ],
            axis=2,
        )


def _ngram_features(
    counts: sparse.csr_matrix, buckets: NDArray[np.int64], idf: Array
) -> sparse.csr_matrix:
    kept = counts[:, buckets].astype(np.float64)
    kept.data = 1.0 + np.log(kept.data)
    kept = kept @ sparse.diags(idf)
    norms = np.sqrt(np.asarray(kept.multiply(kept).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1.0 / np.maximum(norms, 1e-9)) @ kept)


def _meaning_features(vectors: Array, centre: Array) -> Array:
    moved = vectors - centre
    unit: Array = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return unit


def fit_learned(
    material: Material, members: NDArray[np.bool_], documents: Sequence[str]
) -> tuple[LearnedViews, Array]:
    """Fit both views.

    Args:
        material: The training passages.
        members: Shape (passages, codes): which codes hold.
        documents: The document of each; a passage's held-out score comes from all others.

    Returns:
        The views, and the held-out scores of the training passages, shape (passages, codes, 2).
    """
    columns = material.counts.tocsc()
    found = np.diff(columns.indptr)
    buckets = np.flatnonzero(found >= _FEWEST_TEXTS).astype(np.int64)
    idf = np.log((1 + len(material)) / (1 + found[buckets])).round(6)
    centre = material.vectors.mean(axis=0).round(6)
    features = {
        "learned_ngrams": _ngram_features(material.counts, buckets, idf),
        "learned_meaning": _meaning_features(material.vectors, centre),
    }
    fitted, held_out = zip(
        *(_fit(features[n], members, documents, _PENALTY[n]) for n in LEARNED_VIEWS), strict=True
    )
    return LearnedViews(buckets, idf, centre, *fitted), np.stack(held_out, axis=2)


def _fit(
    features: Array | sparse.csr_matrix,
    members: NDArray[np.bool_],
    documents: Sequence[str],
    penalty: float,
) -> tuple[LinearView, Array]:
    product = features @ features.T
    dense = product if isinstance(product, np.ndarray) else product.toarray()
    kernel = dense + _CONSTANT
    target = 2.0 * members - 1.0
    inverse = np.linalg.inv(kernel + penalty * np.eye(len(kernel)))
    duals = inverse @ target
    held_out = np.empty_like(target)
    names = np.asarray(documents)
    for name in np.unique(names):
        own = np.flatnonzero(names == name)
        held_out[own] = target[own] - np.linalg.solve(inverse[np.ix_(own, own)], duals[own])
    mean, spread = held_out.mean(axis=0), np.maximum(held_out.std(axis=0), 1e-6)
    view = LinearView(
        np.asarray(features.T @ duals).round(4),
        (_CONSTANT * duals.sum(axis=0)).round(4),
        mean.round(4),
        spread.round(4),
    )
    return view, (held_out - mean) / spread
