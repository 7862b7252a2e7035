"""What people do, from how they introduce themselves or are introduced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dialoogcoder.roles.functions import stakeholder_group

# Somebody says who they are early on; later "ik ben" tells how they feel.
_EARLY_TURNS = 5

_ARTICLE = r"(?:(?:een|de|het|’n|'n)\s+)?"
_STOP = r"(?=\s*(?:[,.;:!?…]|\ben\b|\bmaar\b|\bdus\b|\bdie\b|\bdat\b|\bwaar\b|\bwant\b|$))"
_PHRASE = r"(?P<functie>[^,.;:!?…]{3,70}?)"
_FILLER = r"(?:(?:eh+|uh+|nou|dus|ook|zelf|nu|nog|al|gewoon|net|sinds kort|inmiddels|hier)\s+)*"
_SELF = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bik\s+{_FILLER}werk\s+{_FILLER}(?:[^,.;:!?]{{0,30}}?\s)?"
        rf"als\s+{_ARTICLE}{_PHRASE}{_STOP}",
        rf"\bik\s+ben\s+[^\W\d_]+(?:\s+[^\W\d_]+){{0,3}},\s+(?!ik\b){_ARTICLE}"
        rf"{_PHRASE}{_STOP}",
        rf"\b(?:ben|zei)k?\s+{_FILLER}{_ARTICLE}{_PHRASE}\s+van beroep\b",
        rf"\b(?:ik\s+{_FILLER}ben|ben ik|'k ben)\s+{_FILLER}{_ARTICLE}{_PHRASE}{_STOP}",
        rf"\bik\s+{_FILLER}(?P<functie>(?:heb|run|bestier)\s+{_FILLER}"
        rf"(?:samen met [^,.;]{{2,25}} )?"
        rf"(?:een|m'n|mijn)\s+[^,.;:!?…]{{3,50}}?){_STOP}",
        rf"\bik\s+{_FILLER}(?P<functie>werk\s+{_FILLER}(?:bij|in|voor|op|aan)\s+[^,.;:!?…]{{3,50}}?)"
        rf"{_STOP}",
        rf"\bik\s+{_FILLER}(?P<functie>studeer\s+[^,.;:!?…]{{3,50}}?){_STOP}",
        rf"\bik\s+{_FILLER}(?P<functie>(?:geef les|sta voor de klas|zit in de bijstand|rij)"
        rf"[^,.;:!?…]{{0,50}}?){_STOP}",
    )
]
_TOLD = (
    r"\b{name}\b[,.]?\s+(?:jij|je|u|die)\s+(?:bent|ben|is|heb|hebt|heeft|werkt|runt|zit)\s+"
    r"(?P<functie>[^,.;:!?…]{{3,60}}?)" + _STOP
)


@dataclass(frozen=True, slots=True)
class Introduction:
    """A function as said, and the words it was said in."""

    functie: str
    evidence: str


def own_introduction(turns: Sequence[str]) -> Introduction | None:
    """The function that somebody names for themselves.

    Of several candidates the first with a known stakeholdergroep counts: "ik ben benieuwd" and
    "ik ben het eens" name none.

    Args:
        turns: What they say, turn by turn, in order.

    Returns:
        The function, without the article before it, or None.
    """
    for turn in turns[:_EARLY_TURNS]:
        found = [m for pattern in _SELF for m in pattern.finditer(turn)]
        for match in sorted(found, key=lambda m: m.start()):
            functie = _tidy(match["functie"])
            if functie and stakeholder_group(functie) != "onbekend":
                return Introduction(functie, " ".join(match.group().split()))
    return None


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
