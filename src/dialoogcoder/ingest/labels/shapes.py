"""Which lines begin with what has the shape of a speaker label, and where the speech begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dialoogcoder.ingest.labels.names import Label, read_label
from dialoogcoder.ingest.labels.times import GAP, TIME, time_above, time_below, times
from dialoogcoder.names import is_code

# `colon`: "Naam: tekst". `bracket`: "[Naam] tekst". `column`: name, tab, text. `timed`: a name
# with a time and no colon. `alone`: a name and nothing else on its line.
Shape = Literal["colon", "bracket", "column", "timed", "alone"]

# A line's opening: number of the line, bullet, time; then what may be a label within 100 signs.
_OPENING = re.compile(
    rf"""^{GAP}{{0,40}}(?:>{GAP}?){{0,3}}(?:\#{{1,6}}{GAP}{{1,4}})?
    (?:\d{{1,6}}(?:{GAP}{{0,4}}\|{GAP}{{0,4}}|[.)]{GAP}{{1,8}}|{GAP}{{1,20}}))?
    (?:[-*+•–—▪◦·‣]{GAP}{{1,8}})?
    (?:[*_]{{0,3}}{TIME}(?:{GAP}{{0,8}}[-–—|:•>]{{1,2}})?{GAP}{{0,8}})?
    [*_]{{0,3}}
    (?=[^\W\d_]|[\[<][^\W\d_]|\?)
    (?=[^\n:：]{{1,100}}[:：]|[^\n\t]{{1,60}}\t|[\[<]|[^\n]{{0,79}}$|[^\n]{{1,70}}\d:\d)
    (?P<head>[^\n]{{1,130}})""",
    re.VERBOSE | re.MULTILINE,
)
_SMALL = re.compile(
    rf"^{GAP}{{0,40}}"
    r"(?P<label>#?\d{1,2}|[^\W\d_A-Z][\w'’.-]{0,24}(?: [\w'’.-]{1,20}){0,2})"
    rf":{GAP}{{1,8}}(?=\S)",
    re.MULTILINE,
)
_RUN = re.compile(r"[^:：\n\t\[\]<>|*]{1,81}|\?{1,3}")
_BRACKETS = re.compile(r"([\[<])(?P<inside>[^\]\[<>\n]{1,80})[\]>]")
_ASIDE = re.compile(rf"{GAP}?\[[^\W\d_][^\]\[:\n]{{0,60}}\]")
_LATER = re.compile(rf"[*_]{{0,3}}{GAP}{{0,8}}[-–—,@|]?{GAP}{{0,8}}[*_]{{0,3}}{TIME}")
_COLON = re.compile(
    rf"[*_]{{0,3}}{GAP}{{0,4}}[:：][*_]{{0,3}}(?:{GAP}{{1,8}}|(?=[^\W\d_]|[\"“„‘«(\[….\n])|$)"
)
_TAB = re.compile(r"[*_]{0,3} {0,4}\t[^\S\n]{0,40}")
_END = re.compile(rf"[*_]{{0,3}}{GAP}{{0,8}}(?=\n|$)")
_GAP = re.compile(rf"{GAP}{{1,8}}")
# A time in brackets behind the colon: "Naam: [00:00:05] tekst".
_AFTER_COLON = re.compile(rf"{GAP}{{0,4}}(?=[\[(\#<]){TIME}{GAP}{{1,8}}")
# Label, shape, length of both with what parts them from the speech, and a time behind the label.
_Taken = tuple[str, Shape, int, re.Match[str] | None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may begin a turn: from `start` on the label, from `text_start` on the speech."""

    label: Label
    shape: Shape
    start: int
    text_start: int
    begin_s: float | None
    end_s: float | None
    timed: bool
    # Where the label's own line begins, below the time line that `start` points to.
    line_start: int


def find_candidates(text: str) -> Iterator[Candidate]:
    """Find the lines that begin with something of a label's shape, in order.

    Args:
        text: Canonical text.

    Yields:
        What may be labels; whether they are is for the company they keep to say.
    """
    for match in _OPENING.finditer(text):
        if found := _candidate(text, match):
            yield found


def find_small(text: str) -> Iterator[Candidate]:
    """Find the lines that begin with up to three words in small letters, or a number, and a colon.

    "anneke: ja" and "want: nee" look alike; only who stands before nearly every line is a speaker.
    """
    for match in _SMALL.finditer(text):
        name, start = " ".join(match["label"].split()).removeprefix("#"), match.start()
        label = Label(f"Spreker {name}" if name.isdigit() else name)
        yield Candidate(label, "colon", start, match.end(), None, None, False, start)


def _candidate(text: str, match: re.Match[str]) -> Candidate | None:
    start, head = match.start("head"), match["head"]
    taken = _taken_apart(head)
    label = _label(taken[0]) if taken else None
    if label is None and match["time"] and (code := _code_first(head)):
        # "[00:00:12.34] - Speaker 1 tekst": a code needs no colon behind a time.
        taken, label = (code, "timed", len(code) + 1, None), Label(code)
    if taken is None or label is None:
        return None
    _, shape, length, later = taken
    text_start = start + length
    clock = match if match["time"] else later
    line_start = match.start()
    if clock is None and (above := time_above(text, line_start)) is not None:
        clock, line_start = above
    if shape == "colon" and clock is None and (after := _AFTER_COLON.match(text, text_start)):
        clock, text_start = after, after.end()
    if clock is None and (below := time_below(text, text_start, sure=shape != "colon")):
        clock, text_start = below, below.end()
    if shape == "alone" and clock is not None:
        shape = "timed"
    begin, end = (None, None) if clock is None else times(clock)
    return Candidate(
        label, shape, line_start, text_start, begin, end, clock is not None, match.start()
    )


def candidate_at(text: str, start: int) -> Candidate | None:
    """What may be a label with a colon inside a line, from an offset on."""
    end = text.find("\n", start, start + 130)
    head = text[start : end if end >= 0 else start + 130]
    opened = len(head) - len(head.lstrip("*_"))
    taken = _taken_apart(head[opened:])
    label = _label(taken[0]) if taken else None
    if taken is None or label is None or taken[1] not in ("colon", "bracket"):
        return None
    begin, end_s = times(taken[3]) if taken[3] else (None, None)
    text_start = start + opened + taken[2]
    return Candidate(label, "colon", start, text_start, begin, end_s, bool(taken[3]), start)


def _label(raw: str) -> Label | None:
    return Label(raw) if raw.startswith("?") else read_label(raw)


def _taken_apart(head: str) -> _Taken | None:
    """A line's label, its shape, how far it reaches, and the time behind it."""
    if bracket := _BRACKETS.match(head):
        return _bracketed(head, bracket)
    run = _RUN.match(head)
    if run is None:
        return None
    stop = run.end()
    if aside := _ASIDE.match(head, stop):
        stop = aside.end()
    later = None
    if re.match(r"[:\[<*|]", head[stop : stop + 1] or " ") and re.search(r"\d:\d", head):
        later = _LATER.search(head, 0, 110)
        if later and ":" in head[: later.start()]:
            later = None
    if later:
        stop = later.start()
    raw, place = head[:stop], later.end() if later else stop
    shape: Shape
    if end := _COLON.match(head, place):
        shape = "colon"
    elif end := _TAB.match(head, place):
        shape = "column"
    elif end := _END.match(head, place):
        shape = "timed" if later else "alone"
    elif later and later.group().endswith(("]", ")")) and (end := _GAP.match(head, place)):
        shape = "timed"
    else:
        return None
    return raw.strip(), shape, end.end(), later


def _code_first(head: str) -> str | None:
    words = head.split(" ", 2)
    code = " ".join(words[:2])
    return code if len(words) > 2 and is_code(code) and code[-1].isdigit() else None


def _bracketed(head: str, bracket: re.Match[str]) -> _Taken | None:
    inside = bracket["inside"]
    later = _LATER.search(inside) if ":" in inside else None
    raw = inside[: later.start()] if later else inside
    place = bracket.end()
    behind = _LATER.match(head, place) if later is None else None
    # "[Naam] 14:03:22" has nothing behind the time; "[Naam] 17:30 gaan we" is speech.
    if behind and (_COLON.match(head, behind.end()) or _END.match(head, behind.end())):
        later, place = behind, behind.end()
    end = _COLON.match(head, place) or _GAP.match(head, place) or _END.match(head, place)
    if end is None or ":" in raw:
        return None
    return raw.strip(), "bracket", end.end(), later
