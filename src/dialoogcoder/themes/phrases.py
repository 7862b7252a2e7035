"""Noun phrases of Dutch passages, found by their parts of speech."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dialoogcoder.nlp import Tagged

# One letter a word: adjective, noun, name, preposition, article; anything else ends a phrase.
_LETTERS = {"ADJ": "A", "NOUN": "N", "PROPN": "P"}
_PREPOSITIONS = frozenset("van in voor bij op aan tussen over met zonder naar uit onder".split())
_ARTICLES = frozenset("de het een".split())
_PHRASE = re.compile(r"(?=(A{0,2}(?:NN?|P{1,3})(?:pa?A?[NP])?))")
_LETTER = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase as it was said; `key` is its content lemmas, by which phrases are one."""

    key: tuple[str, ...]
    said: str
    head: str


def noun_phrases(
    words: Sequence[Tagged], stop_words: frozenset[str], lower: Callable[[str], bool]
) -> list[Phrase]:
    """Find the noun phrases in a tagged passage, the shorter ones inside longer ones too.

    Args:
        words: Words and marks in order.
        stop_words: Lemmas that say nothing of a subject; no phrase's noun is one, and an
            adjective that is one is left out.
        lower: Whether a word is written in small letters elsewhere, so that its capital is no
            name's.

    Returns:
        Phrases in order of their first word: a noun or name, with adjectives before it
        ("hoge huren") and one prepositional tail after it ("huren in de stad").
    """
    letters = "".join(_letter(word) for word in words)
    found = []
    for match in _PHRASE.finditer(letters):
        whole = match.group(1)
        for length in _ends(whole):
            phrase = _phrase(words[match.start() : match.start() + length], stop_words, lower)
            if phrase is not None:
                found.append(phrase)
    return found


def _letter(word: Tagged) -> str:
    lower = word.text.lower()
    if word.pos in _LETTERS and _LETTER.search(lower):
        return _LETTERS[word.pos]
    if word.pos == "ADP" and lower in _PREPOSITIONS:
        return "p"
    return "a" if lower in _ARTICLES else "."


def _ends(letters: str) -> list[int]:
    """Where a phrase of this pattern may end: after its noun, and after its tail."""
    tail = letters.find("p")
    return [tail, len(letters)] if tail > 0 else [len(letters)]


def _phrase(
    words: Sequence[Tagged], stop_words: frozenset[str], lower: Callable[[str], bool]
) -> Phrase | None:
    nouns = [w for w in words if w.pos in ("NOUN", "PROPN")]
    if not nouns or any(w.lemma.lower() in stop_words or len(w.text) < 3 for w in nouns):
        return None
    words = [w for w in words if w.pos != "ADJ" or w.lemma.lower() not in stop_words]
    content = [w for w in words if w.pos in _LETTERS]
    said = " ".join(
        w.text if w.pos == "PROPN" and not lower(w.text) else w.text.lower() for w in words
    )
    key = tuple(w.lemma.lower() for w in content)
    tail = next((i for i, w in enumerate(words) if w.pos == "ADP"), len(words))
    head = next(w for w in reversed(words[:tail]) if w.pos in ("NOUN", "PROPN"))
    return Phrase(key, said, head.lemma.lower())
