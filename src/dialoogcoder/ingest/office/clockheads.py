"""Lines that hold a name and a time above what is said, as recorders write them in documents.

Teams writes ``Jan Jansen   0:12`` above the text, and before 2023 ``0:0:1.20 --> 0:0:3.400`` above
the name (its fractions are whole milliseconds); Word's own transcription writes
``00:00:12 Spreker 1``. These shapes were read from documents that the tools made.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dialoogcoder.ingest.labels.names import read_label, surely_somebody
from dialoogcoder.ingest.office.blocks import Line

_CLOCK = r"[\[(]?(?P<clock>(?:\d{1,2}:)?\d{1,2}:\d{2})(?:[.,]\d{1,3})?[\])]?"
_NAME_FIRST = re.compile(rf"(?P<name>[^\s:][^:]{{0,79}}?)(?P<gap>[ \t]+){_CLOCK}")
_CLOCK_FIRST = re.compile(rf"{_CLOCK}(?P<gap>[ \t]+)(?:[-–][ \t]*)?(?P<name>[^\W\d_][^:]{{0,79}})")
_TIMING = re.compile(
    r"(?P<h>\d{1,2}):(?P<m>\d{1,2}):(?P<s>\d{1,2})\.(?P<ms>\d{1,3})\s*-->\s*[\d:.]{5,14}"
)
_RECORDER = re.compile(
    r"[^\W\d_][^.!?]{2,80} (?:(?:started|stopped) transcription"
    r"|(?:heeft|is) [^.!?]{0,30}\btranscri(?:ptie|beren|bering)\b[^.!?]{0,20})"
)
_LONGEST_HEAD = 160
# An address book's name: "Berg, A. van den (Anna)", "Jansen, Ferdi (BZK)".
_FAMILY_FIRST = re.compile(
    r"(?P<family>[^\W\d_][\w'’-]*(?: [\w'’-]+){0,3}), "
    r"(?P<given>[A-ZÀ-Þ][\w.'’-]*(?: [\w.'’-]+){0,4})(?: \((?P<aside>[^()]+)\))?"
)
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\. ?)+")
_CALLED = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ'’-]+")
_OUTSIDER = re.compile(
    r" \((?:guest|gast|extern|external|unverified|niet geverifieerd)\)$", re.IGNORECASE
)


@dataclass(slots=True)
class _Said:
    clock: str
    name: str
    texts: list[str]


def with_clock_heads(lines: Sequence[Line]) -> list[Line]:
    """Make a label of a name with a time in a line of its own.

    Args:
        lines: A document's lines.

    Returns:
        One line a turn, ``[0:12] Jan Jansen: text``, where such lines head what is said and a
        name returns: a speaker's successive stretches are one turn with its first time, and the
        recorder's own message that it started or stopped is left out. Else the lines as given.
    """
    # The text of a subtitle file, put in a document, is for the reader of such files.
    if any(line.text.startswith("WEBVTT") for line in lines[:3]):
        return list(lines)
    timings = [index for index, line in enumerate(lines) if _TIMING.fullmatch(line.text)]
    if timings:
        return [*lines[: timings[0]], *_turns(_timed(lines, timings))]
    heads = {index: head for index, line in enumerate(lines) if (head := _head(line.text))}
    before = lines[: min(heads, default=0)]
    messages = [line for line in before if _RECORDER.fullmatch(line.text)]
    above_text = sum(1 for index in heads if index + 1 < len(lines) and index + 1 not in heads)
    if not heads or 2 * above_text < len(heads) or not (messages or _name_returns(heads)):
        return list(lines)
    return [*(line for line in before if line not in messages), *_turns(_headed(lines, heads))]


def _name_returns(heads: Mapping[int, _Said]) -> bool:
    counts = Counter(head.name for head in heads.values())
    returning = (read_label(name) for name, count in counts.items() if count > 1)
    return any(label is not None and surely_somebody(label) for label in returning)


def name_in_order(name: str) -> str:
    """A recorder's name for somebody as people say it.

    Args:
        name: As an organisation's address book has it, family name first.

    Returns:
        ``Ferdi Jansen (BZK)`` for ``Jansen, Ferdi (BZK)`` and ``Anna van den Berg`` for
        ``Berg, A. van den (Anna)``, which as labels would lose the given name; other names as
        they are, without the recorder's own mark for guests.
    """
    name = _OUTSIDER.sub("", name)
    match = _FAMILY_FIRST.fullmatch(name)
    if match is None:
        return name
    given, aside = match["given"], match["aside"] or ""
    initials = _INITIALS.match(given)
    if initials and _CALLED.fullmatch(aside):
        given, aside = f"{aside} {given[initials.end() :]}".strip(), ""
    return f"{given} {match['family']}{f' ({aside})' if aside else ''}"


def _head(text: str) -> _Said | None:
    if len(text) > _LONGEST_HEAD:
        return None
    match = _NAME_FIRST.fullmatch(text) or _CLOCK_FIRST.fullmatch(text)
    if match is None:
        return None
    # A wide gap is a recorder's; with one space it could be "We beginnen om 17:30".
    if match.re is _NAME_FIRST and (len(match["gap"]) > 1 or match["gap"] == "\t"):
        return _Said(match["clock"], match["name"], [])
    return _Said(match["clock"], match["name"], []) if read_label(match["name"]) else None


def _headed(lines: Sequence[Line], heads: Mapping[int, _Said]) -> Iterator[_Said]:
    names = tuple({head.name for head in heads.values()})
    current = heads[min(heads)]
    for index in range(min(heads) + 1, len(lines)):
        text = lines[index].text
        if index in heads:
            yield current
            current = heads[index]
        elif not (text.startswith(names) and _RECORDER.fullmatch(text) and lines[index].opens):
            current.texts.append(text)
    yield current


def _timed(lines: Sequence[Line], timings: Sequence[int]) -> Iterator[_Said]:
    ends = [*timings[1:], len(lines)]
    cues = [
        [line.text for line in lines[start + 1 : end]]
        for start, end in zip(timings, ends, strict=True)
    ]
    counts = Counter(cue[0] for cue in cues if len(cue) > 1)
    named = {name for name, count in counts.items() if count > 1 or read_label(name)}
    # Without names the first line of a cue is speech, and speech seldom returns word for word.
    if sum(counts[name] for name in named) < 0.5 * sum(counts.values()):
        named = set()
    for start, cue in zip(timings, cues, strict=True):
        match = _TIMING.fullmatch(lines[start].text)
        assert match is not None
        clock = f"{match['h']}:{match['m']:0>2}:{match['s']:0>2}.{match['ms']:0>3}"
        if named and len(cue) > 1:
            yield _Said(clock, cue[0], cue[1:])
        elif cue and cue[0] not in named:
            yield _Said(clock, "", cue)


def _turns(pieces: Iterator[_Said]) -> Iterator[Line]:
    current: _Said | None = None
    for piece in pieces:
        if not piece.texts:
            continue
        if current is not None and current.name and piece.name in (current.name, ""):
            current.texts.extend(piece.texts)
            continue
        if current is not None:
            yield _line(current)
        current = replace(piece, texts=list(piece.texts))
    if current is not None:
        yield _line(current)


def _line(said: _Said) -> Line:
    label = f"{name_in_order(said.name)}: " if said.name else ""
    return Line(f"[{said.clock}] {label}{' '.join(said.texts)}")
