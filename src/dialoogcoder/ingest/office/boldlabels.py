"""Speakers in bold: a bold opening that returns is a label, though no colon follows it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dialoogcoder.ingest.labels.names import Label, read_label, surely_somebody
from dialoogcoder.ingest.office.blocks import Line

_ASIDE = re.compile(r"\s*\([^()\n:]{1,60}\)")
_COLON = re.compile(r"(?:,[^:.!?]{1,60})?\s*:")
_CLOCK = re.compile(r"\s*[\[(]?(?P<clock>(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)[\])]?(?!\w)")
_BETWEEN = re.compile(r"[ \t]*[-–—]?[ \t]*")


@dataclass(frozen=True, slots=True)
class _Opening:
    """A bold opening: as printed, what it says of the speaker, its time, and what comes after."""

    printed: str
    label: Label
    clock: str
    rest: str
    parted: bool


def with_bold_labels(lines: Sequence[Line]) -> list[Line]:
    """Put a colon after each speaker in bold, so that it reads as a label.

    Args:
        lines: A document's lines.

    Returns:
        ``**Joke** Welkom.`` as ``Joke: Welkom.``, and ``**Joke**`` in a line of its own set
        before the line below it, where such openings return; else the lines as given.
    """
    heads = Counter(line.text.partition(":")[0] for line in lines if ":" in line.text)
    openings = {
        i: opening
        for i, line in enumerate(lines)
        if (opening := _opening(line)) and not _is_longer_label(line, opening, heads)
    }
    for own in (True, False):
        kind = {i: opening for i, opening in openings.items() if (not opening.rest) == own}
        speakers = _speakers(list(kind.values()), own=own, lines=len(lines))
        openings = {
            i: opening
            for i, opening in openings.items()
            if i not in kind or opening.label.speaker in speakers
        }
    return _relabelled(lines, openings)


def _opening(line: Line) -> _Opening | None:
    printed, rest = line.text[: line.bold].strip(), line.text[line.bold :]
    if not printed or printed.endswith(":") or "\n" in printed:
        return None
    whole = line.text[: line.bold] != printed or not rest or not (rest[0].isalnum())
    aside = _ASIDE.match(rest)
    if aside and not _CLOCK.fullmatch(aside.group()):
        printed, rest = printed + " " + aside.group().strip(), rest[aside.end() :]
    if not whole or _COLON.match(rest):
        return None
    clock = _CLOCK.match(rest)
    if clock:
        rest = rest[clock.end() :]
        if _COLON.match(rest):
            return None
    between = _BETWEEN.match(rest)
    assert between is not None
    # A comma or a full stop after the name goes on with the sentence that the name begins.
    if rest[between.end() :][:1] in {",", ".", ";", "'", "’"} and not between.group():
        return None
    label = read_label(printed)
    if label is None:
        return None
    parted = clock is not None or between.group() not in {"", " "}
    return _Opening(printed, label, clock["clock"] if clock else "", rest[between.end() :], parted)


def _is_longer_label(line: Line, opening: _Opening, heads: Mapping[str, int]) -> bool:
    """Whether the line begins with a label of which only the first part is bold."""
    head, colon, _ = line.text.partition(":")
    if not colon or not opening.rest or not read_label(head):
        return False
    return heads[head] > 1 or re.fullmatch(r"\s*(?:\d+|[A-Z])", head[line.bold :]) is not None


def _speakers(openings: Sequence[_Opening], *, own: bool, lines: int) -> set[str]:
    """Whose bold openings are labels; none in a document where bold is for emphasis or titles."""
    counts = Counter(opening.label.speaker for opening in openings)
    sure = {o.label.speaker for o in openings if surely_somebody(o.label)}
    returning = {name for name, count in counts.items() if count > 1}
    if not returning & sure:
        return set()
    if not own:
        # "**Gemeente Utrecht** heeft ...": the sentence goes on in small letters, unless nearly
        # every line is somebody's turn.
        mine = [o for o in openings if o.label.speaker in returning]
        begins = sum(1 for o in mine if o.parted or not o.rest[:1].islower())
        dialogue = len(returning) > 1 and 3 * len(mine) > 2 * lines
        if 2 * begins < len(mine) and not dialogue:
            return set()
    return returning | sure


def _relabelled(lines: Sequence[Line], openings: dict[int, _Opening]) -> list[Line]:
    done: list[Line] = []
    waiting: _Opening | None = None
    for index, line in enumerate(lines):
        opening = openings.get(index)
        if opening is not None:
            waiting = opening if not opening.rest else None
            done.append(Line(_labelled(opening), opens=line.opens))
        elif waiting is not None and not waiting.clock and (clock := _CLOCK.fullmatch(line.text)):
            waiting = replace(waiting, clock=clock["clock"])
            done[-1] = Line(_labelled(waiting), opens=done[-1].opens)
        elif waiting is not None:
            done[-1] = Line(f"{done[-1].text} {line.text}", opens=done[-1].opens)
            waiting = None
        else:
            done.append(line)
    return done


def _labelled(opening: _Opening) -> str:
    clock = f"[{opening.clock}] " if opening.clock else ""
    return f"{clock}{opening.printed}: {opening.rest}".rstrip()
