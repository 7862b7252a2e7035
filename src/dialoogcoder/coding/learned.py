"""Views learned from hand-coded passages: ridge regression on words and on embeddings.

Ridge regression has an exact answer to "what would it have said of this document, had it not seen
it?" without fitting anew, so the next layer learns from honest scores only. Sources: Saunders,
Gammerman & Vovk (1998) for ridge regression in dual variables; Allen (1974) for the leave-one-out
residual, here for whole documents at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dialoogcoder.coding.material import Material

Array = NDArray[np.float64]
LEARNED_VIEWS = ("words", "meaning")

# One penalty for both, and the weight of the constant; half or twice as much changes little.
_PENALTY = 1.0
_CONSTANT = 0.1
_FEWEST_TEXTS = 2


@dataclass(frozen=True)
class Vocabulary:
    """The hashed features that are kept, and their weights (inverse document frequency)."""

    buckets: NDArray[np.int64]
    idf: Array

    def weigh(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        """Weighted features, each row of unit length; shape (passages, features kept)."""
        kept = counts[:, self.buckets].astype(np.float64)
        kept.data = 1.0 + np.log(kept.data)
        kept = kept @ sparse.diags(self.idf)
        norms = np.sqrt(np.asarray(kept.multiply(kept).sum(axis=1)).ravel())
        return sparse.csr_matrix(sparse.diags(1.0 / np.maximum(norms, 1e-9)) @ kept)


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

    The rows of `words.weights` belong to `ngrams`, then to `lemmas`; `centre` is the mean
    embedding of the training passages.
    """

    ngrams: Vocabulary
    lemmas: Vocabulary
    centre: Array
    words: LinearView
    meaning: LinearView

    def compare(self, material: Material) -> Array:
        """Score passages; shape (passages, codes, 2) in the order of `LEARNED_VIEWS`."""
        return np.stack(
            [
                self.words.score(_word_features(material, self.ngrams, self.lemmas)),
                self.meaning.score(_meaning_features(material.vectors, self.centre)),
            ],
            axis=2,
        )

    def carried(
        self, material: Material, coefficients: Array
    ) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        """What each n-gram and each lemma adds to a weighted sum of the view of words.

        Args:
            material: The passages.
            coefficients: Shape (passages, codes).

        Returns:
            Shapes (passages, 2**20) and (passages, 2**18); with the view's constant, times the
            coefficients, their rows add up to the sum over codes of coefficient times view.
        """
        scale = coefficients / self.words.spread
        border = len(self.ngrams.buckets)
        return (
            _carried(self.ngrams, material.ngrams, self.words.weights[:border], scale),
            _carried(self.lemmas, material.lemmas, self.words.weights[border:], scale),
        )


def _carried(
    vocabulary: Vocabulary, counts: sparse.csr_matrix, weights: Array, scale: Array
) -> sparse.csr_matrix:
    features = vocabulary.weigh(counts)
    rows = np.repeat(np.arange(features.shape[0]), np.diff(features.indptr))
    data = features.data * np.einsum("ij,ij->i", weights[features.indices], scale[rows])
    return sparse.csr_matrix(
        (data, vocabulary.buckets[features.indices], features.indptr), shape=counts.shape
    )


class LearnedFitter:
    """What fitting needs of the passages alone, so that several dimensions share it.

    Args:
        material: The training passages.
        documents: The document of each; a passage's held-out score comes from all others.
    """

    def __init__(self, material: Material, documents: Sequence[str]) -> None:
        self._ngrams = _vocabulary(material.ngrams)
        self._lemmas = _vocabulary(material.lemmas)
        self._centre = material.vectors.mean(axis=0).round(6)
        self._words = _Dual(_word_features(material, self._ngrams, self._lemmas), documents)
        self._meaning = _Primal(_meaning_features(material.vectors, self._centre), documents)

    def fit(self, members: NDArray[np.bool_]) -> tuple[LearnedViews, Array]:
        """Fit both views.

        Args:
            members: Shape (passages, codes): which codes hold.

        Returns:
            The views, and the held-out scores of the training passages, shape (passages, codes,
            2).
        """
        target: Array = 2.0 * members.astype(np.float64) - 1.0
        words, words_held_out = self._words.fit(target)
        meaning, meaning_held_out = self._meaning.fit(target)
        views = LearnedViews(self._ngrams, self._lemmas, self._centre, words, meaning)
        return views, np.stack([words_held_out, meaning_held_out], axis=2)


def _vocabulary(counts: sparse.csr_matrix) -> Vocabulary:
    found = np.diff(counts.tocsc().indptr)
    buckets = np.flatnonzero(found >= _FEWEST_TEXTS).astype(np.int64)
    return Vocabulary(buckets, np.log((1 + counts.shape[0]) / (1 + found[buckets])).round(6))


def _word_features(material: Material, ngrams: Vocabulary, lemmas: Vocabulary) -> sparse.csr_matrix:
    return sparse.hstack(
        [ngrams.weigh(material.ngrams), lemmas.weigh(material.lemmas)], format="csr"
    )


def _meaning_features(vectors: Array, centre: Array) -> Array:
    moved = vectors - centre
    unit: Array = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return unit


class _Dual:
    """Ridge regression where features outnumber passages: one inverse, passages by passages."""

    def __init__(self, features: sparse.csr_matrix, documents: Sequence[str]) -> None:
        from scipy.linalg import cho_factor, cho_solve

        self._features = features
        self._groups = _groups(documents)
        kernel = (features @ features.T).toarray() + _CONSTANT
        kernel[np.diag_indices_from(kernel)] += _PENALTY
        self._inverse = cho_solve(cho_factor(kernel, lower=True), np.eye(len(kernel)))

    def fit(self, target: Array) -> tuple[LinearView, Array]:
        duals = self._inverse @ target
        held_out = np.empty_like(target)
        for own in self._groups:
            block = self._inverse[np.ix_(own, own)]
            held_out[own] = target[own] - np.linalg.solve(block, duals[own])
        weights = np.asarray(self._features.T @ duals)
        return _standardised(weights, _CONSTANT * duals.sum(axis=0), held_out)


class _Primal:
    """Ridge regression where passages may outnumber features: one inverse, features by features."""

    def __init__(self, features: Array, documents: Sequence[str]) -> None:
        constant = np.full((len(features), 1), np.sqrt(_CONSTANT))
        self._features = np.hstack([features, constant])
        self._groups = _groups(documents)
        gram = self._features.T @ self._features
        self._inverse = np.linalg.inv(gram + _PENALTY * np.eye(len(gram)))

    def fit(self, target: Array) -> tuple[LinearView, Array]:
        weights = self._inverse @ (self._features.T @ target)
        residual = target - self._features @ weights
        held_out = np.empty_like(target)
        for own in self._groups:
            rows = self._features[own]
            leverage = rows @ self._inverse @ rows.T
            held_out[own] = target[own] - np.linalg.solve(
                np.eye(len(own)) - leverage, residual[own]
            )
        return _standardised(weights[:-1], np.sqrt(_CONSTANT) * weights[-1], held_out)


def _groups(documents: Sequence[str]) -> list[NDArray[np.int64]]:
    names = np.asarray(documents)
    return [np.flatnonzero(names == name) for name in np.unique(names)]


def _standardised(weights: Array, bias: Array, held_out: Array) -> tuple[LinearView, Array]:
    mean, spread = held_out.mean(axis=0), np.maximum(held_out.std(axis=0), 1e-6)
    view = LinearView(weights.round(4), bias.round(4), mean.round(4), spread.round(4))
    return view, (held_out - mean) / spread
