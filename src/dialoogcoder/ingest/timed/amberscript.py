"""Amberscript's JSON: segments of one speaker, each a list of words with times in seconds.

Format: https://amberscript.github.io/api-docs/ ("Export to JSON"): `speakers` has the names that
`segments[].speaker` refers to; `words[].text` carries its punctuation, in older exports
punctuation is a word of its own.
"""

from __future__ import annotations

from typing import Any

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.draft import Draft, Note, Utterance
from dialoogcoder.ingest.timed.speech_json import (
    described,
    dig,
    load,
    pick,
    rows,
    utterances_of_words,
    word_of,
)
from dialoogcoder.ingest.timed.spoken import (
    account_label,
    clean,
    conversation,
    join_stretches,
    note_of,
    number_speaker,
)

_EXPECTED = "Amberscript-JSON met 'speakers' en 'segments' met 'words'"


def is_amberscript(text: str) -> bool:
    """Whether a text is Amberscript's JSON: segments of words, and speakers by id."""
    if not text.lstrip().startswith("{") or '"segments"' not in text:
        return False
    try:
        return has_words(load(text, ""))
    except RejectedSource:
        return False


def has_words(data: Any) -> bool:
    """Whether parsed JSON is Amberscript's."""
    segments = rows(dig(data, "segments"))
    worded = [s for s in segments if isinstance(s.get("words"), list) and "text" not in s]
    known = any("spkid" in speaker for speaker in rows(dig(data, "speakers")))
    return bool(worded) and (known or any("text" in w for s in worded for w in rows(s["words"])))


def read_amberscript(text: str, source: str) -> Draft:
    """Read Amberscript's JSON.

    Args:
        text: Canonical text of the file.
        source: Its name, for kind, theme, date and the message.

    Returns:
        A draft of kind `gesprek`, times in seconds; one speaker's consecutive segments are one
        turn.

    Raises:
        RejectedSource: No valid JSON, or not Amberscript's.
    """
    return from_data(load(text, source), source)


def from_data(data: Any, source: str) -> Draft:
    """Read parsed JSON of Amberscript; see `read_amberscript`."""
    if not has_words(data):
        raise RejectedSource(source, described(data), _EXPECTED, "Exporteer opnieuw als JSON.")
    names: dict[str, str] = {}
    notes: list[Note] = []
    for speaker in rows(dig(data, "speakers")):
        key, name = number_speaker(speaker.get("spkid")), number_speaker(speaker.get("name"))
        if key and name:
            label = account_label(name)
            names[key] = label.speaker
            notes.extend(note_of(label))
    pieces = [piece for segment in rows(data["segments"]) for piece in _spoken(segment, names)]
    head = data["filename"] if isinstance(data.get("filename"), str) else ""
    return conversation(
        join_stretches(pieces), source, expected=_EXPECTED, head=clean(head), notes=notes
    )


def _spoken(segment: dict[str, Any], names: dict[str, str]) -> list[Utterance]:
    key = number_speaker(pick(segment, ("speaker", "speakerId")))
    speaker = names.get(key, key) if key else None
    words = [word_of(row, pick(row, ("text", "word"))) for row in rows(segment.get("words"))]
    return [
        Utterance(speaker, piece.text, piece.begin_s, piece.end_s)
        for piece in utterances_of_words(words)
    ]
