"""What introduces a quote: "Huisarts, themadialoog gezondheid:", "Een wethouder zei:"."""

from __future__ import annotations

import re

from dialoogcoder.ingest.heading import dialogue_form, find_date
from dialoogcoder.ingest.labels.names import read_label
from dialoogcoder.ingest.quotes.dialogues import FORM, sentence_like, theme_between, theme_end
from dialoogcoder.ingest.quotes.roles import (
    SAYS,
    is_published,
    noun_phrase,
    tells_person,
    tidy_role,
)
from dialoogcoder.ingest.quotes.sources import Source

# How far before a quote its introduction may begin.
_LEAD_REACH = 220
_SENTENCE_BEGINS = re.compile(r"[.!?”»\"]\s+(?=[A-ZÀ-Ý])|^[\s•*–—-]+")
_LEAD = re.compile(
    rf"(?:(?:zo|ook|en|maar|of|dan|toen|daarop|daarover|hierover|volgens|aldus|nog|zoals|{SAYS}|"
    r"verwoord door|in de woorden van)\s+){0,4}",
    re.IGNORECASE,
)
_LEAD_REST = re.compile(
    rf"\s*(?:,\s*)?(?:\([^()]{{1,60}}\)\s*)?"
    rf"(?:(?:{SAYS}|het|als volgt|die|samen|treffend)\b[^:“”]{{0,50}})?$",
    re.IGNORECASE,
)
_FORM_PHRASE = re.compile(
    rf"(?:,?\s*(?:in|tijdens|uit|bij|op|aan|van)\s+(?:de|een)\s+)?{FORM.pattern}", re.IGNORECASE
)


def source_before(text: str, floor: int, opening: int) -> Source | None:
    """Read the words that introduce a quote: "Huisarts, themadialoog gezondheid:".

    Args:
        text: The paragraph, or the one above.
        floor: Where the quote before ended.
        opening: Where the quote opens.

    Returns:
        A source that ends in a colon, or in a comma behind "een wethouder zei"; else None.
    """
    first = max(floor, opening - _LEAD_REACH)
    lead = text[first:opening].rstrip()
    if not lead.endswith((":", ",")):
        return None
    ends = [m.end() for m in _SENTENCE_BEGINS.finditer(lead)]
    begin = ends[-1] if ends else 0
    if first > floor and begin == 0:
        return None
    clause = lead[begin:-1].rstrip()
    start, end = first + begin, first + begin + len(clause)
    colon = lead.endswith(":")
    form = FORM.search(clause)
    if form and colon:
        return _lead_in_dialogue(text, start, end)
    phrase = _led(clause)
    if phrase and (colon or re.search(rf"\b{SAYS}\b", clause)):
        return Source(start, end, end, phrase)
    label = read_label(clause) if colon else None
    if label and label.fact and label.value and tells_person(label.value):
        return Source(start, end, end, label.value)
    return None


def _led(clause: str) -> str | None:
    opening = _LEAD.match(clause)
    assert opening is not None
    phrase = noun_phrase(clause, opening.end())
    if phrase is None or not _LEAD_REST.match(clause, phrase.end):
        return None
    return phrase.functie


def _lead_in_dialogue(text: str, start: int, end: int) -> Source | None:
    clause = text[start:end]
    form = _FORM_PHRASE.search(clause)
    assert form is not None
    theme_stop = theme_end(clause, form)
    before, after = clause[: form.start()].strip(" ,;("), clause[theme_stop:].strip(" ,;)")
    functie = None
    for part in (f"{before} {after}".strip(), before, after):
        if functie := _led(part):
            break
    if functie is None:
        functie = tidy_role(before)
        short = len(before.split()) <= 8 and not re.search(rf"\b{SAYS}\b", clause)
        if after or not short or is_published(before) or (functie and before[:1].islower()):
            return None
        if functie and sentence_like(functie):
            return None
    theme = theme_between(clause, form.end(), theme_stop)
    return Source(start, end, end, functie, dialogue_form(clause), theme, find_date(clause))
