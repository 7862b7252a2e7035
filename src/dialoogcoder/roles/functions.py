"""From a functie to a stakeholdergroep, by the table in `pipelines/functies.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dialoogcoder.model import UNKNOWN
from dialoogcoder.resources import shipped

_WORD = re.compile(r"[^\W_]+(?:[-'&.*][^\W_]+)*")
# A shorter head inside a word ("ober" in "oktober") is chance, not a compound.
_SHORTEST_HEAD = 4
_SHORTEST_PREFIX = 2
# These end as an occupation does, and are none.
_NO_COMPOUNDS = frozenset(
    "oktober gebouw sector factor motor advies kantoren kamer schouder nijkerk ridderkerk "
    "grijpskerk koudekerk belangrijk glansrijk oostenrijk frankrijk koninkrijk".split()
)
_PLURALS = ("en", "ers", "eurs", "sters")
_LINKS = ("", "s", "en", "e", "-", "n")
# "huisarts, docent en raadslid": what is named first counts, if it says enough.
_PARTS = re.compile(r"\s*(?:[,;/()]|\.\s|\s(?:en|&|\+|maar|plus)\s)\s*")
# Who works somewhere speaks as an employee; who has it owns it.
_WORKS = re.compile(
    r"^(?:(?:ik|en|nu|ook|zelf|hier)\s)*(?:werk|werkt|werkzaam|zit|sta|staat|stond|doe|rij|loop|help|draai|schoonmaak|las|plan|vaar|"
    r"monteer|kook|bezorg|breng|poets|sorteer|vul)\b"
)
_AT = re.compile(r"^(?:bij|in|op|aan|voor|van)\b")
_BY_TRADE = re.compile(r"\bals\b")
# Who learns somewhere is no employee there: "doe watermanagement aan de hogeschool".
_LEARNS = re.compile(
    r"^(?:doe|doet|studeer|studeert|volg|volgt|leer|leert)\b(?!.*onderzoek)"
    r".*(?:\b(?:aan|op)\b.*(?:universiteit|hogeschool|roc|college|mbo|hbo|academie|school)"
    r"|opleiding|techniek|kunde|logie)\b|^zit\b.*(?:klas|cursus|opleiding|vaartschool|mbo|"
    r"groep acht)\b"
    r"|^(?:doe|doet)\b.*\b(?:vmbo|mbo|havo|vwo|hbo|bbl)\b"
)
# What one does by these verbs without naming an employer, one does for oneself.
_OWN_TRADE = re.compile(
    r"^(?:verhuur|restaureer|verkoop|exploiteer|run|bestier|teel|kweek|fok|melk|boer)t?\b"
)
# Such work is done for others, where nothing else is said.
_LABOUR = re.compile(
    r"^(?:rijd?|rijdt|brengt?|bezorgt?|loopt?|scan|scant|vult?|sorteert?|monteert?|poetst?|schenkt?|"
    r"draait?|veegt?|sjouwt?|bouwt?|zet|kookt?|(?:maakt?\b.*\bschoon|leidt?\b.*\brond|past?\b.*\bop))\b"
)
_EMPLOYED = re.compile(r"\b(?:in loondienst|voor een baas)\b")
# Behind these stands who employs.
_WITH = re.compile(r"\b(?:bij|aan)\b")
# Offices that associations have, and companies don't.
_OFFICES = frozenset(
    "voorzitter voorzitster president secretaris penningmeester penningmeesteres "
    "bestuurslid".split()
)
_ASSOCIATION = "maatschappelijke-organisatie"
_NOW = re.compile(r"^(?:nu|inmiddels|tegenwoordig|thans)\b\s*")

_FIXED, _PHRASE, _GENERAL, _ORGANISATION, _COMPANY = range(5)
_KINDS = ("function", "phrase", "function", "employer", "business")
_OWNER, _EMPLOYEE = "ondernemer", "burger"


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: int
    group: str


@dataclass(frozen=True, slots=True)
class _Table:
    words: dict[str, _Entry]
    phrases: tuple[tuple[str, re.Pattern[str], _Entry], ...]
    leading: tuple[str, ...]
    former: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Match:
    """An entry of the table found in a function: where, how long, and what stands before it."""

    start: int
    end: int
    word: str
    head: str
    entry: _Entry


@lru_cache(maxsize=1)
def _table() -> _Table:
    data = tomllib.loads(shipped("pipelines/functies.toml").read_text(encoding="utf-8"))
    words: dict[str, _Entry] = {}
    phrases: list[tuple[str, re.Pattern[str], _Entry]] = []

    def add(text: str, entry: _Entry, *, open_end: bool = False) -> None:
        if " " in text or open_end:
            pattern = re.compile(rf"(?<!\w){re.escape(text)}" + ("" if open_end else r"(?!\w)"))
            phrases.append((text, pattern, entry))
        else:
            words.setdefault(text, entry)

    for group, own in data["groep"].items():
        for text in own["vast"]:
            add(text, _Entry(_FIXED, group))
        for text in own["zinsdelen"]:
            add(text, _Entry(_PHRASE, group), open_end=True)
    for group, general in data["algemeen"].items():
        for text in general:
            add(text, _Entry(_GENERAL, group))
    for group, own in data["groep"].items():
        for text in own["organisaties"]:
            add(text, _Entry(_ORGANISATION, group))
    for text in data["bedrijf"]["woorden"]:
        add(text, _Entry(_COMPANY, _OWNER))
    return _Table(
        words,
        tuple(phrases),
        tuple(data["leiding"]["woorden"]),
        frozenset(data["voorbij"]["woorden"]),
    )


@lru_cache(maxsize=50_000)
def _head(word: str) -> tuple[str, _Entry] | None:
    """The entry that a word is or ends in; plurals, diminutives, women's forms by their own."""
    if word in _NO_COMPOUNDS:
        return None
    table = _table()
    forms = [word]
    if word.endswith("s"):
        forms.append(word.removesuffix("s").removesuffix("'"))
    if word.endswith("en"):
        forms += [word.removesuffix("en"), word.removesuffix("n")]
    if word.endswith("je"):
        forms += [word.removesuffix("je"), word.removesuffix("tje")]
    if word.endswith("ster"):
        forms.append(f"{word.removesuffix('ster')}er")
    if word.endswith("e"):
        forms.append(word.removesuffix("e"))
    best: tuple[str, _Entry] | None = None
    for form in forms:
        for first in (0, *range(_SHORTEST_PREFIX, len(form) - _SHORTEST_HEAD + 1)):
            entry = table.words.get(form[first:])
            if entry is not None:
                if best is None or len(form) - first > len(best[0]):
                    best = (form[first:], entry)
                break
    return best


def _matches(text: str) -> list[_Match]:
    """Entries in a part of a function, in order, none within another."""
    found = [
        _Match(m.start(), m.end(), m.group(), m.group(), entry)
        for phrase, pattern, entry in _table().phrases
        if phrase in text
        for m in pattern.finditer(text)
    ]
    for word in _WORD.finditer(text):
        head = _head(word.group())
        if head is not None:
            found.append(_Match(word.start(), word.end(), word.group(), *head))
    found.sort(key=lambda m: (m.start, -m.end, m.entry.kind))
    kept: list[_Match] = []
    for match in found:
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept


def opens_with_function(clause: str) -> bool:
    """Whether a clause begins with a known function, at most one word before it.

    A capital inside the clause makes a name: "Sanne Bakker" bakes nothing.
    """
    words = clause.split()[:2]
    if not words or words[0].lower() in _NO_ADJECTIVE:
        return False
    return names_function(words[0].lower()) or (
        len(words) > 1 and words[1].islower() and names_function(words[1])
    )


def names_function(word: str) -> bool:
    """Whether a word by itself names what somebody is: ``wethouder``, ``zorgondernemer``."""
    head = _head(word)
    return head is not None and head[1].kind in (_FIXED, _GENERAL)


def is_plural(word: str) -> bool:
    """Whether a word names several of a function: ``docenten``, but not ``elektricien``."""
    head = _head(word)
    return head is not None and word.endswith(_PLURALS) and not word.endswith(head[0])


def entry_kind(word: str) -> str | None:
    """What a word tells by the table: ``function``, ``business``, ``employer``, or None."""
    head = _head(word)
    return None if head is None else _KINDS[head[1].kind]


@lru_cache(maxsize=20_000)
def stakeholder_group(functie: str) -> str:
    """The group that a function belongs to.

    What is named first decides ("boer en raadslid" speaks as a boer). A word that fits every
    employer, such as *adviseur*, yields to the employer named with it. Who has a business is an
    ondernemer, who works in one is not. What somebody was ("oud-wethouder") they are no longer.

    Args:
        functie: As said or written.

    Returns:
        One of `model.STAKEHOLDERGROEPEN`; ``onbekend`` rather than a guess.
    """
    text = " ".join(functie.casefold().replace("’", "'").replace("‘", "'").split())
    parts = [part for part in _PARTS.split(text) if part]
    for number, part in enumerate(parts):
        if _is_former(part):
            later = [p for p in parts[number + 1 :] if _NOW.match(p)]
            if not later:
                return _EMPLOYEE
            continue
        group = _group_of(_NOW.sub("", part), parts[number + 1 :])
        if group != UNKNOWN:
            return group
    return UNKNOWN


def _is_former(part: str) -> bool:
    words = _WORD.findall(part)
    if not words:
        return False
    first = words[0].split("-")[0]
    return first in _table().former and (len(words) > 1 or "-" in words[0] or first != "oud")


def _group_of(part: str, rest: Sequence[str]) -> str:
    found = _matches(part)
    if _LEARNS.match(part):
        return _EMPLOYEE
    if not found:
        if _OWN_TRADE.match(part):
            return _OWNER
        return _EMPLOYEE if _LABOUR.match(part) else UNKNOWN
    first = found[0]
    if first.entry.group == _OWNER and (_EMPLOYED.search(part) or part.startswith("werk in ")):
        return _EMPLOYEE
    kind = first.entry.kind
    if kind in (_FIXED, _PHRASE):
        return first.entry.group
    trade = _trade(part, found)
    if kind != _GENERAL and trade is not None:
        return trade
    if kind == _ORGANISATION:
        return first.entry.group
    if kind == _COMPANY:
        if _WORKS.match(part):
            # "doe schoonmaak in het ziekenhuis"
            employers = (m.entry.group for m in found if m.entry.kind == _ORGANISATION)
            return next(employers, _EMPLOYEE)
        return UNKNOWN if _AT.match(part) else _OWNER
    behind = [found[1:], *(_matches(p) for p in rest)]
    # Who is named by "bij" employs: "adviseur wonen en zorg bij de provincie".
    named = [
        match
        for text, matches in zip((part, *rest), behind, strict=True)
        for at in _WITH.finditer(text)
        for match in matches
        if match.start >= at.end()
    ]
    if any(match.entry.kind == _FIXED and match.entry.group == _OWNER for match in named):
        # "stukadoor bij een aannemer"
        return _EMPLOYEE
    return _of_general(part, first, [*named, *(m for matches in behind for m in matches)])


def _trade(part: str, found: Sequence[_Match]) -> str | None:
    """The group of a trade named behind the employer: "werk bij de GGD als arts"."""
    behind = _BY_TRADE.search(part)
    if behind is None:
        return None
    for match in found:
        if match.start >= behind.end() and match.entry.kind in (_FIXED, _PHRASE):
            return match.entry.group
    return None


def _of_general(part: str, first: _Match, others: Sequence[_Match]) -> str:
    for group in _employers(first, others):
        return group
    if first.word in _OFFICES and part[first.end :].lstrip().startswith("van "):
        # "voorzitter van SV Holterbroek": of whatever goes by that name.
        return _ASSOCIATION
    return first.entry.group


def _employers(first: _Match, others: Sequence[_Match]) -> Iterator[str]:
    """Groups by the employers named in a compound ("gemeentejurist") or behind the function."""
    before = first.word.removesuffix(first.head)
    inside = [_table().words.get(before.removesuffix(link)) for link in _LINKS if before]
    entries = [entry for entry in inside if entry is not None] + [m.entry for m in others]
    for entry in entries:
        if entry.kind in (_ORGANISATION, _PHRASE):
            yield entry.group
        elif entry.kind == _COMPANY:
            yield _OWNER if first.word.endswith(_table().leading) else _EMPLOYEE


_NO_ADJECTIVE = frozenset(
    "mijn m'n je jouw uw zijn haar hun ons onze die dat deze dit als voor met bij van in op aan "
    "ik jij wij we er geen elke iedere alle meneer mevrouw de dank ja nee nou dag hallo".split()
)
