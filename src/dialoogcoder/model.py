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
# How the coder of a code is named when it is a person.
PEOPLE: Final = "mens:"


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
    """A passage's place in the threads; `theme_id` is None where it fits none.

    `strength` is how much of its ties to other passages lies in its thread, or in the likeliest
    where it is too little; 0 where it was not looked at.
    """

    passage_id: str
    theme_id: str | None
    strength: float
    representative: bool


RODE_DRAAD: Final = "rode draad"
LOS_ONDERWERP: Final = "los onderwerp"
TYPICAL: Final = "typerend"
DISSENT: Final = "tegengeluid"
TRENDS: Final = ("nieuw", "groeit", "blijft", "krimpt", "weg")


@dataclass(frozen=True, slots=True)
class ThemeDetail:
    """What kind of thread it is, who named it, and how it stands to an earlier run.

    `kind` is ``rode draad``, which returns, or ``los onderwerp``, of one table or a few people.
    `found_label` is the program's own label; `named_by` is ``model``, or ``mens`` where an analyst
    gave the label that stands. `subtheme` is the title of the codebook's sub-theme that its
    passages are nearest to, if they are near any. `trend` and `before`, the size in the earlier
    run, are None without one.
    """

    theme_id: str
    kind: str
    found_label: str
    named_by: str
    trend: str | None
    before: int | None
    subtheme: str | None = None


@dataclass(frozen=True, slots=True)
class ThemeQuote:
    """A quote that stands for a thread, ``typerend`` or ``tegengeluid``; 1 is the best `rank`."""

    theme_id: str
    passage_id: str
    kind: str
    rank: int
    because: str


@dataclass(frozen=True, slots=True)
class ThemeSpread:
    """How a thread lies over a dimension's values: a code, verhaal, group, dialogue.

    `share` is the value's part of the thread's passages; `expected` is its part of all passages
    that were looked at for threads.
    """

    theme_id: str
    dimension: str
    value: str
    passages: int
    speakers: int
    share: float
    expected: float


@dataclass(frozen=True, slots=True)
class ThemePart:
    """A part of a thread that hangs together more closely; its id begins with the thread's."""

    part_id: str
    theme_id: str
    label: str
    keywords: tuple[str, ...]
    size: int
    speakers: int
    transcripts: int


@dataclass(frozen=True, slots=True)
class ThemePartMember:
    """A passage's place in a part of its thread."""

    passage_id: str
    part_id: str


@dataclass(frozen=True, slots=True)
class ThemeMerge:
    """A step of the hierarchy: two threads, or earlier merges, that are nearest to each other."""

    merged_id: str
    left_id: str
    right_id: str
    distance: float
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Threads:
    """All that is known of threads in a run.

    `looked_at` is how many passages were looked at for threads: talk about the talk is not.
    """

    themes: tuple[Theme, ...]
    members: tuple[ThemeMember, ...]
    details: tuple[ThemeDetail, ...] = ()
    quotes: tuple[ThemeQuote, ...] = ()
    spread: tuple[ThemeSpread, ...] = ()
    parts: tuple[ThemePart, ...] = ()
    part_members: tuple[ThemePartMember, ...] = ()
    hierarchy: tuple[ThemeMerge, ...] = ()
    looked_at: int = 0
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PassagePlace:
    """Where a passage lies on the map: `x` and `y` from 0 to 1; near means alike in meaning."""

    passage_id: str
    x: float
    y: float


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

    `coder` is ``mens:NAME``; `code` is named as the source names it, `above` the codes that it is
    a part of there, the nearest first, and `dimension` the one it belongs to, where that is said
    not to be the first.
    """

    transcript_id: str
    coder: str
    code: str
    start: int
    end: int
    dimension: str | None = None
    above: tuple[str, ...] = ()


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
