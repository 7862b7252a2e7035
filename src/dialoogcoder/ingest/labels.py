"""Speaker labels in running text: which line starts are labels, and what each says.

A label is recognised by its shape and by the company it keeps: "Anneke:" that returns on ten
lines is a speaker, "Conclusie:" that stands once is not, "17:30" and "https:" never are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dialoogcoder.ingest.draft import Draft, DraftTurn, Note
from dialoogcoder.ingest.heading import read_heading
from dialoogcoder.model import GESPREKSROLLEN

_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_LINE = re.compile(
    rf"""^[ \t]*
    (?:\d{{1,5}}[ \t]*[|\t][ \t]*)?                       # numbered line
    (?:[-*•–][ \t]+)?                                      # bullet
    (?:[\[(]?(?P<time>{_CLOCK})[\])]?[ \t]*[-–]?[ \t]*)?   # time before the label
    [\[*_]{{0,2}}
    (?P<label>[^\W\d_][^:\n\[\]*]{{0,80}}?)
    [\]*_]{{0,2}}
    (?:[ \t]*[\[(](?P<later>{_CLOCK})[\])])?
    [ \t]*:[*_]{{0,2}}(?=\s)
    [ \t]*""",
    re.VERBOSE | re.MULTILINE,
)
_WITH_FUNCTION = re.compile(r"^(?P<name>[^(,]+?)\s*\((?P<paren>[^)]*)\)$")
_WITH_COMMA = re.compile(r"^(?P<name>[^(,]+?)\s*,\s*(?P<function>[^,].*)$")
_PARTICLES = frozenset(
    "van de der den het ten ter te 't 's in op el al di la le von du da dos aan bij en".split()
)
_TITLES = frozenset(
    "dr dr. drs drs. prof prof. mr mr. ir ir. ing ing. dhr dhr. mw mw. mevr mevr. mevrouw meneer "
    "de heer heer".split()
)
# One word that tells a role instead of a name.
_ROLE_LABELS = {
    "gespreksleider": "gespreksleider",
    "gespreksleidster": "gespreksleider",
    "gespreksbegeleider": "gespreksleider",
    "begeleider": "gespreksleider",
    "moderator": "gespreksleider",
    "voorzitter": "gespreksleider",
    "dagvoorzitter": "gespreksleider",
    "tafelvoorzitter": "gespreksleider",
    "facilitator": "gespreksleider",
    "verslaglegger": "verslaglegger",
    "notulist": "verslaglegger",
    "notuliste": "verslaglegger",
    "interviewer": "interviewer",
    "interviewster": "interviewer",
    "geïnterviewde": "geïnterviewde",
    "respondent": "geïnterviewde",
}
_NUMBERED = re.compile(
    r"^(?:spreker|speaker|deelnemer|deelneemster|respondent|persoon|stem|gast|burger|"
    r"onbekende spreker|gespreksleider|moderator|interviewer)[ _-]?\d{1,3}$|^[A-Z]{1,2}\d{0,3}$"
    r"|^SPEAKER[_ ]?\d+$",
    re.IGNORECASE,
)
# Lines of a heading, and turns of phrase, that have the shape of a label.
_NEVER = frozenset(
    "aanwezig afwezig afwezigen aanwezigen datum tijd plaats locatie thema onderwerp titel soort "
    "dialoog dialoogvorm vorm host bron toelichting conclusie samenvatting actie actiepunt "
    "actiepunten afspraak afspraken besluit besluiten noot nb n.b ps p.s vraag antwoord let "
    "opmerking voorbeeld bijvoorbeeld advies resultaat doel agenda programma deelnemers bijlage "
    "kortom oftewel dus maar en of want kijk nou zoals namelijk ofwel bestand project opname duur "
    "versie notulen verslag transcript transcriptie kanttekening aanbeveling kernpunt http https "
    "legenda contact telefoon e-mail email website idee wens knelpunt aanvang einde begin "
    "pauze".split()
)
_DIALOGUE = re.compile(
    r"^(?:thema|verkennings|middenveld|wetenschaps)(?:dialoog|tafel)", re.IGNORECASE
)
_VOICE_NOTES = frozenset(
    ["voice-over", "voiceover", "off", "online", "via zoom", "via teams", "via chat", "chat"]
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label taken apart: who, and what it says of them (`fact`, `value`), if anything."""

    speaker: str
    fact: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    label: Label
    raw: str
    start: int
    text_start: int
    begin_s: float | None


def seconds(clock: str) -> float:
    """Seconds of a clock time such as ``12:31``, ``00:12:31`` or ``00:00:24,010``."""
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return round(total, 3)


def read_label(raw: str) -> Label | None:
    """Take a label apart, or say that this can't be one.

    Args:
        raw: The text before the colon.

    Returns:
        Speaker's name and the role or function beside it; None for what is no label by shape.
    """
    raw = " ".join(raw.split()).strip("*_ ")
    name, aside = raw, None
    if match := _WITH_FUNCTION.match(raw):
        name, aside = match["name"], match["paren"].strip()
    elif match := _WITH_COMMA.match(raw):
        name, aside = match["name"], match["function"].strip()
    if not _name_like(name):
        return None
    role = _ROLE_LABELS.get(name.lower().rstrip("0123456789 "))
    if aside and aside.lower() not in _VOICE_NOTES and not re.fullmatch(_CLOCK, aside):
        as_role = _ROLE_LABELS.get(aside.lower())
        if as_role:
            return Label(name, "gespreksrol", as_role)
        return Label(name, "functie", aside)
    if role:
        return Label(name, "gespreksrol", role)
    return Label(name)


def _name_like(name: str) -> bool:
    words = name.split()
    if not 1 <= len(words) <= 6 or len(name) > 50:
        return False
    if _NUMBERED.match(name) or name.lower() in _ROLE_LABELS:
        return True
    # "Themadialoog, thema: samen leven" heads a document.
    if _DIALOGUE.match(name):
        return False
    if words[0].lower().strip(".") in _NEVER or name.endswith(("?", "!", "...", "…")):
        return False
    bare = [word for word in words if word.lower() not in _TITLES]
    if not bare:
        return False
    names = [word for word in bare if word.lower() not in _PARTICLES]
    return bool(names) and all(word[0].isupper() or word[0] in "'’" for word in names)


@lru_cache(maxsize=4096)
def _is_common_word(word: str) -> bool:
    import simplemma

    return bool(simplemma.is_known(word.lower(), lang="nl"))


def _accepted(candidates: Sequence[_Candidate], header: str) -> frozenset[str]:
    counts = Counter(candidate.label.speaker for candidate in candidates)
    accepted = {speaker for speaker, count in counts.items() if count > 1}
    if not accepted:
        return frozenset()
    for candidate in candidates:
        label = candidate.label
        words = [w for w in label.speaker.split() if w.lower() not in _PARTICLES | _TITLES]
        surely = (
            label.fact is not None
            or len(words) > 1
            or _NUMBERED.match(label.speaker) is not None
            or label.speaker in header
            or (label.speaker.isupper() and any(speaker.isupper() for speaker in accepted))
            or not _is_common_word(label.speaker)
        )
        if surely:
            accepted.add(label.speaker)
    return frozenset(accepted)


def _candidates(text: str) -> list[_Candidate]:
    found = []
    for match in _LINE.finditer(text):
        label = read_label(match["label"])
        if label is None:
            continue
        clock = match["time"] or match["later"]
        found.append(
            _Candidate(
                label,
                match["label"],
                match.start(),
                match.end(),
                seconds(clock) if clock else None,
            )
        )
    return found


def read_conversation(text: str, source: str) -> Draft | None:
    """Read a text with speaker labels.

    Args:
        text: Canonical text.
        source: File name, the last place to look for kind, theme and date.

    Returns:
        A draft of kind `gesprek` whose turns cover all after the first label; None where the
        text has fewer than two speakers with labels, or hardly any of it is said by them.
    """
    candidates = _candidates(text)
    header = text[: candidates[0].start] if candidates else ""
    accepted = _accepted(candidates, header)
    kept = [candidate for candidate in candidates if candidate.label.speaker in accepted]
    if len({candidate.label.speaker for candidate in kept}) < 2:
        return None
    spoken_from = kept[0].start
    if len(text) - spoken_from < 0.4 * len(text.strip()):
        return None
    # A report that quotes three people at line starts is no conversation.
    if (len(text) - spoken_from) / len(kept) > 2500:
        return None
    turns: list[DraftTurn] = []
    notes: dict[Note, None] = {}
    ends = [candidate.start for candidate in kept[1:]] + [len(text)]
    for candidate, stop in zip(kept, ends, strict=True):
        label = candidate.label
        start, end = candidate.text_start, stop
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            turns.append(DraftTurn(label.speaker, start, end, candidate.begin_s))
        if label.fact and label.value:
            notes[Note(label.speaker, label.fact, label.value, "label")] = None
    return Draft(
        kind="gesprek",
        text=text,
        turns=tuple(turns),
        notes=tuple(notes),
        heading=read_heading(text[:spoken_from], source),
    )


def as_role(label: str) -> str | None:
    """The gespreksrol that a bare label or cell names ("Moderator"), or None."""
    word = label.strip().lower()
    return word if word in GESPREKSROLLEN else _ROLE_LABELS.get(word)
