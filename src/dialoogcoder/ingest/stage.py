"""The stage itself: every file read, ids given, what fails listed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.draft import Draft
from dialoogcoder.ingest.files import collect, transcript_ids
from dialoogcoder.ingest.participants import read_participants
from dialoogcoder.ingest.persons import join_names
from dialoogcoder.ingest.reader import read_file
from dialoogcoder.model import (
    Attribution,
    GivenCoding,
    Reading,
    Rejection,
    SpeakerNote,
    Transcript,
    Turn,
)


def ingest(
    inputs: Sequence[Path], *, progress: Callable[[int, int, str], None] | None = None
) -> Reading:
    """Read files and folders.

    Args:
        inputs: Files and folders, the latter with their subfolders.
        progress: Called before each source is read, with the number read, the number of all
            sources and its name.

    Returns:
        Canonical transcripts with turns over them, and each input that was not used with its
        reason. Ids depend on file names only, never on the order of the inputs.

    Raises:
        InputError: An input does not exist, or holds no files.
    """
    collected = collect(inputs)
    found: list[tuple[str, Path, Draft]] = []
    rejected: list[Rejection] = []
    for number, file in enumerate(collected.files):
        if progress is not None:
            progress(number, len(collected.files), file.source)
        try:
            for name, draft in read_file(file.path, file.source):
                found.append((name, file.path, join_names(draft)))
                rejected.extend(draft.rejected)
        except RejectedSource as error:
            rejected.append(Rejection(file.source, error.reason, error.remedy))
    transcripts: list[Transcript] = []
    turns: list[Turn] = []
    notes: list[SpeakerNote] = []
    attributions: list[Attribution] = []
    codings: list[GivenCoding] = []
    ids = transcript_ids([source for source, *_ in found])
    for transcript_id, (source, path, draft) in zip(ids, found, strict=True):
        transcripts.append(
            Transcript(
                transcript_id=transcript_id,
                text=draft.text,
                source=source,
                sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
                kind=draft.kind,
                dialoogvorm=draft.heading.dialoogvorm,
                dialoogthema=draft.heading.dialoogthema,
                datum=draft.heading.datum,
            )
        )
        turns.extend(_turns(transcript_id, draft))
        attributions.extend(_attributions(transcript_id, draft))
        notes.extend(
            SpeakerNote(transcript_id, n.speaker, n.fact, n.value, n.origin) for n in draft.notes
        )
        codings.extend(
            GivenCoding(transcript_id, c.coder, c.code, c.start, c.end, c.dimension, c.above)
            for c in draft.codings
        )
    speakers = ((turn.transcript_id, turn.speaker) for turn in turns if turn.speaker is not None)
    stated, refused = read_participants(collected.participants, transcripts, speakers)
    return Reading(
        tuple(transcripts),
        tuple(turns),
        (*notes, *stated),
        tuple(attributions),
        (*rejected, *refused),
        tuple(codings),
        tuple(notice for *_, draft in found for notice in draft.notices),
    )


def _turn_id(transcript_id: str, number: int) -> str:
    return f"{transcript_id}-b{number:04d}"


def _turns(transcript_id: str, draft: Draft) -> list[Turn]:
    return [
        Turn(
            _turn_id(transcript_id, number),
            transcript_id,
            turn.speaker,
            turn.start,
            turn.end,
            turn.begin_s,
            turn.end_s,
        )
        for number, turn in enumerate(draft.turns, start=1)
    ]


def _attributions(transcript_id: str, draft: Draft) -> list[Attribution]:
    """A record for each place where a quote is attributed; its first print comes first."""
    return [
        Attribution(
            _turn_id(transcript_id, number),
            transcript_id,
            setting.start,
            setting.end,
            setting.printed,
            setting.dialoogvorm,
            setting.dialoogthema,
            setting.datum,
        )
        for number, turn in enumerate(draft.turns, start=1)
        if turn.setting is not None
        for setting in (turn.setting, *turn.setting.repeats)
    ]
