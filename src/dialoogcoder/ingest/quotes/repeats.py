"""The same quote printed twice, whole or in part, with a small difference or none."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from itertools import pairwise

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_OMISSION = re.compile(r"[\[(]\s*(?:\.\.\.|…)[^\])]{0,120}[\])]|\[[^\]]{1,120}\]")
# Words in common over all words of both; one word in eight may differ.
_ALIKE = 0.87
# A shorter quote is the same only to the letter, or nearly.
_SHORT, _ALIKE_LETTERS = 8, 0.93
# Pairs of words that very many quotes share tell nothing.
_COMMON = 200
# A part of a quote is that quote when it has at least this many words.
_PART = 6


class Printed:
    """The quotes seen so far, each once."""

    def __init__(self) -> None:
        self._words: list[list[str]] = []
        self._with_pair: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._exact: dict[tuple[str, ...], int] = {}

    def find(self, said: str) -> int | None:
        """Number of the quote that these words repeat, or None."""
        words = _words(said)
        exact = self._exact.get(tuple(words))
        if exact is not None:
            return exact
        shared: Counter[int] = Counter()
        for pair in set(pairwise(words)):
            numbers = self._with_pair.get(pair, [])
            if len(numbers) <= _COMMON:
                shared.update(numbers)
        for number, _ in shared.most_common(5):
            if _same(words, self._words[number]) or _part(said, self._words[number]):
                return number
        return None

    def add(self, said: str) -> int:
        """Remember a quote; its number."""
        number, words = len(self._words), _words(said)
        self._words.append(words)
        self._exact.setdefault(tuple(words), number)
        for pair in set(pairwise(words)):
            self._with_pair[pair].append(number)
        return number


def _words(said: str) -> list[str]:
    return [w.casefold().replace("’", "'") for w in _WORD.findall(_OMISSION.sub(" ", said))]


def _same(one: list[str], other: list[str]) -> bool:
    shorter, longer = sorted((len(one), len(other)))
    if not shorter or shorter < 0.75 * longer:
        return False
    if longer < _SHORT:
        letters = SequenceMatcher(None, "".join(one), "".join(other), autojunk=False)
        return letters.ratio() >= _ALIKE_LETTERS
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _part(said: str, whole: list[str]) -> bool:
    """Whether each stretch between the omissions of a quote stands in another, in order."""
    text = f" {' '.join(whole)} "
    place = 0
    count = 0
    for stretch in _OMISSION.split(said):
        words = _words(stretch)
        found = text.find(f" {' '.join(words)} ", place) if words else place
        if found < 0:
            return False
        place = found + sum(map(len, words)) + len(words) - 1 if words else place
        count += len(words)
    return count >= _PART
