"""What makes a thread a rode draad: it returns, at several tables and with several people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialoogcoder.model import LOS_ONDERWERP, RODE_DRAAD


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says a passage where; `person` is None where the source doesn't tell who."""

    conversation: str
    person: str | None


def kind_of(
    voices: Sequence[Voice], everyone: Sequence[Voice], *, min_speakers: int, min_transcripts: int
) -> str:
    """Tell a rode draad from a los onderwerp.

    Where a source doesn't tell who says something (a report's paragraph, a list of quotes without
    a column for it), that is not held against the thread. Nor does anything have to return in
    more conversations, or with more people, than there are.

    Args:
        voices: One for each passage of the thread.
        everyone: One for each passage that was looked at.
        min_speakers: A rode draad is told by so many.
        min_transcripts: In so many conversations.

    Returns:
        ``rode draad`` or ``los onderwerp``.
    """
    conversations = min(min_transcripts, count_conversations(everyone))
    people = min(min_speakers, count_people(everyone))
    unknown = any(voice.person is None for voice in voices)
    returns = count_conversations(voices) >= conversations
    return RODE_DRAAD if returns and (unknown or count_people(voices) >= people) else LOS_ONDERWERP


def count_conversations(voices: Sequence[Voice]) -> int:
    """In how many conversations."""
    return len({voice.conversation for voice in voices})


def count_people(voices: Sequence[Voice]) -> int:
    """By how many people that are told apart; across conversations nobody is the same."""
    return len({(v.conversation, v.person) for v in voices if v.person is not None})
