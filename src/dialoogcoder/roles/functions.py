"""From a functie to a stakeholdergroep, by the table in `pipelines/functies.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache

from dialoogcoder.model import UNKNOWN
from dialoogcoder.resources import shipped

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class _Table:
    heads: dict[str, str]
    phrases: dict[str, str]
    owned: tuple[str, ...]
    owner: str
    general: tuple[str, ...]


@lru_cache(maxsize=1)
def _table() -> _Table:
    data = tomllib.loads(shipped("pipelines/functies.toml").read_text(encoding="utf-8"))
    heads: dict[str, str] = {}
    phrases: dict[str, str] = {}
    for group, entry in data["groep"].items():
        for word in entry["woorden"]:
            (phrases if " " in word else heads).setdefault(word.lower(), group)
        for phrase in entry["zinsdelen"]:
            phrases.setdefault(phrase.lower(), group)
    return _Table(
        heads,
        phrases,
        tuple(data["bezit"]["woorden"]),
        data["bezit"]["groep"],
        tuple(data["algemeen"]["woorden"]),
    )


@lru_cache(maxsize=50_000)
def _head_group(word: str) -> tuple[int, str] | None:
    """Length of the head that a word is or ends in, and the group; plurals by their lemma."""
    table = _table()
    forms = [word]
    if word.endswith("s"):
        forms.append(word.removesuffix("s").removesuffix("'"))
    if word.endswith("en"):
        forms.append(word.removesuffix("en"))
    best: tuple[int, str] | None = None
    for form in forms:
        # From the whole word to ever shorter ends of it. A short head inside a longer word
        # ("kok" in "wiskok") is chance, not a compound.
        for first in (0, *range(3, len(form) - 3)):
            group = table.heads.get(form[first:])
            if group is not None:
                if best is None or len(form) - first > best[0]:
                    best = (len(form) - first, group)
                break
    return best


@dataclass(frozen=True, slots=True)
class _Match:
    """A word or phrase of the table in a function: where it begins, and what it says."""

    position: int
    length: int
    group: str
    kind: str


def _matches(text: str) -> list[_Match]:
    table = _table()
    found = [
        _Match(m.start(), len(phrase), group, "role" if phrase in _NAMED_ROLES else "employer")
        for phrase, group in table.phrases.items()
        for m in re.finditer(rf"(?<!\w){re.escape(phrase)}", text)
    ]
    for word in _WORD.finditer(text):
        head = _head_group(word.group())
        if head is not None:
            kind = "general" if word.group().endswith(table.general) else "role"
            found.append(_Match(word.start(), head[0], head[1], kind))
        elif word.group().endswith(table.owned):
            found.append(_Match(word.start(), len(word.group()), table.owner, "owned"))
    return sorted(found, key=lambda m: (m.position, -m.length))


def opens_with_function(clause: str) -> bool:
    """Whether a clause begins with a known function, at most one word before it.

    A capital inside the clause makes a name: "Sanne Bakker" bakes nothing.
    """
    words = clause.split()[:2]
    if not words or words[0].lower() in _NO_ADJECTIVE:
        return False
    return _head_group(words[0].lower()) is not None or (
        len(words) > 1 and words[1].islower() and _head_group(words[1]) is not None
    )


def stakeholder_group(functie: str) -> str:
    """The group that a function belongs to.

    The first word that is or ends in a known function decides ("directeur-eigenaar van een
    school" speaks as an eigenaar). A word that fits every employer, such as *adviseur*, yields
    to a phrase that names the employer ("bij de gemeente"). Who has a business is an ondernemer,
    who works in one is not.

    Args:
        functie: As said or written.

    Returns:
        One of `model.STAKEHOLDERGROEPEN`; ``onbekend`` rather than a guess.
    """
    text = " ".join(functie.lower().replace("’", "'").split())
    works_there = re.match(r"(?:werk\s+)?(?:bij|in|voor|op|aan|van)\b", text) is not None
    found = [m for m in _matches(text) if not (m.kind == "owned" and works_there)]
    if not found:
        return UNKNOWN
    # At one place the longest says most; an employer named before any role decides as well.
    first = found[0]
    if first.kind != "general":
        return first.group
    employers = [m for m in found[1:] if m.kind in ("employer", "role") and m.position > 0]
    return employers[0].group if employers else first.group


_NAMED_ROLES = frozenset(
    [
        "universitair docent",
        "intern begeleider",
        "sociaal werker",
        "maatschappelijk werker",
        "geestelijk verzorger",
        "commissaris van de koning",
        "bijzonder hoogleraar",
        "universitair hoofddocent",
        "specialist ouderengeneeskunde",
    ]
)
_NO_ADJECTIVE = frozenset(
    "mijn m'n je jouw uw zijn haar hun ons onze die dat deze dit als voor met bij van in op aan "
    "ik jij wij we er geen elke iedere alle meneer mevrouw de dank ja nee nou dag hallo".split()
)
