"""What the JSON of speech recognisers has in common: odd numbers, rows of text, rows of words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.draft import Utterance
from dialoogcoder.ingest.timed.spoken import PAUSE_S, clean, number_speaker

EXPECTED = "JSON van een spraakherkenner, met segmenten of woorden"
REMEDY = "Exporteer de transcriptie opnieuw, als JSON, VTT of tekst."

_DECIMAL = re.compile(r"(?P<number>\d{1,12}(?:[.,]\d{1,12})?(?:[eE]-?\d{1,2})?)\s*s?")
_CLOCK = re.compile(r"(?:(?P<h>\d{1,3}):)?(?P<m>\d{1,2}):(?P<s>\d{1,2}(?:[.,]\d{1,9})?)")
_ISO = re.compile(r"P?T(?:(?P<h>\d{1,3})H)?(?:(?P<m>\d{1,4})M)?(?:(?P<s>\d{1,6}(?:\.\d{1,9})?)S)?")
_CLOSING = re.compile(r"[.,!?;:…)\]}”’%]+")
_TEXT = ("text", "transcript", "sentence", "utterance", "body", "content", "display")
_SPEAKER = tuple(
    "speaker speaker_label speakerLabel speaker_id speakerId speaker_name "
    "speakerName speakerTag spk".split()
)
_BEGIN = tuple("start start_time startTime begin from start_s".split())
_END = tuple("end end_time endTime to end_s".split())
# Nobody speaks fewer characters in a second; where it seems so, whole numbers are milliseconds.
_SLOWEST = 0.05
# No recording is longer; what is, is a date or a mistake (and no number is not longer either).
_LONGEST_S = 10_000_000


@dataclass(frozen=True, slots=True)
class Word:
    """One word; `glued` if it is punctuation that belongs to the word before."""

    text: str
    speaker: str | None = None
    begin_s: float | None = None
    end_s: float | None = None
    glued: bool = False


def load(text: str, source: str) -> Any:
    """Parse JSON.

    Raises:
        RejectedSource: It is not valid, or nested too deep.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError, MemoryError) as error:
        where = f", regel {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise RejectedSource(
            source, f"geen geldige JSON ({type(error).__name__}{where})", EXPECTED, REMEDY
        ) from error


def seconds_of(value: Any, *, per_second: float = 1.0) -> float | None:
    """Seconds of a number, a number in a string, a clock time or an ISO duration, or None."""
    if isinstance(value, str):
        value = value.strip()[:40]
        if match := _DECIMAL.fullmatch(value):
            value = float(match["number"].replace(",", "."))
        elif (match := _CLOCK.fullmatch(value) or _ISO.fullmatch(value)) and match["s"] is not None:
            parts = (match["h"] or "0", match["m"] or "0", match["s"].replace(",", "."))
            value = sum(
                float(part) * weight for part, weight in zip(parts, (3600, 60, 1), strict=True)
            )
            per_second = 1.0
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        seconds = float(value) / per_second
    except OverflowError:
        return None
    return round(seconds, 3) if 0 <= seconds <= _LONGEST_S else None


def dig(data: Any, *path: str | int) -> Any:
    """What lies at a path of keys and places; None where anything on the way is missing."""
    for step in path:
        if isinstance(step, str):
            data = data.get(step) if isinstance(data, dict) else None
        else:
            data = data[step] if isinstance(data, list) and len(data) > step else None
    return data


def rows(data: Any) -> list[dict[str, Any]]:
    """The objects of a list; none where it is no list."""
    return [row for row in data if isinstance(row, dict)] if isinstance(data, list) else []


def pick(row: dict[str, Any], keys: Iterable[str]) -> Any:
    """The value of the first of several keys that a row has, and that isn't null."""
    return next((row[key] for key in keys if row.get(key) is not None), None)


def text_of(row: dict[str, Any]) -> str | None:
    """The text of a row, under any of its usual names; None where it has none."""
    return next((clean(row[key]) for key in _TEXT if isinstance(row.get(key), str)), None)


def utterance_of(row: dict[str, Any], *, per_second: float = 1.0) -> Utterance:
    """A row of speech, with its times and speaker under any of their usual names."""
    times = [seconds_of(pick(row, keys), per_second=per_second) for keys in (_BEGIN, _END)]
    begin, end = times
    if begin is not None and end is not None and end < begin:
        end = None
    return Utterance(number_speaker(pick(row, _SPEAKER)), text_of(row) or "", begin, end)


def per_second(found: Sequence[dict[str, Any]]) -> float:
    """1000 where the times of rows are in milliseconds, else 1."""
    spans = [(pick(row, _BEGIN), pick(row, _END), len(text_of(row) or "")) for row in found]
    whole = [
        (begin, end, size) for begin, end, size in spans if type(begin) is int and type(end) is int
    ]
    if len(whole) < len(spans) or not whole:
        return 1.0
    spoken = sum(max(end - begin, 0) for begin, end, _ in whole)
    return 1000.0 if sum(size for *_, size in whole) < _SLOWEST * spoken else 1.0


def utterances_of_rows(found: Sequence[dict[str, Any]]) -> list[Utterance]:
    """Rows that have text, as stretches of speech."""
    unit = per_second(found)
    return [utterance_of(row, per_second=unit) for row in found if text_of(row)]


def word_of(row: dict[str, Any], text: Any, *, per_second: float = 1.0) -> Word:
    """A word from its row, with the text that was found in it."""
    timed = utterance_of({**row, "text": ""}, per_second=per_second)
    spoken = clean(text) if isinstance(text, str) else ""
    kind = row.get("type")
    glued = kind in ("punctuation", "punct") or _CLOSING.fullmatch(spoken) is not None
    return Word(spoken, timed.speaker, timed.begin_s, timed.end_s, glued)


def utterances_of_words(words: Iterable[Word]) -> list[Utterance]:
    """Words as stretches of one speaker; without speakers, until a silence."""
    groups: list[list[Word]] = []
    for word in words:
        if not word.text:
            continue
        if groups and (word.glued or _goes_on(groups[-1][-1], word)):
            speaker = groups[-1][-1].speaker
            groups[-1].append(Word(word.text, speaker, word.begin_s, word.end_s, word.glued))
        else:
            groups.append([word])
    return [_stretch(group) for group in groups]


def _goes_on(before: Word, word: Word) -> bool:
    if before.speaker != word.speaker:
        return False
    if word.speaker is not None or word.begin_s is None or before.end_s is None:
        return True
    return word.begin_s - before.end_s < PAUSE_S


def _stretch(group: Sequence[Word]) -> Utterance:
    text = "".join(word.text if word.glued else f" {word.text}" for word in group).strip()
    begins = [word.begin_s for word in group if word.begin_s is not None]
    ends = [word.end_s for word in group if word.end_s is not None]
    return Utterance(
        group[0].speaker,
        text,
        min(begins) if begins else None,
        max(ends) if ends else None,
    )


def described(data: Any) -> str:
    """What a JSON document holds, for the message that it can't be used."""
    if isinstance(data, dict):
        names = ", ".join(f"'{clean(str(key))[:30]}'" for key in list(data)[:6])
        more = ", …" if len(data) > 6 else ""
        return f"JSON met de velden {names}{more}" if names else "een leeg JSON-object"
    if isinstance(data, list):
        first = rows(data)
        if first:
            return f"een JSON-lijst; het eerste deel is {described(first[0])}"
        return f"een JSON-lijst met {len(data)} waarden zonder tekst en tijd"
    return f"losse JSON-waarde ({type(data).__name__})"
