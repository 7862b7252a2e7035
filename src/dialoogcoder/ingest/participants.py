"""`deelnemers.csv`: the analyst's own list of who is who, which wins over all detection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.canonical import decode, one_line
from dialoogcoder.ingest.files import SourceFile
from dialoogcoder.ingest.tables.rows import Row
from dialoogcoder.ingest.tables.tabular import named_columns, parse_csv
from dialoogcoder.model import (
    GESPREKSROLLEN,
    STAKEHOLDERGROEPEN,
    Rejection,
    SpeakerNote,
    Transcript,
)

_ALLOWED = {"gespreksrol": GESPREKSROLLEN, "stakeholdergroep": STAKEHOLDERGROEPEN}


def read_participants(
    lists: Sequence[SourceFile],
    transcripts: Sequence[Transcript],
    speakers: Iterable[tuple[str, str]],
) -> tuple[list[SpeakerNote], list[Rejection]]:
    """Read the participants lists.

    Args:
        lists: The files.
        transcripts: What was read, to find the document that a row means by its file name.
        speakers: Pairs of transcript id and speaker that occur.

    Returns:
        Notes with origin ``deelnemers.csv``, and rejections for rows that name an unknown
        document, speaker or value.
    """
    notes: list[SpeakerNote] = []
    rejected: list[Rejection] = []
    known = sorted(set(speakers))
    for file in lists:
        try:
            header, rows = parse_csv(decode(file.path.read_bytes(), file.source), file.source)
            columns = named_columns(header)
            if "file" not in columns or "speaker" not in columns:
                raise RejectedSource(
                    file.source,
                    f"kolommen {', '.join(header)}",
                    "kolommen bestand en spreker",
                    "Noem de kolommen bestand, spreker, gespreksrol, functie, stakeholdergroep.",
                )
        except RejectedSource as error:
            rejected.append(Rejection(file.source, error.reason, error.remedy))
            continue
        folder = file.source.rpartition("/")[0]
        for ordinal, row in enumerate(rows, start=2):
            number = row.number if isinstance(row, Row) else ordinal
            place = f"{file.source}, rij {number}"
            name = one_line(row.get(columns["file"], ""))
            speaker = one_line(row.get(columns["speaker"], ""))
            ids = {
                t.transcript_id
                for t in transcripts
                if t.source in {name, f"{folder}/{name}"} or t.transcript_id == name
            }
            matches = [k for k in known if k[0] in ids and k[1].casefold() == speaker.casefold()]
            if not matches:
                found = f"spreker '{speaker}' in '{name}'"
                rejected.append(
                    Rejection(
                        place,
                        f"{found}; verwacht: een document en spreker die voorkomen",
                        "Neem bestandsnaam en spreker over zoals ze in het document staan.",
                    )
                )
                continue
            for fact in ("gespreksrol", "functie", "stakeholdergroep"):
                value = one_line(row.get(columns.get(fact, ""), ""))
                allowed = _ALLOWED.get(fact)
                if value and allowed and value.lower() not in allowed:
                    rejected.append(
                        Rejection(
                            place,
                            f"{fact} '{value}'; verwacht: {', '.join(allowed)}",
                            "Kies een van deze waarden.",
                        )
                    )
                elif value:
                    value = value.lower() if allowed else value
                    notes.extend(
                        SpeakerNote(t, s, fact, value, "deelnemers.csv") for t, s in matches
                    )
    return notes, rejected
