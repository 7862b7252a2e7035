"""Names of speakers in transcripts in text: beside the time, above it or below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dialoogcoder.ingest.timed.export_headers import Header, header_of, in_order, is_name, unmarked

_LABEL = re.compile(r"(?P<label>[^\W\d_][^:\n]{0,60}?)\s*:(?:\s+|$)(?P<rest>.*)")
_INITIALS = re.compile(r"[^\W\d_]{1,3}")
_NUMBERED = re.compile(
    r"(?P<name>(?:spreker|speaker)[ _]?\d{1,3})[ \t]+(?P<rest>\S.*)", re.IGNORECASE
)


def headers_of(lines: Sequence[str]) -> list[Header]:
    """Find the headers of a transcript.

    Args:
        lines: The lines of a text.

    Returns:
        Those in the style that most of them have, in order of time but for a minute; empty where
        there are none. Whether they make a transcript is for the caller to say.
    """
    found = [header for i, line in enumerate(lines) if (header := header_of(i, line))]
    if not found:
        return []
    styles = Counter(header.style for header in found)
    style = max(styles, key=lambda name: styles[name])
    found = [header for header in found if header.style == style]
    found = _named(found, lines)
    return in_order(found)


def _named(found: list[Header], lines: Sequence[str]) -> list[Header]:
    """Give headers their names, wherever these stand in this style."""
    kept = _named_beside(found, lines)
    alone = [header.first for header in kept if not header.name and not header.rest]
    marks = {header.first for header in kept}
    above = {i for i in alone if _name_at(i - 1, lines, marks)}
    below = {i for i in alone if _name_at(i + 1, lines, marks) and _text_below(i + 1, lines, marks)}
    labelled = {i for i in alone if _label_at(i + 1, lines)}
    known = {header.name for header in kept if header.name}
    if labelled and len(labelled) >= max(0.5 * len(alone), len(above)):
        kept = [_labelled(h, lines) if h.first in labelled else h for h in kept]
    elif len(above) >= len(below) and _all_named(above, -1, alone, known, lines):
        kept = [_name_above(h, lines) if h.first in above else h for h in kept]
    elif _all_named(below, 1, alone, known, lines):
        kept = [_name_below(h, lines) if h.first in below else h for h in kept]
    return _carried(kept)


def _all_named(
    places: set[int], step: int, alone: list[int], known: set[str], lines: Sequence[str]
) -> bool:
    """Whether what stands beside the times are names: nearly always there, or coming back."""
    if not places or len(places) < 0.7 * len(alone):
        return False
    names = Counter(lines[i + step].strip() for i in places)
    return len(places) >= 0.95 * len(alone) or max(names.values()) > 1 or bool(known & set(names))


def _carried(headers: list[Header]) -> list[Header]:
    """A time without a name in the middle of a turn leaves its speaker the word."""
    carried: list[Header] = []
    name = ""
    for header in headers:
        name = header.name or name
        carried.append(replace(header, name=name))
    return carried


def _named_beside(found: list[Header], lines: Sequence[str]) -> list[Header]:
    times = Counter(header.name for header in found if header.name)
    # A name that returns as a header needs no capitals ("iPhone van Jan").
    found = [h for h in found if not h.name or is_name(h.name) or times[h.name] > 2]
    marks = {header.first for header in found}
    behind = [header for header in found if header.rest]
    parted = {header.first: parts for header in behind if (parts := _parted(header.rest))}
    if behind and len(parted) >= 0.6 * len(behind):
        return [
            replace(h, name=parted[h.first][0], rest=parted[h.first][1]) if h.first in parted else h
            for h in found
        ]
    heading = [h for h in behind if is_name(h.rest) and _text_below(h.first, lines, marks)]
    if not behind or len(heading) < 0.6 * len(behind):
        return found
    names = {h.rest for h in heading}
    return [replace(h, name=h.rest.strip("[]: "), rest="") if h.rest in names else h for h in found]


def _parted(rest: str) -> tuple[str, str] | None:
    """Name and text that stand on one line: in columns, or with a speaker's number between."""
    name, tab, text = rest.partition("\t")
    if tab and text.strip() and is_name(name):
        return name, text
    match = _NUMBERED.fullmatch(rest)
    return (match["name"], match["rest"]) if match else None


def _text_below(index: int, lines: Sequence[str], marks: set[int]) -> bool:
    below = next((i for i in range(index + 1, len(lines)) if lines[i].strip()), None)
    return below is not None and below not in marks


def _name_at(index: int, lines: Sequence[str], marks: set[int]) -> bool:
    inside = 0 <= index < len(lines) and index not in marks
    return inside and is_name(unmarked(lines[index]))


def _label_at(index: int, lines: Sequence[str]) -> bool:
    match = _LABEL.match(unmarked(lines[index])) if index < len(lines) else None
    return match is not None and is_name(match["label"])


def _labelled(header: Header, lines: Sequence[str]) -> Header:
    match = _LABEL.match(unmarked(lines[header.below]))
    assert match is not None
    return replace(
        header, name=match["label"], rest=match["rest"], below=header.below + 1, labelled=True
    )


def _name_below(header: Header, lines: Sequence[str]) -> Header:
    name = unmarked(lines[header.below]).strip("[]: \t")
    return replace(header, name=name, below=header.below + 1)


def _name_above(header: Header, lines: Sequence[str]) -> Header:
    name = unmarked(lines[header.first - 1]).strip("[]: \t")
    first = header.first - 1
    over = next((i for i in range(first - 1, max(first - 4, -1), -1) if lines[i].strip()), None)
    if over is not None and _are_initials(lines[over].strip(), name):
        # Teams shows them in a circle before the name.
        first = over
    return replace(header, name=name, first=first)


def _are_initials(text: str, name: str) -> bool:
    words = name.split()
    shown = text.isupper() and _INITIALS.fullmatch(text) is not None
    return shown and (
        text == (words[0][0] + words[-1][0]).upper() or text == "".join(w[0] for w in words).upper()
    )
