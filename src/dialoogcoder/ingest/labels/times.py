"""Times beside and between labels: where they stand, and what is not speech."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dialoogcoder.ingest.labels.names import CLOCK, seconds

GAP = r"[^\S\n]"
_DATE = rf"(?:\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}},?{GAP}{{1,3}})?"
TIME = (
    rf"[\[(<\#]{{0,2}}(?P<date>{_DATE})(?P<time>{CLOCK})(?![\d:])(?:-\d{{1,2}}(?!\d))?"
    rf"(?:{GAP}{{0,3}}(?:-->|-|–|—|tot){GAP}{{0,3}}(?P<until>{CLOCK})(?![\d:]))?[\])>\#]{{0,2}}"
)
_TIME_LINE = re.compile(
    rf"{GAP}{{0,40}}[*_]{{0,3}}{TIME}{GAP}{{0,3}}[-–—:]?[*_]{{0,3}}{GAP}{{0,40}}"
)
# Within a turn: a line with only a time, a time in brackets before a line, a heading, a rule.
_NOT_SPOKEN = re.compile(
    rf"^{GAP}{{0,40}}(?:[*_]{{0,3}}{TIME}[-–—:]?[*_]{{0,3}}"
    rf"(?:{GAP}{{0,40}}$|(?<=[\])]){GAP}{{1,8}}(?=\S))|\#{{1,6}}{GAP}[^\n]*$|[-*_=]{{3,}}{GAP}{{0,40}}$)",
    re.MULTILINE,
)
# A time line stands above its label, at most one blank line between.
_LINES_ABOVE = 2
_TIME_ENDS = frozenset("0123456789])>#*_-–—:")
_REACH = 120


def times(clock: re.Match[str]) -> tuple[float | None, float | None]:
    """Begin and end in seconds; none of a time that stands beside a date, an hour of the day."""
    if clock["date"] or not clock["time"]:
        return None, None
    return seconds(clock["time"]), seconds(clock["until"]) if clock["until"] else None


def not_spoken(text: str, start: int, end: int, *, timed: bool) -> Iterator[re.Match[str]]:
    """Find what stands between the lines of a turn without being said: times, headings, rules.

    Args:
        text: Canonical text.
        start: Where the turn begins.
        end: Where it ends.
        timed: Whether turns here have times; elsewhere a bare "17:30" may be somebody's answer.

    Yields:
        Matches whose group `time` is None for what is no time.
    """
    for match in _NOT_SPOKEN.finditer(text, start, end):
        whole = match["time"] is None or match["time"].count(":") > 1
        if timed or whole or match.group().lstrip()[0] in "[(":
            yield match


def time_above(text: str, line_start: int) -> tuple[re.Match[str], int] | None:
    """The line with only a time that stands above a label, and where it begins."""
    before = text[max(0, line_start - _REACH) : line_start]
    line = before.rstrip()
    if line[-1:] not in _TIME_ENDS or before.count("\n", len(line)) > _LINES_ABOVE:
        return None
    first = line.rfind("\n") + 1
    if first == 0 and len(before) == _REACH:
        return None
    begin = line_start - len(before) + first
    above = _TIME_LINE.fullmatch(text, begin, begin + len(line) - first)
    return (above, begin) if above else None


def time_below(text: str, label_end: int, *, sure: bool) -> re.Match[str] | None:
    """The line with only a time that stands below a label alone on its line.

    Unless `sure`, a bare "17:30" may be what was said.
    """
    if text[label_end : label_end + 1] != "\n":
        return None
    below = _TIME_LINE.match(text, label_end + 1)
    if below is None or text[below.end() : below.end() + 1] != "\n":
        return None
    bare = below["time"].count(":") < 2 and text[below.end() - 1].isdigit()
    return below if sure or not bare else None
