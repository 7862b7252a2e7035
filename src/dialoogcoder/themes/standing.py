"""From threads to the quotes that stand for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from dialoogcoder.model import DISSENT, NONE_CODE, TYPICAL, ThemeQuote
from dialoogcoder.themes.grouping import Grouping
from dialoogcoder.themes.looked_at import GROUP, VERHAAL, Said
from dialoogcoder.themes.quotes import Candidate, dissent, representatives
from dialoogcoder.themes.representation import Material
from dialoogcoder.themes.threads import Thread

# Of a very large thread only its most typical passages may stand for it.
_LOOKED_AT = 300


def choose_quotes(
    threads: Sequence[Thread],
    said: Sequence[Said],
    material: Material,
    grouping: Grouping,
    count: int,
) -> list[ThemeQuote]:
    """Choose each thread's representative quotes, and one that goes against them.

    Args:
        threads: The threads.
        said: The passages that were looked at.
        material: Their embeddings.
        grouping: How typical each is.
        count: How many quotes stand for a thread at most.

    Returns:
        The quotes, thread by thread, the best first.
    """
    mean = material.vectors.mean(axis=0) if len(said) else 0.0
    quotes = []
    for thread in threads:
        own = sorted(thread.own, key=lambda i: (-grouping.strength[i], i))[:_LOOKED_AT]
        if not own:
            continue
        after = [i + 1 for i in own if _follows(said, i + 1) and i + 1 not in set(own)]
        looked_at = [*own, *after]
        rows = material.vectors[looked_at].astype(np.float64) - mean
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        centre = rows[: len(own)].mean(axis=0)
        near = rows @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
        usual = _usual_verhaal([said[i] for i in thread.own])
        candidates = [
            _candidate(said, i, float(near[place]), float(grouping.strength[i]), usual, set(own))
            for place, i in enumerate(looked_at)
        ]
        likeness = np.round(rows[: len(own)] @ rows[: len(own)].T, 6)
        chosen = representatives(candidates[: len(own)], likeness, count)
        against = dissent(candidates)
        if against is not None and against[0] in chosen:
            # What goes against a thread doesn't stand for it.
            chosen = [place for place in chosen if place != against[0]]
        for rank, place in enumerate(chosen, start=1):
            because = f"{candidates[place].typical:.2f} typerend"
            passage_id = said[looked_at[place]].passage.passage_id
            quotes.append(ThemeQuote(thread.theme_id, passage_id, TYPICAL, rank, because))
        if against is not None:
            place, because = against
            passage_id = said[looked_at[place]].passage.passage_id
            quotes.append(ThemeQuote(thread.theme_id, passage_id, DISSENT, 1, because))
    return quotes


def _candidate(
    said: Sequence[Said],
    i: int,
    near: float,
    strength: float,
    usual: str | None,
    own: set[int],
) -> Candidate:
    passage = said[i]
    answers = said[i - 1].voice.person if i - 1 in own and _follows(said, i) else None
    return Candidate(
        passage.passage.text,
        _person(passage),
        passage.voice.conversation,
        passage.values[GROUP][0],
        round((strength + near) / 2, 6),
        usual is not None and not {usual, NONE_CODE} & set(passage.values[VERHAAL]),
        answers,
        passage.voice.person is not None,
    )


def _follows(said: Sequence[Said], i: int) -> bool:
    """Whether a passage comes after another person's in the same conversation."""
    if not 0 < i < len(said):
        return False
    before, own = said[i - 1].voice, said[i].voice
    return before.conversation == own.conversation and before.person != own.person


def _person(said: Said) -> str:
    # Whoever isn't named may be anybody, so each passage counts as somebody else's.
    return f"{said.voice.conversation}/{said.voice.person or said.passage.passage_id}"


def _usual_verhaal(said: Sequence[Said]) -> str | None:
    """The verhaal that most of a thread's passages with one have, if there is one."""
    counts = Counter(v for own in said for v in own.values[VERHAAL] if v != NONE_CODE)
    most = counts.most_common(2)
    if not most or (len(most) > 1 and most[0][1] == most[1][1]):
        return None
    return most[0][0]
