"""Participants' quotes in running text, with the attribution printed behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dialoogcoder.ingest.heading import dialogue_form, find_theme, official_theme

_OPEN = '“„«"'
_CLOSE = "”“»\"’'"
_DASH = r"[-–—]"
_FORM = r"(?:thema|verkennings|middenveld|wetenschaps)[ -]?(?:dialoog|dialogen|tafel)"
# Closing mark, dash, role, kind of dialogue. A role runs over at most a dozen words and holds
# no sentence end; "dr." and the like are let through.
_WITH_FORM = re.compile(
    rf"(?P<close>[{_CLOSE}])(?P<stop>[.,]?)\s*{_DASH}\s*"
    rf"(?P<role>[^\W\d_](?:(?!{_FORM})[^.!?“”„\"]|(?<=\b(?:dr|ir|mr))\.){{1,110}}?)"
    rf"[\s,;(]+(?P<form>{_FORM})\b",
    re.IGNORECASE,
)
# Without a kind of dialogue only at the end of a paragraph, and only a short role.
_BARE = re.compile(
    rf"(?P<close>[{_CLOSE}])[.,]?\s*{_DASH}\s*(?P<role>[^\W\d_][^.!?“”„\":;]{{2,60}})\.?\s*$"
)
_PUBLICATION = re.compile(
    r"\b(?:(?:19|20)\d\d|rapport|onderzoek|advies|artikel|krant|dagblad|website|kamerbrief|"
    r"nota|publicatie|jaarverslag|regeerakkoord|persbericht|p\.|blz\.?)\b|\b[A-Z]{3,}\b",
    re.IGNORECASE,
)
# A whole quote has at least this many words; less is a slogan or a word set apart.
_MIN_WORDS = 4


@dataclass(frozen=True, slots=True)
class FoundQuote:
    """A quote without its quotation marks, and the attribution, with offsets in the paragraph."""

    start: int
    end: int
    outer_start: int
    attribution_start: int
    attribution_end: int
    functie: str
    dialoogvorm: str | None
    dialoogthema: str | None


def find_quotes(paragraph: str) -> list[FoundQuote]:
    """Find quotes that are attributed to a participant.

    What stands between quotation marks without a role behind it (a slogan, a word set apart),
    or with a publication as its source, is no participant's quote.

    Args:
        paragraph: Running text on one line.

    Returns:
        The quotes in order, not overlapping.
    """
    found: list[FoundQuote] = []
    floor = 0
    for match in _WITH_FORM.finditer(paragraph):
        end = _theme_end(paragraph, match.end())
        theme = find_theme(paragraph[match.end() : end])
        quote = _quote(
            paragraph,
            floor,
            match,
            end,
            dialogue_form(match["form"]),
            official_theme(theme.group()) if theme else None,
        )
        if quote is not None:
            found.append(quote)
            floor = end
    bare = _BARE.search(paragraph, floor)
    if bare is not None and not _PUBLICATION.search(bare["role"]) and len(bare["role"].split()) < 9:
        quote = _quote(paragraph, floor, bare, bare.end("role"), None, None)
        if quote is not None:
            found.append(quote)
    return found


def _theme_end(paragraph: str, form_end: int) -> int:
    theme = find_theme(paragraph[form_end : form_end + 45])
    return form_end + theme.end() if theme and theme.start() <= 12 else form_end


def _quote(
    paragraph: str,
    floor: int,
    match: re.Match[str],
    end: int,
    form: str | None,
    theme: str | None,
) -> FoundQuote | None:
    close = match.start("close")
    opening = _opening(paragraph, floor, close)
    if opening is None:
        return None
    start = opening + 1
    while start < close and paragraph[start].isspace():
        start += 1
    stop = close
    while stop > start and paragraph[stop - 1].isspace():
        stop -= 1
    if len(paragraph[start:stop].split()) < _MIN_WORDS:
        return None
    functie = " ".join(match["role"].split()).strip(" ,;-–—")
    return FoundQuote(start, stop, opening, match.start("role"), end, functie, form, theme)


def _opening(paragraph: str, floor: int, close: int) -> int | None:
    """The quote's own opening mark: the first one after which no quote has closed yet."""
    opening: int | None = None
    position = floor
    while position < close:
        char = paragraph[position]
        if char in _OPEN or (char == "," and paragraph.startswith(",,", position)):
            if opening is None or _closed_between(paragraph, opening, position):
                opening = position
            if char == ",":
                position += 1
                opening = position if opening == position - 1 else opening
        position += 1
    if opening is None:
        for position in range(floor, close):
            if paragraph[position] in "‘'" and _begins_word(paragraph, position):
                return position
    return opening


def _closed_between(paragraph: str, opening: int, position: int) -> bool:
    """Whether the quote opened earlier was closed before a new one opens."""
    pair = {"“": "”", "„": "”", "«": "»", '"': '"', ",": '”“"'}[paragraph[opening]]
    return any(char in pair for char in paragraph[opening + 1 : position])


def _begins_word(paragraph: str, position: int) -> bool:
    before = paragraph[position - 1] if position else " "
    after = paragraph[position + 1] if position + 1 < len(paragraph) else " "
    return before.isspace() and not after.isspace()
