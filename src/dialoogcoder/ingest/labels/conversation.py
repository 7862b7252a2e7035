"""Conversations in running text: which lines begin a turn, and whose.

A label is recognised by its shape and by the company it keeps: "Anneke:" that returns on ten
lines is a speaker, "Conclusie:" that stands once is not, "17:30" and "https:" never are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.draft import Draft, DraftTurn, Note
from dialoogcoder.ingest.heading import read_heading
from dialoogcoder.ingest.labels.choice import choose, choose_small, quoted_before
from dialoogcoder.ingest.labels.inner import find_inner, first_inner
from dialoogcoder.ingest.labels.legend import header_notes, without_legend
from dialoogcoder.ingest.labels.names import Label, read_label, seconds
from dialoogcoder.ingest.labels.shapes import Candidate, find_candidates, find_small
from dialoogcoder.ingest.labels.times import not_spoken, times
from dialoogcoder.ingest.labels.words import ROLE_LABELS
from dialoogcoder.model import GESPREKSROLLEN
from dialoogcoder.names import is_code

__all__ = ["Label", "as_role", "read_conversation", "read_label", "seconds"]

# More turns than any conversation has; beyond it memory could run out.
MAX_LABELS = 500_000
# A conversation is at least this share of a document with a longer opening than a title page.
_SHARE, _OPENING_PAGE = 0.4, 1_500
# Longer turns than this, on average, are paragraphs of a report that begin with a name; among
# speakers who all return turns may be as long as people talk.
_LONG_TURN, _LONGEST_TURN = 2_500, 20_000
# Times belong to labels where at least this share of the labels has one.
_TIMED = 0.25
_OPENING_MARKS = '“„«"‘'
_NUMBERED_LINE = re.compile(
    r"^[^\S\n]*(?P<number>\d{1,6})(?:[^\S\n]*\|[^\S\n]?|\t|[.)]?[^\S\n]{1,8}|$)", re.MULTILINE
)
# "#00:01:15-3#" closes a turn in some transcription programs.
_CLOSING_TIME = re.compile(r"\s*#(?P<time>\d{1,2}:\d{2}:\d{2})(?:-\d{1,2})?#\s*\Z")


def read_conversation(text: str, source: str) -> Draft | None:
    """Read a text with speaker labels.

    Args:
        text: Canonical text.
        source: File name, the last place to look for kind, theme and date.

    Returns:
        A draft of kind `gesprek` whose turns cover all after the first label, and whose text is
        the given one without line numbers; None where the text has fewer than two speakers with
        labels, or hardly any of it is said by them.

    Raises:
        RejectedSource: It has more labels than memory has room for.
    """
    text = _without_line_numbers(text)
    found = list(islice(find_candidates(text), MAX_LABELS + 1))
    _check_number(found, source)
    found = without_legend(text, [c for c in found if not _quoted(text, c)])
    names = choose(text, found)
    if len(set(names.values())) < 2 and (inner := first_inner(text, found, MAX_LABELS)):
        found = inner
        names = choose(text, found)
    if not names:
        found = list(islice(find_small(text), MAX_LABELS + 1))
        _check_number(found, source)
        names = choose_small(text, found)
    kept = [c for c in found if c.label.speaker in names]
    if kept:
        further = islice(find_inner(text, kept, names), MAX_LABELS + 1)
        kept = sorted([*kept, *further], key=lambda c: c.start)
        _check_number(kept, source)
    kept = _without_stray_times(kept)
    if not kept or not _is_conversation(text, kept, names):
        return None
    turns = tuple(_turns(text, kept, names))
    if not turns:
        return None
    # A list of those present has labels too, behind which nothing is said.
    header = text[: max(c.start for c in kept if c.start <= turns[0].start)]
    notes = dict.fromkeys(
        Note(names[c.label.speaker], c.label.fact, c.label.value, "label")
        for c in kept
        if c.label.fact and c.label.value
    )
    notes.update(dict.fromkeys(header_notes(header, names)))
    return Draft(
        kind="gesprek",
        text=text,
        turns=turns,
        notes=tuple(notes),
        heading=read_heading(header, source),
    )


def _check_number(found: Sequence[Candidate], source: str) -> None:
    if len(found) > MAX_LABELS:
        raise RejectedSource(
            source,
            f"meer dan {MAX_LABELS} sprekersaanduidingen",
            f"hooguit {MAX_LABELS} beurten",
            "Splits het in kleinere bestanden.",
        )


def _without_stray_times(kept: Sequence[Candidate]) -> list[Candidate]:
    """Leave a time line above a label to the turn before, where labels have no times."""
    if sum(candidate.timed for candidate in kept) >= _TIMED * len(kept):
        return list(kept)
    return [
        replace(c, start=c.line_start, begin_s=None, end_s=None) if c.start < c.line_start else c
        for c in kept
    ]


def _quoted(text: str, candidate: Candidate) -> bool:
    """Whether a line was broken between "toen zei" and the name of whom somebody quotes."""
    before = text[max(0, candidate.start - 60) : candidate.start]
    return (
        candidate.shape == "colon"
        and not is_code(candidate.label.speaker)
        and not before.endswith("\n\n")
        and quoted_before(before)
    )


def _without_line_numbers(text: str) -> str:
    """Take line numbers off where every line has one, counting up."""
    lines = sum(1 for _ in islice(re.finditer(r"^[^\S\n]*[^\s]", text, re.MULTILINE), 5))
    if lines < 4:
        return text
    opening = text[:4000].split("\n")[:-1] if len(text) > 4000 else text.split("\n")
    if not _counts_up([line for line in opening if line.strip()]):
        return text
    everything = [line for line in text.split("\n") if line.strip()]
    return _NUMBERED_LINE.sub("", text) if _counts_up(everything) else text


def _counts_up(lines: Sequence[str]) -> bool:
    numbers = [int(m["number"]) if (m := _NUMBERED_LINE.match(line)) else None for line in lines]
    steps = sum(a is not None and b is not None and b == a + 1 for a, b in pairwise(numbers))
    return len(numbers) > 3 and steps >= 0.95 * (len(numbers) - 1)


def _is_conversation(text: str, kept: Sequence[Candidate], names: dict[str, str]) -> bool:
    spoken = len(text) - kept[0].start
    if kept[0].start > _OPENING_PAGE and spoken < _SHARE * len(text.strip()):
        return False
    speakers = len({names[c.label.speaker] for c in kept})
    returning = len(kept) >= 2 * speakers and len(kept) > 3
    if spoken / len(kept) > (_LONGEST_TURN if returning else _LONG_TURN) and kept[0].start > 0:
        return False
    # People quoted one after another, each between quotation marks, are a report's.
    quoted = sum(text[c.text_start : c.text_start + 3].strip()[:1] in _OPENING_MARKS for c in kept)
    return returning or quoted < 0.6 * len(kept)


def _turns(text: str, kept: Sequence[Candidate], names: dict[str, str]) -> Iterator[DraftTurn]:
    ends = [candidate.start for candidate in kept[1:]] + [len(text)]
    timed = sum(candidate.timed for candidate in kept) >= _TIMED * len(kept)
    for candidate, stop in zip(kept, ends, strict=True):
        name = names[candidate.label.speaker]
        speaker = None if name.startswith("?") else name
        start, begin, end_s = candidate.text_start, candidate.begin_s, candidate.end_s
        # A line with nothing but a time divides what one speaker says.
        for line in not_spoken(text, start, stop, timed=timed):
            if turn := _trimmed(text, speaker, start, line.start(), begin, None):
                yield turn
            start, (begin, end_s) = line.end(), times(line)
        if turn := _trimmed(text, speaker, start, stop, begin, end_s):
            yield turn


def _trimmed(
    text: str, speaker: str | None, start: int, end: int, begin_s: float | None, end_s: float | None
) -> DraftTurn | None:
    if closing := _CLOSING_TIME.search(text, max(start, end - 40), end):
        end, end_s = closing.start(), seconds(closing["time"])
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return DraftTurn(speaker, start, end, begin_s, end_s) if end > start else None


def as_role(label: str) -> str | None:
    """The gespreksrol that a bare label or cell names ("Moderator"), or None."""
    word = label.strip().lower()
    return word if word in GESPREKSROLLEN else ROLE_LABELS.get(word)
