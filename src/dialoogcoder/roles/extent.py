"""How far a function reaches around the word that tells it: "docent op een mbo in Goes".

Closed classes of words lead; parts of speech, which a tagger guesses, decide only between open
words.
"""

from __future__ import annotations

from collections.abc import Sequence

from dialoogcoder.names import is_first_name, is_only_name
from dialoogcoder.nlp import Tagged
from dialoogcoder.roles.frames import OWNING, PREPOSITIONS, VAGUE, WORKING, word_class
from dialoogcoder.roles.functions import entry_kind, is_plural, names_function

_TELLING = frozenset(
    "senior junior freelance zelfstandig zelfstandige hoofd gepensioneerd gepensioneerde oud "
    "voormalig assistent adjunct waarnemend ambulant eigen".split()
)
# Common adjectives: they tell nothing of what somebody does, unless within a name.
_COMMON = frozenset(
    "geachte lieve gewone trotse blij echte simpele simpel enige eerste laatste beste lang jonge oude goede "
    "goeie klein kleine mooi mooie arme trouwe nieuwe hele andere grote groot".split()
)
# Open words by form that belong to no function.
_EMPTY = _COMMON | frozenset(
    "gewoon normaal officieel eigenlijk trots echt verantwoordelijk jarenlang beetje beter "
    "zogenaamd zogeheten heel zeg denk hoor sorry vind natuurlijk zeker precies bedoel meneer "
    "mevrouw echter erg ander beneden boven thuis erbij ervoor iedereen niemand iemand "
    "alles niks iets vragen zeggen doen zei zegt ga gaat kan kun moet wil komt kom weet denkt gaan "
    "komen willen weten kijken spreken worden ziet zie zien hoort krijgt krijg belt bel praat "
    "vindt ken kent vaak soms hiernaast hierachter hierboven ernaast verderop onlangs laatst "
    "meteen direct straks generatie geslacht vorig volgend".split()
)
_TIMES = frozenset(
    "jaar jaren maand maanden week weken dag dagen middag middagen avond uur keer tijd".split()
)
# When and how much: "sinds februari wijkagent", "buschauffeur van maandag tot donderdag".
_WHEN = frozenset(
    "januari februari maart april mei juni juli augustus september oktober november december "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag gisteren morgen kerst "
    "ploegendienst deeltijd loondienst nachtdienst".split()
)
# The words behind these are their name, capitals or not: "de gemeente oost gelre".
_NAMED = frozenset("gemeente provincie waterschap stichting sint".split())
# What stands before these is a verb: "als opbouwwerker leer je op je horloge kijken".
_SUBJECTS = frozenset("ik je jij we wij u ze".split())
# Behind these a number is part of a name: "groep 7", "lijn twaalf", "dames één".
_NUMBERED = frozenset(
    "groep klas leerjaar havo vwo vmbo mavo dames heren post wijk locatie zone lijn niveau nummer".split()
)
_INSIDE = frozenset(("NOUN", "PROPN", "ADJ", "X", "SYM"))
_VERBS = frozenset(("VERB", "AUX"))
_NOUN_ENDINGS = ("kunde", "ing", "heid", "teit", "schap", "zorg", "logie", "nomie", "iek", "baan")
_DOERS = ("er", "or", "eur", "ist")
_ARTICLES = frozenset("de het een 't 'n den".split())
_OWN = frozenset("mijn m'n".split())
_POINTING = frozenset("die dat dit deze".split())
_PARTICLES = frozenset("rond uit op af aan in bij toe mee".split())
# "met pensioen", "op de ic", "bij de thuiszorg": where no noun or verb tells more.
_BY_PLACE = frozenset("in op bij aan achter met zonder".split())
_AND = frozenset(("en", "&"))
_ORDINALS = frozenset("eerste tweede derde vierde vijfde zesde zevende achtste".split())
_BESIDES = frozenset(("met", "zonder"))
_LEARNING = frozenset("leer leert studeer studeert leren".split())
_COURSES = ("opleiding", "omscholing", "bijscholing", "scholing", "cursus", "training", "studie")
# Whose or which it is, is told of something else than oneself.
_ANOTHERS = frozenset("je jouw uw mijn m'n zijn z'n haar hun geen zo'n die dat".split())
_SHORTEST_COMPARATIVE = 5
_MOST_WORDS = 18
_PHRASE = 4
# So long a word is a compound, whatever the tagger takes it for: "gezondheidsverschillen".
_LONG = 15
# And so long a word in "t" is more likely a field ("staatsrecht") than what somebody does.
_LONG_FINITE = 10


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
    last = head
    if words[first].text.casefold() in WORKING and (verb or first < head):
        last = max(last, _behind_verb(words, first) - 1)
    # A verb's particle may be the last: "breng pakjes rond".
    least = max(head, last)
    while last + 1 < len(words) and last - first < _MOST_WORDS:
        behind = _step(words, last + 1)
        if behind == last + 1:
            break
        last = behind - 1
    while last > least and _ends_nothing(words, last):
        last -= 1
    return words[_last_begun(words, first, head)].start, words[last].end


def _ends_nothing(words: Sequence[Tagged], at: int) -> bool:
    """Whether a word can't be a function's last; "een praktijk in Echt" ends in a name."""
    low = _low(words, at)
    if low in PREPOSITIONS or low in _AND or word_class(low) == "D":
        return True
    return low in _EMPTY and not words[at].text[0].isupper()


def _last_begun(words: Sequence[Tagged], first: int, head: int) -> int:
    """Where somebody begins anew: "chauffeur chauffeur op een melkwagen"."""
    again = [at for at in range(first + 1, head + 1) if _low(words, at) == _low(words, head)]
    if again and _low(words, first) == _low(words, head):
        return again[-1]
    return first


def _low(words: Sequence[Tagged], at: int) -> str:
    return words[at].text.casefold().replace("’", "'") if 0 <= at < len(words) else ""


def _open(words: Sequence[Tagged], at: int) -> bool:
    """Whether a word is of an open class and may tell something."""
    low = _low(words, at)
    if not low or not low[0].isalpha():
        return False
    if words[at].text[0].isupper() and at and words[at - 1].text[0].isalpha():
        return word_class(low) != "S"
    kind = word_class(low)
    return low not in _EMPTY and (kind == "X" or (kind == "V" and words[at].pos == "NOUN"))


def _noun(words: Sequence[Tagged], at: int) -> bool:
    """Whether a word is a noun or stands with one, whatever a mistaken tag says of its form."""
    low = _low(words, at)
    return words[at].pos in _INSIDE or low.endswith(_NOUN_ENDINGS) or entry_kind(low) is not None


def _beginning(words: Sequence[Tagged], head: int) -> int:
    """The first word of the function that a noun is part of.

    "toneelmeester van de schouwburg", found by its "schouwburg", begins with "toneelmeester";
    "sta voor de klas" with its verb.
    """
    first = head
    while first > 0 and head - first < 4 and _describes(words, first - 1):
        first -= 1
    if _low(words, first - 1) in _AND:
        if _low(words, first - 2).endswith("-"):
            # "stads- en streekhistoricus"
            return first - 2
        joined = _of_a_function(words, first - 2)
        if joined is not None:
            return _beginning(words, joined)
        verb = _verb_before(words, first - 3) if _open(words, first - 2) else None
        if verb is not None:
            # "geef Frans en Duits op een school"
            return verb
    index = first - 1
    while index >= 0 and _introduces(words, index) and _low(words, index) != "geen":
        index -= 1
    low = _low(words, index)
    if low not in PREPOSITIONS:
        return _with_verb(words, index, first)
    before = index - 1
    if names_function(_low(words, head)) and not names_function(_low(words, before)):
        verb = _not_yet_or_not_theirs(words, index, low)
        return first if verb is None else verb
    if _low(words, before) in _TIMES:
        # "zit nu zeven jaar in het college", "zit in het laatste jaar van de kunstacademie"
        at = before - 1
        while word_class(_low(words, at) or ",") in ("X", "D", "N", "P") and before - at < 4:
            at -= 1
        verb = _verb_before(words, at)
        return first if verb is None else verb
    if _open(words, before) and (_noun(words, before) or _is_named(words, before)):
        return _beginning(words, before)
    if _open(words, before) and _low(words, before - 1) in VAGUE:
        # "doe timmeren op het Graafschap College"
        return before - 1
    owned = entry_kind(_low(words, head)) == "business" and low == "met"
    verb = None if owned else _verb_before(words, before)
    if verb is not None:
        return verb
    said_of = word_class(_low(words, before) or ",") in ("C", "S", ",")
    by_place = low in _BY_PLACE or (low == "van" and said_of)
    by_place = by_place and entry_kind(_low(words, head)) != "business"
    return index if by_place else first


def _not_yet_or_not_theirs(words: Sequence[Tagged], at: int, preposition: str) -> int | None:
    """The verb of who learns for a function ("leer voor lasser") or works for whom it names."""
    verb = _verb_before(words, at - 1)
    if preposition == "tot" and _low(words, at - 1).endswith(_COURSES):
        return _verb_before(words, _before_phrase(words, at - 1))
    if verb is None:
        return None
    learns = preposition == "voor" and _low(words, verb) in _LEARNING
    return verb if learns or preposition == "bij" else None


def _before_phrase(words: Sequence[Tagged], noun: int) -> int:
    at = noun - 1
    while word_class(_low(words, at) or ",") == "D":
        at -= 1
    return at


def _of_a_function(words: Sequence[Tagged], at: int) -> int | None:
    """The function that a field joined by "en" belongs to: "lector voedsel en regio"."""
    for index in range(at, max(-1, at - 3), -1):
        if not _open(words, index):
            return None
        if names_function(_low(words, index)) and index < at:
            return index
    return None


def _is_named(words: Sequence[Tagged], at: int) -> bool:
    """Whether a word that the tagger takes for a verb stands where a noun is: "ik ben organist"."""
    return word_class(_low(words, at - 1) or ",") in ("C", "D", "L")


def _with_verb(words: Sequence[Tagged], before: int, first: int) -> int:
    """Where a function begins that may be a verb's object: "geef scheikunde", "doe de winkel"."""
    if names_function(_low(words, first)):
        return first
    verb = _verb_before(words, before)
    return first if verb is None else verb


def _verb_before(words: Sequence[Tagged], at: int) -> int | None:
    """The working verb at or before a word, over its subject and adverbs."""
    for index in range(at, max(-1, at - 4), -1):
        low = _low(words, index)
        kind = word_class(low)
        if low in WORKING and low not in OWNING:
            return index
        if kind not in ("A", "S") or low in ("als", "niet", "nee"):
            return None
    return None


def _describes(words: Sequence[Tagged], at: int) -> bool:
    low = _low(words, at)
    if low in _TELLING:
        return True
    if low == "eerste" and names_function(_low(words, at + 1)):
        # "eerste stuurman", but "de eerste huisarts"
        return word_class(_low(words, at - 1) or ",") != "D"
    if is_first_name(low) and names_function(_low(words, at + 1)):
        # "Omdat Guus raadslid is"
        return False
    if not _open(words, at) or low in _TIMES or low in _WHEN or low in WORKING:
        return False
    if low.endswith("ere") and len(low) > _SHORTEST_COMPARATIVE and low not in _TELLING:
        # "een lievere pedagogisch medewerker"
        return False
    word = words[at]
    if word.pos == "VERB":
        return low.endswith(("ende", "ande", "end", "eerde", "igd", "eld"))
    if word.pos == "NOUN" and names_function(_low(words, at + 1)):
        # "leerling verpleegkundige", but "helft boer" only stand beside one another.
        return entry_kind(low) == "function" and low != _low(words, at + 1)
    return word.pos in _INSIDE


def _behind_verb(words: Sequence[Tagged], verb: int) -> int:
    """The index behind a verb's subject, adverbs and object; behind the verb where none is told."""
    index = verb + 1
    while index < len(words) and word_class(_low(words, index)) in ("A", "S") and index < verb + 4:
        index += 1
    if _low(words, index + 1) in _TIMES and word_class(_low(words, index)) in ("X", "N"):
        # "bezorg al achtentwintig jaar de krant", "werk halve dagen in een kaasmakerij".
        index += 2
    if _low(words, index) in PREPOSITIONS:
        behind = _prepositional(words, index)
        return verb + 1 if behind == index else behind
    behind = _noun_phrase(words, index)
    if behind == index:
        return verb + 1
    further = _low(words, behind + 1)
    if _low(words, behind) in _PARTICLES and (further in PREPOSITIONS or not further[:1].isalpha()):
        return behind + 1
    return behind


def _step(words: Sequence[Tagged], at: int) -> int:
    """The index behind the part of a function that begins at `at`; `at` where none does."""
    low = _low(words, at)
    if low in PREPOSITIONS:
        # "zit op de kleinkunstacademie in mijn tweede jaar"
        elsewhere = low in ("in", "op") and _low(words, at + 1) in _OWN
        return at if elsewhere else _prepositional(words, at)
    if low in _AND:
        return _joined(words, at)
    if low == "hier" and _low(words, at + 1) in PREPOSITIONS:
        behind = _prepositional(words, at + 1)
        return behind if behind > at + 1 else at
    if low in _ARTICLES and _names_its_organisation(words, at):
        return _noun_phrase(words, at)
    if _number(words, at):
        return at + 1
    return at + 1 if _goes_on(words, at) else at


def _prepositional(words: Sequence[Tagged], at: int) -> int:
    """The index behind a preposition's phrase; `at` where it is none or belongs elsewhere."""
    low, following = _low(words, at), _low(words, at + 1)
    if following == "zo'n" or (low == "te" and words[at + 1 : at + 2] and words[at + 1].pos in _VERBS):
        # "een varkenshouder in zo'n winkel", "ik sta daar als docent te vertellen"
        return at
    before = _low(words, at - 1)
    if low in _BESIDES and (names_function(before) or entry_kind(before) == "business"):
        # "een bruidsmodezaak met een loopplank", "psycholoog zonder diploma"
        return at
    counted = following in _POINTING or following in _OWN or word_class(following or ",") == "N"
    if (low == "met" and (counted or following in _ANOTHERS)) or following in _WHEN:
        # "een bakkerij met zes man personeel", "met mijn broer"
        return at
    if low in ("om", "naar", "ter", "door", "over") and not _open(words, at + 1):
        return at
    if low == "van" and word_class(following or ",") == "N" and not _open(words, at + 2):
        # "moeder van drie"
        return at + 2
    if low == "in" and following in _POINTING and names_function(before):
        # "veertien jaar pottenbakker in dat pand"
        return at
    behind = _noun_phrase(words, at + 1)
    counted = word_class(following or ",") == "N" and _low(words, behind) in _TIMES
    # "mijn uitzendbureau in Raalte had in vier dagen"
    return behind if behind > at + 1 and not counted else at


def _noun_phrase(words: Sequence[Tagged], at: int) -> int:
    """The index behind "een kleine school" or "twee huisartsen"; `at` where there is none."""
    index = at
    while _introduces(words, index):
        index += 1
    nouns = index
    low = _low(words, index)
    # Behind a preposition or an article stands a noun, whatever the tagger says.
    if _open(words, index) or (low[:1].isalpha() and word_class(low) in ("X", "V")):
        index += 1
        while index < len(words) and (_goes_on(words, index) or _number(words, index)):
            index += 1
    return at if index == nouns else index


def _introduces(words: Sequence[Tagged], at: int) -> bool:
    low = _low(words, at)
    if word_class(low or ",") in ("D", "N"):
        return True
    determines = low in _POINTING or low in ("je", "jullie", "ons")
    return determines and _open(words, at + 1)


def _goes_on(words: Sequence[Tagged], at: int) -> bool:
    """Whether a word goes on with what stands before it: "docent aardrijkskunde"."""
    low = _low(words, at)
    if low in _TIMES:
        return low == "jaar" and _low(words, at - 1).endswith(("de", "ste"))
    if low in _ORDINALS:
        # "tuinder in kwintsheul derde generatie"
        return False
    if low in _COMMON and words[at].pos == "ADJ":
        return at + 1 < len(words) and _open(words, at + 1) and _noun(words, at + 1)
    if not _open(words, at) or low in _WHEN:
        return False
    if is_only_name(low) and not words[at - 1].text[0].isupper():
        # "jij als secretaris amadou", but "in Sint Hubert"
        return False
    if _low(words, at - 1) in _TELLING:
        # "freelance gespreksleider"
        return True
    if _low(words, at - 1) in _NAMED or (at > 1 and _low(words, at - 2) in _NAMED):
        return True
    doer = low.endswith(_DOERS) and low not in WORKING
    if _low(words, at + 1) in _SUBJECTS and not (doer or "-" in low):
        # "als opbouwwerker leer je", but "ik ben pastoraal werker ik heb"
        return False
    placed = _low(words, at - 2) in PREPOSITIONS or (
        word_class(_low(words, at - 2) or ",") == "D" and _low(words, at - 3) in PREPOSITIONS
    )
    told = _low(words, at - 1) in _TELLING
    if names_function(low) and not is_plural(low) and placed and not told:
        # "ik ben tandarts in osdorp kaakchirurg wou ik worden": a place ends a function.
        return False
    if _noun(words, at) or words[at].text[0].isupper() or "-" in low:
        return True
    # A field named by a verb or what looks like one: "medewerker debiteuren,".
    behind = _low(words, at + 1)
    closes = not behind[:1].isalpha() or word_class(behind) in ("A", "K", "P")
    participle = "ge" in low[:5] and len(low) < _LONG and words[at].pos == "VERB"
    finite = low in WORKING or (low.endswith("t") and len(low) < _LONG_FINITE)
    if words[at].pos == "VERB" and (participle or finite):
        # "een akkerbouwer gooit niks weg"
        return False
    return words[at].pos in ("VERB", "ADV", "NUM", "INTJ") and closes


def _number(words: Sequence[Tagged], at: int) -> bool:
    low = _low(words, at)
    if word_class(low or ",") != "N" and words[at].pos != "NUM":
        return False
    figure = low.isdigit() and not _open(words, at + 1)
    named = _low(words, at - 1) in _NUMBERED or (figure and _noun(words, at - 1))
    return named and low not in _TIMES


def _names_its_organisation(words: Sequence[Tagged], at: int) -> bool:
    """Whether an article begins a name: "Thuiszorg De Greiden", "bij stichting het veld"."""
    before = words[at - 1]
    if words[at].text in ("De", "Het", "'t") or (
        before.text[0].isupper() and _open(words, at + 1) and words[at + 1].text[0].isupper()
    ):
        return True
    bare = _low(words, at - 2) in PREPOSITIONS
    return bare and entry_kind(_low(words, at - 1)) == "employer" and _open(words, at + 1)


def _joined(words: Sequence[Tagged], at: int) -> int:
    """Go on over "en onderwijs", where what follows "en" is a noun and no new clause."""
    following = _low(words, at + 1)
    if following in _ANOTHERS or (
        names_function(_low(words, at - 1)) and names_function(_low(words, at + 1))
    ):
        return at
    numbered = word_class(_low(words, at - 1) or ",") == "N" and _low(words, at - 2) in _NUMBERED
    if numbered and word_class(_low(words, at + 1) or ",") == "N":
        # "juf van groep drie en vier"
        return at + 2
    if following in WORKING and words[at + 1].pos in _VERBS:
        # "zit in de bijstand en schrijf gedichten"
        return at
    behind = _noun_phrase(words, at + 1)
    timed = any(
        _low(words, i) in _TIMES and _low(words, i - 1) != "vrije" for i in range(at, behind)
    )
    if behind == at + 1 or timed:
        return at
    if following in _ARTICLES and _low(words, behind)[:1].isalpha():
        # "beveiliger in arnhem en de helft van mijn werk"
        return at
    if (
        _low(words, behind) in ("aan", "bij", "in", "op")
        and word_class(_low(words, behind - 1)) == "X"
    ):
        # "lector leefbaarheid en krimp aan een hogeschool"
        return behind
    closed = word_class(_low(words, behind) or ",") in ("A", "K", ",")
    if words[behind - 1].pos in _VERBS and not (closed and _low(words, behind - 1).endswith("en")):
        return at
    if behind < len(words):
        following = words[behind]
        kind = word_class(_low(words, behind))
        # "als wethouder jeugd en sport heb je dan": behind that phrase a verb is no new clause.
        fronted = any(_low(words, i) == "als" for i in range(max(0, at - _PHRASE), at))
        if (following.pos in _VERBS or kind in ("C", "W", "H", "V", "S")) and not fronted:
            return at
    return behind
