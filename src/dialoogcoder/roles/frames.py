"""What a word stands to in its sentence: whose doing, by which verb, and with what in between.

"Ik ben (gewoon een) docent", "Harm, jij zit in de melkvee", "voorzitter ben ik nog", "Huisarts. In
Borne." are few frames with many fillings. Told by closed classes of words alone, they need no
tagger and hold where a recogniser left marks and capitals out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dialoogcoder.roles.functions import entry_kind

_OWNING = (
    "heb hebt heeft hef hebben run runt runnen bestier bestiert bestieren bezit exploiteer "
    "exploiteert"
)
# What people do by trade; forms that "ik", "jij" and "hij" take.
_WORKING = (
    "adviseer assisteer bak bedien beheer begeleid behandel bemiddel bestuur bezorg boer bouw "
    "breng brouw coach coördineer dirigeer doceer doe draai exporteer fok fotografeer geef handel "
    "help importeer installeer kap knip kook kweek las leid lever loop maak melk metsel monteer "
    "onderhoud onderwijs onderzoek ontwerp opereer organiseer plan poets programmeer promoveer "
    "repareer restaureer rij rijd run schilder schrijf serveer sjouw slacht sta studeer teel "
    "timmer tolk train vaar verhuur verkoop verpleeg vertaal vertegenwoordig verzorg vlieg volg "
    "vul werk zit zoek zorg regel leer keur controleer bewaak beveilig vervoer sorteer pluk snoei "
    "naai maai verzamel acteer componeer regisseer presenteer administreer inspecteer handhaaf "
    "verpak brouw slijp"
)
OWNING = frozenset(_OWNING.split())


def _forms(stems: str) -> set[str]:
    return {form for stem in stems.split() for form in (stem, stem + "t" * (stem[-1] != "t"))}


WORKING = (
    frozenset(_forms(_WORKING))
    | frozenset("doet gaf leidt staat werken werkten zitten staan zat stond rijdt werkte".split())
) - OWNING
# These tell of work only with what follows them: "zit in de varkens", "zit in de regen".
VAGUE = frozenset(
    "zit zitten zat sta staat staan stond doe doet geef geeft gaf loop loopt maak maakt breng "
    "brengt help helpt werk werkt werken werkte werkten draai draait zoek zoekt volg volgt vul "
    "vult lever levert leid leidt plan plant schrijf schrijft bak bakt bouw bouwt kook "
    "kookt".split()
)
# Nouns as well: verbs only beside their subject.
_NOUNS_TOO = frozenset(
    "werk zorg bouw handel boer coach plan las train loop bestuur help tolk leid kap vul teel "
    "melk kook lever kweek fok werken werkt bedien".split()
)
_COPULAS = frozenset("ben bent is bin bun heet heten".split())
_PAST = frozenset("was waren word wordt werd geworden".split())
PERSONS = {
    "ik": "ik", "'k": "ik", "k": "ik", "ikzelf": "ik", "mij": "mij",
    "wij": "wij", "we": "wij",
    "jij": "jij", "u": "jij", "je": "je", "jullie": "jullie",
    "er": "er", "d'r": "er",
    "iedereen": "noun", "iemand": "noun", "niemand": "noun", "men": "noun",
    "hij": "hij", "ie": "hij", "zij": "zij", "ze": "zij", "die": "die", "dat": "dat", "dit": "dat",
}  # fmt: skip
_PERSONAL = frozenset("ik wij jij hij zij".split())
DETERMINERS = frozenset(
    "een de het mijn m'n die dat deze dit onze ons zijn z'n haar hun jouw je uw geen 'n 't "
    "zo'n eigen elke andere den".split()
)
PREPOSITIONS = frozenset(
    "in bij op van voor aan te uit namens tegen over rond met zonder achter tot tussen vanuit via "
    "binnen onder naast door naar ter om".split()
)
ADVERBS = frozenset(
    "zelf ook nu nou nog al gewoon eigenlijk officieel dus hier daar dan eh uh ehm euh uhm hè ja "
    "nee even wel toch maar eens altijd inmiddels tegenwoordig natuurlijk sinds pas alleen samen "
    "vooral oorspronkelijk doordeweeks overdag toevallig trouwens weer meestal best zeg toen "
    "vandaag vanavond vanmiddag vanochtend normaal zogezegd zowat vroeger net zo weet o oh ah ach "
    "kijk goed oké okay momenteel thans ondertussen verder eerst ooit nooit niet zelfs "
    "joh vandaar enkel slechts mee klopt inderdaad precies zeker jawel jazeker namelijk tenslotte "
    "uiteraard meer goedenavond goedemiddag goedemorgen "
    "goeienavond goeiemiddag goeiemorgen hallo hoi moi".split()
)
JOINING = frozenset(
    "en maar want omdat dus of terwijl wat waar wie als toen zodat doordat hoewel "
    "voordat nadat totdat zodra tenzij mits".split()
)
_NUMBERS = frozenset(
    "twee drie vier vijf zes zeven acht negen tien elf twaalf twintig dertig veertig vijftig "
    "zestig zeventig tachtig negentig honderd duizend jaar jaren keer uur".split()
)
_TENS = ("entwintig", "ëntwintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig",
         "negentig", "honderd", "duizend")  # fmt: skip
# A verb and its subject in one word.
_FUSED = {
    "da's": "dat", "das": "dat", "dat's": "dat", "is-ie": "hij", "is-tie": "hij", "issie": "hij",
    "ben'k": "ik",
}  # fmt: skip
# What these point at is no subject where the clause has had one: "ik mag dit als arts".
_POINTING = frozenset("dat dit die".split())
_MARKS = frozenset(",;:()-–—\"“”'")
_ENDS = frozenset(".!?…")
# "die winkel", "je werk": before a noun no subject but a determiner.
_DETERMINING = frozenset("je die dat dit".split())
_ABOUT = frozenset("mij me hem jou".split())
# Open words by what the table of functions knows of them.
_OPEN_KINDS = {"function": "F", "business": "B", "employer": "E"}
_OPEN = frozenset("XFBE")
_LONGEST_GAP = 6
_LOOKS_AHEAD = 8


@dataclass(frozen=True, slots=True)
class Frame:
    """How a word hangs in its sentence.

    Attributes:
        anchor: Class of the last word before it that frames it: ``C`` a copula, ``W`` one of the
            past, ``H`` owning, ``V`` working, ``L`` als or namens, ``S`` a subject that still
            lacks its verb, ``K`` a joining word, ``,`` a mark, ``n`` one behind a name, ``^`` the
            sentence's beginning.
        word: That word.
        subject: Whose doing: ``ik``, ``jij``, a name's person (``=`` and the label), ``noun``
            for another's, ``-`` where nobody is named.
        gap: Classes of what stands between, adverbs left out.
        ahead: Class of the verb that follows in the clause, if any.
        ahead_subject: That verb's subject, where it follows the verb.
        verbless: Whether no verb stands before it in the sentence.
        verb: Whether the word is itself a verb of working.
    """

    anchor: str
    word: str
    subject: str
    gap: str
    ahead: str
    ahead_subject: str
    verbless: bool
    verb: bool


def word_class(word: str) -> str:
    """Class of a word in small letters; ``X`` for the open ones."""
    known = _CLASSES.get(word)
    if known is not None:
        return known
    if word[0].isdigit() or word.endswith(_TENS):
        return "N"
    return "X" if word[0].isalpha() else ","


def _classes() -> dict[str, str]:
    result: dict[str, str] = {}
    groups: Sequence[tuple[str, Collection[str]]] = (
        ("C", _COPULAS), ("W", _PAST), ("H", OWNING), ("S", PERSONS), ("L", ("als", "namens")),
        ("K", JOINING - {"als", "maar", "dus", "toen"}), ("A", ADVERBS), ("D", DETERMINERS),
        ("P", PREPOSITIONS), ("N", _NUMBERS), ("V", WORKING), (",", _MARKS | _ENDS),
    )  # fmt: skip
    for name, words in groups:
        for word in words:
            result.setdefault(word, name)
    return result


_CLASSES = _classes()


def frames(
    words: Sequence[str], names: Mapping[str, str], unknown: Collection[int] = ()
) -> list[Frame]:
    """The frame of each word of a sentence.

    Args:
        words: In small letters, marks too.
        names: Words that are somebody's name, and whose.
        unknown: Indices of words that look like a name, whosoever it is.

    Returns:
        One frame a word.
    """
    kinds = ["S" if word in names else word_class(word) for word in words]
    kinds = ["C" if word in _FUSED else kind for word, kind in zip(words, kinds, strict=True)]
    for index, word in enumerate(words):
        if index in unknown and kinds[index] == "X":
            kinds[index] = "M"
        elif word == "met" and words[index + 1 : index + 2] == ["pensioen"]:
            # "Ik ben met pensioen" tells as "ik ben gepensioneerd" does.
            kinds[index] = "A"
        elif word == "als" and kinds[index + 1 : index + 2] == ["S"]:
            kinds[index] = "K"
        elif word in _ABOUT and words[index - 1 : index] and kinds[index - 1] == "P":
            # "Bo is bij mij serveerster": no subject, and nothing between the verb and the noun.
            kinds[index - 1 : index + 1] = "A", "A"
        elif kinds[index] == "V" and word in _NOUNS_TOO and not _beside_subject(kinds, index):
            kinds[index] = "X"
    _join_names(words, kinds, names)
    ahead = _ahead(words, kinds, names)
    result: list[Frame] = []
    anchor, at, subject, gap, verbless = "^", "^", "-", "", True
    only_names, nothing_yet = True, True
    settled = called = False
    for index, (word, kind) in enumerate(zip(words, kinds, strict=True)):
        inverted = _subject_after(words, kinds, names, index) if anchor != "S" else "-"
        if inverted != "-":
            # "Nu bezorg ik maaltijden" tells as "ik bezorg nu maaltijden" does.
            follower = words[index + 1]
            result.append(Frame("S", follower, inverted, "", *ahead[index], verbless, True))
        else:
            # "Ilse de Wit van de gemeente" tells as "Ilse de Wit, van de gemeente" does.
            alone = anchor == "S" and at in names and verbless and ahead[index][0] == "-"
            own = "n" if alone else anchor
            result.append(Frame(own, at, subject, gap, *ahead[index], verbless, kind == "V"))
        if kind in "CWHV":
            if anchor != "S" and subject == "-" and not _OPEN.isdisjoint(gap):
                subject = "noun"
            settled = anchor == "S"
            if word in _FUSED:
                subject, settled = _FUSED[word], True
            anchor, at, gap, verbless, called = kind, word, "", False, False
        elif kind == "L":
            anchor, at, gap = "L", word, ""
            if subject == "-":
                subject = _subject_behind(words, kinds, names, index)
        elif kind == "S" and word in _DETERMINING and kinds[index + 1 : index + 2] == ["X"]:
            gap = _longer(gap, "D")
        elif kind == "S" and word in _POINTING and subject in _PERSONAL:
            continue
        elif kind == "S":
            who = _who(word, names)
            if anchor in "CWHV" and not gap:
                subject = subject if settled else who
                called = word in names
            else:
                anchor, at, gap, subject = "S", word, "", who
        elif kind == "," and "M" in gap and not gap.strip("MP") and anchor in "C^nK,":
            # "Ik ben Pim van Hasselt, hoogleraar" says as much as "ik ben hoogleraar".
            gap = ""
            if anchor != "C":
                anchor, at = "n", word
        elif kind == "," and anchor == "C" and called and not gap:
            # And so where the name is known: "ik ben Ilse, jongerenwerker".
            continue
        elif kind == "," and nothing_yet:
            # "Klopt, beleidsmedewerker." tells as "Beleidsmedewerker." does.
            continue
        elif kind == "K" or (kind == "," and not (only_names and subject != "-")):
            anchor, at, gap = kind, word, ""
            subject = "-"
        elif kind == ",":
            anchor, at, gap = "n", word, ""
        elif kind != "A":
            gap = _longer(
                gap, _OPEN_KINDS.get(entry_kind(word) or "", kind) if kind == "X" else kind
            )
        nothing_yet = nothing_yet and kind == "A"
        only_names = only_names and kind in "SA,"
    return result


def _who(subject: str, names: Mapping[str, str]) -> str:
    """Whom a subject means: a person of the grammar, or ``=`` and a label."""
    return f"={names[subject]}" if subject in names else PERSONS[subject]


def _subject_after(
    words: Sequence[str], kinds: Sequence[str], names: Mapping[str, str], verb: int
) -> str:
    """Whose doing a verb of working is whose subject follows it at once, ``-`` where none does."""
    if kinds[verb] != "V" or kinds[verb + 1 : verb + 2] != ["S"]:
        return "-"
    who = _who(words[verb + 1], names)
    return who if who in _PERSONAL or who[0] == "=" else "-"


def _subject_behind(
    words: Sequence[str], kinds: Sequence[str], names: Mapping[str, str], als: int
) -> str:
    """Who the clause is about that "als" opens: "als raadslid, zou jij", "als boer zie ik"."""
    commas = 0
    for index in range(als + 1, min(len(words), als + 1 + _LOOKS_AHEAD)):
        kind = kinds[index]
        commas += kind == ","
        if kind == "K" or commas > 1 or words[index] in _ENDS:
            break
        if kind == "S" and index > als + 1:
            who = _who(words[index], names)
            return who if who in _PERSONAL or who[0] == "=" else "-"
    return "-"


def _join_names(words: Sequence[str], kinds: list[str], names: Mapping[str, str]) -> None:
    """Let a first name stand for the whole: "Marjolein de Wit, onderwijskundige"."""
    for index, word in enumerate(words):
        if word not in names:
            continue
        end = index + 1
        while end < len(kinds) and kinds[end] in ("D", "P"):
            end += 1
        while end < len(kinds) and kinds[end] == "M":
            kinds[index + 1 : end + 1] = ["A"] * (end - index)
            end += 1


def _beside_subject(kinds: Sequence[str], index: int) -> bool:
    """Whether a subject stands before or behind a word, adverbs between them left out."""
    before = next((kind for kind in reversed(kinds[:index]) if kind != "A"), "")
    return before == "S" or kinds[index + 1 : index + 2] == ["S"]


def _longer(gap: str, kind: str) -> str:
    return gap if gap.endswith(kind) else (gap + kind)[-_LONGEST_GAP:]


def _ahead(
    words: Sequence[str], kinds: Sequence[str], names: Mapping[str, str]
) -> list[tuple[str, str]]:
    """For each word the class and the subject of the clause's next verb."""
    result = [("-", "-")] * len(words)
    verb, subject, since = "-", "-", 0
    for index in range(len(words) - 1, -1, -1):
        result[index] = (verb, subject) if since < _LOOKS_AHEAD else ("-", "-")
        kind = kinds[index]
        since += 1
        if kind in "CWHV":
            verb, subject, since = kind, _FUSED.get(words[index], "-"), 0
            if index + 1 < len(words) and kinds[index + 1] == "S":
                subject = _who(words[index + 1], names)
        elif kind in "K,LS":
            verb, subject = "-", "-"
    return result
