"""Views of a passage: how near it is to each code, seen in several ways.

Every view is a matrix (passages, codes). Views know only the codebook, so that they work for any
codebook from its first day; what a view is worth is learned (`classifier.py`).
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dialoogcoder.cache import remembered
from dialoogcoder.codebook import Code, Dimension
from dialoogcoder.coding.material import Material
from dialoogcoder.coding.ngrams import ngram_counts
from dialoogcoder.embeddings import embed

Array = NDArray[np.float64]
VIEWS = ("nearest_subtheme", "whole_code", "best_terms", "literal_terms", "definition", "meaning")

# How many of a code's best matching terms count, and from which overlap a term is present.
_BEST = 10
_PRESENT = 0.8


def _unit_rows(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return sparse.diags(1.0 / np.maximum(norms, 1e-9)) @ matrix


def _centred(vectors: Array, mean: Array) -> Array:
    moved = vectors - mean
    unit: Array = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return unit


class CodebookViews:
    """The codebook's side of the comparison, prepared once.

    Args:
        dimension: The dimension whose codes passages are compared with; its `none` is the last
            column where the codebook describes it.
        anew: Embed its texts anew instead of taking them from the cache.
    """

    def __init__(self, dimension: Dimension, *, anew: bool = False) -> None:
        self._anew = anew
        self.codes: tuple[Code, ...] = (
            *dimension.codes,
            *((dimension.none,) if dimension.none else ()),
        )
        entries = []
        for number, code in enumerate(self.codes):
            parts = [(s.title, s.definition, (*s.terms, *s.examples)) for s in code.subthemes]
            for title, definition, terms in parts or [(code.title, code.definition, ())]:
                entries.append((number, title, definition, terms))
        self._entry_code = np.array([number for number, *_ in entries])
        self._entry_texts = [f"{t}. {d} {' . '.join(ws)}" for _, t, d, ws in entries]
        self._definitions = [f"{t}: {d}" for _, t, d, _ in entries]
        self._terms = [(i, term) for i, entry in enumerate(entries) for term in entry[3]]

    @cached_property
    def _entry_counts(self) -> sparse.csr_matrix:
        return ngram_counts(self._entry_texts)

    @cached_property
    def _idf(self) -> NDArray[np.float32]:
        found = np.asarray((self._entry_counts > 0).sum(axis=0)).ravel()
        idf: NDArray[np.float32] = np.log((1 + len(self._entry_texts)) / (1 + found)).astype(
            np.float32
        )
        return idf

    def _weighted(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        weighted = counts.copy()
        weighted.data = (1 + np.log(weighted.data)) * self._idf[weighted.indices]
        return _unit_rows(weighted)

    @cached_property
    def _entry_weights(self) -> sparse.csr_matrix:
        return self._weighted(self._entry_counts)

    @cached_property
    def _code_weights(self) -> sparse.csr_matrix:
        texts = [
            " . ".join(
                t for t, c in zip(self._entry_texts, self._entry_code, strict=True) if c == k
            )
            for k in range(len(self.codes))
        ]
        return self._weighted(ngram_counts(texts))

    @cached_property
    def _term_weights(self) -> sparse.csr_matrix:
        counts = (ngram_counts([term for _, term in self._terms]) > 0).astype(np.float32)
        counts.data = self._idf[counts.indices] + 1e-3
        totals = np.asarray(counts.sum(axis=1)).ravel()
        return sparse.diags(1.0 / np.maximum(totals, 1e-9)) @ counts

    @cached_property
    def _term_code(self) -> NDArray[np.int64]:
        owners = np.array([i for i, _ in self._terms], dtype=np.int64)
        codes: NDArray[np.int64] = self._entry_code[owners]
        return codes

    @cached_property
    def _vectors(self) -> tuple[Array, Array]:
        """Embedded definitions, and the mean of each entry's embedded terms."""
        texts = [*self._definitions, *(term for _, term in self._terms)]
        vectors = remembered(texts, embed, anew=self._anew).astype(np.float64)
        definitions, terms = np.split(vectors, [len(self._definitions)])
        owners = np.array([i for i, _ in self._terms], dtype=np.int64)
        meanings = definitions.copy()
        for entry in range(len(definitions)):
            if (owners == entry).any():
                meanings[entry] = terms[owners == entry].mean(axis=0)
        return definitions, meanings

    def _by_code(self, similarities: Array, owner: NDArray[np.int64]) -> Array:
        return np.stack(
            [
                similarities[:, owner == k].max(axis=1)
                if (owner == k).any()
                else np.zeros(len(similarities))
                for k in range(len(self.codes))
            ],
            axis=1,
        )

    def subthemes(self, material: Material) -> Array:
        """How near passages are to each sub-theme by n-grams, shape (passages, sub-themes)."""
        return np.asarray((self._weighted(material.counts) @ self._entry_weights.T).toarray())

    def compare(self, material: Material) -> Array:
        """Compare passages with the codes.

        Args:
            material: The passages.

        Returns:
            Array of shape (passages, codes, views), in the order of `codes` and `VIEWS`.
        """
        counts = material.counts
        weights = self._weighted(counts)
        present = (counts > 0).astype(np.float32)
        overlap = np.asarray((present @ self._term_weights.T).todense(), dtype=np.float64)
        best, literal = [], []
        for k in range(len(self.codes)):
            own = overlap[:, self._term_code == k]
            if own.shape[1] == 0:
                best.append(np.zeros(len(material)))
                literal.append(np.zeros(len(material)))
                continue
            top = np.partition(own, max(0, own.shape[1] - _BEST), axis=1)[:, -_BEST:]
            best.append(top.mean(axis=1))
            literal.append(np.log1p((own > _PRESENT).sum(axis=1)))
        definitions, meanings = self._vectors
        centre = meanings.mean(axis=0)
        own_vectors = _centred(material.vectors, centre)
        return np.stack(
            [
                self._by_code((weights @ self._entry_weights.T).toarray(), self._entry_code),
                (weights @ self._code_weights.T).toarray(),
                np.stack(best, axis=1),
                np.stack(literal, axis=1),
                self._by_code(own_vectors @ _centred(definitions, centre).T, self._entry_code),
                self._by_code(own_vectors @ _centred(meanings, centre).T, self._entry_code),
            ],
            axis=2,
        )
