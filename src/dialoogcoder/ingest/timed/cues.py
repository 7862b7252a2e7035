"""Cues of WebVTT and SubRip, and of what looks like them: times above lines of text.

Our own tolerant reader: libraries for these formats stop at, or silently skip, the first cue
that breaks the rules, and here no spoken word may be lost. Formats: https://www.w3.org/TR/webvtt1/
and SubRip, which has no standard; Whisper's console output (``[00:00.000 --> 00:04.000] text``)
and Teams' older transcripts (a name under the times) have cues too.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dialoogcoder.ingest.labels.conversation import seconds
from dialoogcoder.ingest.timed.spoken import clean

_CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?"
TIMING = re.compile(
    rf"^[ \t]*\[?[ \t]*(?P<begin>{_CLOCK})(?:[:;]\d\d)?[ \t]*(?:-+>|→)[ \t]*(?P<end>{_CLOCK})"
    r"(?:[:;]\d\d)?[ \t]*(?P<close>\]?)(?P<rest>[^\n]*)$"
)
_SETTINGS = re.compile(
    r"(?:(?:vertical|line|position|size|align|region|[XY][12]):\S*\s*)+",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"</?(?:c|i|b|u|s|v|ruby|rt|lang|font|span|em|strong|p|div)(?:[.\s][^<>\n]*)?/?>"
    r"|<\d[\d:.,]*>|\{\\[^{}]*\}|\{/?[biu]\}",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>|\\[Nh]", re.IGNORECASE)
_BLOCK = re.compile(r"(?:NOTE|WEBVTT)(?:\s|$)|(?:STYLE|REGION)\s*$")
_NUMBER = re.compile(r"[0-9]{1,9}")
_TOKEN = re.compile(r"(?=\S*[\d_-])[\w./#:-]+")
# Teams numbers the parts of one utterance behind the utterance's own number.
_TEAMS_ID = re.compile(r"(?P<utterance>[0-9a-f-]{36}/\d+)-\d+")
# A window of captions has two or three lines; looking further back finds repeats by chance.
_WINDOW = 8


@dataclass(frozen=True, slots=True)
class Cue:
    """Lines of text with their times in seconds; `end_s` is None where it makes no sense."""

    begin_s: float
    end_s: float | None
    lines: tuple[str, ...]
    name: str = ""
    part: int = 0


def plain(text: str) -> str:
    """A cue's text as spoken, on one line: without tags, positions and entities."""
    return clean(html.unescape(_TAG.sub("", _BREAK.sub(" ", text))))


def read_cues(text: str) -> list[Cue]:
    """Read the cues of a file in order of time, every word once.

    Args:
        text: Canonical text of the file.

    Returns:
        Cues that have text, sorted by time within each recording (files are sometimes pasted
        together); lines that a rolling caption repeats are taken out. Comments, styles, regions
        and cue ids are left out.
    """
    cues = [cue for cue in _cues(_single_spaced(text.split("\n"))) if cue.lines]
    return _without_repeats(_in_order(cues))


def _single_spaced(lines: list[str]) -> list[str]:
    # Files that were saved with doubled line ends have a blank line after each line.
    doubled = len(lines) >= 6 and not any(line.strip() for line in lines[1::2])
    return lines[::2] if doubled else lines


def _cues(lines: list[str]) -> Iterator[Cue]:
    timings = [(i, match) for i, line in enumerate(lines) if (match := TIMING.match(line))]
    blocks = bool(timings) and any(line.startswith("WEBVTT") for line in lines[: timings[0][0]])
    ids = _ids(lines, [i for i, _ in timings], free=blocks)
    part, last = 0, 0
    stops = [i for i, _ in timings[1:]] + [len(lines)]
    for (index, match), stop in zip(timings, stops, strict=False):
        name = lines[index - 1].strip() if index - 1 in ids else ""
        number = int(name) if _NUMBER.fullmatch(name) else last + 1
        part += number <= 1 < last
        last = number
        body = [line for i, line in enumerate(lines[index + 1 : stop], index + 1) if i not in ids]
        spoken = [*_same_line(match), *_without_blocks(body, blocks=blocks)]
        begin, end = seconds(match["begin"]), seconds(match["end"])
        yield Cue(begin, end if end >= begin else None, tuple(spoken), name, part)
        part += blocks and any(line.startswith("WEBVTT") for line in body)


def _same_line(match: re.Match[str]) -> list[str]:
    rest = match["rest"].strip()
    settings = not match["close"] and _SETTINGS.fullmatch(rest) is not None
    return [rest] if rest and not settings else []


def _ids(lines: list[str], timings: list[int], *, free: bool) -> frozenset[int]:
    """Which lines are cue ids: directly above the times, and shaped or placed like an id."""
    above = [i - 1 for i in timings if i > 0 and lines[i - 1].strip()]
    apart = [i for i in above if i == 0 or not lines[i - 1].strip()]
    always = free and len(timings) > 1 and len(apart) >= 0.9 * len(timings)
    found: set[int] = set()
    standing, last = frozenset(apart), 0
    order = {i: number for number, i in enumerate(timings, start=1)}
    for i in above:
        line = lines[i].strip()
        if i in order:
            continue
        number = int(line) if _NUMBER.fullmatch(line) else None
        if i in standing:
            is_id = number is not None or always or (free and _TOKEN.fullmatch(line) is not None)
        else:
            # No blank line before it: only the number that comes next is one.
            is_id = number is not None and number in (last + 1, order[i + 1])
        if is_id:
            found.add(i)
            last = number if number is not None else last
    return frozenset(found)


def _without_blocks(body: list[str], *, blocks: bool) -> Iterator[str]:
    skipping = False
    previous_blank = False
    for line in body:
        blank = not line.strip()
        if blank:
            skipping = False
        elif blocks and previous_blank and _BLOCK.match(line):
            skipping = True
        if not blank and not skipping:
            yield line
        previous_blank = blank


def _in_order(cues: Sequence[Cue]) -> list[Cue]:
    starts: dict[str, float] = {}
    for cue in cues:
        if match := _TEAMS_ID.fullmatch(cue.name):
            starts.setdefault(match["utterance"], cue.begin_s)

    def place(cue: Cue) -> tuple[int, float]:
        match = _TEAMS_ID.fullmatch(cue.name)
        return cue.part, starts[match["utterance"]] if match else cue.begin_s

    return sorted(cues, key=place)


def _overlap(before: Sequence[str], after: Sequence[str]) -> int:
    """How many lines open `after` that closed `before`; the last may have grown since."""
    for count in range(min(len(before), len(after), _WINDOW), 0, -1):
        grown = f"{after[count - 1]} ".startswith(f"{before[-1]} ")
        if grown and list(before[-count:-1]) == list(after[: count - 1]):
            return count
    return 0


def _without_repeats(cues: list[Cue]) -> list[Cue]:
    shown = [[text for line in cue.lines if (text := plain(line))] for cue in cues]
    overlaps = [0, *(_overlap(a, b) for a, b in pairwise(shown))]
    if not _rolls(shown, overlaps):
        return cues
    fresh: list[Cue] = []
    for number, cue in enumerate(cues):
        count = overlaps[number]
        lines = [line for line in cue.lines if plain(line)]
        kept = lines[count:]
        if count:
            grown = shown[number][count - 1][len(shown[number - 1][-1]) :].strip()
            kept = [html.escape(grown), *kept] if grown else kept
        if kept:
            fresh.append(replace(cue, lines=tuple(kept)))
    return fresh


def _rolls(shown: Sequence[Sequence[str]], overlaps: Sequence[int]) -> bool:
    """Whether cues repeat what the cue before showed: many do, and add something to it."""
    places = list(enumerate(overlaps))
    pairs = len(shown) - 1
    repeating = sum(1 for count in overlaps if count)
    if pairs < 1 or repeating < 0.5 * pairs:
        return False
    words = [len(" ".join(shown[i - 1][-count:]).split()) if count else 0 for i, count in places]
    scrolled = [words[i] for i, count in places if count and len(shown[i]) > count]
    grown = sum(1 for i, count in places if count and shown[i][count - 1] != shown[i - 1][-1])
    # What people say twice is short, and they don't do it all the time.
    always = repeating == pairs and len(scrolled) > 1
    return max(scrolled, default=0) >= 3 or always or grown > 1
