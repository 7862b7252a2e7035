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
from dialoogcoder.coding.ngrams import BUCKETS, ngram_counts
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

    Attributes:
        codes: The codes in the columns' order.
        subtheme_titles: Titles of all codes' sub-themes; a code without any counts as one.
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
        self.subtheme_titles = tuple(title for _, title, _, _ in entries)
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
        return np.asarray((self._weighted(material.ngrams) @ self._entry_weights.T).toarray())

    @cached_property
    def _known(self) -> NDArray[np.int64]:
        """For each bucket its place among those the codebook uses; the last place is for others."""
        used = np.unique(self._entry_counts.indices)
        places = np.full(BUCKETS, len(used), dtype=np.int64)
        places[used] = np.arange(len(used))
        return places

    def _dense(self, weights: sparse.csr_matrix) -> NDArray[np.float64]:
        """Weights over the buckets that the codebook uses, and a column of zeros for the others."""
        used = np.unique(self._entry_counts.indices)
        return np.hstack([weights[:, used].toarray(), np.zeros((weights.shape[0], 1))])

    def nearest(self, material: Material) -> NDArray[np.int64]:
        """Each code's sub-theme that is nearest by n-grams, shape (passages, codes).

        The numbers count the sub-themes of all codes in the codebook's order (`subtheme_titles`).
        """
        similarities = self.subthemes(material)
        found = np.empty((len(material), len(self.codes)), dtype=np.int64)
        for code in range(len(self.codes)):
            own = np.flatnonzero(self._entry_code == code)
            found[:, code] = own[similarities[:, own].argmax(axis=1)]
        return found

    def carried(self, material: Material, coefficients: Array) -> sparse.csr_matrix:
        """What each n-gram adds to a weighted sum of the views that read n-grams.

        Args:
            material: The passages.
            coefficients: Shape (passages, codes, views); those of views that read no n-grams are
                ignored.

        Returns:
            Shape (passages, 2**20). Its rows add up to the sum over codes and n-gram views of
            coefficient times view.
        """
        counts = material.ngrams
        weighted = self._weighted(counts)
        rows = np.repeat(np.arange(len(material)), np.diff(weighted.indptr))
        places = self._known[weighted.indices]
        nearest = self.nearest(material)
        entries, whole = self._dense(self._entry_weights), self._dense(self._code_weights)
        added = np.zeros(len(rows))
        for code in range(len(self.codes)):
            near, all_of_it = coefficients[:, code, 0], coefficients[:, code, 1]
            used = np.flatnonzero((near != 0)[rows] | (all_of_it != 0)[rows])
            row, place = rows[used], places[used]
            added[used] += near[row] * entries[nearest[row, code], place]
            added[used] += all_of_it[row] * whole[code, place]
        by_weight = weighted.copy()
        by_weight.data = weighted.data * added
        present = (counts > 0).astype(np.float64)
        by_terms = sparse.csr_matrix(self._term_shares(material, coefficients) @ self._term_weights)
        return sparse.csr_matrix(by_weight + by_terms.multiply(present))

    def _term_shares(self, material: Material, coefficients: Array) -> sparse.csr_matrix:
        """How much each term's overlap counts, shape (passages, terms)."""
        overlap = self._overlap(material)
        shares = np.zeros_like(overlap)
        for code in range(len(self.codes)):
            own = np.flatnonzero(self._term_code == code)
            if not len(own):
                continue
            held = overlap[:, own]
            best = np.argpartition(held, max(0, len(own) - _BEST), axis=1)[:, -_BEST:]
            kept = np.zeros_like(held)
            np.put_along_axis(kept, best, 1.0 / best.shape[1], axis=1)
            present = held > _PRESENT
            count = present.sum(axis=1, keepdims=True)
            # The logarithm of how many terms are there is divided evenly over those terms.
            literal = np.where(
                present, np.log1p(count) / np.maximum(count, 1) / np.maximum(held, 1e-9), 0.0
            )
            shares[:, own] = (
                coefficients[:, code, 2:3] * kept + coefficients[:, code, 3:4] * literal
            )
        return sparse.csr_matrix(shares)

    def _overlap(self, material: Material) -> Array:
        present = (material.ngrams > 0).astype(np.float32)
        return np.asarray((present @ self._term_weights.T).todense(), dtype=np.float64)

    def compare(self, material: Material) -> Array:
        """Compare passages with the codes.

        Args:
            material: The passages.

        Returns:
            Array of shape (passages, codes, views), in the order of `codes` and `VIEWS`.
        """
        counts = material.ngrams
        weights = self._weighted(counts)
        overlap = self._overlap(material)
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
