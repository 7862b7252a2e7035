"""Speakers' names: codes in place of names, and the parts of a name."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache

from dialoogcoder.resources import shipped

PARTICLES = frozenset(
    "van de der den het ten ter te 't 's in op el al di la le von du da dos aan bij en &".split()
)
# Sex as a title tells it; the other titles tell nothing about it.
_WOMEN = frozenset("mw mw. mevr mevr. mevrouw juffrouw zuster dames".split())
_MEN = frozenset("dhr dhr. meneer broeder heer heren".split())
TITLES = (
    frozenset("dr dr. drs drs. prof prof. mr mr. ir ir. ing ing. meester".split()) | _WOMEN | _MEN
)
# An office in front of a name: "Wethouder Jansen".
OFFICES = frozenset(
    "minister staatssecretaris wethouder burgemeester commissaris gedeputeerde raadslid "
    "statenlid kamerlid voorzitter gemeentesecretaris griffier professor dominee pastoor "
    "imam dokter directeur rector".split()
)
_NUMBERED = re.compile(
    r"^(?:(?:onbekende |unknown )?(?:spreker|speaker|deelnemer|deelneemster|respondent|persoon|"
    r"person|participant|stem|gast|tafelgast|aanwezige|onbekende?|iemand|medewerk(?:er|ster)|collega|"
    r"docent|leraar|leerling|scholier|jongere|jongen|meisje|kind|oudere|moeder|vader|buur(?:man|vrouw)|"
    r"ondernemer|boer|raadslid|ambtenaar|mevrouw|meneer|heer|dame|klant|bezoeker|toehoorder|"
    r"inspreker|professional|vrijwilliger|verpleegkundige|kandidaat|burger|bewoner|inwoner|ouder|student|cliënt|patiënt|expert|"
    r"panellid|wethouder|vrouw|man|vrager|gespreksleider|moderator|host|interviewer|"
    r"geïnterviewde|interviewee)[ _#-]{0,2}(?:\d{1,5}|[a-z])|spk[ _-]?\d{1,4})$",
    re.IGNORECASE,
)
_CODE = re.compile(r"^(?:[A-Z]{1,3}[_-]?\d{1,5}[a-z]?|[a-z]\d{1,3}|[A-Z]{1,2})$")
# "Stoel 3", "kanaal 2", "spr1": a place, a microphone, whatever they were numbered by.
_NUMBERED_THING = re.compile(r"^[^\W\d_]{2,20}\.?[ _-]?\d{1,2}$")
_INITIALS = re.compile(r"^(?:[^\W\d_]\.)+(?:-[^\W\d_]\.)?$|^(?:Th|Ch|Ph|IJ|Chr|St|Jac)\.$")


def is_code(name: str) -> bool:
    """Whether a label is a numbered or lettered one: ``Spreker 1``, ``R2``, ``SPEAKER_00``."""
    return bool(_NUMBERED.match(name) or _CODE.match(name))


def is_numbered(name: str) -> bool:
    """Whether a label is a word with a number, whatever it means: ``Stoel 3``, ``spr1``."""
    return _NUMBERED_THING.match(name) is not None


def is_initials(word: str) -> bool:
    """Whether a word is somebody's initials: ``J.P.``, ``Th.``."""
    return _INITIALS.match(word) is not None


@lru_cache(maxsize=1)
def _name_lists() -> dict[str, frozenset[str]]:
    read = tomllib.loads(shipped("pipelines/voornamen.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in read.items()}


@lru_cache(maxsize=1)
def _first_names() -> dict[str, str]:
    """Sex by first name, "" where both have it."""
    women, men = _name_lists()["vrouwen"], _name_lists()["mannen"]
    both = _name_lists()["beide"] | (women & men)
    return {
        name: "" if name in both else "v" if name in women else "m" for name in women | men | both
    }


def sex_of(first: str) -> str:
    """The sex that a first name in small letters tells: ``v``, ``m``, or "" where it tells none."""
    return _first_names().get(first, "")


def is_first_name(word: str) -> bool:
    """Whether a word in small letters is a common first name, be it an everyday word as well."""
    return word in _first_names()


def is_only_name(word: str) -> bool:
    """Whether a word in small letters is a first name and no everyday word."""
    return word in _first_names() and word not in _name_lists()["ook-woorden"]


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a name, in small letters; a bare word may be a first name or a surname.

    Attributes:
        first: First name, or "".
        initials: Letters of the initials, or "".
        surname: Surname without particles, or "".
        bare: The only word, where there is no more, or "".
        sex: ``v`` or ``m`` where a title tells it, or "".
    """

    first: str = ""
    initials: str = ""
    surname: str = ""
    bare: str = ""
    sex: str = ""


def parse_name(written: str) -> Name | None:
    """Take a name apart.

    Args:
        written: As a label or list has it: ``mw. De Boer``, ``Ank``, ``A. de Boer``,
            ``BOER, Ank de``.

    Returns:
        Its parts; None for a code such as ``Spreker 1`` and for what has no name in it.
    """
    if is_code(written) or is_numbered(written):
        return None
    if written.count(",") == 1:
        last, rest = written.split(",")
        written = f"{rest.strip()} {last.strip()}"
    words = [word.strip("()[]*").casefold() for word in written.split()]
    sex = "v" if any(w in _WOMEN for w in words) else "m" if any(w in _MEN for w in words) else ""
    titled = any(word in TITLES | OFFICES for word in words)
    words = [word for word in words if word and word not in TITLES | OFFICES]
    initials = "".join(c for word in words if is_initials(word) for c in word if c.isalpha())
    words = [word for word in words if not is_initials(word)]
    particle = bool(words) and words[0] in PARTICLES
    kept = [word for word in words if word not in PARTICLES]
    if not kept:
        return None
    if titled or initials or particle:
        # "Anna B." has its surname's initial behind the first name.
        if initials and written.split()[-1].endswith(".") and len(kept) == 1:
            return Name(first=kept[0], surname=f"{initials}.", sex=sex)
        if titled and len(kept) > 1 and not initials and not particle:
            return Name(first=kept[0], surname=" ".join(kept[1:]), sex=sex)
        return Name(initials=initials, surname=" ".join(kept), sex=sex)
    if len(kept) == 1:
        return Name(bare=kept[0], sex=sex)
    return Name(first=kept[0], surname=" ".join(kept[1:]), sex=sex)
