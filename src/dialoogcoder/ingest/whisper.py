"""JSON of speech recognisers: Whisper's segments, and WhisperX's with speakers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.canonical import one_line
from dialoogcoder.ingest.draft import Draft, Utterance, join_utterances, write_out
from dialoogcoder.ingest.heading import read_heading

_EXPECTED = "Whisper-JSON met 'segments' (start, end, text en liefst speaker)"
# Without speakers a silence this long begins a new turn (seconds).
_PAUSE_S = 2.0


def _number(value: Any) -> float | None:
    good = isinstance(value, int | float) and not isinstance(value, bool) and value == value
    return round(float(value), 3) if good else None


def _segments(data: Any, source: str) -> list[Any]:
    segments = data.get("segments") if isinstance(data, dict) else data
    if not isinstance(segments, list) or not any(
        isinstance(s, dict) and isinstance(s.get("text"), str) for s in segments
    ):
        raise RejectedSource(
            source, "JSON zonder segmenten met tekst", _EXPECTED, "Exporteer opnieuw als JSON."
        )
    return segments


def _utterances(segments: list[Any]) -> Iterator[Utterance]:
    for segment in segments:
        if not isinstance(segment, dict) or not isinstance(segment.get("text"), str):
            continue
        speaker = segment.get("speaker") or segment.get("speaker_label")
        yield Utterance(
            one_line(str(speaker)) if speaker else None,
            one_line(segment["text"]),
            _number(segment.get("start")),
            _number(segment.get("end")),
        )


def _by_pause(pieces: list[Utterance]) -> list[Utterance]:
    turns: list[Utterance] = []
    for piece in pieces:
        last = turns[-1] if turns else None
        close = (
            last is not None
            and last.end_s is not None
            and piece.begin_s is not None
            and piece.begin_s - last.end_s < _PAUSE_S
        )
        if last is not None and close:
            turns[-1] = Utterance(None, f"{last.text} {piece.text}", last.begin_s, piece.end_s)
        elif piece.text:
            turns.append(piece)
    return turns


def read_whisper(text: str, source: str) -> Draft:
    """Read Whisper or WhisperX JSON.

    Args:
        text: Canonical text of the file.
        source: Its name, for kind, theme, date and the message.

    Returns:
        A draft of kind `gesprek`; where no segment names a speaker, the turns have none and
        begin after a silence.

    Raises:
        RejectedSource: No valid JSON, or without segments.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RejectedSource(
            source, f"geen geldige JSON ({error})", _EXPECTED, "Exporteer opnieuw als JSON."
        ) from error
    pieces = list(_utterances(_segments(data, source)))
    named = any(piece.speaker for piece in pieces)
    turns = join_utterances(pieces) if named else _by_pause(pieces)
    written, draft_turns = write_out(turns)
    if not draft_turns:
        raise RejectedSource(source, "alleen lege segmenten", _EXPECTED, "Exporteer opnieuw.")
    return Draft("gesprek", written, draft_turns, (), read_heading(source))
