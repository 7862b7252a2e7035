"""Labels inside a line: "An: ja. Bo: nee."."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from dialoogcoder.ingest.labels.choice import quoted_before
from dialoogcoder.ingest.labels.names import CLOCK, read_label, seconds, surely_somebody
from dialoogcoder.ingest.labels.shapes import Candidate, candidate_at

# Behind a sentence, a slash or a wide gap.
_INNER = re.compile(
    r"(?:(?<=[.!?…)\]\"”’'»*_])[^\S\n]{1,8}|[^\S\n](?=/)|(?<=[^\s/])[^\S\n]{2,8})(?:/[^\S\n])?"
    rf"(?:[\[(](?P<time>{CLOCK})[\])][^\S\n]{{1,3}})?"
    r"(?=[*_]{0,3}\[?(?P<label>[^\W\d_][^:：\n\t]{0,60}?)[\]*_]{0,3}[^\S\n]?[:：])"
)
_QUOTE = '“„«"‘'
# How far back a name may be spoken of before what follows it is taken for a quotation.
_NEAR = 200


def find_inner(
    text: str, kept: Sequence[Candidate], names: Mapping[str, str]
) -> Iterator[Candidate]:
    """Find where known speakers take over inside a line.

    A name just spoken of, or followed by a quotation mark, is somebody quoted within a turn,
    unless several speakers share lines here.

    Args:
        text: Canonical text.
        kept: The labels at line starts, in order.
        names: Known speakers.

    Yields:
        The further labels, in order of certainty, not of place.
    """
    starts = [c.start for c in kept]
    doubtful: list[Candidate] = []
    firm = 0
    previous: Candidate | None = None
    for match in _INNER.finditer(text, starts[0]):
        label = read_label(match["label"])
        if label is None or label.speaker not in names:
            continue
        owner = kept[bisect_right(starts, match.end()) - 1]
        if match.end() < owner.text_start:
            continue
        current = previous if previous is not None and previous.start > owner.start else owner
        found = _found(text, match)
        if found is None or names[current.label.speaker] == names[label.speaker]:
            continue
        before = text[max(current.text_start, match.start() - _NEAR) : match.start()]
        previous = found
        if label.speaker in before and not _addressed(label.speaker, before):
            doubtful.append(found)
        else:
            firm += 1
            yield found
    if firm > 1 or len(kept) < 3:
        yield from doubtful


def first_inner(text: str, found: Sequence[Candidate], limit: int) -> list[Candidate] | None:
    """Labels at line starts and inside lines together, where line starts alone are too few.

    Args:
        text: Canonical text.
        found: What may be labels at line starts.
        limit: The most to find.

    Returns:
        All in order; None where no line starts with a name, or nothing was found inside lines.
    """
    first = next((c for c in found if c.shape == "colon" and surely_somebody(c.label)), None)
    if first is None:
        return None
    inner = islice(_all_inner(text, first.text_start), limit)
    merged = {c.text_start: c for c in (*found, *inner)}
    if len(merged) == len(found):
        return None
    return sorted(merged.values(), key=lambda c: c.start)


def _all_inner(text: str, start: int) -> Iterator[Candidate]:
    for match in _INNER.finditer(text, start):
        label = read_label(match["label"])
        if label is not None and surely_somebody(label) and (found := _found(text, match)):
            yield found


def _found(text: str, match: re.Match[str]) -> Candidate | None:
    found = candidate_at(text, match.end())
    if found is None or text[found.text_start : found.text_start + 1] in _QUOTE:
        return None
    if quoted_before(text[max(0, match.start() - 40) : match.start()]):
        return None
    found = replace(found, start=match.start(), line_start=match.start())
    return replace(found, begin_s=seconds(match["time"])) if match["time"] else found


def _addressed(name: str, before: str) -> bool:
    """Whether somebody was just spoken to, and so may answer: "Bo, wat vind jij?"."""
    called = re.escape(name)
    return re.search(rf"(?:^|[.!?…,]\s*){called}[,?!]|,\s*{called}[.?!]", before) is not None
