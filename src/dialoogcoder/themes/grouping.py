"""Passages grouped into threads, from a single passage to hundreds of thousands."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dialoogcoder.themes.coherence import hollow
from dialoogcoder.themes.communities import (
    agreed,
    belonging,
    communities,
    stability,
    subsamples,
)
from dialoogcoder.themes.fusion import CLOSE, fuse, nearest
from dialoogcoder.themes.representation import Material, Representation, View

# Fewer different passages hold no thread that anyone should believe.
FEWEST = 20
# More than so many are not compared with one another: the rest joins what these form.
MOST = 4000
_SMALLEST = 3
# A text with so many copies is nobody's own words.
_STANDARD = 5
# A passage of which less than this share of its ties lies in its thread may stay without one.
_LOOSE = 0.2
_BATCH = 4000
NOWHERE = -1

Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Grouping:
    """Threads as numbers, the largest 0.

    Attributes:
        labels: Each passage's thread, or -1.
        strength: How much of its ties lies in that thread, 0 to 1; without one, in the likeliest.
        stability: For each thread, 0 to 1.
        standard: The groups that are one text, returning word for word.
    """

    labels: Labels
    strength: NDArray[np.float64]
    stability: NDArray[np.float64]
    standard: frozenset[int]


def group(
    material: Material,
    ids: Sequence[str],
    representation: Representation,
    *,
    granularity: str,
    outlier_share: float,
    seed: int,
) -> Grouping:
    """Group passages into threads.

    The same words said twice count once, and go where their like goes. A text that returns
    word for word five times is a form's or a writer's, no thread: it becomes a group of its own.

    Args:
        material: The passages.
        ids: Their ids, by which a sample of very many is drawn: it hardly changes when some are
            added.
        representation: Unfitted; fitted on the passages.
        granularity: ``grof``, ``normaal`` or ``fijn``.
        outlier_share: At most this share of passages stays without a thread, the loosest.
        seed: For every random start.

    Returns:
        The threads; none where fewer than 20 different passages are there.
    """
    total = len(material.texts)
    first_of = _first_of_each(material.texts)
    unique, copies = np.unique(first_of, return_counts=True)
    standard = unique[copies >= _STANDARD]
    different = unique[copies < _STANDARD]
    if len(different) < FEWEST:
        return Grouping(np.full(total, NOWHERE), np.zeros(total), np.zeros(0), frozenset())
    found = _group_different(
        material.rows(different),
        [ids[i] for i in different],
        representation,
        granularity=granularity,
        outlier_share=outlier_share,
        seed=seed,
    )
    labels = np.full(total, NOWHERE)
    strength = np.zeros(total)
    labels[different], strength[different] = found.labels, found.strength
    count = len(found.stability)
    labels[standard], strength[standard] = count + np.arange(len(standard)), 1.0
    return Grouping(
        labels[first_of],
        strength[first_of],
        np.concatenate([found.stability, np.ones(len(standard))]),
        frozenset(range(count, count + len(standard))),
    )


def _group_different(
    material: Material,
    ids: Sequence[str],
    representation: Representation,
    *,
    granularity: str,
    outlier_share: float,
    seed: int,
) -> Grouping:
    total = len(material.texts)
    learned = sample(ids)
    views = representation.fit_transform(material.rows(learned))
    neighbours = [nearest(view) for view in views]
    found = subsamples(neighbours, granularity=granularity, seed=seed)
    affinity = fuse(neighbours)
    ties = agreed(affinity, found)
    own = communities(ties, granularity=granularity, seed=seed)
    own[np.isin(own, hollow(views[: representation.own], own, seed=seed))] = NOWHERE
    own = _settled(own, affinity)
    shares = belonging(affinity, own)
    labels = np.full(total, NOWHERE)
    strength = np.zeros(total)
    labels[learned] = own
    inside = np.flatnonzero(own >= 0)
    strength[learned[inside]] = shares[inside, own[inside]]
    rest = np.setdiff1d(np.arange(total), learned)
    for start in range(0, len(rest), _BATCH):
        some = rest[start : start + _BATCH]
        labels[some], strength[some] = attach(
            representation.transform(material.rows(some)), views, own
        )
    labels[_loosest(strength, outlier_share)] = NOWHERE
    _dissolve_small(labels)
    steady = stability(own, found)
    kept = _by_size(labels)
    number = {old: new for new, old in enumerate(kept)}
    labels = np.array([number.get(label, NOWHERE) for label in labels.tolist()], dtype=np.int64)
    return Grouping(labels, strength, steady[kept], frozenset())


def attach(
    views: Sequence[View], known: Sequence[View], labels: Labels
) -> tuple[Labels, NDArray[np.float64]]:
    """Find the thread of passages among passages whose thread is known.

    Args:
        views: The passages in each view.
        known: Others in the same views.
        labels: The others' threads, or -1.

    Returns:
        For each passage the thread that most of its nearest known ones are in, and the share of
        their weight that lies there; -1 and 0 where it has none near.
    """
    count = int(labels.max(initial=-1)) + 1
    votes = np.zeros((views[0].shape[0], count + 1))
    for view, others in zip(views, known, strict=True):
        near = nearest(view, others, count=CLOSE)
        weights = np.maximum(near.cosines, 0.0)
        for place in range(near.rows.shape[1]):
            # The last column takes the votes of those without a thread.
            np.add.at(
                votes,
                (np.arange(len(votes)), labels[near.rows[:, place]]),
                weights[:, place],
            )
    if count == 0:
        return np.full(len(votes), NOWHERE), np.zeros(len(votes))
    best = votes[:, :count].argmax(axis=1)
    held = votes[np.arange(len(votes)), best] / np.maximum(votes.sum(axis=1), 1e-12)
    return np.where(held > 0, best, NOWHERE), held


def _first_of_each(texts: Sequence[str]) -> Labels:
    """For each text the place of the first that says the same, whatever its case and spaces."""
    first: dict[str, int] = {}
    return np.array(
        [first.setdefault(" ".join(text.casefold().split()), i) for i, text in enumerate(texts)],
        dtype=np.int64,
    )


def sample(ids: Sequence[str]) -> Labels:
    """Places of at most 4,000 passages, from all documents alike; the same when few are added."""
    if len(ids) <= MOST:
        return np.arange(len(ids))
    by_hash = sorted(range(len(ids)), key=lambda i: hashlib.sha256(ids[i].encode("utf-8")).digest())
    return np.array(sorted(by_hash[:MOST]), dtype=np.int64)


def _settled(labels: Labels, affinity: sparse.csr_matrix) -> Labels:
    """Let passages without a community, or in one of two or fewer, join where their ties are."""
    sizes = np.bincount(labels[labels >= 0], minlength=1)
    kept = np.where((labels >= 0) & (sizes[np.maximum(labels, 0)] >= _SMALLEST), labels, NOWHERE)
    alone = np.flatnonzero(kept < 0)
    if len(alone) and (kept >= 0).any():
        shares = belonging(affinity, kept)
        best = shares[alone].argmax(axis=1)
        kept[alone] = np.where(shares[alone, best] > 0, best, NOWHERE)
    return kept


def _dissolve_small(labels: Labels) -> None:
    """What the loose ones left too small is no thread either; changes `labels`."""
    sizes = np.bincount(labels[labels >= 0]) if (labels >= 0).any() else np.zeros(0, dtype=np.int64)
    small = np.flatnonzero(sizes < _SMALLEST)
    labels[np.isin(labels, small)] = NOWHERE


def _loosest(strength: NDArray[np.float64], share: float) -> NDArray[np.int64]:
    most = int(share * len(strength))
    order = np.argsort(strength, kind="stable")[:most]
    return order[strength[order] < _LOOSE]


def _by_size(labels: Labels) -> list[int]:
    """Threads that are left, the largest first."""
    found, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    order = sorted(range(len(found)), key=lambda i: (-sizes[i], first[i]))
    return [int(found[i]) for i in order if found[i] >= 0]
