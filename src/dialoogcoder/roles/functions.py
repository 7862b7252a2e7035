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
    return _Table(heads, phrases, tuple(data["bezit"]["woorden"]), data["bezit"]["groep"])


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
        for head, group in table.heads.items():
            whole = form == head
            # A short head inside a longer word ("kok" in "wiskok") is chance, not a compound.
            compound = len(head) >= 4 and len(form) > len(head) + 2 and form.endswith(head)
            if (whole or compound) and (best is None or len(head) > best[0]):
                best = (len(head), group)
    return best


def stakeholder_group(functie: str) -> str:
    """The group that a function belongs to.

    The first word that is or ends in a known function decides ("directeur-eigenaar van een
    school" speaks as an eigenaar); where none does, a phrase that names the employer or the
    business ("bij de gemeente", "een restaurant").

    Args:
        functie: As said or written.

    Returns:
        One of `model.STAKEHOLDERGROEPEN`; ``onbekend`` rather than a guess.
    """
    table = _table()
    text = " ".join(functie.lower().replace("’", "'").split())
    phrases = [
        (phrase, group)
        for phrase, group in table.phrases.items()
        if re.search(rf"(?<!\w){re.escape(phrase)}", text)
    ]
    named = [(p, g) for p, g in phrases if text.startswith(p) or p in _NAMED_ROLES]
    if named:
        return max(named, key=lambda item: len(item[0]))[1]
    words = [head for word in _WORD.findall(text) if (head := _head_group(word))]
    # "adviseur bij de gemeente": a word that fits every employer yields to the employer.
    if words and not (phrases and words[0][1] == "overheidsprofessional"):
        return words[0][1]
    if phrases:
        return max(phrases, key=lambda item: len(item[0]))[1]
    if words:
        return words[0][1]
    owns = not re.match(r"(?:werk\s+)?(?:bij|in|voor|op|aan|van)\b", text)
    if owns and any(word.endswith(table.owned) for word in _WORD.findall(text)):
        return table.owner
    return UNKNOWN


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
