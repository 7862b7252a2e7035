"""What a tagged word may be within a function: open or closed, a noun, a time, an aside."""

from __future__ import annotations

from collections.abc import Sequence

from dialoogcoder.nlp import Tagged
from dialoogcoder.roles.frames import word_class
from dialoogcoder.roles.functions import entry_kind

TELLING = frozenset(
    "senior junior freelance zelfstandig zelfstandige hoofd gepensioneerd gepensioneerde oud "
    "voormalig assistent adjunct waarnemend ambulant eigen".split()
)
# Common adjectives: they tell nothing of what somebody does, unless within a name.
COMMON = frozenset(
    "geachte lieve gewone trotse blij echte simpele simpel enige eerste laatste beste lang jonge "
    "oude goede goeie klein kleine mooi mooie arme trouwe nieuwe hele andere grote groot".split()
)
# Open words by form that belong to no function.
EMPTY = COMMON | frozenset(
    "gewoon normaal officieel eigenlijk trots echt verantwoordelijk jarenlang beetje beter "
    "zogenaamd zogeheten heel zeg denk hoor sorry vind natuurlijk zeker precies bedoel meneer "
    "mevrouw echter erg ander beneden boven thuis erbij ervoor iedereen niemand iemand "
    "alles niks iets vragen zeggen doen zei zegt ga gaat kan kun moet wil komt kom weet denkt gaan "
    "komen willen weten kijken spreken worden ziet zie zien hoort krijgt krijg belt bel praat "
    "vindt ken kent vaak soms hiernaast hierachter hierboven ernaast verderop onlangs laatst "
    "meteen direct straks generatie geslacht vorig volgend "
    "graag dicht makkelijk idem nota erna he haha".split()
)
TIMES = frozenset(
    "jaar jaren maand maanden week weken dag dagen middag middagen avond uur keer tijd "
    "moment".split()
)
# When and how much: "sinds februari wijkagent", "buschauffeur van maandag tot donderdag".
WHEN = frozenset(
    "januari februari maart april mei juni juli augustus september oktober november december "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag gisteren morgen kerst "
    "ploegendienst deeltijd loondienst nachtdienst".split()
)
AND = frozenset(("en", "&"))
INSIDE = frozenset(("NOUN", "PROPN", "ADJ", "X", "SYM"))
VERBS = frozenset(("VERB", "AUX"))
_NOUN_ENDINGS = ("kunde", "ing", "heid", "teit", "schap", "zorg", "logie", "nomie", "iek", "baan")


def folded(words: Sequence[Tagged], at: int) -> str:
    """A word in small letters; "" outside the sentence."""
    return words[at].text.casefold().replace("’", "'") if 0 <= at < len(words) else ""


def is_open(words: Sequence[Tagged], at: int) -> bool:
    """Whether a word is of an open class and may tell something."""
    low = folded(words, at)
    if not low or not low[0].isalpha():
        return False
    if words[at].text[0].isupper() and at and words[at - 1].text[0].isalpha():
        return word_class(low) != "S"
    kind = word_class(low)
    return low not in EMPTY and (kind == "X" or (kind == "V" and words[at].pos == "NOUN"))


def is_noun(words: Sequence[Tagged], at: int) -> bool:
    """Whether a word is a noun or stands with one, whatever a mistaken tag says of its form."""
    low = folded(words, at)
    return words[at].pos in INSIDE or low.endswith(_NOUN_ENDINGS) or entry_kind(low) is not None
