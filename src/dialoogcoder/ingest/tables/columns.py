"""What the columns of a table hold: by their names, and where those don't tell, by their cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dialoogcoder.ingest.canonical import one_line
from dialoogcoder.ingest.labels.conversation import read_label

# Column names as people and programs write them, Dutch and English, for each thing that a column
# can hold; the surest first, since a table may have a "text" beside a "transcript" number.
_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "text": tuple(
        "text|tekst|citaat|citaten|quote|quotes|quotation|quotation content|uitspraak|uitspraken|"
        "utterance|content|gesproken tekst|spreektekst|transcript|transcriptie|transcription|"
        "transcript text|teksten|bijdrage|inbreng|segment|coded segment|fragment|passage|excerpt|"
        "highlight|annotation|ondertitel|caption|subtitle|zin|sentence|gezegd|antwoord|answer|"
        "response|reactie|opmerking|comment|bericht|message|words|quote text|tekst citaat".split(
            "|"
        )
    ),
    "speaker": tuple(
        "spreker|speaker|speaker name|naam spreker|sprekernaam|spreker naam|naam|name|deelnemer|"
        "deelnemers|participant|naam deelnemer|persoon|person|wie|who|respondent|geïnterviewde|"
        "speaker label|speaker id|spreker id|sprekers|speakers|gebruiker|user|auteur|author|"
        "display name|tier".split("|")
    ),
    "functie": tuple(
        "functie|function|functietitel|functie titel|role title|job title|job|beroep|titel|"
        "occupation|profession|position|functies|hoedanigheid".split("|")
    ),
    "gespreksrol": ("gespreksrol", "rol", "role", "rol in gesprek"),
    "stakeholdergroep": (
        "stakeholdergroep",
        "stakeholder groep",
        "stakeholder group",
        "groep",
        "group",
        "stakeholder",
        "doelgroep",
    ),
    "dialoogvorm": ("dialoogvorm", "vorm", "dialogue form", "soort dialoog", "dialoog"),
    "dialoogthema": ("dialoogthema", "thema", "theme", "dialogue theme", "thema dialoog"),
    "datum": ("datum", "date", "datum dialoog"),
    "begin": tuple(
        "begin|start|begin s|start s|starttijd|start tijd|begintijd|begin tijd|start time|"
        "begin time|time in|tijd|time|tijdcode|timecode|timestamp|time stamp|tijdstip|tijdstempel|"
        "timespan|time span|start ms|begin ms|in|from|van".split("|")
    ),
    "end": tuple(
        "eind|einde|end|end s|eindtijd|eind tijd|end time|time out|stop|stop time|end ms|"
        "eind ms|out|until|tot".split("|")
    ),
    "file": ("bestand", "file", "source", "bron", "bestandsnaam", "filename", "file name"),
}
# Units and patterns that programs add to the name of a column of times.
_UNIT = re.compile(
    r"\s*[(\[](?:m?s|m?secs?|sec\.|seconden|seconds|milliseconden|milliseconds|[hmsu:.,]+)[)\]]"
    r"|\s+-\s+(?:[hms]+[:.,hms]*|m?sec|ss\.msec)$",
)
_MILLISECONDS = re.compile(r"\bms\b|msec|millisec")
_OUR_OWN: Final = frozenset({"passage id", "transcript id", "start", "end", "begin s"})
_HEAD_ROWS = 20
_SAMPLE_ROWS = 200
_STOPS = frozenset(".!?…”’\"'")
_CLOCK_CELL = re.compile(r"[\[(]?\d{1,3}:\d{2}(?::\d{2})?(?:[.,:;]\d{1,3})?[\])]?$")


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table is laid out: `columns` maps what they hold to positions.

    `header` is the position of the row with names, None where there is none; `unread` are the
    columns with running text that are not the text. It is `named` where a name says which column
    holds the text.
    """

    header: int | None
    columns: Mapping[str, int]
    unread: tuple[int, ...] = ()
    named: bool = False


def plain_name(name: str) -> str:
    """A column's name without capitals, underscores, marks and units: "Start_Time (s)"."""
    plain = _UNIT.sub("", one_line(name).casefold())
    return " ".join(re.sub(r"[_\s.\-*\"'’#:]+", " ", plain).split())


def is_our_own(header: Iterable[str]) -> bool:
    """Whether it is a table of quotes as `run` and `export` write them, a row a passage."""
    return {plain_name(name) for name in header} >= _OUR_OWN


def in_milliseconds(name: str) -> bool:
    """Whether a column of times says that it is in milliseconds."""
    return bool(_MILLISECONDS.search(name.casefold().replace("_", " ")))


def positions(header: Sequence[str]) -> dict[str, int]:
    """Which column holds what, by the names in a header; of two with one name the first."""
    plain: dict[str, int] = {}
    for position, name in enumerate(header):
        whole = plain_name(name)
        for part in (whole, *(plain_name(part) for part in re.split(r"/| of ", whole))):
            if part:
                plain.setdefault(part, position)
    if is_our_own(header):
        # These are characters and not seconds.
        del plain["start"], plain["end"]
    found: dict[str, int] = {}
    for ours, names in _COLUMNS.items():
        for name in names:
            if name in plain and plain[name] not in found.values():
                found[ours] = plain[name]
                break
    return found


def find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """The position of the row with column names among a table's first rows, or None.

    Lines above it are a title; a row with one name counts only where that names the text.
    """
    best, most = None, 0
    for position, row in enumerate(rows[:_HEAD_ROWS]):
        names = positions(row)
        if len(names) > most and (len(names) > 1 or "text" in names):
            best, most = position, len(names)
    return best


def find_shape(rows: Sequence[Sequence[str]]) -> Shape | None:
    """Tell how a table is laid out.

    Args:
        rows: Its first rows, some hundreds where there are as many.

    Returns:
        The header and columns. Where no name tells which column holds the text, that one is
        taken which alone has running text, or stands beside the names of speakers. None where
        that leaves none or several.
    """
    head = find_header(rows)
    columns = positions(rows[head]) if head is not None else {}
    cells = _columns(rows[head + 1 if head is not None else 0 :][:_SAMPLE_ROWS])
    words = [_mean_words(column) for column in cells]
    prose = [at for at, mean in enumerate(words) if mean >= 4 and at not in columns.values()]
    if "text" in columns:
        return Shape(head, columns, tuple(prose), named=True)
    taken = set(columns.values())
    speaker = columns.get("speaker")
    if speaker is None:
        speaker = next((at for at, column in enumerate(cells) if _are_names(column)), None)
    text = prose[0] if len(prose) == 1 else None
    if text is None and not prose and speaker is not None:
        # Turns are short now and then; beside names the longest column is what was said.
        free = [at for at in range(len(cells)) if at not in taken and at != speaker]
        text = max(free, key=words.__getitem__, default=None)
    if text is None or words[text] < 2:
        return None
    if head is None and speaker is None and (len(cells) > 1 or len(cells[text]) < 2):
        return None
    columns = {"text": text, **columns}
    if speaker is not None:
        columns.setdefault("speaker", speaker)
    if head is None and _titles(rows, columns, cells):
        head = 0
    if "begin" not in columns:
        clocks = [at for at, column in enumerate(cells) if _are_clocks(column, head)]
        columns.update(zip(("begin", "end"), clocks, strict=False))
    return Shape(head, columns)


def _columns(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    width = max(map(len, rows), default=0)
    return [[one_line(row[at]) for row in rows if at < len(row)] for at in range(width)]


def _mean_words(cells: Sequence[str]) -> float:
    counts = [sum(word[0].isalpha() for word in cell.split()) for cell in cells if cell]
    return sum(counts) / len(counts) if counts else 0.0


def _are_names(cells: Sequence[str]) -> bool:
    """Whether a column has names of speakers: of their shape, and some return."""
    filled = [cell for cell in cells if cell]
    named = sum(read_label(cell) is not None and len(cell.split()) <= 6 for cell in filled)
    return named >= 0.8 * len(filled) > 0 and len(set(filled)) < len(filled)


def _are_clocks(cells: Sequence[str], head: int | None) -> bool:
    filled = [cell for cell in cells[0 if head is None else 1 :] if cell]
    return sum(map(bool, map(_CLOCK_CELL.match, filled))) > 0.8 * len(filled)


def _titles(
    rows: Sequence[Sequence[str]], columns: Mapping[str, int], cells: Sequence[Sequence[str]]
) -> bool:
    """Whether the first row, of unknown names, is a header: short, said by nobody."""
    first = [one_line(cell) for cell in rows[0]]
    text = columns["text"]
    rest = [cell for cell in cells[text][1:] if cell] if text < len(first) else []
    if len(rest) < 2 or not first[text] or first[text][-1] in _STOPS or _mean_words(rest) < 5:
        return False
    sentences = sum(cell[-1] in _STOPS for cell in rest) > 0.8 * len(rest)
    if len(first[text].split()) > (8 if sentences else 3):
        return False
    speaker = columns.get("speaker")
    return speaker is None or first[speaker] not in cells[speaker][1:]
