"""Whose quote it is, as a report's house style says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dialoogcoder.export.order import LEADING
from dialoogcoder.model import UNKNOWN

_NOBODY: Final = "Tekst zonder spreker"
# A group's id says in a plural or with a hyphen what one person is called.
_GROUPS: Final = {
    "maatschappelijke-organisatie": "Vertegenwoordiger van een maatschappelijke organisatie"
}
# What people say of themselves, as another says it of them.
_SAID_OF: Final = {"studeer": "student", "werk": "werkt", "geef": "geeft"}

_BARE: Final = frozenset({"werk", "geef"})


def called(functie: str) -> str:
    """A functie as a report says it: "student pedagogiek" for "studeer pedagogiek".

    Empty where it says nothing: a bare "werk".
    """
    first, *rest = functie.split() or [""]
    if not rest and first in _BARE:
        return ""
    return " ".join([_SAID_OF.get(first, first), *rest])


def attribution(row: Mapping[str, Any]) -> str:
    """The line under a quote: ``– Wethouder, themadialoog wonen & verkeer``.

    Args:
        row: A row of the quotes table.

    Returns:
        `said_by`, after a dash.
    """
    return f"– {said_by(row)}"


def said_by(row: Mapping[str, Any]) -> str:
    """Who said a quote, and where.

    A person is called by what they do, else by their group, else by their part in the talk; never
    by name: these were citizens who talked at a table, not spokespersons.

    Args:
        row: A row of the quotes table.

    Returns:
        One line.
    """
    dialogue = " ".join(part for part in (row["dialoogvorm"], row["dialoogthema"]) if part)
    return ", ".join(part for part in (_who(row), dialogue) if part)


def _who(row: Mapping[str, Any]) -> str:
    group, part = row["stakeholdergroep"], row["gespreksrol"]
    # What a leader does elsewhere is not why they spoke.
    who = part if part in LEADING else called(row["functie"] or "")
    if not who and group != UNKNOWN:
        who = _GROUPS.get(group, group)
    if not who:
        who = "deelnemer" if row["speaker"] else _NOBODY
    return who[:1].upper() + who[1:]
