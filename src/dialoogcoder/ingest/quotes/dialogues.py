"""The kind of dialogue and the theme that the source of a quote names."""

from __future__ import annotations

import re

from dialoogcoder.ingest.heading import dialogue_form, find_theme, official_theme

FORM = re.compile(
    r"\b(?:(?:thema|verkennings|middenveld|wetenschaps)[ -]?(?:dialoog|dialogen|tafels?)|"
    r"verkennende dialoog|dialoog met (?:het middenveld|wetenschappers))\b",
    re.IGNORECASE,
)
_UNKNOWN_THEME = re.compile(
    r"\s+(?:over\s+)?(?P<theme>[a-zà-ÿ&][^.,;:!?“”\"()]{2,50})(?=\s*[.)]?\s*$)"
)
_VERB = re.compile(r"\b(?:is|was|waren|zijn|werd|werden|hebben|had|heeft|er)\b")


def sentence_like(role: str) -> bool:
    """Whether words are part of a sentence, not a name for somebody or something."""
    return _VERB.search(role) is not None


def theme_end(text: str, form: re.Match[str]) -> int:
    """Where the theme behind a kind of dialogue ends; where that kind does if there is none."""
    theme = find_theme(text[form.end() : form.end() + 45])
    if theme and theme.start() <= 12:
        return form.end() + theme.end()
    unknown = _UNKNOWN_THEME.match(text, form.end())
    themed = dialogue_form(form.group()) == "themadialoog"
    if (
        unknown
        and themed
        and len(unknown["theme"].split()) <= 4
        and not sentence_like(unknown["theme"])
    ):
        return unknown.end("theme")
    return form.end()


def theme_between(text: str, form_end: int, end: int) -> str | None:
    """The theme printed between a kind of dialogue and the theme's end, in its official form."""
    printed = text[form_end:end]
    theme = find_theme(printed)
    if theme:
        return official_theme(theme.group())
    return official_theme(re.sub(r"^\W*(?:over\s+)?", "", printed)) or None
