"""What a document says of its speakers before anyone speaks: a legend, a list of those present."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from dialoogcoder.ingest.draft import Note
from dialoogcoder.ingest.labels.choice import HEADER
from dialoogcoder.ingest.labels.names import describe, is_personal, name_like
from dialoogcoder.ingest.labels.shapes import Candidate
from dialoogcoder.ingest.labels.words import ROLE_LABELS, TASKS, is_common, is_person

_TALK = re.compile(
    r"\b(?:ik|wij|we|jij|je|jullie|u|mijn|ons|ja|nee|dank|welkom|goedemorgen|goedemiddag|"
    r"goedenavond|hallo|ben|bent|is|zijn|heb|heeft|hebben|wil|kan|mag|gaat|moet|dat)\b|[?!]",
    re.IGNORECASE,
)
_MAX_WORDS = 14
_BEFORE_EMPLOYER = re.compile(r"\s(?:bij|in|op|aan|van|voor|te|uit|namens)\s")
# "R1 = respondent 1", "I: interviewer", "Marga – gespreksleider", "Bo, notulist".
_ENTRY = re.compile(
    r"^[^\w\n]{0,8}?(?P<name>[^\W_][^:=,(\n\t]{0,50}?)[*_\])]{0,3}"
    r"(?:[^\S\n]*[:=,(\t]|[^\S\n][-–—][^\S\n])[^\S\n]*"
    r"(?P<told>[^\n]{1,160})$",
    re.MULTILINE,
)
# "Aanwezig: Marga (gespreksleider), Dries".
_IN_LIST = re.compile(r"(?P<name>[^\W\d_][^(),;:=\n]{0,50}?)\s?\((?P<told>[^()\n]{1,80})\)")
# "Sprekers: I = interviewer, R = respondent".
_EQUALS = re.compile(r"(?P<name>[^\W_][^(),;:=\n]{0,50}?)\s?=\s?(?P<told>[^,;=\n]{1,80})")


def without_legend(text: str, found: Sequence[Candidate]) -> list[Candidate]:
    """Leave out the lines that explain a code instead of giving what it says.

    Such a line stands above the first turn, is followed by a description ("respondent 1,
    vrouw, 34") and its code returns further on.

    Args:
        text: Canonical text.
        found: What may be labels, in order.

    Returns:
        The candidates that may begin a turn.
    """
    last = {c.label.speaker: c.start for c in found}
    kept = list(found)
    explained: set[str] = set()
    for candidate in found:
        name = candidate.label.speaker
        if last[name] == candidate.start and name not in explained:
            continue
        line = text[candidate.text_start : candidate.text_start + 400].split("\n", 1)[0]
        if name in explained or not is_description(line):
            break
        explained.add(name)
        kept.remove(candidate)
    return kept


def is_description(line: str) -> bool:
    """Whether a line tells who somebody is, in a word or two: no sentence, nothing said."""
    line = line.strip().rstrip(".;,")
    words = line.split()
    if not 0 < len(words) <= _MAX_WORDS or _TALK.search(line) or re.search(r"[a-zà-ÿ]{3}\. ", line):
        return False
    first = re.split(r"[,;/(–]| - ", line)[0].strip(" .")
    # "senior onderzoeker bij het Planbureau": who they are stands before the employer.
    told = _BEFORE_EMPLOYER.split(first)[0].split()
    known = any(map(is_person, [*told, *first.split()[-1:]]))
    return is_personal(first) or "gespreksrol" in describe(first) or known


def header_notes(header: str, names: Mapping[str, str]) -> Iterator[Note]:
    """Read what a document's opening says of those who speak in it.

    Args:
        header: The text before the first turn.
        names: From spellings of speakers to their names in the output.

    Yields:
        Notes with origin ``legenda``.
    """
    header = header[-HEADER:]
    known = {spelling.casefold(): name for spelling, name in names.items()}
    for match in _ENTRY.finditer(header):
        name = " ".join(match["name"].split())
        told = _without_name(match["told"].rstrip(" .)*_"))
        role = ROLE_LABELS.get(name.casefold()) or TASKS.get(name.casefold())
        if speaker := _known(name, known):
            if is_description(told):
                yield from _notes(speaker, told)
        elif role:
            for person in re.split(r",|;| en ", told):
                if speaker := _known(person.strip(), known):
                    yield Note(speaker, "gespreksrol", role, "legenda")
    for match in (*_IN_LIST.finditer(header), *_EQUALS.finditer(header)):
        speaker = _known(match["name"].strip(), known)
        if speaker and is_description(match["told"]):
            yield from _notes(speaker, match["told"])


def _without_name(told: str) -> str:
    """What is told behind the whole name of a code: ``HK = Hidde Kloosterman, hoogleraar``."""
    name, comma, rest = told.partition(",")
    return rest.strip() if comma and _is_full_name(name) else told


def _is_full_name(text: str) -> bool:
    """Whether a text is a first name with a surname, which may be an occupation: Hanne Visser."""
    words = text.split()
    if len(words) < 2 or not name_like(text) or is_person(words[0]):
        return False
    return not any(map(is_person, words)) or not is_common(words[0])


def _known(name: str, known: Mapping[str, str]) -> str | None:
    """A speaker by the name in a list: as labelled, or with only the first name as label."""
    folded = name.casefold().strip(" .*_[]")
    return known.get(folded) or known.get(folded.split(" ")[0] if folded else "")


def _notes(speaker: str, told: str) -> Iterator[Note]:
    for fact, value in describe(told, listed=True).items():
        # "A = Anneke Vos" tells a name, which is no function.
        named = _is_full_name(value) or (
            name_like(value)
            and not any(
                is_person(word) or (word[0].isupper() and is_common(word)) for word in value.split()
            )
        )
        if fact != "functie" or not named:
            yield Note(speaker, fact, value, "legenda")
