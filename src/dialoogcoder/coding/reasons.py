"""Why a code was given: the words of the passage that carried it, exactly.

A code's log-odds are a weighted sum of views, and the views that read n-grams and lemmas are sums
over these; so each word's part can be told without approximation. Views of meaning (embeddings of
whole sentences) belong to no single word and are told together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dialoogcoder.codebook import Codebook
from dialoogcoder.coding.classifier import Combination
from dialoogcoder.coding.lemmas import BUCKETS, lemma_buckets, lemma_features
from dialoogcoder.coding.material import Material
from dialoogcoder.coding.models import DimensionModel, Model
from dialoogcoder.coding.ngrams import ngram_counts, normal_form
from dialoogcoder.coding.views import CodebookViews
from dialoogcoder.model import NONE_CODE, Coding, CodingReason, Passage

Array = NDArray[np.float64]
MOST_WORDS = 6
_BLOCK = 2000
_WORD = re.compile(r"(?:[^\W_]|['’])+")


def explain(
    passages: Sequence[Passage],
    material: Material,
    codings: Sequence[Coding],
    *,
    codebook: Codebook,
    model: Model,
) -> list[CodingReason]:
    """Tell why the codes that hold were given.

    Args:
        passages: The passages that were coded.
        material: The same passages as numbers.
        codings: What `code_passages` gave for them.
        codebook: The codebook of the codings.
        model: The model that made them.

    Returns:
        One record for each decided code other than `geen`, in the order of the codings.
    """
    place = {passage.passage_id: i for i, passage in enumerate(passages)}
    reasons: list[CodingReason] = []
    for dimension in codebook.dimensions:
        column = {code: i for i, code in enumerate(dimension.code_ids)}
        views = CodebookViews(dimension)
        trained = model.trained(codebook, dimension.id)
        decided = [
            c for c in codings if c.dimension == dimension.id and c.decided and c.code != NONE_CODE
        ]
        for first in range(0, len(decided), _BLOCK):
            block = decided[first : first + _BLOCK]
            rows = [place[c.passage_id] for c in block]
            part = material.take(rows)
            codes = np.array([column[c.code] for c in block])
            told = _Told(part, codes, views, trained, model.general)
            texts = [passages[i].text for i in rows]
            for coding, (words, weights), subtheme, odds in zip(
                block, told.by_word(texts), told.subthemes(), told.odds, strict=True
            ):
                all_words = float(sum(weights))
                order = sorted(range(len(words)), key=lambda i: (-weights[i], words[i]))
                best = [i for i in order if weights[i] > 0][:MOST_WORDS]
                reasons.append(
                    CodingReason(
                        coding.passage_id,
                        dimension.id,
                        coding.code,
                        coding.coder,
                        subtheme,
                        tuple(words[i] for i in best),
                        tuple(round(float(weights[i]), 4) for i in best),
                        round(all_words, 4),
                        round(float(odds) - all_words, 4),
                    )
                )
    return reasons


class _Told:
    """One code's log-odds for each passage, taken apart.

    `coefficients` multiply the views as they come from the codebook and from what was learned, so
    that log-odds are a constant plus their sum over codes and views.
    """

    def __init__(
        self,
        material: Material,
        codes: NDArray[np.int64],
        views: CodebookViews,
        trained: DimensionModel | None,
        general: Combination,
    ) -> None:
        self._material, self._codes, self._views = material, codes, views
        compared = views.compare(material)
        own = np.arange(len(material))
        prior = general.log_odds(compared)
        if trained is None:
            self.odds = prior[own, codes]
            coefficients = _coefficients(general, compared, codes)
            self._lemmas = sparse.csr_matrix((len(material), BUCKETS))
            self._ngrams = views.carried(material, coefficients)
            return
        full = trained.compare(compared, material)
        self.odds = trained.combination.log_odds(full, prior)[own, codes]
        coefficients = _coefficients(trained.combination, full, codes)
        count = compared.shape[2]
        on_codebook = coefficients[:, :, :count] / trained.spread
        on_codebook += trained.combination.prior_weight * _coefficients(general, compared, codes)
        ngrams, self._lemmas = trained.learned.carried(material, coefficients[:, :, count])
        self._ngrams = sparse.csr_matrix(views.carried(material, on_codebook) + ngrams)

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
