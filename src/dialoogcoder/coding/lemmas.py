"""Lemmas of whole texts, single and in pairs, hashed.

Beside character n-grams they tell words apart that merely look alike ("steun" and "steunzool").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from scipy import sparse

from dialoogcoder.coding.ngrams import normal_form
from dialoogcoder.nlp import lemmas

BUCKETS = 1 << 18


def lemma_features(words: Sequence[str]) -> list[str]:
    """The lemmas of words in normal form, then each pair of neighbours."""
    found = lemmas(words)
    return [*found, *(f"{first} {second}" for first, second in pairwise(found))]


def lemma_counts(texts: Sequence[str]) -> sparse.csr_matrix:
    """Count the hashed lemmas and pairs of lemmas of texts.

    Args:
        texts: Any texts.

    Returns:
        Matrix of shape (texts, 2**18), float32 counts.
    """
    return _hashed(lemma_features(normal_form(text).split()) for text in texts)


def lemma_buckets(features: Sequence[str]) -> sparse.csr_matrix:
    """The bucket of each lemma or pair of lemmas, shape (features, 2**18), a 1 in each row."""
    return _hashed([feature] for feature in features)


def _hashed(features: Iterable[Sequence[str]]) -> sparse.csr_matrix:
    from sklearn.feature_extraction import FeatureHasher

    hasher = FeatureHasher(BUCKETS, input_type="string", alternate_sign=False, dtype="float32")
    listed = list(features)
    if not listed:
        return sparse.csr_matrix((0, BUCKETS), dtype="float32")
    return sparse.csr_matrix(hasher.transform(listed))
