"""What a turn's own words say of who leads: its words, one to three in a row, and its shape.

Leading shows in opening and closing, in giving the floor, asking, naming others and summing up, not
in talking most (turn allocation in institutional talk: Heritage & Clayman, 2010, "Talk in
Action"). Which words do so is learned from hand-coded conversations.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|\?|!|\.\.\.|…")
_OWN = frozenset("ik mij mijn m'n wij ons we me ikzelf onze".split())
_YOU = frozenset("u je jij jullie jou uw jouw iemand wie".split())
_LONGEST_GRAM = 3
# A short turn says as much as one of so many words; a long one no more than its share.
_FEWEST = 4
_EDGE = 15
# Features of turns and of conduct both look at each turn of a conversation: taken apart once.
_TURNS_KEPT = 4096


@dataclass(frozen=True, slots=True)
class TurnShape:
    """Counts of a turn's words: all, those of one's own person, of the other's, and questions."""

    words: int
    own: int
    you: int
    questions: int


@lru_cache(maxsize=_TURNS_KEPT)
def tokens(text: str) -> tuple[str, ...]:
    """Words in small letters, and the marks that ask, call or trail off."""
    return tuple(_TOKEN.findall(text.casefold().replace("’", "'")))


@lru_cache(maxsize=_TURNS_KEPT)
def shape(text: str) -> TurnShape:
    """Count what the shape of a turn shows."""
    found = tokens(text)
    words = [token for token in found if token[0].isalnum()]
    return TurnShape(
        len(words),
        sum(word in _OWN for word in words),
        sum(word in _YOU for word in words),
        found.count("?"),
    )


def grams(found: Sequence[str]) -> Iterator[str]:
    """Words, and pairs and triples of neighbours with the turn's edges (^ and $)."""
    edged = ["^", *found, "$"]
    for size in range(1, _LONGEST_GRAM + 1):
        row = found if size == 1 else edged
        for first in range(len(row) - size + 1):
            yield " ".join(row[first : first + size])


def turn_features(text: str, number: int, total: int) -> dict[str, float]:
    """Features of one turn.

    Args:
        text: What was said.
        number: Which turn of the conversation it is, from 0.
        total: How many there are.

    Returns:
        Named features; words that a model does not know are left for it to ignore.
    """
    found = tokens(text)
    names = dict.fromkeys(grams(found))
    weight = 1.0 / math.sqrt(max(_FEWEST, len(names)) / _LONGEST_GRAM)
    features = dict.fromkeys(names, weight)
    own = shape(text)
    words = max(1, own.words)
    edge = max(3, total // _EDGE)
    features |= {
        "#length": 0.3 * math.log1p(own.words),
        "#questions": 0.3 * min(own.questions, 3),
        "#you": own.you / words if own.words > 2 else 0.0,
        "#own": own.own / words if own.words > 2 else 0.0,
        "#first": 0.5 * (number == 0),
        "#last": 0.5 * (number == total - 1),
        "#early": 0.5 * (number < edge),
        "#late": 0.5 * (number >= total - edge),
        "#asks": 0.5 * text.rstrip().endswith("?"),
    }
    return features
