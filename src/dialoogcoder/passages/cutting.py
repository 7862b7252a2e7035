"""Where a long turn is cut: at the sentence borders that cost least.

A piece costs by how far its length lies from the target; a border costs less where the speaker
turns to something else ("maar goed", "een ander punt"). The cheapest cut of the whole turn is
found by dynamic programming, so that no rest of three words is left over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# Openings by which speakers and writers turn to something else.
_TURNING = re.compile(
    r"^(?:[-–—\s\"“‘]*)(?:maar goed|en (?:een|het) ander\w*|(?:een |het )?ander (?:punt|ding)|"
    r"wat (?:ik|we|mij|ons) (?:ook|verder|daarnaast)|daarnaast|verder|overigens|trouwens|"
    r"ten (?:eerste|tweede|derde|slotte)|tot slot|tegelijkertijd|daarentegen|aan de andere kant|"
    r"nou ja|kijk|en dan (?:nog|heb|is)|wat betreft|over .{3,30} gesproken|los daarvan)\b",
    re.IGNORECASE,
)
_TURN_BONUS = 0.25


def cut(sentences: Sequence[str], *, target: int, maximum: int) -> list[tuple[int, int]]:
    """Group a turn's sentences into pieces.

    Args:
        sentences: The turn's sentences, in order.
        target: Wished length of a piece, in words.
        maximum: Length that a piece exceeds only when a single sentence does.

    Returns:
        Half-open ranges of sentence numbers that cover all sentences in order.
    """
    lengths = [len(sentence.split()) for sentence in sentences]
    if sum(lengths) <= maximum or len(sentences) == 1:
        return [(0, len(sentences))]
    turning = [bool(_TURNING.match(sentence)) for sentence in sentences]
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(sentences) + 1):
        options = []
        words = 0
        for start in range(end - 1, -1, -1):
            words += lengths[start]
            if words > maximum and start < end - 1:
                break
            cost = best[start][0] + ((words - target) / target) ** 2
            if start > 0 and not turning[start]:
                cost += _TURN_BONUS
            options.append((cost, start))
        best.append(min(options))
    pieces = []
    end = len(sentences)
    while end > 0:
        start = best[end][1]
        pieces.append((start, end))
        end = start
    return pieces[::-1]
