"""Text exports of transcription services: a line with a name and a time, what was said below.

Otter (``Jan Jansen  0:03``), Teams (``Jan Jansen   0:03``, and copied from the screen ``Jan
Jansen 0 minuten 3 seconden``), Trint, HappyScribe (``[00:00:03.05] - Spreker 1``), Rev
(``Jan (00:03):``), Amberscript, Sonix, Google Recorder and what looks like them; also only times
above paragraphs. A file is taken for one only if its headers are alike and in order of time, for
"Pauze 19:30" in minutes has their shape too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.draft import Draft, Note, Utterance
from dialoogcoder.ingest.labels.conversation import read_label
from dialoogcoder.ingest.labels.names import CLOCK
from dialoogcoder.ingest.timed.export_headers import Header
from dialoogcoder.ingest.timed.export_names import headers_of
from dialoogcoder.ingest.timed.spoken import (
    account_label,
    clean,
    conversation,
    is_unknown,
    join_stretches,
    note_of,
)

_EXPECTED = "regels met naam en tijd, met tekst eronder"
# What the services themselves add to a transcript.
_SERVICE_LINE = re.compile(
    r"Transcribed by https?://otter\.ai\S*|.{1,80} (?:(?:started|stopped) transcription"
    r"|heeft (?:de )?transcriptie (?:gestart|gestopt|beëindigd)|(?:startte|stopte) (?:de )?"
    r"transcriptie)\.?",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    rf"[ \t]*[-*•–]?[ \t]*(?:[\[(]?{CLOCK}[\])]?[ \t]*[-–|]?[ \t]*)?"
    r"(?P<label>[^\W\d_][^:\n]{0,60}):(?=\s)"
)
# Beyond this a time of day was written, not one of a recording (seconds).
_DAYTIME_S = 4 * 3600
# A report that names a time now and then is no transcript (characters a header).
_LONGEST = 2500


def is_export(text: str) -> bool:
    """Whether a text is a transcript with times on lines of their own or beside names."""
    return _headers(text.split("\n")) is not None


def read_export(text: str, source: str) -> Draft:
    """Read a transcription service's text export.

    Args:
        text: Canonical text of the file.
        source: Its name, for kind, theme, date and the message.

    Returns:
        A draft of kind `gesprek`; `begin_s` is what the header says, counted from the first one
        where it is a time of day. A header without a name above a paragraph makes a turn
        without a speaker.

    Raises:
        RejectedSource: It has no such headers.
    """
    lines = text.split("\n")
    headers = _headers(lines)
    if headers is None:
        raise RejectedSource(
            source, "geen regels met een tijd", _EXPECTED, "Exporteer met tijden en sprekers."
        )
    origin = headers[0].begin_s if headers[0].begin_s >= _DAYTIME_S else 0.0
    notes: list[Note] = []
    pieces: list[Utterance] = []
    for header, said in zip(headers, _said(lines, headers), strict=True):
        label = None if is_unknown(header.name) else account_label(header.name)
        if label:
            notes.extend(note_of(label))
        begin = round(max(header.begin_s - origin, 0.0), 3)
        pieces.append(Utterance(label.speaker if label else None, said, begin, header.end_s))
    return conversation(
        join_stretches(pieces, fresh=range(len(pieces))),
        source,
        expected=_EXPECTED,
        head="\n".join(lines[: headers[0].first]),
        notes=notes,
    )


def _said(lines: Sequence[str], headers: Sequence[Header]) -> list[str]:
    stops = [header.first for header in headers[1:]] + [len(lines)]
    texts = []
    for header, stop in zip(headers, stops, strict=True):
        below = [line for line in lines[header.below : stop] if not _service(line)]
        texts.append(clean("\n".join([header.rest, *below])))
    return texts


def _service(line: str) -> bool:
    return _SERVICE_LINE.fullmatch(line.strip()) is not None


def _headers(lines: Sequence[str]) -> list[Header] | None:
    headers = headers_of(lines)
    named = Counter(header.name for header in headers if header.name)
    if len(headers) < (2 if named else 3):
        return None
    said = [len(text) for text in _said(lines, headers)]
    filled = sum(1 for size in said if size)
    before = sum(len(line) for line in lines[: headers[0].first])
    if filled < 0.4 * len(headers) or (before > 500 and sum(said) < 0.6 * before):
        return None
    if sum(said) > _LONGEST * filled or not _of_a_recording(headers, named):
        return None
    return None if _is_labelled(lines, headers) else headers


def _of_a_recording(headers: Sequence[Header], named: Counter[str]) -> bool:
    """Whether the times are those of a recording, and not an agenda's."""
    return (
        headers[0].begin_s < 120
        or any(count > 1 for count in named.values())
        or sum(1 for header in headers if header.precise) >= 0.5 * len(headers)
    )


def _is_labelled(lines: Sequence[str], headers: Sequence[Header]) -> bool:
    """Whether the text below the headers has ``Naam: `` labels, which `labels` reads better."""
    labelled = 0
    for line in lines[headers[0].first :]:
        match = _LABELLED.match(line)
        labelled += match is not None and read_label(match["label"]) is not None
    taken = sum(1 for header in headers if header.labelled)
    return labelled - taken > 0.5 * len(headers)
