"""Next month: new passages join the threads of an earlier run, which keep their ids and names."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.model import Theme
from dialoogcoder.themes.communities import belonging
from dialoogcoder.themes.fusion import fuse, nearest
from dialoogcoder.themes.grouping import (
    FEWEST,
    MOST,
    NOWHERE,
    Grouping,
    Labels,
    group,
    sample,
)
from dialoogcoder.themes.representation import Material, Representation

# A passage joins a known thread when at least this share of its ties lies in it.
_JOINS = 0.2
# A change in a thread's share counts when chance alone makes one as large once in twenty times.
_BORDER = 1.645


@dataclass(frozen=True, slots=True)
class Earlier:
    """The threads of an earlier run, and the passages that were in them.

    Attributes:
        themes: Its threads, under the names that analysts gave them.
        named_by_people: Ids of those that carry an analyst's name.
        passage_ids: Its passages in threads.
        theme_of: The thread of each.
        looked_at: How many passages were looked at for threads, with those that fitted none.
        material: What the views need of each passage in a thread.
    """

    themes: tuple[Theme, ...]
    named_by_people: frozenset[str]
    passage_ids: tuple[str, ...]
    theme_of: tuple[str, ...]
    looked_at: int
    material: Material


def join(
    material: Material,
    ids: Sequence[str],
    earlier: Earlier,
    representation: Representation,
    *,
    granularity: str,
    outlier_share: float,
    seed: int,
) -> tuple[Grouping, list[str | None]]:
    """Put passages in the threads of an earlier run, and find new threads in what fits none.

    Args:
        material: The passages.
        ids: Their ids. One that the earlier run has with the same text keeps its thread.
        earlier: The earlier run.
        representation: Unfitted; fitted on old and new passages together.
        granularity: ``grof``, ``normaal`` or ``fijn``, for new threads.
        outlier_share: At most this share of the passages stays without a thread, where it has
            any tie.
        seed: For every random start.

    Returns:
        The threads, the known ones first in the earlier run's order (their stability as it was
        found then) and then new ones; and each thread's known id, or None for a new one.
    """
    numbers = {theme.theme_id: i for i, theme in enumerate(earlier.themes)}
    texts = material.texts
    said = {
        (passage_id, text): numbers[theme_id]
        for passage_id, text, theme_id in zip(
            earlier.passage_ids, earlier.material.texts, earlier.theme_of, strict=True
        )
    }
    labels = np.array(
        [said.get(pair, NOWHERE) for pair in zip(ids, texts, strict=True)], dtype=np.int64
    )
    strength = (labels >= 0).astype(np.float64)
    fresh = np.flatnonzero(labels < 0)
    known = sample(earlier.passage_ids)
    if len(fresh) and len(known):
        own = np.array([numbers[earlier.theme_of[i]] for i in known], dtype=np.int64)
        labels[fresh], strength[fresh] = _join_known(
            material, fresh, earlier.material.rows(known), own, representation
        )
    best, held = labels.copy(), strength.copy()
    labels[strength < _JOINS] = NOWHERE
    left = np.array([i for i in fresh if labels[i] == NOWHERE], dtype=np.int64)
    stability = [theme.stability for theme in earlier.themes]
    theme_ids: list[str | None] = [theme.theme_id for theme in earlier.themes]
    standard: frozenset[int] = frozenset()
    if len(left) >= FEWEST:
        new = group(
            material.rows(left),
            [ids[i] for i in left],
            representation,
            granularity=granularity,
            outlier_share=outlier_share,
            seed=seed,
        )
        inside = new.labels >= 0
        labels[left[inside]] = new.labels[inside] + len(theme_ids)
        standard = frozenset(number + len(theme_ids) for number in new.standard)
        strength[left[inside]] = new.strength[inside]
        stability.extend(new.stability.tolist())
        theme_ids.extend([None] * len(new.stability))
    # Of what fits neither, no more stays without a thread than was asked.
    loose = sorted((i for i in left if labels[i] == NOWHERE), key=lambda i: (-held[i], i))
    joining = [i for i in loose[: len(loose) - int(outlier_share * len(ids))] if held[i] > 0]
    labels[joining], strength[joining] = best[joining], held[joining]
    return Grouping(labels, strength, np.array(stability), standard), theme_ids


def _join_known(
    material: Material,
    fresh: Labels,
    old: Material,
    own: Labels,
    representation: Representation,
) -> tuple[Labels, NDArray[np.float64]]:
    """Each new passage's likeliest known thread, by its ties in the graph of old and new.

    The second value is how sure that is: the thread's share of all its ties, those to other new
    passages too.
    """
    found = np.full(len(fresh), NOWHERE)
    held = np.zeros(len(fresh))
    for first in range(0, len(fresh), MOST):
        some = fresh[first : first + MOST]
        together = _stacked(old, material.rows(some))
        affinity = fuse([nearest(view) for view in representation.fit_transform(together)])
        labels = np.concatenate([own, np.full(len(some), NOWHERE)])
        shares = belonging(affinity, labels)[len(own) :]
        best = shares.argmax(axis=1)
        sure = shares[np.arange(len(some)), best]
        found[first : first + MOST] = np.where(sure > 0, best, NOWHERE)
        held[first : first + MOST] = sure
    return found, held


def _stacked(one: Material, other: Material) -> Material:
    return Material(
        [*one.texts, *other.texts],
        np.vstack([one.vectors, other.vectors]),
        np.vstack([one.subjects, other.subjects]),
        np.vstack([one.surroundings, other.surroundings]),
    )


def trend(now: int, total_now: int, before: int, total_before: int) -> str:
    """How a thread's share of the passages went, by a test of two proportions.

    Args:
        now: Its passages in this run.
        total_now: All that were looked at for threads.
        before: Its passages in the earlier run.
        total_before: All of that one.

    Returns:
        ``weg`` without any left, ``groeit`` or ``krimpt`` when chance alone hardly makes such a
        difference, else ``blijft``.
    """
    if now == 0:
        return "weg"
    pooled = (now + before) / (total_now + total_before)
    error = math.sqrt(pooled * (1 - pooled) * (1 / total_now + 1 / total_before))
    difference = now / total_now - before / total_before
    if error == 0 or abs(difference) < _BORDER * error:
        return "blijft"
    return "groeit" if difference > 0 else "krimpt"


def kept_names(
    labels: Mapping[str, frozenset[str]], earlier: Mapping[str, frozenset[str]]
) -> dict[str, str]:
    """Which thread of an earlier run each thread is, by the passages they share.

    Args:
        labels: This run's threads: id and passages.
        earlier: Those whose names are to be kept.

    Returns:
        This run's id to the earlier id, where at least half of the passages of the two together
        are in both.
    """
    result = {}
    for theme_id, passages in labels.items():
        for old_id, old in earlier.items():
            if 2 * len(passages & old) >= len(passages | old):
                result[theme_id] = old_id
    return result
