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
        rows = material.vectors[own].astype(np.float64) - mean
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        centre = rows.mean(axis=0)
        near = rows @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
        usual = _usual_verhaal([said[i] for i in thread.own])
        candidates = [
            Candidate(
                said[i].passage.text,
                _person(said[i]),
                said[i].voice.conversation,
                said[i].values[GROUP][0],
                round((float(grouping.strength[i]) + float(near[place])) / 2, 6),
                usual is not None and not {usual, NONE_CODE} & set(said[i].values[VERHAAL]),
            )
            for place, i in enumerate(own)
        ]
        chosen = representatives(candidates, np.round(rows @ rows.T, 6), count)
        for rank, place in enumerate(chosen, start=1):
            quotes.append(
                ThemeQuote(
                    thread.theme_id,
                    said[own[place]].passage.passage_id,
                    TYPICAL,
                    rank,
                    f"{candidates[place].typical:.2f} typerend",
                )
            )
        against = dissent(candidates, chosen)
        if against is not None:
            place, because = against
            quotes.append(
                ThemeQuote(
                    thread.theme_id, said[own[place]].passage.passage_id, DISSENT, 1, because
                )
            )
    return quotes


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
