"""Passages as numbers: what every view is computed from, prepared once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dialoogcoder.coding.ngrams import ngram_counts


@dataclass(frozen=True)
class Material:
    """Character n-gram counts (passages, 2**20) and embeddings (passages, 512) of passages."""

    counts: sparse.csr_matrix
    vectors: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.vectors)

    def part(self, first: int, last: int) -> Material:
        """The passages from `first` up to `last`."""
        return Material(self.counts[first:last], self.vectors[first:last])


def prepare(texts: Sequence[str], vectors: NDArray[np.float32]) -> Material:
    """Count the n-grams of passages and keep them beside their embeddings.

    Args:
        texts: The passages.
        vectors: Their embeddings, shape (passages, 512).
    """
    return Material(ngram_counts(texts), vectors.astype(np.float64))
