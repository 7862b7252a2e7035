"""A label taken apart: the name, and the role or function beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dialoogcoder.ingest.labels.words import (
    GROUPS,
    NEVER,
    ROLE_LABELS,
    TASKS,
    is_common,
    is_person,
)
from dialoogcoder.names import OFFICES, PARTICLES, TITLES, is_code, is_initials, is_numbered

CLOCK = r"(?:\d{1,2}:\d{1,2}:\d{1,2}|\d{1,3}:\d{2})(?:[.,]\d{1,7})?"
_WITH_FUNCTION = re.compile(r"^(?P<name>[^(\[,]+?)\s*[(\[](?P<aside>[^)\]]*)[)\]]\s*$")
_WITH_COMMA = re.compile(r"^(?P<name>[^(\[,]+?)\s*,\s*(?P<aside>[^,\s].*)$")
# "Themadialoog, thema: samen leven" heads a document.
_DIALOGUE = re.compile(r"\b(?:thema|verkennings|middenveld|wetenschaps)[ -]?(?:dialo|tafel)", re.I)
_NO_NAME = re.compile(r"[;=\"“”„«»{}@%\\?!…]|\.\.\.|://")
# How somebody is heard, or what they do meanwhile; the same person, and no function.
_VOICE_NOTE = re.compile(
    rf"^(?:voice[- ]?over|v\.?o\.?|off(?:-?screen)?|online|vervolg|cont(?:'?d|inued)?|chat|"
    r"telefonisch|live|lacht|lachend|zacht|hard|fluister\w*|roept|zingt|knikt|huilt|hoest|zucht|"
    r"onverstaanbaar|onduidelijk|buiten beeld|(?:aan|door) de (?:telefoon|lijn|microfoon)|"
    r"op (?:het )?scherm|op afstand|(?:van)?uit de zaal|(?:via|per|tegen|tot|naar) [^,]{2,30}|"
    rf"{CLOCK})$",
    re.IGNORECASE,
)
# "legt vast", "leidt het gesprek": a role told by what somebody does.
_ROLE_TOLD = (
    (
        re.compile(
            r"^(?:legt (?:alles |het )?vast|notuleert|schrijft mee|typt mee|neemt op|"
            r"doet de opname|(?:maakt|doet|schrijft) (?:het|de) (?:verslag|notulen))$",
            re.IGNORECASE,
        ),
        "verslaglegger",
    ),
    (
        re.compile(r"^(?:leidt (?:het gesprek|de avond|de tafel)|zit voor)$", re.IGNORECASE),
        "gespreksleider",
    ),
)
# "Stem bij de deur", "Man achterin": somebody whom the transcriber could not name.
_UNNAMED = re.compile(
    r"^(?:stem|man|vrouw|jongen|meisje|mevrouw|meneer|dame|heer|iemand)"
    r" (?:bij|in|uit|achter|voor|van|met|op|aan|naast|achterin|achteraan|vooraan|vooraf)\b[^.,]*$",
    re.IGNORECASE,
)
# Of the parts of a description: age, sex, or the code's own meaning, none of them a function.
_PERSONAL = re.compile(
    r"^(?:±|ca\.? )?(?:\d{1,3}(?: ?(?:jaar|jr\.?|j\.?))?(?: oud)?|[vmx]|man|vrouw|mannelijk|"
    r"vrouwelijk|non-?binair|anders|meisje|jongen|(?:spreker|speaker|persoon|stem)(?: \d{1,4})?)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label taken apart: who, and what it says of them (`fact`, `value`), if anything."""

    speaker: str
    fact: str | None = None
    value: str | None = None


def seconds(clock: str) -> float:
    """Seconds of a clock time such as ``12:31``, ``00:12:31`` or ``00:00:24,010``."""
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return round(total, 3)


@lru_cache(maxsize=50_000)
def read_label(raw: str) -> Label | None:
    """Take a label apart, or say that this can't be one.

    Args:
        raw: The text before the colon.

    Returns:
        Speaker's name and the role or function beside it; None for what is no label by shape.
    """
    raw = " ".join(raw.split()).strip("*_ ")
    name, aside, comma = raw, None, False
    if match := _WITH_FUNCTION.match(raw):
        name, aside = match["name"], match["aside"].strip()
    elif match := _WITH_COMMA.match(raw):
        name, aside, comma = match["name"], match["aside"].strip(), True
    if not name_like(name) or _DIALOGUE.search(raw):
        return None
    if comma and aside and not _told(aside):
        return None
    if aside and not _VOICE_NOTE.match(aside):
        facts = describe(aside)
        for fact in ("gespreksrol", "functie"):
            if fact in facts:
                return Label(name, fact, facts[fact])
    role = _role(name)
    if role:
        return Label(name, "gespreksrol", role)
    words = name.split()
    if len(words) > 1 and words[0].lower() in OFFICES and words[1][0].isupper():
        return Label(name, "functie", words[0])
    if words[0].lower() == "de" and words[-1].islower() and is_person(words[-1]):
        return Label(name, "functie", " ".join(words[1:]))
    return Label(name)


def _told(aside: str) -> bool:
    """Whether words behind a name and comma tell of somebody: no sentence, date or amount."""
    if re.search(r"[?!…]|\.\s", aside):
        return False
    parts = aside.split(",")
    return not any(char.isdigit() for char in aside) or any(
        is_personal(part) or _role(part) for part in parts
    )


def _role(name: str) -> str | None:
    bare = name.lower().removeprefix("de ").strip().rstrip("0123456789 .")
    told = (role for pattern, role in _ROLE_TOLD if pattern.match(bare))
    return ROLE_LABELS.get(bare) or next(told, None)


def describe(description: str, *, listed: bool = False) -> dict[str, str]:
    """What a description beside a name or code says: ``respondent 1, vrouw, 34, bakker``.

    Args:
        description: Parts set apart by commas, semicolons or slashes.
        listed: Whether it stands in a list, where "verslag" is somebody's task.

    Returns:
        Under ``gespreksrol`` and ``functie`` what was found; age and sex have no place.
    """
    facts: dict[str, str] = {}
    functions = []
    for part in re.split(r"[,;/()]", description):
        part = " ".join(part.split()).strip(" .-–")
        role = _role(part) or (TASKS.get(part.lower()) if listed else None)
        if role:
            facts.setdefault("gespreksrol", role)
        elif (
            any(map(str.isalpha, part))
            and not _PERSONAL.match(part)
            and not _VOICE_NOTE.match(part)
        ):
            functions.append(part)
    if functions:
        facts["functie"] = ", ".join(functions)
    return facts


def is_personal(part: str) -> bool:
    """Whether part of a description tells age, sex or a number: ``vrouw``, ``34 jaar``."""
    return _PERSONAL.match(part.strip()) is not None


def name_like(name: str) -> bool:
    """Whether a text has the shape of a speaker's name, code or role."""
    words = name.split()
    if not 1 <= len(words) <= 6 or len(name) > 50:
        return False
    low = name.lower()
    if words[0].lower().strip(".") in NEVER or _DIALOGUE.match(name) or _NO_NAME.search(name):
        return False
    if is_code(name) or _role(name) or low in GROUPS:
        return True
    if is_numbered(name) or (words[0][0].isupper() and _UNNAMED.match(name)):
        return True
    if words[0].lower() == "de" and len(words) <= 3 and is_person(words[-1]):
        return True
    names = [word for word in words if word.lower() not in TITLES | PARTICLES]
    return bool(names) and all(_capital(word) for word in names)


def _capital(word: str) -> bool:
    if word.endswith(".") and not is_initials(word):
        return False
    return word[0].isupper() or word[0] in "'’" or word[:2] in ("d'", "d’", "l'", "l’")


def surely_somebody(label: Label) -> bool:
    """Whether a label names a person by itself, whatever stands beside it.

    "Anneke", "Van der Meer", "R1", "De heer Bos" and "Wethouder" do; "Zorgen" and
    "Tafelopbrengst" don't, though they may be a name when they return among names.
    """
    name = label.speaker
    if is_code(name) or _role(name) or name.lower() in GROUPS:
        return True
    words = [word for word in name.split() if word.lower() not in PARTICLES]
    if len(words) > 1 and words[0].lower() in TITLES | OFFICES:
        return True
    if is_numbered(name):
        return False
    names = [word for word in words if word.lower() not in TITLES]
    return any(is_person(word) or not is_common(word) for word in names)
