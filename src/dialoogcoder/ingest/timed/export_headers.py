"""Headers of transcripts in text: which lines hold a time, and which are in order."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dialoogcoder.ingest.labels.conversation import read_label, seconds

_CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3}|[:;]\d{2})?(?![.,:;]?\d)"
_WORDS = (
    r"(?:\d{1,3} (?:uur|uren|hours?)[ ,]*)?"
    r"(?:\d{1,3} (?:minuten|minuut|minutes?)[ ,]*(?:en |and )?)?"
    r"(?:\d{1,3} (?:seconden|seconde|seconds?))?"
)
_TIME = (
    rf"(?P<open>[\[(]?)[ ]?(?:(?P<words>(?=\d{{1,3}} [a-z]){_WORDS})(?P<shown>(?<=[a-z]){_CLOCK})?"
    rf"|(?P<clock>{_CLOCK}))"
    rf"(?:[ ]?(?:-|–|—|tot)[ ]?(?P<until>{_CLOCK}))?[ ]?[\])]?"
)
_ALONE = re.compile(rf"{_TIME}[ ]?[-–:]?")
_AFTER = re.compile(
    rf"(?P<name>\S.{{0,60}}?)(?P<gap>[ \t]+(?:[-–|,·•][ \t]+)?|(?=[\[(])){_TIME}[ ]?:?"
)
_BEFORE = re.compile(rf"{_TIME}(?P<gap>[ \t]*[-–|:]?[ \t]*)(?P<name>[^\s;,|].*)")
_UNIT = re.compile(r"(\d{1,3}) ([a-z])")
_MARKUP = re.compile(r"\*+|`+|^[#>\s]+|(?<!\w)_+|_+(?!\w)")
_UNNAMED = re.compile(
    r"(?:onbekende?|unknown)(?: (?:spreker|speaker))?(?: \d{1,3})?|(?:spreker|speaker|spk)[ _]?\d+",
    re.IGNORECASE,
)
_MAX_LINE = 160
# People talk through each other: a header may lie this much before the one above it (seconds).
_SLACK_S = 60.0


@dataclass(frozen=True, slots=True)
class Header:
    """A header over lines of text.

    `first` is the first line that belongs to it (a name above the time, say), `below` the first
    line of what was said; `rest` is what was said on the header's own line. `style` tells how it
    is written, `precise` that it can't be a time of day.
    """

    first: int
    below: int
    begin_s: float
    end_s: float | None
    style: str
    precise: bool
    name: str = ""
    rest: str = ""
    labelled: bool = False


def header_of(index: int, line: str) -> Header | None:
    """Read a line as a header, its name or the words behind its time not judged yet."""
    if len(line) > _MAX_LINE or not any(char.isdigit() for char in line):
        return None
    line = unmarked(line).replace("\u00a0", " ").strip()
    for kind, pattern in (("alleen", _ALONE), ("achter", _AFTER), ("voor", _BEFORE)):
        match = pattern.fullmatch(line)
        begin = _begin(match) if match else None
        if match is None or begin is None:
            continue
        end = seconds(_whole(match["until"])) if match["until"] else None
        gap = match["gap"] if kind != "alleen" else ""
        wide = "breed" if kind == "achter" and ("\t" in gap or "  " in gap) else ""
        spelled = match["words"] is not None
        style = "voluit" if spelled else f"{kind} {match['open']} {wide}"
        clock = match["clock"] or ""
        precise = spelled or bool(match["open"]) or clock.count(":") > 1 or "." in clock
        name = match["name"] if kind != "alleen" else ""
        after = kind == "voor"
        return Header(
            index,
            index + 1,
            begin,
            end if end is not None and end >= begin else None,
            style,
            precise,
            "" if after else name,
            name if after else "",
        )
    return None


def _whole(clock: str) -> str:
    # Frames behind the seconds (00:00:03:12) are dropped.
    parts = re.split("[:;]", clock)
    return ":".join(parts[:3])


def _begin(match: re.Match[str]) -> float | None:
    if match["clock"]:
        return seconds(_whole(match["clock"]))
    sizes = {"u": 3600, "h": 3600, "m": 60, "s": 1}
    units = _UNIT.findall(match["words"] or "")
    return float(sum(int(count) * sizes[unit] for count, unit in units)) if units else None


def unmarked(line: str) -> str:
    """A line without Markdown's marks."""
    return _MARKUP.sub("", line)


def is_name(text: str) -> bool:
    """Whether a line, or part of one, can be a speaker's name and nothing else."""
    text = text.strip("[]: \t")
    if not text or len(text) > 60 or text[-1] in ",;?!…":
        return False
    if _UNNAMED.fullmatch(text):
        return True
    if text[-1] == "." and not re.search(r"(?:^|[\s.])[A-Z]\.$", text):
        return False
    return read_label(text) is not None


def in_order(found: list[Header]) -> list[Header]:
    """Leave out what falls out of the order of time, unless its name is a known one."""
    names = Counter(header.name for header in found if header.name)
    steady = _rising([header.begin_s for header in found])
    kept = []
    low = 0.0
    highs = [found[i].begin_s for i in steady]
    for number, header in enumerate(found):
        upcoming = bisect_right(steady, number)
        high = highs[upcoming] if upcoming < len(highs) else float("inf")
        near = low - _SLACK_S <= header.begin_s <= high + _SLACK_S
        if near or names[header.name] > 1:
            kept.append(header)
        if upcoming and steady[upcoming - 1] == number:
            low = header.begin_s
    return kept


def _rising(times: Sequence[float]) -> list[int]:
    """Places of a longest run that never falls."""
    tops: list[float] = []
    last: list[int] = []
    before = [-1] * len(times)
    for number, time in enumerate(times):
        place = bisect_right(tops, time)
        before[number] = last[place - 1] if place else -1
        if place == len(tops):
            tops.append(time)
            last.append(number)
        else:
            tops[place], last[place] = time, number
    run = []
    number = last[-1] if last else -1
    while number >= 0:
        run.append(number)
        number = before[number]
    return run[::-1]
