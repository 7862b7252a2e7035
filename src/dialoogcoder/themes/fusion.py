"""Several views of passages fused into one graph of which belong together.

Source: Wang et al. (2014), "Similarity network fusion for aggregating data types on a genomic
scale", Nature Methods 11. Two passages are near in the fused graph when the neighbours that the
one has in a view are, in the other views, near the neighbours of the other. A single round of
that exchange, kept sparse, found known themes as well as twenty rounds of the dense method.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dialoogcoder.themes.representation import View

# Neighbours whose own neighbours are asked, and neighbours of which anything is known.
CLOSE = 5
_KNOWN = 16
# Looked up, so that a subsample of four in five still has enough.
_LOOKED_UP = 32
_BLOCK = 500
# Similarities are compared to so many digits: what differs in the seventh differs by the machine.
_PRECISION = 1e6


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest of each passage in one view: row numbers and cosines, the nearest first."""

    rows: NDArray[np.int64]
    cosines: NDArray[np.float64]


def nearest(view: View, others: View | None = None, *, count: int = _LOOKED_UP) -> Neighbours:
    """Find each row's nearest.

    Args:
        view: Rows of unit length.
        others: Rows to look among; without, the rest of `view` itself.
        count: How many, where there are so many.

    Returns:
        For each row of `view` the same number of neighbours; of equally near ones the first.
    """
    among = view if others is None else others
    total = among.shape[0]
    count = min(count, total - (others is None))
    rows, cosines = [], []
    for first, block in _blocks(view):
        product = block @ among.T
        similar = np.asarray(product.toarray() if sparse.issparse(product) else product)
        exact = np.rint(similar * _PRECISION).astype(np.int64)
        if others is None:
            own = np.arange(len(exact))
            exact[own, own + first] = np.iinfo(np.int32).min
        key = _ordered(exact)
        chosen = np.argpartition(-key, max(count - 1, 0), axis=1)[:, :count]
        order = np.argsort(-np.take_along_axis(key, chosen, axis=1), axis=1)
        chosen = np.take_along_axis(chosen, order, axis=1)
        rows.append(chosen)
        cosines.append(np.take_along_axis(exact, chosen, axis=1) / _PRECISION)
    return Neighbours(np.vstack(rows), np.vstack(cosines))


def _blocks(view: View) -> Iterator[tuple[int, Any]]:
    for first in range(0, view.shape[0], _BLOCK):
        yield first, view[first : first + _BLOCK]


def fuse(views: Sequence[Neighbours]) -> sparse.csr_matrix:
    """Fuse the views' neighbourhoods.

    Args:
        views: Each view's neighbours among the same passages.

    Returns:
        Symmetric affinities above 0, shape (passages, passages), of each passage the strongest
        and those of which it is one; nothing on the diagonal.
    """
    kernels = [_kernel(view) for view in views]
    pairs = list(zip(views, kernels, strict=True))
    known = [_symmetric(_as_shares(_matrix(view, kernel, _KNOWN))) for view, kernel in pairs]
    close = [_as_shares(_matrix(view, kernel, CLOSE)) for view, kernel in pairs]
    total = known[0].shape[0]
    here = sparse.identity(total, format="csr", dtype=np.float32)
    told = []
    for i, own in enumerate(close):
        rest = [other for j, other in enumerate(known) if j != i] or [known[i]]
        mean = sum(rest[1:], start=rest[0]) / len(rest)
        told.append(((mean + here) @ own.T).tocsr())
    kept = []
    for first in range(0, total, _BLOCK):
        rows = np.zeros((min(_BLOCK, total - first), total), dtype=np.float32)
        for own, others in zip(close, told, strict=True):
            rows += (own[first : first + _BLOCK] @ others).toarray()
        own_row = np.arange(len(rows))
        rows[own_row, own_row + first] = 0
        kept.append(_strongest(rows))
    return _symmetric(sparse.vstack(kept, format="csr"))


def _strongest(rows: NDArray[np.float32]) -> sparse.csr_matrix:
    key = _ordered(np.rint(rows * _PRECISION).astype(np.int64))
    count = min(_KNOWN, rows.shape[1])
    chosen = np.argpartition(-key, count - 1, axis=1)[:, :count]
    values = np.take_along_axis(rows, chosen, axis=1)
    borders = np.arange(0, len(rows) * count + 1, count)
    matrix = sparse.csr_matrix((values.ravel(), chosen.ravel(), borders), shape=rows.shape)
    matrix.eliminate_zeros()
    return matrix


def _ordered(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """One number that orders by value and then by column, so that ties are no chance."""
    columns = values.shape[1]
    return np.asarray(values * columns + (columns - 1 - np.arange(columns)))


def _kernel(view: Neighbours) -> NDArray[np.float64]:
    """Similarity in units of what is near around both: dense and thin regions count alike."""
    distance = np.maximum(1 - view.cosines, 0)
    around = distance[:, :CLOSE].mean(axis=1)
    scale = (around[:, None] + around[view.rows] + distance) / 3 + 1e-9
    # Those that share nothing are no neighbours, however near everything else is.
    return np.asarray(np.where(view.cosines > 0, np.exp(-2 * (distance / scale) ** 2), 0.0))


def _matrix(view: Neighbours, values: NDArray[np.float64], count: int) -> sparse.csr_matrix:
    total, width = view.rows.shape
    count = min(count, width)
    borders = np.arange(0, total * count + 1, count)
    return sparse.csr_matrix(
        (values[:, :count].ravel().astype(np.float32), view.rows[:, :count].ravel(), borders),
        shape=(total, total),
    )


def _symmetric(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    return matrix.maximum(matrix.T).tocsr()


def _as_shares(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    sums = np.asarray(matrix.sum(axis=1)).ravel()
    return (sparse.diags(1 / np.maximum(sums, 1e-12)) @ matrix).tocsr()


def strongest(affinity: sparse.csr_matrix, count: int = CLOSE) -> sparse.csr_matrix:
    """Keep each passage's strongest ties, and those of which it is one; symmetric."""
    coo = affinity.tocoo()
    order = np.lexsort((coo.col, -np.rint(coo.data * _PRECISION), coo.row))
    rows = coo.row[order]
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
    kept = order[rank < count]
    own = sparse.csr_matrix((coo.data[kept], (coo.row[kept], coo.col[kept])), shape=coo.shape)
    return _symmetric(own)


def among(view: Neighbours, kept: NDArray[np.int64]) -> Neighbours:
    """The neighbours of some passages among those same passages, renumbered.

    Args:
        view: All passages' neighbours.
        kept: Row numbers, ascending.

    Returns:
        As many neighbours for each as the one with fewest of them has left, of those looked up.
    """
    number = np.full(len(view.rows), -1)
    number[kept] = np.arange(len(kept))
    rows = number[view.rows[kept]]
    cosines = view.cosines[kept]
    there = rows >= 0
    width = max(1, int(there.sum(axis=1).min()))
    # Those that are left come first, in their old order.
    order = np.argsort(~there, axis=1, kind="stable")[:, :width]
    chosen = np.take_along_axis(rows, order, axis=1)
    return Neighbours(np.where(chosen < 0, 0, chosen), np.take_along_axis(cosines, order, axis=1))
