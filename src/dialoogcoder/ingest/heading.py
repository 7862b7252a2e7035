"""Kind of dialogue, theme and date, from a title, a file name or an attribution."""

from __future__ import annotations

import re
from typing import Final

from dialoogcoder.ingest.draft import Heading

DIALOOGTHEMAS: Final = (
    "gezondheid",
    "natuur & milieu",
    "onderwijs & werk",
    "samen leven",
    "wonen & verkeer",
    "welvaart & inkomen",
    "geluk & ontspanning",
)
# The official name of one of them is written out; the others have an ampersand.
_OFFICIAL = {"onderwijs & werk": "onderwijs en werk"}

_FORM = re.compile(
    r"(?P<form>thema|verkennings|middenveld|wetenschaps)[ -]?(?:dialoog|dialogen|tafel)"
    r"|(?P<loose>verkennende dialoog|dialoog met het middenveld|dialoog met wetenschappers)",
    re.IGNORECASE,
)
_LOOSE = {
    "verkennende dialoog": "verkenningsdialoog",
    "dialoog met het middenveld": "middenvelddialoog",
    "dialoog met wetenschappers": "wetenschapsdialoog",
}
_MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()
_MONTH = r"(?:jan|feb|mrt|maart|apr|mei|juni?|juli?|aug|sept?|okt|nov|dec)[a-z]{0,6}\.?"
DATE: Final = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})\s+(?P<month>{_MONTH})\s+(?P<year>(?:19|20)\d\d|['’]\d\d)(?!\d)"
    r"|(?<!\d)(?P<y>(?:19|20)\d\d)(?P<dash>[-_.]?)(?P<m>\d\d)(?P=dash)(?P<d>\d\d)(?!\d)"
    r"|(?<!\d)(?P<d2>\d{1,2})[-/.](?P<m2>\d{1,2})[-/.](?P<y2>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)


def _theme_pattern(theme: str) -> str:
    joined = re.escape(theme).replace(r"\ \&\ ", r"[\s_-]*(?:&|en|\+|/)[\s_-]*")
    return joined.replace(r"\ ", r"[\s_-]+")


_THEMES = [
    (re.compile(rf"(?<![a-z]){_theme_pattern(theme)}(?![a-z])", re.IGNORECASE), theme)
    for theme in DIALOOGTHEMAS
]
_NAMED_THEME = re.compile(
    r"^[^\w\n]*(?:dialoog)?thema[*_]{0,2}\s*[:=-][*_]{0,2}[^\S\n]*\n?[^\S\n]*(?P<theme>[^\n.;|(*]{3,60})",
    re.IGNORECASE | re.MULTILINE,
)


def dialogue_form(text: str) -> str | None:
    """The first kind of dialogue that a text names, in its official form, or None."""
    match = _FORM.search(text)
    if match is None:
        return None
    if match["loose"]:
        return _LOOSE[match["loose"].lower()]
    return f"{match['form'].lower()}dialoog"


def find_theme(text: str) -> re.Match[str] | None:
    """Where a text first names one of the seven dialogue themes, or None."""
    matches = [m for pattern, _ in _THEMES if (m := pattern.search(text))]
    return min(matches, key=lambda m: (m.start(), -m.end()), default=None)


def official_theme(printed: str) -> str:
    """A theme in its official spelling ("geluk en ontspanning" is "geluk & ontspanning").

    A theme that is none of the seven comes back as printed, in one line.
    """
    printed = " ".join(printed.split())
    for pattern, theme in _THEMES:
        if pattern.fullmatch(printed):
            return _OFFICIAL.get(theme, theme)
    return printed


def _month(printed: str) -> int:
    """The number of a month's name, also shortened ("sept.", "mrt"); 0 for what is none."""
    short = printed.lower().rstrip(".")
    short = "maart" if short == "mrt" else short
    return next((i for i, name in enumerate(_MONTHS, 1) if name.startswith(short)), 0)


def find_date(text: str) -> str | None:
    """The first date in a text as YYYY-MM-DD, or None; dates that don't exist are passed over."""
    for match in DATE.finditer(text):
        if match["month"]:
            # "'21" is of this century: dialogues are no older.
            year, day = 2000 + int(match["year"][-2:]), int(match["day"])
            year = int(match["year"]) if match["year"].isdigit() else year
            month = _month(match["month"])
        elif match["y"]:
            year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
        else:
            year, month, day = int(match["y2"]), int(match["m2"]), int(match["d2"])
        if 1 <= month <= 12 and 1 <= day <= 31:
            return f"{year:04d}-{month:02d}-{day:02d}"
    return None


def read_heading(*texts: str) -> Heading:
    """Take kind, theme and date from the first of several texts that gives each.

    Args:
        *texts: A document's opening lines, its file name, and so on, the surest first.

    Returns:
        What was found; a theme only for a themadialoog, or where a line says "Thema:".
    """
    form = next((f for text in texts if (f := dialogue_form(text))), None)
    theme = None
    for text in texts:
        named = _NAMED_THEME.search(text)
        if named:
            theme = official_theme(named["theme"].strip())
            break
        found = find_theme(text) if form == "themadialoog" else None
        if found:
            theme = official_theme(found.group())
            break
    date = next((d for text in texts if (d := find_date(text))), None)
    return Heading(form, theme, date)
