"""What goes on behind a word of a function: places, employers, fields, what "en" joins to them."""

from __future__ import annotations

from collections.abc import Sequence

from dialoogcoder.names import is_only_name
from dialoogcoder.nlp import Tagged
from dialoogcoder.roles.frames import PREPOSITIONS, WORKING, word_class
from dialoogcoder.roles.functions import entry_kind, is_plural, names_function
from dialoogcoder.roles.openwords import (
    AND,
    COMMON,
    TELLING,
    TIMES,
    VERBS,
    WHEN,
    folded,
    is_noun,
    is_open,
)

# The words behind these are their name, capitals or not: "de gemeente oost gelre".
_NAMED = frozenset("gemeente provincie waterschap stichting sint".split())
# What stands before these is a verb: "als opbouwwerker leer je op je horloge kijken".
_SUBJECTS = frozenset("ik je jij we wij u ze".split())
# Behind these a number is part of a name: "groep 7", "lijn twaalf", "dames één".
_NUMBERED = frozenset(
    "groep klas leerjaar havo vwo vmbo mavo dames heren post wijk locatie zone lijn niveau "
    "nummer".split()
)
# Who does something, so that what follows begins a new clause: "pastoraal werker ik heb".
_DOERS = ("er", "or", "eur", "ist")
_ARTICLES = frozenset("de het een 't 'n den".split())
_OWN = frozenset("mijn m'n".split())
_POINTING = frozenset("die dat dit deze".split())
_ORDINALS = frozenset("eerste tweede derde vierde vijfde zesde zevende achtste".split())
# What one has or lacks is no part of what one is.
_BESIDES = frozenset(("met", "zonder"))
# Whose or which it is, is told of something else than oneself.
_ANOTHERS = frozenset("je jouw uw mijn m'n zijn z'n haar hun geen zo'n die dat".split())
# So many words at most lie between "als" and the "en" of its phrase.
_PHRASE = 4
# So long a word is a compound, whatever the tagger takes it for: "gezondheidsverschillen".
_LONG = 15
# And so long a word in "t" is more likely a field ("staatsrecht") than what somebody does.
_LONG_FINITE = 10


def step(words: Sequence[Tagged], at: int) -> int:
    """The index behind the part of a function that begins at `at`; `at` where none does."""
    low = folded(words, at)
    if low in PREPOSITIONS:
        # "zit op de kleinkunstacademie in mijn tweede jaar"
        elsewhere = low in ("in", "op") and folded(words, at + 1) in _OWN
        return at if elsewhere else prepositional(words, at)
    if low in AND:
        return _joined(words, at)
    if low == "hier" and folded(words, at + 1) in PREPOSITIONS:
        behind = prepositional(words, at + 1)
        return behind if behind > at + 1 else at
    if low in _ARTICLES and _names_its_organisation(words, at):
        return noun_phrase(words, at)
    if _number(words, at):
        return at + 1
    return at + 1 if _goes_on(words, at) else at


def prepositional(words: Sequence[Tagged], at: int) -> int:
    """The index behind a preposition's phrase; `at` where it is none or belongs elsewhere."""
    low, following = folded(words, at), folded(words, at + 1)
    to_do = low == "te" and at + 1 < len(words) and words[at + 1].pos in VERBS
    if following == "zo'n" or to_do:
        # "een varkenshouder in zo'n winkel", "ik sta daar als docent te vertellen"
        return at
    before = folded(words, at - 1)
    if low in _BESIDES and (names_function(before) or entry_kind(before) == "business"):
        # "een bruidsmodezaak met een loopplank", "psycholoog zonder diploma"
        return at
    counted = following in _POINTING or following in _OWN or word_class(following or ",") == "N"
    if (low == "met" and (counted or following in _ANOTHERS)) or following in WHEN:
        # "een bakkerij met zes man personeel", "met mijn broer"
        return at
    if low in ("om", "naar", "ter", "door", "over") and not is_open(words, at + 1):
        return at
    if low == "van" and word_class(following or ",") == "N" and not is_open(words, at + 2):
        # "moeder van drie"
        return at + 2
    if low == "van" and is_only_name(following) and not _capital(words, at + 2):
        # "wat vind jij daar als huisarts van ilse"
        return at
    if low == "in" and following in _POINTING and names_function(before):
        # "veertien jaar pottenbakker in dat pand"
        return at
    behind = noun_phrase(words, at + 1)
    when = word_class(following or ",") == "N" or following in _POINTING
    if when and any(folded(words, i) in TIMES for i in range(at + 1, behind + 1)):
        # "mijn uitzendbureau in Raalte had in vier dagen", "werkzoekend op dit moment"
        return at
    return behind if behind > at + 1 else at


def _capital(words: Sequence[Tagged], at: int) -> bool:
    return at < len(words) and words[at].text[0].isupper()


def noun_phrase(words: Sequence[Tagged], at: int) -> int:
    """The index behind "een kleine school" or "twee huisartsen"; `at` where there is none."""
    index = at
    while introduces(words, index):
        index += 1
    nouns = index
    low = folded(words, index)
    # Behind a preposition or an article stands a noun, whatever the tagger says.
    if is_open(words, index) or (low[:1].isalpha() and word_class(low) in ("X", "V")):
        index += 1
        while index < len(words) and (_goes_on(words, index) or _number(words, index)):
            index += 1
    return at if index == nouns else index


def introduces(words: Sequence[Tagged], at: int) -> bool:
    """Whether a word opens a noun phrase: an article, a number, "die" before a noun."""
    low = folded(words, at)
    if word_class(low or ",") in ("D", "N"):
        return True
    determines = low in _POINTING or low in ("je", "jullie", "ons")
    return determines and is_open(words, at + 1)


def _goes_on(words: Sequence[Tagged], at: int) -> bool:
    """Whether a word goes on with what stands before it: "docent aardrijkskunde"."""
    low = folded(words, at)
    if low in TIMES:
        return low == "jaar" and folded(words, at - 1).endswith(("de", "ste"))
    if low in _ORDINALS:
        # "tuinder in kwintsheul derde generatie"
        return False
    if low in COMMON and words[at].pos == "ADJ":
        return at + 1 < len(words) and is_open(words, at + 1) and is_noun(words, at + 1)
    if not is_open(words, at) or low in WHEN:
        return False
    if is_only_name(low) and not words[at - 1].text[0].isupper():
        # "jij als secretaris amadou", but "in Sint Hubert"
        return False
    if folded(words, at - 1) in TELLING:
        # "freelance gespreksleider"
        return True
    if folded(words, at - 1) in _NAMED or (at > 1 and folded(words, at - 2) in _NAMED):
        return True
    doer = low.endswith(_DOERS) and low not in WORKING
    if folded(words, at + 1) in _SUBJECTS and not (doer or "-" in low):
        # "als opbouwwerker leer je", but "ik ben pastoraal werker ik heb"
        return False
    placed = folded(words, at - 2) in PREPOSITIONS or (
        word_class(folded(words, at - 2) or ",") == "D" and folded(words, at - 3) in PREPOSITIONS
    )
    if names_function(low) and not is_plural(low) and placed:
        # "ik ben tandarts in osdorp kaakchirurg wou ik worden": a place ends a function.
        return False
    if is_noun(words, at) or words[at].text[0].isupper() or "-" in low:
        return True
    # A field named by a verb or what looks like one: "medewerker debiteuren,".
    behind = folded(words, at + 1)
    closes = not behind[:1].isalpha() or word_class(behind) in ("A", "K", "P")
    participle = "ge" in low[:5] and len(low) < _LONG and words[at].pos == "VERB"
    finite = low in WORKING or (low.endswith("t") and len(low) < _LONG_FINITE)
    if words[at].pos == "VERB" and (participle or finite):
        # "een akkerbouwer gooit niks weg"
        return False
    return words[at].pos in ("VERB", "ADV", "NUM", "INTJ") and closes


def _number(words: Sequence[Tagged], at: int) -> bool:
    low = folded(words, at)
    if word_class(low or ",") != "N" and words[at].pos != "NUM":
        return False
    figure = low.isdigit() and not is_open(words, at + 1)
    named = folded(words, at - 1) in _NUMBERED or (figure and is_noun(words, at - 1))
    return named and low not in TIMES


def _names_its_organisation(words: Sequence[Tagged], at: int) -> bool:
    """Whether an article begins a name: "Thuiszorg De Greiden", "bij stichting het veld"."""
    before = words[at - 1]
    if words[at].text in ("De", "Het", "'t") or (
        before.text[0].isupper() and is_open(words, at + 1) and words[at + 1].text[0].isupper()
    ):
        return True
    bare = folded(words, at - 2) in PREPOSITIONS
    return bare and entry_kind(folded(words, at - 1)) == "employer" and is_open(words, at + 1)


def _joined(words: Sequence[Tagged], at: int) -> int:
    """Go on over "en onderwijs", where what follows "en" is a noun and no new clause."""
    following = folded(words, at + 1)
    if following in _ANOTHERS or (
        names_function(folded(words, at - 1)) and names_function(folded(words, at + 1))
    ):
        return at
    numbered = word_class(folded(words, at - 1) or ",") == "N"
    if (
        numbered
        and folded(words, at - 2) in _NUMBERED
        and word_class(folded(words, at + 1) or ",") == "N"
    ):
        # "juf van groep drie en vier"
        return at + 2
    if following in WORKING and words[at + 1].pos in VERBS:
        # "zit in de bijstand en schrijf gedichten"
        return at
    behind = noun_phrase(words, at + 1)
    timed = any(
        folded(words, i) in TIMES and folded(words, i - 1) != "vrije" for i in range(at, behind)
    )
    if behind == at + 1 or timed:
        return at
    if following in _ARTICLES and folded(words, behind)[:1].isalpha():
        # "beveiliger in arnhem en de helft van mijn werk"
        return at
    if (
        folded(words, behind) in ("aan", "bij", "in", "op")
        and word_class(folded(words, behind - 1)) == "X"
    ):
        # "lector leefbaarheid en krimp aan een hogeschool"
        return behind
    closed = word_class(folded(words, behind) or ",") in ("A", "K", ",")
    if words[behind - 1].pos in VERBS and not (closed and folded(words, behind - 1).endswith("en")):
        return at
    if behind < len(words):
        kind = word_class(folded(words, behind))
        # "als wethouder jeugd en sport heb je dan": behind that phrase a verb is no new clause.
        fronted = any(folded(words, i) == "als" for i in range(max(0, at - _PHRASE), at))
        if (words[behind].pos in VERBS or kind in ("C", "W", "H", "V", "S")) and not fronted:
            return at
    return behind
