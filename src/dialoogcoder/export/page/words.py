"""How facts are said in Dutch on the page: numbers, groups, roles, and who said a quote where."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Final

from dialoogcoder.model import UNKNOWN

_GROUPS: Final = {
    "burger": ("Burger", "Burgers"),
    "ondernemer": ("Ondernemer", "Ondernemers"),
    "maatschappelijke-organisatie": (
        "Maatschappelijke organisatie",
        "Maatschappelijke organisaties",
    ),
    "wetenschapper": ("Wetenschapper", "Wetenschappers"),
    "bestuurder": ("Bestuurder", "Bestuurders"),
    "overheidsprofessional": ("Overheidsprofessional", "Overheidsprofessionals"),
    "zorgprofessional": ("Zorgprofessional", "Zorgprofessionals"),
    "onderwijsprofessional": ("Onderwijsprofessional", "Onderwijsprofessionals"),
    UNKNOWN: ("Groep onbekend", "Groep onbekend"),
}
_MONTHS: Final = "jan feb mrt apr mei juni juli aug sep okt nov dec".split()
KINDS: Final = {"gesprek": "gesprek", "citaten": "citaten", "verslag": "verslag"}


def number(value: float, decimals: int = 0) -> str:
    """A number as Dutch writes it: 12.345,67."""
    text = f"{value:,.{decimals}f}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def percent(part: float, whole: float = 1.0) -> str:
    """A share as a whole percentage; a small one isn't rounded to nothing."""
    share = part / whole if whole else 0.0
    if 0 < share < 0.005:
        return "< 1%"
    return f"{number(100 * share)}%"


def counted(count: int, one: str, many: str) -> str:
    """A count with its noun."""
    return f"{number(count)} {one if count == 1 else many}"


def capital(text: str) -> str:
    """With a capital in front, the rest as it was."""
    return text[:1].upper() + text[1:]


def group(value: str) -> str:
    """A stakeholdergroep as one person of it is called."""
    return _GROUPS[value][0] if value in _GROUPS else capital(value.replace("-", " "))


def groups(value: str) -> str:
    """A stakeholdergroep as a whole."""
    return _GROUPS[value][1] if value in _GROUPS else capital(value.replace("-", " "))


def setting(form: str | None, theme: str | None) -> str:
    """The kind of dialogue, and what it was about: "themadialoog wonen & verkeer"."""
    return " ".join(part for part in (form, theme) if part)


def date(datum: str | None) -> str:
    """A date as Dutch writes it; what is no date stays as it is."""
    try:
        day = datetime.date.fromisoformat(datum or "")
    except ValueError:
        return datum or ""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def clock(seconds: float) -> str:
    """A time in a recording: 4:05, 1:02:03."""
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def place(row: Mapping[str, Any]) -> str:
    """Where a passage stands in its source."""
    if row["begin_s"] is not None:
        return f"{row['source']}, {clock(row['begin_s'])}"
    return f"{row['source']}, tekens {row['start']}–{row['end']}"
