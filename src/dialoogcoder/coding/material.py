"""Passages as numbers: what every view is computed from, prepared once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dialoogcoder.coding.lemmas import lemma_counts
from dialoogcoder.coding.ngrams import ngram_counts


@dataclass(frozen=True)
class Material:
    """Passages as counts of character n-grams and of lemmas, and as embeddings.

    `ngrams` has shape (passages, 2**20), `lemmas` (passages, 2**18), `vectors` (passages, 512).
    """

    ngrams: sparse.csr_matrix
    lemmas: sparse.csr_matrix
    vectors: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.vectors)

    def take(self, which: slice | Sequence[int] | NDArray[np.int64]) -> Material:
        """Some of the passages, in the order asked for."""
        return Material(self.ngrams[which], self.lemmas[which], self.vectors[which])


def prepare(texts: Sequence[str], vectors: NDArray[np.float32]) -> Material:
    """Count the n-grams and lemmas of passages and keep them beside their embeddings.

    Args:
        texts: The passages.
        vectors: Their embeddings, shape (passages, 512).
    """
    return Material(ngram_counts(texts), lemma_counts(texts), vectors.astype(np.float64))
