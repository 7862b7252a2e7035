"""Threads in the making: what kind each is, and its id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dialoogcoder.model import LOS_ONDERWERP, RODE_DRAAD, Theme
from dialoogcoder.themes.continuing import Earlier, trend
from dialoogcoder.themes.grouping import Grouping, Labels
from dialoogcoder.themes.looked_at import Said
from dialoogcoder.themes.returning import kind_of

_LETTERS = {RODE_DRAAD: "T", LOS_ONDERWERP: "L"}


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread in the making.

    `own` are places among the passages that were looked at; `known` is the same thread in an
    earlier run.
    """

    theme_id: str
    kind: str
    own: tuple[int, ...]
    stability: float
    known: Theme | None


def threads_of(
    grouping: Grouping,
    known: Sequence[Theme | None],
    said: Sequence[Said],
    min_speakers: int,
    min_transcripts: int,
) -> list[Thread]:
    """Give each group of passages its kind and id.

    Args:
        grouping: The groups.
        known: For each group the same thread in an earlier run, which keeps id and kind.
        said: The passages that were looked at.
        min_speakers: See `returning.kind_of`.
        min_transcripts: Likewise.

    Returns:
        Rode draden by size (``T01`` and on), then losse onderwerpen (``L01`` and on).
    """
    everyone = [own.voice for own in said]
    made = []
    for number, theme in enumerate(known):
        own = tuple(np.flatnonzero(grouping.labels == number).tolist())
        if theme is not None:
            kind = RODE_DRAAD if theme.theme_id.startswith(_LETTERS[RODE_DRAAD]) else LOS_ONDERWERP
        elif number in grouping.standard:
            kind = LOS_ONDERWERP
        else:
            kind = kind_of(
                [everyone[i] for i in own],
                everyone,
                min_speakers=min_speakers,
                min_transcripts=min_transcripts,
            )
        stability = float(grouping.stability[number])
        made.append(Thread(theme.theme_id if theme else "", kind, own, stability, theme))
    # Python's sort keeps threads of one size in the order of their first passage.
    made.sort(key=lambda thread: (thread.kind != RODE_DRAAD, -len(thread.own)))
    last = {
        letter: max((int(t.theme_id[1:]) for t in made if t.theme_id.startswith(letter)), default=0)
        for letter in _LETTERS.values()
    }
    threads = []
    for thread in made:
        theme_id = thread.theme_id
        if not theme_id:
            letter = _LETTERS[thread.kind]
            last[letter] += 1
            theme_id = f"{letter}{last[letter]:02d}"
        threads.append(replace(thread, theme_id=theme_id))
    return threads


def numbers_of(threads: Sequence[Thread], count: int) -> Labels:
    """Each passage's thread by its place in `threads`, or -1."""
    labels = np.full(count, -1, dtype=np.int64)
    for number, thread in enumerate(threads):
        labels[list(thread.own)] = number
    return labels


def trend_of(thread: Thread, total: int, earlier: Earlier | None) -> tuple[str | None, int | None]:
    """How a thread stands to the earlier run, and its size there; None without one.

    Args:
        thread: The thread.
        total: Passages that were looked at in this run.
        earlier: The earlier run.
    """
    if earlier is None:
        return None, None
    if thread.known is None:
        return "nieuw", 0
    before = thread.known.size
    return trend(len(thread.own), total, before, earlier.looked_at), before
