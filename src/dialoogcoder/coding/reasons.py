"""Why a code was given: the words of the passage that carried it, exactly.

A code's log-odds are a weighted sum of views, and the views that read n-grams and lemmas are sums
over these; so each word's part can be told without approximation. Views of meaning (embeddings of
whole sentences) belong to no single word and are told together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dialoogcoder.coding.classifier import Combination
from dialoogcoder.coding.lemmas import BUCKETS, lemma_buckets, lemma_features
from dialoogcoder.coding.material import Material
from dialoogcoder.coding.models import DimensionModel
from dialoogcoder.coding.ngrams import ngram_counts, normal_form
from dialoogcoder.coding.views import CodebookViews
from dialoogcoder.model import CodingReason, Passage

Array = NDArray[np.float64]
MOST_WORDS = 6
# A word that adds less than this part of what the weightiest adds carried nothing.
_LEAST_PART = 0.2
_BLOCK = 2000
_WORD = re.compile(r"(?:[^\W_]|['’])+")


@dataclass(frozen=True)
class Parts:
    """What one dimension's log-odds were made of.

    `compared` are the codebook's views, shape (passages, codes, 6); `odds` what each passage's
    own text says, and `added` what its neighbours add, both of shape (passages, codes).
    """

    material: Material
    compared: Array
    odds: Array
    added: Array
    views: CodebookViews
    trained: DimensionModel | None
    general: Combination


def explain(
    passages: Sequence[Passage],
    dimension_id: str,
    decided: NDArray[np.bool_],
    parts: Parts,
    *,
    coder: str,
) -> list[CodingReason]:
    """Tell why the codes that hold were given.

    Args:
        passages: The passages that were coded.
        dimension_id: The dimension they were coded on.
        decided: Which codes hold, shape (passages, codes) without `geen`.
        parts: What the log-odds were made of.
        coder: Who gave the codes.

    Returns:
        One record for each code that holds, passage after passage.
    """
    reasons: list[CodingReason] = []
    all_rows, all_codes = np.nonzero(decided)
    for first in range(0, len(all_rows), _BLOCK):
        rows, codes = all_rows[first : first + _BLOCK], all_codes[first : first + _BLOCK]
        told = _Told(parts, rows, codes)
        texts = [passages[i].text for i in rows]
        for row, code, (words, weights), subtheme in zip(
            rows, codes, told.by_word(texts), told.subthemes(), strict=True
        ):
            by_words, added = sum(weights), float(parts.added[row, code])
            order = sorted(range(len(words)), key=lambda i: (-weights[i], words[i]))
            least = _LEAST_PART * max(weights, default=0.0)
            best = [i for i in order if weights[i] > max(0.0, least)][:MOST_WORDS]
            reasons.append(
                CodingReason(
                    passages[row].passage_id,
                    dimension_id,
                    parts.views.codes[code].id,
                    coder,
                    subtheme,
                    tuple(words[i] for i in best),
                    tuple(round(weights[i], 4) for i in best),
                    round(by_words, 4),
                    round(float(parts.odds[row, code]) - by_words, 4),
                    round(added, 4),
                )
            )
    return reasons


class _Told:
    """One code's log-odds for each of some passages, taken apart into n-grams and lemmas."""

    def __init__(self, parts: Parts, rows: NDArray[np.int64], codes: NDArray[np.int64]) -> None:
        self._material, self._codes, self._views = parts.material.take(rows), codes, parts.views
        compared, trained = parts.compared[rows], parts.trained
        on_codebook = _coefficients(parts.general, compared, codes)
        if trained is None:
            self._lemmas = sparse.csr_matrix((len(rows), BUCKETS))
            self._ngrams = self._views.carried(self._material, on_codebook)
            return
        full = trained.compare(compared, self._material)
        coefficients = _coefficients(trained.combination, full, codes)
        count = compared.shape[2]
        on_codebook = on_codebook * trained.combination.prior_weight
        on_codebook += coefficients[:, :, :count]
        ngrams, self._lemmas = trained.learned.carried(self._material, coefficients[:, :, count:])
        self._ngrams = sparse.csr_matrix(self._views.carried(self._material, on_codebook) + ngrams)

    def subthemes(self) -> list[str]:
        """The title of each passage's nearest sub-theme of its code."""
        nearest = self._views.nearest(self._material)[np.arange(len(self._codes)), self._codes]
        return [self._views.subtheme_titles[i] for i in nearest]

    def by_word(self, texts: Sequence[str]) -> Iterator[tuple[list[str], list[float]]]:
        """Each passage's different words as first written, and the log-odds they add."""
        said = [_words(text) for text in texts]
        forms = [[plain for _, plain in words] for words in said]
        found = [lemma_features(own) for own in forms]
        # A feature's weight in a passage is divided over the times it occurs there.
        pieces = _by_row(forms, _shared(self._ngrams, self._material.ngrams), ngram_counts)
        lemmas = _by_row(found, _shared(self._lemmas, self._material.lemmas), lemma_buckets)
        for words, own, from_ngrams, from_lemmas in zip(said, forms, pieces, lemmas, strict=True):
            added = from_ngrams + from_lemmas[: len(own)]
            pairs = from_lemmas[len(own) :] / 2  # A pair belongs to both of its words.
            added[:-1] += pairs
            added[1:] += pairs
            written: dict[str, str] = {}
            total: dict[str, float] = {}
            for (word, form), weight in zip(words, added.tolist(), strict=True):
                written.setdefault(form, word)
                total[form] = total.get(form, 0.0) + weight
            yield list(written.values()), list(total.values())


def _shared(carried: sparse.csr_matrix, counts: sparse.csr_matrix) -> sparse.csr_matrix:
    """What each feature adds each time it occurs."""
    times = counts.astype(np.float64)
    times.data = 1.0 / times.data
    return sparse.csr_matrix(carried.multiply(times))


def _by_row(
    features: Sequence[Sequence[str]],
    carried: sparse.csr_matrix,
    count: Callable[[Sequence[str]], sparse.csr_matrix],
) -> Iterator[Array]:
    """What each of a passage's features adds.

    Args:
        features: Each passage's features, in order.
        carried: What a bucket adds each time, shape (passages, buckets).
        count: Gives the buckets of features, shape (features, buckets).

    Yields:
        For each passage the log-odds that its features add, one for one.
    """
    vocabulary = sorted({feature for own in features for feature in own})
    number = {feature: i for i, feature in enumerate(vocabulary)}
    inside = count(vocabulary)
    width = np.int64(carried.shape[1])
    carried.sort_indices()
    owner = np.repeat(np.arange(carried.shape[0], dtype=np.int64), np.diff(carried.indptr))
    keys = owner * width + carried.indices
    for row, own in enumerate(features):
        at = np.array([number[feature] for feature in own], dtype=np.int64)
        starts, sizes = inside.indptr[at].astype(np.int64), np.diff(inside.indptr)[at]
        # All entries of the features' rows, one after the other.
        entries = np.repeat(starts - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
        sought = row * width + inside.indices[entries]
        place = np.minimum(np.searchsorted(keys, sought), max(0, len(keys) - 1))
        hit = keys[place] == sought if len(keys) else np.zeros(len(sought), dtype=bool)
        values = np.where(hit, carried.data[place], 0.0) if len(keys) else np.zeros(len(sought))
        ends = np.concatenate([[0.0], np.cumsum(values * inside.data[entries])])
        last = np.cumsum(sizes)
        yield np.asarray(ends[last] - ends[last - sizes], dtype=np.float64)


def _coefficients(combination: Combination, views: Array, codes: NDArray[np.int64]) -> Array:
    """What each view of each code is multiplied by in one code's log-odds."""
    count = views.shape[2]
    per_view = combination.weights / combination.scale
    value, lead = per_view[:count], per_view[count:]
    result = np.zeros_like(views)
    own = np.arange(len(views))
    result[own, codes] = value + lead
    order = np.argsort(views, axis=1, kind="stable")
    best, second = order[:, -1], order[:, -2]
    rival = np.where(best == codes[:, None], second, best)
    for view in range(count):
        result[own, rival[:, view], view] -= lead[view]
    return result


def _words(text: str) -> list[tuple[str, str]]:
    """Words as written, and as `normal_form` has them."""
    return [
        (word, plain)
        for word in _WORD.findall(text)
        for plain in (normal_form(word).strip(),)
        if plain
    ]
