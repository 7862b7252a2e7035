"""The data that the search and the map work on: a column of numbers for each thing to filter by.

The texts themselves are not in it: they stand in the conversations, where each passage carries its
number.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dialoogcoder.export.attribution import said_by
from dialoogcoder.export.page.material import Material
from dialoogcoder.export.page.words import capital, groups, place
from dialoogcoder.model import NONE_CODE

Option = tuple[str, str]
"""What a filter puts in the address, and how people read it."""
# Flags of a passage; the script knows the same.
_REVIEW, _TYPICAL, _DISSENT = 1, 2, 4


@dataclass(frozen=True, slots=True)
class Filter:
    """A list to choose from."""

    name: str
    label: str
    options: tuple[Option, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class Search:
    """The form and the data."""

    filters: tuple[Filter, ...]
    roles: tuple[str, ...]
    data: str


def search(material: Material, places: Sequence[tuple[int, int]]) -> Search:
    """Make the form's choices and the columns.

    Args:
        material: The run.
        places: Where each passage lies on the map; empty without a map.
    """
    rows = material.rows
    perspective: list[Option] = [(code, material.title(code)) for code in material.codes]
    story: list[Option] = []
    if material.story is not None:
        story = [(c.id, c.title) for c in material.story.codes]
        story.append((NONE_CODE, "Geen van deze"))
    thread: list[Option] = [(t.theme_id, t.label) for t in material.run.threads.themes]
    thread.append((NONE_CODE, "Geen rode draad"))
    document: list[Option] = [(t.transcript_id, t.source) for t in material.run.reading.transcripts]
    lists = {
        "perspectief": ("Perspectief", perspective, [r["perspective"] for r in rows], True),
        "verhaal": ("Verhaal", story, [r["verhaal"] for r in rows], True),
        "groep": (
            "Groep van de spreker",
            [(value, groups(value)) for value in material.groups],
            [r["stakeholdergroep"] for r in rows],
            True,
        ),
        "draad": ("Rode draad", thread, [r["theme_id"] or NONE_CODE for r in rows], False),
        "vorm": ("Dialoogvorm", *_found(rows, "dialoogvorm"), False),
        "thema": ("Dialoogthema", *_found(rows, "dialoogthema"), False),
        "rol": ("Gespreksrol", *_found(rows, "gespreksrol"), False),
        "gesprek": ("Gesprek", document, [r["transcript_id"] for r in rows], False),
    }
    columns: dict[str, Any] = {}
    for name, (_, options, values, _) in lists.items():
        index = {value: number for number, (value, _) in enumerate(options)}
        columns[name] = [index.get(value, -1) for value in values]
    typical = {q.passage_id for q in material.run.threads.quotes} - material.dissent
    data = {
        "options": {name: options for name, (_, options, _, _) in lists.items()},
        "columns": columns,
        "also": {
            number: others
            for number, row in enumerate(rows)
            if (others := [
                material.codes.index(code)
                for code in row["perspectives"].split(";")
                if code != row["perspective"] and code in material.codes
            ])
        },
        "sure": [-1 if r["probability"] is None else round(100 * r["probability"]) for r in rows],
        "flags": [
            _REVIEW * r["needs_review"]
            + _TYPICAL * (r["passage_id"] in typical)
            + _DISSENT * (r["passage_id"] in material.dissent)
            for r in rows
        ],
        **_worded("by", [said_by(r) for r in rows]),
        **_worded("speaker", [r["speaker"] or "" for r in rows]),
        **_worded("functie", [r["functie"] or "" for r in rows]),
        "place": [place(r).removeprefix(r["source"] + ", ") for r in rows],
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
    }  # fmt: skip
    return Search(
        filters=tuple(
            Filter(name, label, tuple(options), first)
            for name, (label, options, _, first) in lists.items()
            if len(options) > 1
        ),
        roles=_alphabetical(r["functie"] for r in rows),
        data=_inert(data),
    )


def _found(rows: Sequence[Mapping[str, Any]], column: str) -> tuple[list[Option], list[str | None]]:
    values = [row[column] for row in rows]
    found = _alphabetical(values)
    return [(value, capital(value)) for value in found], values


def _alphabetical(values: Iterable[str | None]) -> tuple[str, ...]:
    """Each value once; "Wethouder" before "wethouder", on every run."""
    return tuple(sorted({v for v in values if v}, key=lambda v: (v.casefold(), v)))


def _worded(name: str, texts: Sequence[str]) -> dict[str, Any]:
    """A column of texts, each text written once."""
    index = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    return {f"{name}_words": list(index), name: [index[text] for text in texts]}


def _inert(data: Mapping[str, Any]) -> str:
    """JSON that can stand in a script element: no text in it ends the element or opens another."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
