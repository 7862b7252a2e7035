"""CHAT transcripts (.cha) of the TalkBank: main tiers as turns.

Our own tolerant reader of the main tier. pylangacq was tried: its parser ends the whole process
on deeply nested brackets, warns on the terminal, and leaves out words in brackets and ``xx``.
Format: https://talkbank.org/0info/manuals/CHAT.html.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.draft import Draft, Note, Utterance
from dialoogcoder.ingest.labels.conversation import as_role
from dialoogcoder.ingest.timed.chat_codes import readable
from dialoogcoder.ingest.timed.spoken import clean, conversation, join_stretches

_EXPECTED = "een CHAT-bestand met regels als '*ABC: tekst'"
_HEADER = re.compile(r"^@(?:UTF8|Begin|Participants:|Languages:|ID:)", re.MULTILINE)
_MAIN = re.compile(r"^\*(?P<code>[^\s:*]{1,30}):[ \t]*", re.MULTILINE)
_TIER = re.compile(r"(?P<mark>[*@%])(?P<code>[^\s:*]{1,30})(?P<rest>.*)")
_DATE = re.compile(r"(\d{1,2})-([A-Z]{3})-(\d{4})", re.IGNORECASE)
_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
# Roles of the manual that say what somebody does in the conversation or for a living.
_ROLES = {
    "investigator": ("gespreksrol", "interviewer"),
    "interviewer": ("gespreksrol", "interviewer"),
    "moderator": ("gespreksrol", "gespreksleider"),
    "leader": ("gespreksrol", "gespreksleider"),
    "interviewee": ("gespreksrol", "geïnterviewde"),
    "informant": ("gespreksrol", "geïnterviewde"),
    "teacher": ("functie", "leraar"),
    "student": ("functie", "student"),
    "doctor": ("functie", "arts"),
    "nurse": ("functie", "verpleegkundige"),
    "clinician": ("functie", "behandelaar"),
    "therapist": ("functie", "therapeut"),
}


@dataclass(slots=True)
class _Tier:
    mark: str
    code: str
    lines: list[str]

    @property
    def text(self) -> str:
        return " ".join(self.lines)


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    role: str


def is_chat(text: str) -> bool:
    """Whether a text is CHAT: its headers, and main tiers."""
    return _HEADER.search(text[:4000]) is not None and _MAIN.search(text) is not None


def read_chat(text: str, source: str) -> Draft:
    """Read CHAT.

    Args:
        text: Canonical text of the file, its time bullets still there or not.
        source: Its name, for kind, theme, date and the message.

    Returns:
        A draft of kind `gesprek`, speakers by their names in ``@Participants`` (else their
        codes), times in seconds; dependent tiers are left out.

    Raises:
        RejectedSource: It has no main tier.
    """
    tiers = list(_tiers(text))
    people = _people(tiers)
    if not any(tier.mark == "*" for tier in tiers):
        raise RejectedSource(source, "geen regels van sprekers", _EXPECTED, "Controleer de export.")
    pieces = [piece for tier in tiers if tier.mark == "*" for piece in _spoken(tier, people)]
    return conversation(
        join_stretches(pieces),
        source,
        expected=_EXPECTED,
        head="\n".join(_dated(tier) for tier in tiers if tier.mark == "@"),
        notes=_notes(people),
    )


def _tiers(text: str) -> Iterator[_Tier]:
    tier: _Tier | None = None
    for line in text.split("\n"):
        match = _TIER.match(line)
        if match and (match["mark"] == "@" or match["rest"].startswith(":")):
            if tier is not None:
                yield tier
            tier = _Tier(match["mark"], match["code"], [match["rest"].removeprefix(":").strip()])
        elif tier is not None and line.strip():
            # A continuation has a tab before it; a wrapped line may have lost it.
            tier.lines.append(line.strip())
    if tier is not None:
        yield tier


def _spoken(tier: _Tier, people: dict[str, _Person]) -> Iterator[Utterance]:
    said = readable(tier.text)
    yield Utterance(_name(tier.code, people), said.text, said.begin_s, said.end_s)
    for code, text in said.interposed:
        yield Utterance(_name(code, people), text, said.begin_s, said.end_s)


def _name(code: str, people: dict[str, _Person]) -> str:
    person = people.get(code)
    return person.name if person else clean(code)


def _people(tiers: list[_Tier]) -> dict[str, _Person]:
    entries = [
        entry.split()
        for tier in tiers
        if tier.mark == "@" and tier.code == "Participants"
        for entry in tier.text.split(",")
    ]
    names = {e[0]: clean(" ".join(e[1:-1]).replace("_", " ")) for e in entries if len(e) > 2}
    shared = Counter(names.values())
    people: dict[str, _Person] = {}
    for entry in entries:
        if len(entry) < 2:
            continue
        name = names.get(entry[0], "")
        unique = bool(name) and shared[name] == 1
        people[entry[0]] = _Person(name if unique else clean(entry[0]), entry[-1])
    return people


def _notes(people: dict[str, _Person]) -> Iterator[Note]:
    for person in people.values():
        known = _ROLES.get(person.role.lower())
        stated = as_role(person.role)
        if known:
            yield Note(person.name, *known, "legenda")
        elif stated:
            yield Note(person.name, "gespreksrol", stated, "legenda")


def _dated(tier: _Tier) -> str:
    """A header as text, its date in figures."""
    match = _DATE.search(tier.text)
    if match and match[2].upper() in _MONTHS:
        return f"{match[3]}-{_MONTHS.index(match[2].upper()) + 1:02d}-{int(match[1]):02d}"
    return tier.text
