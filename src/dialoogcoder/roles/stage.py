"""The stage itself: what sources state wins, then what people say, then how they act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialoogcoder.model import UNKNOWN, Speaker, SpeakerNote, Transcript, Turn
from dialoogcoder.roles.behaviour import Conduct, conduct
from dialoogcoder.roles.functions import stakeholder_group
from dialoogcoder.roles.introductions import introduced_by, own_introduction

# Above this a speaker leads; a second one leads too when not far behind the first.
_LEADS = 0.50
_SECOND_LEADS = 0.62
# With two speakers, one asking this much more often than the other makes an interview.
_ASKS_MORE = 0.35

_ORIGINS = ("deelnemers.csv", "kolom", "bronvermelding", "legenda", "label")


@dataclass(frozen=True, slots=True)
class _Finding:
    value: str
    score: float
    evidence: str


def assign_roles(
    transcripts: Sequence[Transcript], turns: Sequence[Turn], notes: Sequence[SpeakerNote]
) -> list[Speaker]:
    """Tell who speaks: gespreksrol, functie and stakeholdergroep of each speaker.

    Args:
        transcripts: The documents.
        turns: Their turns.
        notes: What the sources state; a participants list wins over columns, attributions and
            labels, and all of these over detection.

    Returns:
        One record a speaker and document, in order of first appearance. `score` is that of the
        gespreksrol, 1.0 where it was stated.
    """
    stated = _stated(notes)
    by_transcript: dict[str, list[Turn]] = defaultdict(list)
    for turn in turns:
        by_transcript[turn.transcript_id].append(turn)
    speakers: list[Speaker] = []
    for transcript in transcripts:
        spoken = [
            (turn.speaker, transcript.text[turn.start : turn.end])
            for turn in by_transcript[transcript.transcript_id]
            if turn.speaker is not None
        ]
        names = list(dict.fromkeys(name for name, _ in spoken))
        conversation = transcript.kind == "gesprek"
        roles = _roles(conduct(spoken, names=names), names) if conversation else {}
        for name in names:
            known = stated.get((transcript.transcript_id, name), {})
            speakers.append(
                _speaker(
                    transcript.transcript_id,
                    name,
                    known,
                    roles.get(name),
                    spoken,
                    conversation=conversation,
                    among_scientists=transcript.dialoogvorm == "wetenschapsdialoog",
                )
            )
    return speakers


def _stated(notes: Sequence[SpeakerNote]) -> dict[tuple[str, str], dict[str, _Finding]]:
    stated: dict[tuple[str, str], dict[str, _Finding]] = defaultdict(dict)
    for note in sorted(notes, key=lambda n: -_ORIGINS.index(n.origin)):
        stated[note.transcript_id, note.speaker][note.fact] = _Finding(
            note.value, 1.0, f"{note.fact} {note.origin}: “{note.value}”"
        )
    return stated


def _roles(acts: Mapping[str, Conduct], names: Sequence[str]) -> dict[str, _Finding]:
    roles: dict[str, _Finding] = {}
    if len(names) == 2:
        one, other = sorted(names, key=lambda name: -acts[name].asking)
        if acts[one].asking - acts[other].asking >= _ASKS_MORE:
            evidence = f"stelt in {acts[one].asking:.0%} van de beurten een vraag"
            roles[one] = _Finding("interviewer", acts[one].asking, evidence)
            roles[other] = _Finding("geïnterviewde", acts[one].asking, "antwoordt")
            return roles
    leaders = sorted(
        (name for name in names if acts[name].leading >= _LEADS),
        key=lambda name: -acts[name].leading,
    )
    chosen = leaders[:1] + [n for n in leaders[1:2] if acts[n].leading >= _SECOND_LEADS]
    for name in names:
        act = acts[name]
        if name in chosen:
            roles[name] = _Finding("gespreksleider", act.leading, act.evidence)
        elif act.reporting:
            roles[name] = _Finding("verslaglegger", 0.8, "zegt het verslag te maken")
        elif len(names) > 1:
            roles[name] = _Finding("deelnemer", round(1 - act.leading, 4), "")
    return roles


def _speaker(
    transcript_id: str,
    name: str,
    known: Mapping[str, _Finding],
    detected: _Finding | None,
    spoken: Sequence[tuple[str, str]],
    *,
    conversation: bool,
    among_scientists: bool,
) -> Speaker:
    role = known.get("gespreksrol") or detected or _Finding(UNKNOWN, 0.0, "")
    evidence = [role.evidence]
    functie: str | None = None
    if "functie" in known:
        functie = known["functie"].value
        evidence.append(known["functie"].evidence)
    elif conversation:
        said = own_introduction([text for speaker, text in spoken if speaker == name], name=name)
        said = said or introduced_by(name, (text for speaker, text in spoken if speaker != name))
        if said is not None:
            functie = said.functie
            evidence.append(f"functie gezegd: “{said.evidence}”")
    if "stakeholdergroep" in known:
        group = known["stakeholdergroep"].value
        evidence.append(known["stakeholdergroep"].evidence)
    elif among_scientists and role.value == "deelnemer":
        group = "wetenschapper"
        evidence.append("deelnemer aan een wetenschapsdialoog")
    else:
        group = stakeholder_group(functie) if functie else UNKNOWN
    return Speaker(
        transcript_id=transcript_id,
        speaker=name,
        gespreksrol=role.value,
        functie=functie,
        stakeholdergroep=group,
        score=role.score,
        evidence="; ".join(part for part in evidence if part),
    )
