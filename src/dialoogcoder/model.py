"""The data types: frozen dataclasses whose fields are the columns of the tables.

Everything that passes from one stage to the next is one of these. Offsets (`start`, `end`)
are half-open, in Unicode code points, into `Transcript.text`, so that always
``passage.text == transcript.text[passage.start:passage.end]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["gesprek", "citaten", "verslag"]

GESPREKSROLLEN: Final = (
    "gespreksleider",
    "deelnemer",
    "verslaglegger",
    "interviewer",
    "geïnterviewde",
    "onbekend",
)
STAKEHOLDERGROEPEN: Final = (
    "burger",
    "ondernemer",
    "maatschappelijke-organisatie",
    "wetenschapper",
    "bestuurder",
    "overheidsprofessional",
    "zorgprofessional",
    "onderwijsprofessional",
    "onbekend",
)
DIALOOGVORMEN: Final = (
    "themadialoog",
    "verkenningsdialoog",
    "middenvelddialoog",
    "wetenschapsdialoog",
)
UNKNOWN: Final = "onbekend"
NONE_CODE: Final = "geen"


@dataclass(frozen=True, slots=True)
class Transcript:
    """One document as it was read, its text made canonical once (UTF-8, NFC, newlines)."""

    transcript_id: str
    text: str
    source: str
    sha256: str
    kind: Kind
    dialoogvorm: str | None
    dialoogthema: str | None
    datum: str | None


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says until another begins; times in seconds from the recording's start."""

    turn_id: str
    transcript_id: str
    speaker: str | None
    start: int
    end: int
    begin_s: float | None
    end_s: float | None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Three separate facts about somebody in one dialogue, with what they rest on."""

    transcript_id: str
    speaker: str
    gespreksrol: str
    functie: str | None
    stakeholdergroep: str
    score: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is coded: a turn, a coherent part of a long one, a quote or a paragraph."""

    passage_id: str
    transcript_id: str
    first_turn: str | None
    last_turn: str | None
    speaker: str | None
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Coding:
    """One code that one coder weighed for one passage; `decided` says whether it holds."""

    passage_id: str
    dimension: str
    code: str
    coder: str
    probability: float | None
    decided: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CodingReason:
    """Why a code that holds was given: its nearest sub-theme and the words that carried it.

    `weights` are the log-odds that each of `words` adds, the weightiest first; `by_words` is what
    all words of the passage add together, `by_meaning` the rest that its own text says, and
    `by_context` what the passages before and after add.
    """

    passage_id: str
    dimension: str
    code: str
    coder: str
    subtheme: str
    words: tuple[str, ...]
    weights: tuple[float, ...]
    by_words: float
    by_meaning: float
    by_context: float


@dataclass(frozen=True, slots=True)
class Theme:
    """A rode draad: a thread that returns across conversations."""

    theme_id: str
    label: str
    keywords: tuple[str, ...]
    size: int
    speakers: int
    transcripts: int
    stability: float


@dataclass(frozen=True, slots=True)
class ThemeMember:
    """A passage's place in the threads; `theme_id` is None where it fits none."""

    passage_id: str
    theme_id: str | None
    strength: float
    representative: bool


@dataclass(frozen=True, slots=True)
class SpeakerNote:
    """What a source itself says of a speaker, before any detection.

    `fact` is one of gespreksrol, functie, stakeholdergroep, or naam, another label of the same
    person; `origin` names the place it was read: ``label``, ``legenda``, ``kolom``,
    ``bronvermelding`` or ``deelnemers.csv``.
    """

    transcript_id: str
    speaker: str
    fact: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class GivenCoding:
    """A code that a person had given to a stretch of a source before it was read here.

    `coder` is ``mens:NAME``; `code` is named as the source names it.
    """

    transcript_id: str
    coder: str
    code: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """Where a single quote was said, when that differs by quote and not by document.

    `start:end` is where the source prints it, so that no passage takes it for speech; both are
    0 where the source keeps it apart from the text, as the columns of a quote list do.
    """

    turn_id: str
    transcript_id: str
    start: int
    end: int
    printed: str
    dialoogvorm: str | None
    dialoogthema: str | None
    datum: str | None


@dataclass(frozen=True, slots=True)
class Rejection:
    """An input, or a part of one, that was not used."""

    source: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What ingest makes of its inputs: the texts, who said what where, and what was left out."""

    transcripts: tuple[Transcript, ...]
    turns: tuple[Turn, ...]
    notes: tuple[SpeakerNote, ...]
    attributions: tuple[Attribution, ...]
    rejected: tuple[Rejection, ...]
    codings: tuple[GivenCoding, ...] = ()
    notices: tuple[str, ...] = ()
