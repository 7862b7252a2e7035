"""What people do, from how they introduce themselves or are introduced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dialoogcoder.roles.functions import opens_with_function, stakeholder_group

# Somebody says who they are early on; later "ik ben" tells how they feel.
_EARLY_TURNS = 5

_ARTICLE = r"(?:(?:een|de|het|’n|'n)\s+)?"
# Speech recognisers leave out punctuation: then the next "ik" or "we" ends a phrase as well.
_STOP = r"(?=\s*(?:[,.;:!?…]|\b(?:en|maar|dus|die|dat|waar|want|ik|we|wij|nou|eh)\b|$))"
_PHRASE = r"(?P<functie>[^,.;:!?…]{3,70}?)"
_FILLER = (
    r"(?:(?:eh+|uh+|nou|dus|ook|zelf|nu|nog|al|gewoon|net|vooral|sinds kort|inmiddels|hier)\s+)*"
)
_NO_COMMA = r"[^,.;:!?…]"
_SELF = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bik\s+{_FILLER}(?:werk|werkte|begon|ben (?:[^,.;:!?]{{0,25}}\s)?begonnen)\s+{_FILLER}"
        rf"(?:[^,.;:!?]{{0,30}}?\s)?als\s+{_ARTICLE}{_PHRASE}{_STOP}",
        rf"\bik\s+(?:ben|bin)\s+[^\W\d_]+(?:\s+[^\W\d_]+){{0,3}},\s+(?!ik\b){_ARTICLE}"
        rf"{_PHRASE}{_STOP}",
        rf"\b(?:ben|zei)k?\s+{_FILLER}{_ARTICLE}{_PHRASE}\s+van beroep\b",
        rf"\b(?:ik\s+{_FILLER}(?:ben|bin)|ben ik|'k ben)\s+{_FILLER}{_ARTICLE}{_PHRASE}{_STOP}",
        rf"\bik\s+{_FILLER}(?P<functie>(?:heb|run|bestier)\s+{_FILLER}"
        rf"(?:samen met [^,.;]{{2,25}} )?(?:een|m'n|mijn)\s+{_NO_COMMA}{{3,50}}?){_STOP}",
        rf"\bik\s+{_FILLER}(?P<functie>werk\s+{_FILLER}(?:bij|in|voor|op|aan)\s+{_NO_COMMA}{{3,50}}?)"
        rf"{_STOP}",
        rf"\bik\s+{_FILLER}(?P<functie>(?:studeer|coördineer|doe)\s+{_NO_COMMA}{{3,50}}?"
        rf"(?:,\s+(?:aan|bij)\s+{_NO_COMMA}{{3,30}}?)?){_STOP}",
        rf"\bik\s+{_FILLER}(?P<functie>(?:geef les|sta voor de klas|sta achter|stond achter|"
        rf"zit in|zit voor|rij)\b{_NO_COMMA}{{0,50}}?){_STOP}",
    )
]
_CLAUSE = re.compile(rf"(?:^|[,.;:!?…])\s*{_FILLER}{_ARTICLE}{_PHRASE}(?=[,.;!?…]|$)")
_TOLD = (
    r"\b{name}(?:\s+[^\W\d_]+){{0,3}}[,.]?\s+(?:jij|je|u|die)\s+(?:bent|ben|is|heb|hebt|heeft|werkt|runt|zit)\s+"
    r"(?P<functie>[^,.;:!?…]{{3,60}}?)" + _STOP
)


@dataclass(frozen=True, slots=True)
class Introduction:
    """A function as said, and the words it was said in."""

    functie: str
    evidence: str


def own_introduction(turns: Sequence[str], *, name: str) -> Introduction | None:
    """The function that somebody names for themselves.

    Of several candidates the first with a known stakeholdergroep counts: "ik ben benieuwd" and
    "ik ben het eens" name none.

    Args:
        turns: What they say, turn by turn, in order.
        name: Their label.

    Returns:
        The function, without the article before it, or None.
    """
    for number, turn in enumerate(turns[:_EARLY_TURNS]):
        found = [m for pattern in _SELF for m in pattern.finditer(turn)]
        if number == 0 or _names_themselves(turn, name):
            # "Hakim Ouaziz, bestuurder bij de vakbond": a bare function beside one's own name.
            found += [m for m in _CLAUSE.finditer(turn) if opens_with_function(_tidy(m["functie"]))]
        for match in sorted(found, key=lambda m: m.start()):
            functie = _tidy(match["functie"])
            if functie and stakeholder_group(functie) != "onbekend":
                return Introduction(functie, " ".join(match.group().split()))
    return None


def _names_themselves(turn: str, name: str) -> bool:
    own = [part for part in name.lower().split() if len(part) > 3 and part != "heer"]
    return any(part in turn.lower().split(",")[0] for part in own)


def introduced_by(name: str, others: Iterable[str]) -> Introduction | None:
    """The function that somebody else names for them: "Harm, jij hebt een melkveebedrijf".

    Args:
        name: First name, or the whole name, as the label has it.
        others: What others say.

    Returns:
        The function, or None.
    """
    first = re.escape(name.split()[0])
    pattern = re.compile(_TOLD.format(name=first), re.IGNORECASE)
    for turn in others:
        match = pattern.search(turn)
        if match is not None:
            functie = _tidy(match["functie"])
            if functie and stakeholder_group(functie) != "onbekend":
                return Introduction(functie, " ".join(match.group().split()))
    return None


def _tidy(functie: str) -> str:
    functie = " ".join(functie.split())
    functie = re.sub(
        r"^(?:(?:werk|heb|run|bestier|eh+|uh+|nou|zelf|ook|nu|nog|al|gewoon|net|hier)\s+)+",
        "",
        functie,
        flags=re.IGNORECASE,
    )
    words = re.sub(r"^(?:de|een)\s+", "", functie, flags=re.IGNORECASE).split()
    return " ".join(words[:9])
