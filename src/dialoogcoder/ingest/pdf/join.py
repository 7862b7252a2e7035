"""Lines of a PDF joined into paragraphs: soft breaks, hyphens, labels, bullets and debris."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from dialoogcoder.ingest.labels.conversation import read_label
from dialoogcoder.ingest.pdf.layout import Line
from dialoogcoder.ingest.pdf.text import (
    CLOCK,
    TERMINAL,
    Paragraph,
    clean_line,
    glue,
    without_contents,
    without_debris,
    without_marks,
)

_LABEL = re.compile(
    rf"^(?:\d{{1,5}}\s*\|\s*)?(?:[-*•–]\s+)?(?:{CLOCK}\s*[-–]?\s*)?"
    rf"\[?(?P<label>[^\W\d_][^:\[\]]{{0,60}}?)\]?\s*(?:{CLOCK})?\s*:(?=\s|$)"
)
# A line that tells when someone spoke: "00:12:31", "[12:31] Joke", "Joke Tak  0:03".
_TIME = re.compile(
    rf"^(?:{CLOCK}$|[\[(]{CLOCK}|\d{{1,2}}:\d{{2}}:\d{{2}}\b|[A-ZÀ-Þ][^.!?,]{{0,40}}\s{CLOCK}$)"
)
_BULLET = re.compile(r"^(?:[•▪●○■□◦‣⁃·✓✔➢➤→]\s*|[*§Øo]\s+)(?=\S)")
_DASH = re.compile(r"^[-–—]\s+\S")
_NUMBER = re.compile(r"^(?:\d{1,2}|[a-z])[.)]\s+\S")
_CLOSED = re.compile(r"[”“»\"’'][.,]?$")
_ATTRIBUTION = re.compile(r"^[-–—]\s*[^\W\d_]")
# Longer than any paragraph; a hostile file must not cost the square of its length.
_LONGEST = 50_000


def join_lines(lines: Sequence[Line]) -> list[str]:
    """Make paragraphs of lines.

    A paragraph ends at a wider gap, another size or weight of type, an indent, a line that had
    room for the next word, a speaker's label or a bullet; one that a page or column cut goes on
    behind what stands in between. Tables of contents, charts' words and numbers, and footnote
    marks are left out.

    Args:
        lines: In reading order.

    Returns:
        Paragraphs and headings in order, each on one line.
    """
    vocabulary = frozenset(
        word.lower()
        for line in lines
        for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text)
    )
    clean = [line._replace(text=clean_line(line.text)) for line in lines]
    clean = without_contents([line for line in clean if line.text])
    labels = _labels(clean)
    timed = sum(_TIME.match(line.text) is not None for line in clean) > 2
    leading = _leading(clean)
    paragraphs: list[Paragraph] = []
    before: Paragraph | None = None
    for index, line in enumerate(clean):
        if before is not None and (_is_label(line, labels) or (timed and _TIME.match(line.text))):
            before = None
        if before is not None:
            before = _target(before, paragraphs, line, _near(clean, index), leading)
        if before is None:
            before = Paragraph(line.text, line, line)
            paragraphs.append(before)
        else:
            before.text = glue(before.text, line.text, vocabulary)
            before.last = line
            before.lines += 1
    return [text for text in (without_marks(p.text) for p in without_debris(paragraphs)) if text]


def _labels(lines: Sequence[Line]) -> frozenset[str]:
    """Speaker labels, as printed, that begin lines: those that return, and their company."""
    seen: Counter[str] = Counter()
    for line in lines:
        match = _LABEL.match(line.text)
        if match and read_label(match["label"]):
            seen[match["label"]] += 1
    if sum(count > 1 for count in seen.values()) < 2:
        return frozenset(label for label, count in seen.items() if count > 1)
    return frozenset(seen)


def _is_label(line: Line, labels: frozenset[str]) -> bool:
    match = _LABEL.match(line.text)
    return match is not None and match["label"] in labels


def _leading(lines: Sequence[Line]) -> dict[float, float]:
    """Usual step of baselines inside a paragraph, by size of type (to half a point)."""
    steps: dict[float, Counter[float]] = defaultdict(Counter)
    for before, after in pairwise(lines):
        step, size = after.base - before.base, _half(before.size)
        same = before.region == after.region and _half(after.size) == size
        if same and 0 < step <= 3 * size and _runs_on(before.text, after.text):
            steps[size][_half(step)] += 1
    return {
        size: min(found, key=lambda step: (-found[step], step)) for size, found in steps.items()
    }


def _half(size: float) -> float:
    return round(size * 2) / 2


def _near(lines: Sequence[Line], index: int) -> list[Line]:
    """Lines about the break before `index` that show how wide the text runs there."""
    return [
        line
        for line in lines[max(0, index - 3) : index + 2]
        if line.region == lines[index - 1].region
        and _half(line.size) == _half(lines[index - 1].size)
    ]


def _target(
    before: Paragraph,
    paragraphs: list[Paragraph],
    line: Line,
    near: Sequence[Line],
    leading: dict[float, float],
) -> Paragraph | None:
    """The paragraph that a line belongs to, or None where it begins one."""
    if len(before.text) > _LONGEST:
        return None
    lead = leading.get(_half(before.last.size), 1.25 * before.last.size)
    step = line.base - before.last.base
    follows = before.last.page == line.page and 0 < step <= 3 * lead
    if _CLOSED.search(before.tail) and _ATTRIBUTION.match(line.text):
        return before if follows or before.last.region != line.region else None
    if re.search(r"[”“»\"’'][.,]?\s*[-–—]$", before.tail):
        return before
    if _BULLET.match(line.text):
        return None
    near_by = follows and step <= 1.4 * lead and abs(line.x0 - before.last.x0) <= 2
    if before.last.region != line.region and not near_by:
        return _resumed(before, paragraphs, line)
    return before if _goes_on(before, line, step / lead, near) else None


def _goes_on(before: Paragraph, line: Line, gap: float, near: Sequence[Line]) -> bool:
    last = before.last
    runs_on = _runs_on(before.tail, line.text) and (
        len(last.text.split()) > 3
        or (last.cells == 1 and last.x1 - last.x0 > 0.4 * (last.right - last.left))
    )
    if abs(line.size - last.size) > (0.25 if runs_on else 0.08) * last.size or gap > 1.9:
        return False
    if runs_on:
        return True
    # A justified line may look like a row of cells, but it is full.
    rows = line.cells > 2 < last.cells and last.x1 < last.right - 2 * last.size
    if gap > 1.22 or line.bold != last.bold or rows:
        return False
    if before.text.endswith((",", "-", "\xad", "–")):
        return True
    ended = TERMINAL.search(before.tail) is not None
    numbered = _NUMBER.match(line.text) or _DASH.match(line.text)
    if numbered and (ended or _DASH.match(before.text) or _had_room(last, line, near)):
        return False
    hanging = before.lines == 1 and any(
        kind.match(last.text) for kind in (_BULLET, _DASH, _NUMBER, _LABEL)
    )
    indent = line.x0 - last.x0
    following = near[-1] if near and near[-1].region == line.region else line
    first = max(indent, line.x0 - following.x0)
    if ended and not hanging and first > 0.8 * line.size:
        return False
    if ended and before.lines > 1 and indent < -0.8 * line.size:
        return False
    if last.x1 - last.x0 < 0.33 * (last.right - last.left) and not _open(before.text):
        return False
    return not _had_room(last, line, near)


def _runs_on(text: str, following: str) -> bool:
    """Whether a sentence plainly goes on: no end before, a small letter after, or a cut word."""
    if text.endswith("\xad"):
        return True
    return not TERMINAL.search(text[-200:]) and following[0].islower()


def _open(text: str) -> bool:
    return text.count("“") > text.count("”") or text.count("„") > text.count("”")


def _had_room(last: Line, line: Line, near: Sequence[Line]) -> bool:
    """Whether the next line's first word would have fitted on the line."""
    width = (line.x1 - line.x0) / max(1, len(line.text))
    right = max((other.x1 for other in near), default=last.right)
    return last.x1 + width * (len(line.text.split()[0]) + 1.5) < right


def _resumed(last: Paragraph, paragraphs: list[Paragraph], line: Line) -> Paragraph | None:
    """The paragraph that a page or column cut and that goes on in `line`."""
    same = abs(last.last.size - line.size) <= 0.04 * line.size and last.last.bold == line.bold
    unended = not TERMINAL.search(last.tail) and len(last.text.split()) > 4
    full = last.last.x1 > last.last.right - 5 * line.size
    if same and unended and (line.text[0].islower() or (full and not _NUMBER.match(line.text))):
        return last
    if not line.text[0].islower():
        return None
    for paragraph in reversed(paragraphs[-6:]):
        same = abs(paragraph.last.size - line.size) <= 0.04 * line.size
        moved = paragraph.last.region != line.region
        if (
            same
            and moved
            and len(paragraph.text.split()) > 4
            and _runs_on(paragraph.tail, line.text)
        ):
            return paragraph
    return None
