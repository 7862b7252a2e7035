"""Which passages are looked at for threads, who says them and how they are coded."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialoogcoder.model import (
    NONE_CODE,
    PEOPLE,
    UNKNOWN,
    Attribution,
    Coding,
    Passage,
    Speaker,
    Transcript,
)
from dialoogcoder.themes.returning import Voice

# Who leads or keeps the minutes speaks for the talk, not in it.
_LEADS = frozenset({"gespreksleider", "interviewer", "verslaglegger"})
_INTRODUCES = re.compile(
    r"\b(?:ik ben|mijn naam is|ik heet|ik werk (?:als|bij|in)|van beroep)\b", re.IGNORECASE
)
_INTRODUCTION_WORDS, _SOON = 25, 12

VERHAAL = "verhaal"
GROUP = "stakeholdergroep"
DIMENSIONS = (VERHAAL, GROUP, "dialoogvorm", "dialoogthema", "transcript_id")


@dataclass(frozen=True, slots=True)
class Said:
    """A passage that is looked at: who says it where, and its values in each dimension."""

    passage: Passage
    voice: Voice
    values: Mapping[str, tuple[str, ...]]


def looked_at(
    passages: Sequence[Passage],
    transcripts: Sequence[Transcript],
    speakers: Sequence[Speaker],
    codings: Sequence[Coding],
    attributions: Sequence[Attribution],
    dimension: str,
) -> tuple[list[int], list[Said]]:
    """Leave out talk about the talk.

    In a conversation that is what carries no code of the main dimension, what the leader or the
    keeper of the minutes says, and how people introduce themselves. In a report or a list of
    quotes somebody chose what to write down, so all of it is content.

    Returns:
        The passages' places in `passages`, and what is known of each; values are codes of the
        main `dimension` and those of `DIMENSIONS`.
    """
    documents = {t.transcript_id: t for t in transcripts}
    who = {(s.transcript_id, s.speaker): s for s in speakers}
    settings = {a.turn_id: a for a in reversed(attributions)}
    codes = _decided(codings, dimension)
    verhalen = _decided(codings, VERHAAL)
    places, said = [], []
    heard: set[tuple[str, str | None]] = set()
    for i, passage in enumerate(passages):
        document = documents[passage.transcript_id]
        own = codes.get(passage.passage_id, (NONE_CODE,))
        speaker = who.get((passage.transcript_id, passage.speaker or ""))
        first = (passage.transcript_id, passage.speaker) not in heard
        heard.add((passage.transcript_id, passage.speaker))
        if document.kind == "gesprek" and (
            own == (NONE_CODE,)
            or (speaker is not None and speaker.gespreksrol in _LEADS)
            or (first and _is_introduction(passage.text))
        ):
            continue
        setting = settings.get(passage.first_turn or "")
        form = (setting or document).dialoogvorm
        subject = (setting or document).dialoogthema
        places.append(i)
        said.append(
            Said(
                passage,
                Voice(passage.transcript_id, passage.speaker),
                {
                    dimension: own,
                    VERHAAL: verhalen.get(passage.passage_id, (NONE_CODE,)),
                    GROUP: (speaker.stakeholdergroep if speaker else UNKNOWN,),
                    "dialoogvorm": (form,) if form else (),
                    "dialoogthema": (subject,) if subject else (),
                    "transcript_id": (passage.transcript_id,),
                },
            )
        )
    return places, said


def _decided(codings: Sequence[Coding], dimension: str) -> dict[str, tuple[str, ...]]:
    """The codes that hold for each passage; where people coded, theirs."""
    held: dict[tuple[bool, str], list[str]] = {}
    for coding in codings:
        if coding.dimension == dimension and coding.decided:
            by_people = coding.coder.startswith(PEOPLE)
            held.setdefault((by_people, coding.passage_id), []).append(coding.code)
    result = {passage_id: codes for (people, passage_id), codes in held.items() if not people}
    result |= {passage_id: codes for (people, passage_id), codes in held.items() if people}
    return {passage_id: tuple(dict.fromkeys(codes)) for passage_id, codes in result.items()}


def _is_introduction(text: str) -> bool:
    words = text.split()
    return len(words) <= _INTRODUCTION_WORDS and bool(_INTRODUCES.search(" ".join(words[:_SOON])))
