"""JSON of recognisers in the cloud, as their users keep it: one function a service.

AssemblyAI, Deepgram, Azure (batch and fast transcription), Amazon Transcribe, Speechmatics,
ElevenLabs and Rev; each by the fields that its documentation names. Times become seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from dialoogcoder.ingest.draft import Utterance
from dialoogcoder.ingest.timed.speech_json import (
    Word,
    dig,
    per_second,
    pick,
    rows,
    seconds_of,
    text_of,
    utterances_of_rows,
    utterances_of_words,
    word_of,
)
from dialoogcoder.ingest.timed.spoken import clean, number_speaker

_TICKS = 10_000_000.0


def utterances_of_service(data: Any) -> list[Utterance] | None:
    """Take the speech out of a service's JSON.

    Args:
        data: Parsed JSON.

    Returns:
        Stretches of speech in the order of the file; None where no service is recognised.
    """
    for reader in _READERS:
        found = reader(data)
        if found is not None:
            return found
    return None


def _assemblyai(data: Any) -> list[Utterance] | None:
    utterances = rows(dig(data, "utterances"))
    if any(text_of(row) for row in utterances):
        return utterances_of_rows(utterances)
    words = [row for row in rows(dig(data, "words")) if "type" not in row and text_of(row)]
    if not words or "confidence" not in words[0]:
        return None
    unit = per_second(words)
    return utterances_of_words(word_of(row, row.get("text"), per_second=unit) for row in words)


def _deepgram(data: Any) -> list[Utterance] | None:
    utterances = rows(dig(data, "results", "utterances"))
    if any(text_of(row) for row in utterances):
        return utterances_of_rows(utterances)
    channels = rows(dig(data, "results", "channels"))
    if not channels:
        return None
    found: list[Utterance] = []
    for number, channel in enumerate(channels):
        best = dig(channel, "alternatives", 0)
        words = [
            word_of(row, pick(row, ("punctuated_word", "word"))) for row in rows(dig(best, "words"))
        ]
        stretches = utterances_of_words(words)
        if not stretches and isinstance(dig(best, "transcript"), str):
            stretches = [Utterance(None, clean(best["transcript"]))]
        # Each channel is one microphone.
        alone = f"Kanaal {number + 1}" if len(channels) > 1 else None
        found.extend(Utterance(s.speaker or alone, s.text, s.begin_s, s.end_s) for s in stretches)
    return sorted(found, key=lambda piece: piece.begin_s or 0.0)


def _azure(data: Any) -> list[Utterance] | None:
    phrases = rows(dig(data, "recognizedPhrases")) or rows(dig(data, "phrases"))
    if not phrases:
        return None
    found = []
    for row in phrases:
        begin, length = (
            _azure_time(row, key, f"{key}InTicks", f"{key}Milliseconds")
            for key in ("offset", "duration")
        )
        end = round(begin + length, 3) if begin is not None and length is not None else None
        text = text_of(row) or text_of(dig(row, "nBest", 0) or {}) or ""
        found.append(Utterance(number_speaker(row.get("speaker")), text, begin, end))
    return sorted(found, key=lambda piece: piece.begin_s or 0.0)


def _azure_time(row: dict[str, Any], iso: str, ticks: str, milliseconds: str) -> float | None:
    if row.get(milliseconds) is not None:
        return seconds_of(row[milliseconds], per_second=1000.0)
    if row.get(ticks) is not None:
        return seconds_of(row[ticks], per_second=_TICKS)
    return seconds_of(row.get(iso), per_second=_TICKS)


def _amazon(data: Any) -> list[Utterance] | None:
    items = [row for row in rows(dig(data, "results", "items")) if "alternatives" in row]
    if not items:
        return None
    turns = rows(dig(data, "results", "speaker_labels", "segments"))
    speakers = {
        row.get("start_time"): row.get("speaker_label")
        for turn in turns
        for row in rows(turn.get("items"))
        if isinstance(row.get("start_time"), str)
    }

    def words() -> Iterator[Word]:
        for row in items:
            begin = row.get("start_time")
            known = speakers.get(begin) if isinstance(begin, str) else None
            yield word_of({"speaker_label": known, **row}, dig(row, "alternatives", 0, "content"))

    return utterances_of_words(words())


def _speechmatics(data: Any) -> list[Utterance] | None:
    items = [row for row in rows(dig(data, "results")) if "alternatives" in row and "type" in row]
    if not items:
        return None
    words = []
    for row in items:
        best = dig(row, "alternatives", 0)
        speaker = dig(best, "speaker")
        words.append(word_of({**row, "speaker": speaker}, dig(best, "content")))
    return utterances_of_words(words)


def _elevenlabs(data: Any) -> list[Utterance] | None:
    words = [row for row in rows(dig(data, "words")) if row.get("type") in ("word", "spacing")]
    if not words:
        return None
    return utterances_of_words(word_of(row, row.get("text")) for row in words)


def _rev(data: Any) -> list[Utterance] | None:
    monologues = rows(dig(data, "monologues"))
    if not monologues:
        return None
    found: list[Utterance] = []
    for monologue in monologues:
        elements = rows(monologue.get("elements"))
        spoken = [row["value"] for row in elements if isinstance(row.get("value"), str)]
        begins = [t for row in elements if (t := seconds_of(row.get("ts"))) is not None]
        ends = [t for row in elements if (t := seconds_of(row.get("end_ts"))) is not None]
        found.append(
            Utterance(
                number_speaker(monologue.get("speaker")),
                clean("".join(spoken)),
                min(begins, default=None),
                max(ends, default=None),
            )
        )
    return found


_READERS: tuple[Callable[[Any], list[Utterance] | None], ...] = (
    _deepgram,
    _amazon,
    _speechmatics,
    _azure,
    _rev,
    _elevenlabs,
    _assemblyai,
)
