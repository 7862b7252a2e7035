"""Text of a PDF made whole, and what of it is no text: contents, footnote marks, charts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from dialoogcoder.ingest.canonical import one_line
from dialoogcoder.ingest.pdf.layout import Line

CLOCK = r"[\[(]?\d{1,2}(?::\d{2}){1,2}(?:[.,]\d{1,3})?[\])]?"
TERMINAL = re.compile(r"[.!?:;…][”“»\"’')\]⁰-⁹¹²³]*$")
_LEADER = re.compile(r"(?:[.·…_]\s?){4,}\s*[\divxlc]{1,5}$|…{2,}\s*\d{1,4}$")
_CONTENTS = re.compile(r"^(?:inhoud|inhoudsopgave|contents)$", re.IGNORECASE)
_LIGATURES = {
    **{chr(0xFB00 + i): s for i, s in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))},
    **{"ĳ": "ij", "Ĳ": "IJ", "\u2010": "-", "\u2011": "-"},
}
_TREMA = str.maketrans("aeiou", "äëïöü")
# First parts that keep their hyphen before a small letter.
_KEEPS_HYPHEN = frozenset("niet non ex oud adjunct aspirant interim kandidaat".split())
_SUSPENDED = frozenset("en of tot als noch maar dan respectievelijk".split())
_MARKS = re.compile(r"(?<!\bm)(?<!\b[kcdm]m)(?<=\S)[⁰¹²³⁴-⁹]+(?!\w)|^[⁰¹²³⁴-⁹]+\s*")


@dataclass(slots=True)
class Paragraph:
    """A paragraph while it grows, with its first and last line and the number of its lines."""

    text: str
    first: Line
    last: Line
    lines: int = 1

    @property
    def tail(self) -> str:
        """Its end, as much as a pattern for line ends may look at."""
        return self.text[-200:]


def clean_line(text: str) -> str:
    """A canonical line with its ligatures written out; a soft hyphen only where it ends it."""
    text = re.sub("[\ud800-\udfff]", "", text)
    for glyph, letters in _LIGATURES.items():
        text = text.replace(glyph, letters)
    text = re.sub(r"^[\ue000-\uf8ff]\s*", "• ", text)
    text = re.sub(r"[\ue000-\uf8ff]", "", one_line(text))
    if "\ufffd" in text:
        text = re.sub(r"[\w\ufffd]+", lambda match: _mended(match.group()), text)
    cut = text.endswith("\xad")
    return text.replace("\xad", "") + ("\xad" if cut else "")


def _mended(word: str) -> str:
    """A word in which a ligature could not be read, with the one that makes it a word."""
    if "\ufffd" not in word or len(word) > 60:
        return word.replace("\ufffd", "")
    for letters in ("fi", "fl", "ff", "ffi", "tt", "ti", "ft"):
        whole = word.replace("\ufffd", letters)
        if len(whole) > len(letters) and _is_word(whole):
            return whole
    return word.replace("\ufffd", "")


def without_marks(text: str) -> str:
    """A paragraph on one line without footnote marks; the powers of metres stay."""
    return one_line(_MARKS.sub("", text.replace("\xad", "")))


def glue(before: str, after: str, vocabulary: frozenset[str] = frozenset()) -> str:
    """Join two lines, a word that was cut at the end of the first made whole.

    Args:
        before: The first, with its hyphen if it has one.
        after: The second.
        vocabulary: Small-letter words of the document, which show how it writes a word.
    """
    if before.endswith("\xad"):
        return before[:-1] + after
    cut = re.search(r"([^\W_]+)-$", before[-80:])
    rest = re.match(r"[^\W_]{1,80}", after)
    if not cut or not rest:
        return f"{before} {after}"
    left, right = cut[1], rest.group()
    if right in _SUSPENDED and not _is_word(left + right.translate(_TREMA)):
        return f"{before} {after}"
    if not right[0].islower() or not left[-1].islower():
        return before + after
    joined = (left + right).lower()
    if joined in vocabulary:
        return before[:-1] + after
    if f"{left}-{right}".lower() in vocabulary:
        return before + after
    if left[-1] in "aeiou" and right[0] in "aeiou":
        with_trema = right[0].translate(_TREMA) + after[1:]
        compound = len(right) > 2 and _is_word(left) and _is_word(right)
        if not compound and _is_word(left + right[0].translate(_TREMA) + right[1:]):
            return before[:-1] + with_trema
        if not _is_word(joined) and _is_word(left):
            return before + after
    if left.lower() in _KEEPS_HYPHEN and not _is_word(joined):
        return before + after
    return before[:-1] + after


@lru_cache(maxsize=4096)
def _is_word(form: str) -> bool:
    import simplemma

    return bool(simplemma.is_known(form.lower(), lang="nl"))


def without_contents(lines: list[Line]) -> list[Line]:
    """Without tables of contents: leader lines, what wraps between them, and their heading."""
    leaders = [bool(_LEADER.search(line.text[-200:])) for line in lines]
    listed = False
    for i, line in enumerate(lines):
        if _CONTENTS.match(line.text):
            listed = True
            leaders[i] = any(
                _LEADER.search(following.text[-200:])
                or re.search(r"\D\s+\d{1,3}$", following.text[-200:])
                for following in lines[i + 1 : i + 4]
            )
        elif listed and not leaders[i]:
            leaders[i] = listed = re.search(r"\D\s+\d{1,3}$", line.text[-200:]) is not None
    for i in range(1, len(lines) - 1):
        wrapped = not TERMINAL.search(lines[i].text) and lines[i].size <= lines[i + 1].size + 1
        if not leaders[i] and leaders[i - 1] and leaders[i + 1] and wrapped:
            leaders[i] = True
    return [line for line, leader in zip(lines, leaders, strict=True) if not leader]


def without_debris(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Without numbers, scattered letters and lists of single words, as charts leave them."""
    kinds = [_kind(paragraph) for paragraph in paragraphs]
    again = Counter(paragraph.text for paragraph in paragraphs)
    kept: list[Paragraph] = []
    index = 0
    while index < len(paragraphs):
        stop = index
        while stop < len(paragraphs) and kinds[stop] != "text":
            stop += 1
        group = paragraphs[index:stop]
        words = [p for p, kind in zip(group, kinds[index:stop], strict=True) if kind == "word"]
        listed = kept and kept[-1].text.endswith(":")
        opening = index == 0
        named = any(again[p.text] > 2 and p.text[0].isupper() for p in words)
        if len(group) < 4 or listed or opening or named:
            kept.extend(words)
        if stop < len(paragraphs):
            kept.append(paragraphs[stop])
        index = stop + 1
    return kept


def _kind(paragraph: Paragraph) -> str:
    text = paragraph.text
    tokens = [re.sub(r"[\W\d_]", "", token) for token in text.split()]
    spelled = [token for token in tokens if token]
    single = sum(len(token) == 1 for token in spelled)
    labelled = ":" in text
    ended = TERMINAL.search(paragraph.tail)
    if re.match(rf"{CLOCK}$", text) or (ended and re.search(r"\w", text)):
        return "text"
    if not spelled or (single == len(spelled) and not labelled):
        return "debris"
    if len(spelled) >= 4 and single > 0.6 * len(spelled):
        return "debris"
    if paragraph.first.cells >= 4 and len(tokens) <= 2 * paragraph.first.cells and not labelled:
        return "debris"
    if len(spelled) <= 2 and not labelled:
        return "word"
    return "text"
