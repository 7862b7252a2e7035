"""JSON of speech recognisers: Whisper in its many forms, and by content all others.

Whisper and faster-whisper (`segments` with start, end, text), WhisperX (the same with speakers,
also a word), whisper.cpp (`transcription` with offsets in milliseconds), the Hugging Face
pipeline (`chunks` with timestamps) and the API's bare `text`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.draft import Draft, Utterance
from dialoogcoder.ingest.timed import amberscript
from dialoogcoder.ingest.timed.services import utterances_of_service
from dialoogcoder.ingest.timed.speech_json import (
    EXPECTED,
    REMEDY,
    described,
    dig,
    load,
    pick,
    rows,
    seconds_of,
    text_of,
    utterance_of,
    utterances_of_rows,
)
from dialoogcoder.ingest.timed.spoken import clean, conversation, join_stretches, number_speaker

# Where tools keep their rows of speech.
_LISTS = ("segments", "transcript", "transcription", "sentences", "utterances", "data")


def is_whisper(text: str) -> bool:
    """Whether a text is JSON with speech in it, of Whisper or of another recogniser."""
    if text.lstrip()[:1] not in ("{", "["):
        return False
    try:
        data = load(text, "")
    except RejectedSource:
        return False
    return amberscript.has_words(data) or _stretches(data) is not None


def read_whisper(text: str, source: str) -> Draft:
    """Read JSON of Whisper or of any other recogniser that is known.

    Args:
        text: Canonical text of the file.
        source: Its name, for kind, theme, date and the message.

    Returns:
        A draft of kind `gesprek`, times in seconds; where nobody is named, the turns have no
        speaker and begin after a silence.

    Raises:
        RejectedSource: No valid JSON, or none that holds speech; the message says what it holds.
    """
    data = load(text, source)
    if amberscript.has_words(data):
        return amberscript.from_data(data, source)
    found = _stretches(data)
    if found is None:
        raise RejectedSource(source, described(data), EXPECTED, REMEDY)
    return conversation(join_stretches(found), source, expected=EXPECTED)


def _stretches(data: Any) -> list[Utterance] | None:
    for reader in (_whisper_cpp, _chunks, _segments, utterances_of_service, _bare):
        found = reader(data)
        if found is not None:
            return found
    return None


def _segments(data: Any) -> list[Utterance] | None:
    if isinstance(data, list):
        found = rows(data)
    else:
        lists = (rows(dig(data, key)) for key in _LISTS if key != "utterances")
        found = next((r for r in lists if any(text_of(row) is not None for row in r)), [])
    told = [row for row in found if text_of(row) is not None]
    # A list of texts without times or speakers is any JSON at all.
    if not told or not (dig(data, "segments") or any(_placed(row) for row in told)):
        return None
    whole = utterances_of_rows(found)
    spoken = [row for row in found if text_of(row)]
    return [p for row, piece in zip(spoken, whole, strict=True) for p in _by_word(row, piece)]


def _placed(row: dict[str, Any]) -> bool:
    piece = utterance_of(row)
    return piece.begin_s is not None or piece.speaker is not None


def _by_word(row: dict[str, Any], piece: Utterance) -> Iterator[Utterance]:
    """Split a segment where its words change speaker, if the words are those of its text."""
    words = rows(row.get("words"))
    speakers = [number_speaker(word.get("speaker")) for word in words]
    if len({speaker for speaker in speakers if speaker} | {piece.speaker}) < 2:
        yield piece
        return
    starts = _places(words, piece.text)
    if not starts:
        yield piece
        return
    current = piece.speaker or next(speaker for speaker in speakers if speaker)
    cuts: list[tuple[int, str | None]] = []
    for number, speaker in enumerate(speakers):
        # A word that was not aligned has no speaker: it goes with the one before.
        if not cuts or (speaker and speaker != current):
            current = speaker or current
            cuts.append((number, current))
    stops = [number for number, _ in cuts[1:]] + [len(words)]
    for (number, speaker), stop in zip(cuts, stops, strict=True):
        until = starts[stop] if stop < len(words) else len(piece.text)
        begins = [seconds_of(word.get("start")) for word in words[number:stop]]
        ends = [seconds_of(word.get("end")) for word in words[number:stop]]
        yield Utterance(
            speaker,
            piece.text[starts[number] if number else 0 : until].strip(),
            min((time for time in begins if time is not None), default=piece.begin_s),
            max((time for time in ends if time is not None), default=piece.end_s),
        )


def _places(words: Sequence[dict[str, Any]], text: str) -> list[int]:
    """Where each word stands in the text; empty where they don't follow each other there."""
    places: list[int] = []
    position = 0
    for word in words:
        raw = pick(word, ("word", "text"))
        spoken = clean(raw) if isinstance(raw, str) else ""
        place = text.find(spoken, position)
        if not spoken or place < 0 or text[position:place].strip():
            return []
        places.append(place)
        position = place + len(spoken)
    return places


def _whisper_cpp(data: Any) -> list[Utterance] | None:
    found = [row for row in rows(dig(data, "transcription")) if isinstance(row.get("text"), str)]
    if not any("offsets" in row or "timestamps" in row for row in found):
        return None
    pieces = []
    for row in found:
        begin, end = (
            seconds_of(dig(row, "offsets", key), per_second=1000.0)
            if dig(row, "offsets", key) is not None
            else seconds_of(dig(row, "timestamps", key))
            for key in ("from", "to")
        )
        speaker = number_speaker(row.get("speaker"))
        pieces.append(Utterance(speaker, clean(row["text"]), begin, end))
    return pieces


def _chunks(data: Any) -> list[Utterance] | None:
    found = [row for row in rows(dig(data, "chunks")) if isinstance(row.get("text"), str)]
    if not found:
        return None
    return [
        Utterance(
            number_speaker(row.get("speaker")),
            clean(row["text"]),
            seconds_of(dig(row, "timestamp", 0)),
            seconds_of(dig(row, "timestamp", 1)),
        )
        for row in found
    ]


def _bare(data: Any) -> list[Utterance] | None:
    extras = {"text", "language", "duration", "task", "usage", "segments", "words", "model"}
    if not isinstance(data, dict) or not set(data) <= extras:
        return None
    text = data.get("text")
    return [Utterance(None, clean(text))] if isinstance(text, str) and text.strip() else None
