"""How far a function reaches around the word that tells it: "docent op een mbo in Goes"."""

from __future__ import annotations

from collections.abc import Sequence

from dialoogcoder.nlp import Tagged
from dialoogcoder.roles.mentions import TELLING_VERBS

_PLACES = frozenset("in bij op van voor aan te binnen uit namens tegen over rond".split())
_TELLING = frozenset(
    "senior junior freelance zelfstandig zelfstandige hoofd gepensioneerd gepensioneerde oud "
    "voormalig assistent adjunct waarnemend ambulant".split()
)
# Adjectives by form that say nothing of what somebody does.
_EMPTY = frozenset(
    "gewoon gewone normaal officieel eigenlijk trots trotse blij eigen echt echte simpele simpel "
    "enige eerste laatste beste lang jonge oude goede goeie klein kleine mooi dus zelf ook nu nog "
    "al hier daar beetje mooie arme trouwe verantwoordelijk inmiddels".split()
)
_TIMES = frozenset("jaar jaren maand maanden week weken dag dagen uur keer tijd".split())
_TAKING_OBJECTS = frozenset("studeer studeert geef geeft doe doet".split())
_NOUNS = frozenset(("NOUN", "PROPN"))
_INSIDE = frozenset(("NOUN", "PROPN", "ADJ", "NUM", "X", "SYM"))
_ARTICLES = frozenset("de het een 't 'n ’n ’t den".split())
_PERSONAL = frozenset(
    "ik je jij u hij zij ze wij we jullie mij me hem haar ons hen hun die dat".split()
)
_MOST_WORDS = 16


def function_extent(words: Sequence[Tagged], head: int, *, verb: bool) -> tuple[int, int]:
    """Find the whole function around its telling word.

    To the left go adjectives; to the right what names a field ("hydrologie", "groep 7"), and
    places and employers behind a preposition. A verb takes its object too ("studeer geschiedenis").

    Args:
        words: The sentence, tagged.
        head: Index of the telling word in it.
        verb: Whether that word is a verb, which begins the function.

    Returns:
        Half-open offsets in the text that the words' offsets are in.
    """
    first = head if verb else _whose_place(words, head)
    while not verb and first > 0 and head - first < 3 and _describes(words[first - 1]):
        first -= 1
    last = head
    while last + 1 < len(words) and last - head < _MOST_WORDS:
        step = _step(words, last + 1, object_allowed=verb and last == head)
        if step == last + 1:
            break
        last = step - 1
    return words[first].start, words[last].end


def _whose_place(words: Sequence[Tagged], head: int) -> int:
    """From an employer or place back to the function or verb it belongs to, over prepositions.

    "toneelmeester van de schouwburg", found by its "schouwburg", begins with "toneelmeester".
    """
    index = head - 1
    while index >= 0 and (_introduces(words[index]) or words[index].pos == "ADJ"):
        index -= 1
    if index < 1 or words[index].text.casefold() not in _PLACES:
        return head
    before = words[index - 1]
    low = before.text.casefold()
    if low in _TIMES or not low[0].isalpha():
        return head
    if low in TELLING_VERBS:
        return index - 1
    if before.pos not in _NOUNS:
        return head
    own = _whose_place(words, index - 1)
    verb_before = own - 1
    if verb_before >= 0 and words[verb_before].text.casefold() in _TAKING_OBJECTS:
        return verb_before
    return own


def _describes(word: Tagged) -> bool:
    low = word.text.casefold()
    if low in _EMPTY or not low[0].isalpha():
        return False
    participle = word.pos == "VERB" and low.endswith(("ende", "eerde", "de", "te"))
    return low in _TELLING or word.pos == "ADJ" or (participle and low not in TELLING_VERBS)


def _step(words: Sequence[Tagged], at: int, *, object_allowed: bool) -> int:
    """The index behind the part of a function that begins at `at`; `at` where none does."""
    word = words[at]
    low = word.text.casefold()
    if low in _PLACES:
        behind = _noun_phrase(words, at + 1)
        return behind if behind > at + 1 else at
    if object_allowed:
        return _noun_phrase(words, at)
    if word.pos in _INSIDE and low not in _EMPTY and low[0].isalnum():
        return _joined(words, at + 1)
    return at


def _noun_phrase(words: Sequence[Tagged], at: int) -> int:
    """The index behind "een kleine school" or "de Universiteit"; `at` where there is none."""
    index = at
    while index < len(words) and _introduces(words[index]):
        index += 1
    nouns = index
    while index < len(words) and _goes_on(words, index, nouns):
        index += 1
    while index > nouns and words[index - 1].text.casefold() in _EMPTY:
        index -= 1
    return at if index == nouns else _joined(words, index)


def _goes_on(words: Sequence[Tagged], index: int, nouns: int) -> bool:
    word = words[index]
    if word.pos in _INSIDE and word.text[0].isalnum():
        return True
    # "Zorgkring de Es": an article within a name.
    return (
        index > nouns
        and word.text in _ARTICLES
        and words[index - 1].pos == "PROPN"
        and index + 1 < len(words)
        and words[index + 1].text[0].isupper()
    )


def _introduces(word: Tagged) -> bool:
    low = word.text.casefold()
    return low in _ARTICLES or (word.pos in ("DET", "PRON") and low not in _PERSONAL)


def _joined(words: Sequence[Tagged], at: int) -> int:
    """Go on over "en onderwijs", where what follows "en" is a noun and no new clause."""
    if at + 1 >= len(words) or words[at].text.casefold() not in ("en", "&"):
        return at
    follower = words[at + 1]
    noun = follower.pos in _NOUNS or (follower.pos == "VERB" and follower.text.endswith("en"))
    if not noun or follower.text.casefold() in _PERSONAL:
        return at
    behind = words[at + 2].text.casefold() if at + 2 < len(words) else ""
    closes = not behind[:1].isalnum() or behind in _PLACES
    return at + 2 if closes else at
