"""Who is said to have said a quote: roles beside names, publications and slogans."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from dialoogcoder.ingest.labels.words import is_known, is_person

_SAYS = (
    "zegt|zei|zeggen|zeiden|vertelt|vertelde|vertellen|vertelden|stelt|stelde|stellen|stelden|"
    "vindt|vond|vinden|vonden|verzucht|verzuchtte|merkt|merkte|benadrukt|benadrukte|antwoordt|"
    "antwoordde|schrijft|schreef|riep|roept|vroeg|vraagt|meent|meende|geeft|gaf|gaven|legt|"
    "legde|licht|vat|vatte|verwoordt|verwoordde|beaamt|beaamde|vult|vulde|waarschuwt|"
    "waarschuwde|reageert|reageerde|constateert|constateerde|bekent|bekende|deelt|deelde|"
    "formuleert|formuleerde|noemt|noemde|hoopt|hoopte|denkt|dacht|klaagt|klaagde"
)
SAYS = rf"(?:{_SAYS})"
_ARTICLE = re.compile(r"(?:een|één|eén|de|het|'n|’n|onze|deze|die)\s+", re.IGNORECASE)
_PREPOSITIONS = frozenset("van uit bij in op aan voor met te ter tot tussen onder namens".split())
_STOPS = frozenset(
    "die dat over tijdens toen als maar want omdat zodat het dan er zich we wij ik ze hij zij "
    "na om door naar is was".split()
)
_NO_ADJECTIVE = _PREPOSITIONS | _STOPS | frozenset("en of niet geen wel de het een".split())
_WORD = re.compile(r"[^\s,;:()]+")
# Things that are quoted but say nothing at a table; as a word, or as the head of a compound.
_PUBLISHED = re.compile(
    r"(?:rapport|onderzoek|advies|artikel|krant|dagblad|weekblad|website|brief|nota|notitie|"
    r"publicatie|jaarverslag|verslag|akkoord|bericht|plan|visie|agenda|beleid|wet|manifest|"
    r"programma|campagne|project|poster|advertentie|folder|flyer|lied|liedje|gedicht|boek|film|"
    r"journaal|nieuws|tweet|titel|kop|motto|leus|slogan|spreekwoord|gezegde|tegeltje|opschrift|"
    r"bijlage|bron|bijbel|stelling|bijdrage|citaat|evaluatie|monitor|samenvatting|factsheet|"
    r"blog|podcast|column|essay|scriptie|proefschrift|kamerstuk|motie|verordening|handreiking)$",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\b(?:19|20)\d\d\b|\bp\. ?\d|\bblz\b|\bpag\b|\b[A-Z]{3,}\b|\bet al\b|\bisbn\b|https?:|www\."
)
_POINTER = re.compile(r"^(?:zie|bron|vgl|cf|uit|naar|vrij naar|vertaling|noot|citaat)\b", re.I)
_AGED = re.compile(r"^[^\W\d_][^\d]{1,40}[, (]+\d{2}(?: ?jaar| ?jr\.?)?\)?$")
_PERSONAL_ENDING = re.compile(
    r"(?:er|ster|iste?|eur|euse|aar|ente?|ante?|loog|man|vrouw|or|ier|iër|erde?|ende?|aris|icus|"
    r"graaf|nome|hulp|kracht)$"
)
_TAIL_WORDS = 9
_DIALOGUE = re.compile(r"dialo(?:og|gen)|(?:thema|middenveld)[ -]?tafel", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A person's role in a text: where it stands, and the role without article and name."""

    functie: str
    start: int
    end: int


def noun_phrase(text: str, start: int) -> NounPhrase | None:
    """Read "een jonge wethouder uit Zwolle" at an offset.

    Args:
        text: Running text.
        start: Where it must begin.

    Returns:
        The role ("jonge wethouder uit Zwolle") and where the phrase ends; None where the head
        is no person.
    """
    article = _ARTICLE.match(text, start)
    begin = article.end() if article else start
    words = list(_WORD.finditer(text, begin, begin + 160))
    head = next((i for i, word in enumerate(words[:3]) if is_person(word.group())), None)
    if head is None or any(
        w.group().lower() in _NO_ADJECTIVE or (w.group()[0].isupper() and i > 0)
        for i, w in enumerate(words[:head])
    ):
        return None
    if _apart(text, words[: head + 1]):
        return None
    last = _tail(text, words, head)
    functie_end = words[last].end()
    end = functie_end
    for word in words[last + 1 : last + 5]:
        # A name behind the role: "wethouder Jansen".
        if not (word.group()[0].isupper() and text[end : word.start()].isspace()):
            break
        end = word.end()
    functie = " ".join(text[words[0].start() : functie_end].split()).strip(" ,;.")
    return NounPhrase(functie, start, end)


def _apart(text: str, words: list[re.Match[str]]) -> bool:
    return any(not text[a.end() : b.start()].isspace() for a, b in pairwise(words))


def _tail(text: str, words: list[re.Match[str]], head: int) -> int:
    """The last word that belongs to the role: "van een school", "en moeder"."""
    last, place = head, head + 1
    while place < len(words) and place - head <= _TAIL_WORDS:
        word = words[place].group().lower()
        if not text[words[place - 1].end() : words[place].start()].isspace():
            break
        if word in _STOPS or re.fullmatch(SAYS, word):
            break
        if place == last + 1 and word not in _PREPOSITIONS and word not in ("en", "of"):
            break
        following = words[place + 1].group().lower() if place + 1 < len(words) else ""
        if _DIALOGUE.search(" ".join(w.group() for w in words[place : place + 3])):
            break
        if word in _PREPOSITIONS or word in ("en", "of"):
            if not following or (following in _STOPS and following != "het"):
                break
            place += 1
            if following in ("de", "het", "een", "den", "der", "zijn", "haar", "onze"):
                place += 1
            if place >= len(words):
                break
        last = place
        place += 1
    return last


def tells_person(text: str) -> bool:
    """Whether a source names a role or profession, or somebody's name with an age."""
    if _AGED.match(text):
        return True
    for segment in re.split(r"[,;(]| en ", text)[:3]:
        begin = len(segment) - len(segment.lstrip())
        if noun_phrase(segment, begin) is not None:
            return not is_published(text)
    return False


def may_be_role(text: str) -> bool:
    """Whether a short source could be a role that no table lists ("Trambegeleidster")."""
    words = text.split()
    first = words[0].strip(".,").lower() if words else ""
    return (
        0 < len(words) <= 4
        and text[0].isupper()
        and not is_published(text)
        and not _REFERENCE.search(text)
        and _PERSONAL_ENDING.search(first) is not None
        and (is_known(first) or len(words) == 1)
        and not any(word.lower() in _STOPS for word in words)
    )


def is_published(text: str) -> bool:
    """Whether a source is a publication, a slogan's bearer or a pointer, by its first words."""
    words = [word.strip(".,:;()") for word in text.split()[:2]]
    if _POINTER.match(text) or any(_PUBLISHED.search(word) for word in words[:1]):
        return True
    second = words[1] if len(words) > 1 else ""
    return bool(_PUBLISHED.fullmatch(second)) and not is_person(words[0])


def is_reference(text: str) -> bool:
    """Whether a source has a year, page or abbreviation and nobody's role."""
    return _REFERENCE.search(text) is not None and not tells_person(text)


def tidy_role(text: str) -> str | None:
    """A role as printed before a dialogue, without article, name and what joins it to that."""
    role = " ".join(text.split()).strip(" ,;:-–—([")
    role = re.sub(
        r"[\s,;(]+(?:(?:aan|bij|tijdens|in|uit|op|van)(?:\s+(?:de|een|het|onze))?)$", "", role
    ).strip(" ,;:-–—([")
    article = _ARTICLE.match(role)
    role = role[article.end() :] if article else role
    name, comma, rest = role.partition(",")
    if comma and rest.strip() and not tells_person(name) and tells_person(rest.strip()):
        role = rest.strip()
    aged = re.fullmatch(r"(?:\d{1,3}(?: jaar)?,\s*)?(?P<role>.+?)(?:,\s*\d{1,3}(?: jaar)?)?", role)
    return (aged["role"] if aged else role) or None
