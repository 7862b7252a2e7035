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
KINDS = ("apart", "together")

# One penalty, the weight of the constant and that of lemmas beside n-grams; half or twice as much
# changes little (docs/classifier.md).
_PENALTY = 1.0
_CONSTANT = 0.1
_LEMMAS = 0.5
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
    """One learned view: weights of n-grams, lemmas and embedding dimensions for each code.

    `mean` and `spread` make its held-out scores comparable with the other views.
    """

    ngrams: Array
    lemmas: Array
    meaning: Array
    bias: Array
    mean: Array
    spread: float


@dataclass(frozen=True)
class LearnedViews:
    """What was learned, with what turns passages into its features.

    `centre` is the mean embedding of the training passages. There are two views, of words and of
    meaning, or one of both together: whichever does better on documents held out.
    """

    ngrams: Vocabulary
    lemmas: Vocabulary
    centre: Array
    views: tuple[LinearView, ...]

    def compare(self, material: Material) -> Array:
        """Score passages; shape (passages, codes, views)."""
        ngrams, lemmas, meaning = _features(material, self.ngrams, self.lemmas, self.centre)
        scores = []
        for view in self.views:
            raw = np.asarray(ngrams @ view.ngrams) + np.asarray(lemmas @ view.lemmas)
            raw = raw + meaning @ view.meaning + view.bias
            scores.append((raw - view.mean) / view.spread)
        return np.stack(scores, axis=2)

    def carried(
        self, material: Material, coefficients: Array
    ) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        """What each n-gram and each lemma adds to a weighted sum of the views.

        Args:
            material: The passages.
            coefficients: Shape (passages, codes, views).

        Returns:
            Shapes (passages, 2**20) and (passages, 2**18).
        """
        ngrams, lemmas, _ = _features(material, self.ngrams, self.lemmas, self.centre)
        scales = [coefficients[:, :, i] / view.spread for i, view in enumerate(self.views)]
        return (
            _carried(ngrams, self.ngrams, [v.ngrams for v in self.views], scales, material.ngrams),
            _carried(lemmas, self.lemmas, [v.lemmas for v in self.views], scales, material.lemmas),
        )


def _carried(
    features: sparse.csr_matrix,
    vocabulary: Vocabulary,
    weights: Sequence[Array],
    scales: Sequence[Array],
    counts: sparse.csr_matrix,
) -> sparse.csr_matrix:
    rows = np.repeat(np.arange(features.shape[0]), np.diff(features.indptr))
    added = np.zeros(len(rows))
    for own, scale in zip(weights, scales, strict=True):
        added += np.einsum("ij,ij->i", own[features.indices], scale[rows])
    return sparse.csr_matrix(
        (features.data * added, vocabulary.buckets[features.indices], features.indptr),
        shape=counts.shape,
    )


class Kernels:
    """How alike passages are, in words and in meaning, prepared once for all that is fitted.

    How rare a word is and the mean embedding are counted over all passages given, codes unseen.

    Args:
        material: The training passages.
        documents: The document of each; a passage's held-out score comes from all others.
    """

    def __init__(self, material: Material, documents: Sequence[str]) -> None:
        self.ngrams = _vocabulary(material.ngrams)
        self.lemmas = _vocabulary(material.lemmas)
        self.centre = material.vectors.mean(axis=0).round(6)
        self.documents = np.asarray(documents)
        self.features = _features(material, self.ngrams, self.lemmas, self.centre)
        ngrams, lemmas, meaning = self.features
        self.by_words = (ngrams @ ngrams.T + lemmas @ lemmas.T).toarray()
        self.by_meaning = meaning @ meaning.T


class LearnedFitter:
    """Fits views to some of the passages; dimensions coded on the same ones share what is costly.

    Args:
        kernels: All passages.
        which: Indices of those to learn from.
    """

    def __init__(self, kernels: Kernels, which: NDArray[np.int64]) -> None:
        self._kernels = kernels
        self._which = which
        names = kernels.documents[which]
        self._groups = [np.flatnonzero(names == name) for name in np.unique(names)]
        square = np.ix_(which, which)
        words, meaning = kernels.by_words[square], kernels.by_meaning[square]
        self._inverses = {
            "words": _inverse(words),
            "meaning": _inverse(meaning),
            "both": _inverse(words + meaning),
        }

    def fit(self, members: NDArray[np.bool_], kind: str) -> tuple[LearnedViews, Array]:
        """Fit the views.

        Args:
            members: Shape (passages, codes): which codes hold.
            kind: ``apart`` for a view of words and one of meaning, ``together`` for one of both.

        Returns:
            The views, and the held-out scores of the passages, shape (passages, codes, views).
        """
        target: Array = 2.0 * members.astype(np.float64) - 1.0
        names = ("both",) if kind == "together" else ("words", "meaning")
        views, held_out = zip(*(self._fit(target, name) for name in names), strict=True)
        kernels = self._kernels
        learned = LearnedViews(kernels.ngrams, kernels.lemmas, kernels.centre, views)
        return learned, np.stack(held_out, axis=2)

    def _fit(self, target: Array, name: str) -> tuple[LinearView, Array]:
        inverse = self._inverses[name]
        duals = inverse @ target
        held_out = np.empty_like(target)
        for own in self._groups:
            block = inverse[np.ix_(own, own)]
            held_out[own] = target[own] - np.linalg.solve(block, duals[own])
        mean = held_out.mean(axis=0)
        spread = max(float((held_out - mean).std()), 1e-6)
        ngrams, lemmas, meaning = (part[self._which] for part in self._kernels.features)
        words, meant = float(name != "meaning"), float(name != "words")
        view = LinearView(
            (words * np.asarray(ngrams.T @ duals)).round(4),
            (words * np.asarray(lemmas.T @ duals)).round(4),
            (meant * (meaning.T @ duals)).round(4),
            (_CONSTANT * duals.sum(axis=0)).round(4),
            mean.round(4),
            round(spread, 4),
        )
        return view, (held_out - mean) / spread


def _vocabulary(counts: sparse.csr_matrix) -> Vocabulary:
    found = np.diff(counts.tocsc().indptr)
    buckets = np.flatnonzero(found >= _FEWEST_TEXTS).astype(np.int64)
    return Vocabulary(buckets, np.log((1 + counts.shape[0]) / (1 + found[buckets])).round(6))


def _features(
    material: Material, ngrams: Vocabulary, lemmas: Vocabulary, centre: Array
) -> tuple[sparse.csr_matrix, sparse.csr_matrix, Array]:
    moved = material.vectors - centre
    unit = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return ngrams.weigh(material.ngrams), lemmas.weigh(material.lemmas) * _LEMMAS, unit


def _inverse(kernel: Array) -> Array:
    """Inverse for ridge regression in dual variables, since features far outnumber passages."""
    from scipy.linalg.lapack import dpotrf, dpotri

    regular = kernel + _CONSTANT
    regular[np.diag_indices_from(regular)] += _PENALTY
    factor, _ = dpotrf(regular, lower=True, overwrite_a=True)
    inverse, _ = dpotri(factor, lower=True, overwrite_c=True)
    # Only the lower half is filled in.
    result: Array = np.tril(inverse) + np.tril(inverse, -1).T
    return result
