"""How far a function reaches around the word that tells it: "docent op een mbo in Goes".

Closed classes of words lead; parts of speech, which a tagger guesses, decide only between open
words.
"""

from __future__ import annotations

from collections.abc import Sequence

from dialoogcoder.names import PARTICLES, is_first_name
from dialoogcoder.nlp import Tagged
from dialoogcoder.roles.frames import OWNING, PREPOSITIONS, VAGUE, WORKING, word_class
from dialoogcoder.roles.functions import entry_kind, names_function
from dialoogcoder.roles.openwords import (
    AND,
    EMPTY,
    INSIDE,
    TELLING,
    TIMES,
    WHEN,
    folded,
    is_noun,
    is_open,
)
from dialoogcoder.roles.phrases import introduces, noun_phrase, prepositional, step

_PARTICLES = frozenset("rond uit op af aan in bij toe mee".split())
# "met pensioen", "op de ic", "bij de thuiszorg": where no noun or verb tells more.
_BY_PLACE = frozenset("in op bij aan achter met zonder namens".split())
_LEARNING = frozenset("leer leert studeer studeert leren".split())
_COURSES = ("opleiding", "omscholing", "bijscholing", "scholing", "cursus", "training", "studie")
_SHORTEST_COMPARATIVE = 5
_MOST_WORDS = 18


def function_extent(words: Sequence[Tagged], head: int, *, verb: bool) -> tuple[int, int]:
    """Find the whole function around its telling word.

    To the left go adjectives, and over prepositions what an employer belongs to; to the right
    what names a field ("hydrologie", "groep 7"), and places and employers behind a preposition.
    A verb takes its object too ("studeer geschiedenis", "zit nu in de zachtfruit").

    Args:
        words: The sentence, tagged.
        head: Index of the telling word in it.
        verb: Whether that word is a verb, which begins the function.

    Returns:
        Half-open offsets in the text that the words' offsets are in.
    """
    first = head if verb else _beginning(words, head)
    if verb and folded(words, head) == "zoek" and folded(words, head - 1) == "op":
        # "Ik ben op zoek naar werk."
        first = head - 1
    last = head
    if folded(words, first) in WORKING and (verb or first < head):
        last = max(last, _behind_verb(words, first) - 1)
    # A verb's particle may be the last: "breng pakjes rond".
    least = max(head, last)
    while last + 1 < len(words) and last - first < _MOST_WORDS:
        behind = step(words, last + 1)
        if behind == last + 1:
            break
        last = behind - 1
    while last > least and _ends_nothing(words, last):
        last -= 1
    return words[_last_begun(words, first, head)].start, words[last].end


def _ends_nothing(words: Sequence[Tagged], at: int) -> bool:
    """Whether a word can't be a function's last; "een praktijk in Echt" ends in a name."""
    low = folded(words, at)
    if low in PREPOSITIONS or low in AND or word_class(low) == "D":
        return True
    return low in EMPTY and not words[at].text[0].isupper()


def _last_begun(words: Sequence[Tagged], first: int, head: int) -> int:
    """Where somebody begins anew: "chauffeur chauffeur op een melkwagen"."""
    again = [at for at in range(first + 1, head + 1) if folded(words, at) == folded(words, head)]
    if again and folded(words, first) == folded(words, head):
        return again[-1]
    return first


def _beginning(words: Sequence[Tagged], head: int) -> int:
    """The first word of the function that a noun is part of.

    "toneelmeester van de schouwburg", found by its "schouwburg", begins with "toneelmeester";
    "sta voor de klas" with its verb.
    """
    first = head
    while first > 0 and head - first < 4 and _describes(words, first - 1):
        first -= 1
    if folded(words, first - 1) in AND:
        if folded(words, first - 2).endswith("-"):
            # "stads- en streekhistoricus"
            return first - 2
        joined = _of_a_function(words, first - 2)
        if joined is not None:
            return _beginning(words, joined)
        verb = _verb_before(words, first - 3) if is_open(words, first - 2) else None
        if verb is not None:
            # "geef Frans en Duits op een school"
            return verb
    index = first - 1
    while index >= 0 and introduces(words, index) and folded(words, index) != "geen":
        index -= 1
    low = folded(words, index)
    if low not in PREPOSITIONS:
        return _with_verb(words, index, first)
    before = index - 1
    if names_function(folded(words, head)) and not names_function(folded(words, before)):
        verb = _not_yet_or_not_theirs(words, index, low)
        return first if verb is None else verb
    if folded(words, before) in TIMES:
        # "zit nu zeven jaar in het college", "zit in het laatste jaar van de kunstacademie"
        at = before - 1
        while word_class(folded(words, at) or ",") in ("X", "D", "N", "P") and before - at < 4:
            at -= 1
        verb = _verb_before(words, at)
        return first if verb is None else verb
    if _is_surname(words, before):
        # "Ilse de Wit van de gemeente"
        return index
    if is_open(words, before) and (is_noun(words, before) or _is_named(words, before)):
        return _beginning(words, before)
    if is_open(words, before) and folded(words, before - 1) in VAGUE:
        # "doe timmeren op het Graafschap College"
        return before - 1
    owned = entry_kind(folded(words, head)) == "business" and low == "met"
    verb = None if owned else _verb_before(words, before)
    if verb is not None:
        return verb
    said_of = word_class(folded(words, before) or ",") in ("C", "S", ",")
    by_place = low in _BY_PLACE or (low == "van" and said_of)
    by_place = by_place and entry_kind(folded(words, head)) != "business"
    return index if by_place else first


def _not_yet_or_not_theirs(words: Sequence[Tagged], at: int, preposition: str) -> int | None:
    """The verb of who learns for a function ("leer voor lasser") or works for whom it names."""
    verb = _verb_before(words, at - 1)
    if preposition == "tot" and folded(words, at - 1).endswith(_COURSES):
        return _verb_before(words, _before_phrase(words, at - 1))
    if verb is None:
        return None
    learns = preposition == "voor" and folded(words, verb) in _LEARNING
    return verb if learns or preposition == "bij" else None


def _before_phrase(words: Sequence[Tagged], noun: int) -> int:
    at = noun - 1
    while word_class(folded(words, at) or ",") == "D":
        at -= 1
    return at


def _of_a_function(words: Sequence[Tagged], at: int) -> int | None:
    """The function that a field joined by "en" belongs to: "lector voedsel en regio"."""
    for index in range(at, max(-1, at - 3), -1):
        if not is_open(words, index):
            return None
        if names_function(folded(words, index)) and index < at:
            return index
    return None


def _is_named(words: Sequence[Tagged], at: int) -> bool:
    """Whether a word that the tagger takes for a verb stands where a noun is: "ik ben organist"."""
    return word_class(folded(words, at - 1) or ",") in ("C", "D", "L")


def _with_verb(words: Sequence[Tagged], before: int, first: int) -> int:
    """Where a function begins that may be a verb's object: "geef scheikunde", "doe de winkel"."""
    if names_function(folded(words, first)):
        return first
    verb = _verb_before(words, before)
    return first if verb is None else verb


def _verb_before(words: Sequence[Tagged], at: int) -> int | None:
    """The working verb at or before a word, over its subject and adverbs."""
    for index in range(at, max(-1, at - 4), -1):
        low = folded(words, index)
        kind = word_class(low)
        if low in WORKING and low not in OWNING:
            return index
        if kind not in ("A", "S") or low in ("als", "niet", "nee"):
            return None
    return None


def _describes(words: Sequence[Tagged], at: int) -> bool:
    low = folded(words, at)
    if low in TELLING:
        return True
    if low == "eerste" and names_function(folded(words, at + 1)):
        # "eerste stuurman", but "de eerste huisarts"
        return word_class(folded(words, at - 1) or ",") != "D"
    if is_first_name(low) and entry_kind(folded(words, at + 1)) in ("function", "business"):
        # "Omdat Guus raadslid is"
        return False
    if not is_open(words, at) or low in TIMES or low in WHEN or low in WORKING:
        return False
    if _is_surname(words, at):
        return False
    if low.endswith("ere") and len(low) > _SHORTEST_COMPARATIVE:
        # "een lievere pedagogisch medewerker"
        return False
    word = words[at]
    if word.pos == "VERB":
        return low.endswith(("ende", "ande", "end", "eerde", "igd", "eld"))
    if word.pos == "NOUN" and names_function(folded(words, at + 1)):
        # "leerling verpleegkundige", but "helft boer" only stand beside one another.
        return entry_kind(low) == "function" and low != folded(words, at + 1)
    return word.pos in INSIDE


def _is_surname(words: Sequence[Tagged], at: int) -> bool:
    """Whether a word ends a name whose particles stand before it: "ilse de wit jongerenwerker"."""
    first = at - 1
    while first > 0 and folded(words, first) in PARTICLES:
        first -= 1
    return first < at - 1 and is_first_name(folded(words, first))


def _behind_verb(words: Sequence[Tagged], verb: int) -> int:
    """The index behind a verb's subject, adverbs and object; behind the verb where none is told."""
    index = verb + 1
    while index < min(len(words), verb + 4) and word_class(folded(words, index)) in ("A", "S"):
        index += 1
    if folded(words, index + 1) in TIMES and word_class(folded(words, index)) in ("X", "N"):
        # "bezorg al achtentwintig jaar de krant", "werk halve dagen in een kaasmakerij".
        index += 2
    if folded(words, index) in PREPOSITIONS:
        behind = prepositional(words, index)
        return verb + 1 if behind == index else behind
    behind = noun_phrase(words, index)
    if behind == index:
        return verb + 1
    further = folded(words, behind + 1)
    ends = further in PREPOSITIONS or not further[:1].isalpha()
    if folded(words, behind) in _PARTICLES and ends:
        return behind + 1
    return behind
