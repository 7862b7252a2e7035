"""A run as a REFI-QDA project (.qdpx), to go on with in ATLAS.ti, MAXQDA, NVivo or QualCoder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dialoogcoder.export.refi.codebook import add_codes, codebook_entries
from dialoogcoder.export.refi.facts import (
    add_cases,
    add_sets,
    add_variables,
    fact_entries,
)
from dialoogcoder.export.refi.markup import ORIGIN, PROJECT_NAMESPACE, add, archive, document, root
from dialoogcoder.export.refi.material import Material, gather
from dialoogcoder.export.refi.naming import Names, xml_safe
from dialoogcoder.export.refi.sources import (
    Selection,
    add_sources,
    selections_of,
    user_guid,
    user_name,
)
from dialoogcoder.export.stage import Run
from dialoogcoder.refiqda.project import PROGRAM_USER


def write_project(run: Run, rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Write a run as REFI-QDA Project 1.0.

    Each coder is a user; what the program itself found of speakers, roles and threads is coded by
    user ``dialoogcoder``, so that it can be told from a coder's judgement. The same run and rows
    give the same bytes.

    Args:
        run: The run; its texts and codebook are written whole.
        rows: The rows of `run.rows()` whose passages are written with their codes.
        path: The .qdpx file to write.
    """
    material = gather(run, rows)
    selections = selections_of(material)
    project = root("Project", PROJECT_NAMESPACE)
    project.set("name", xml_safe(run.codebook.title))
    project.set("origin", ORIGIN)
    project.set("creatingUserGUID", user_guid(PROGRAM_USER))
    # The schema wants them in this order.
    users = add(project, "Users")
    for user in _users(material):
        add(users, "User", guid=user_guid(user), name=user)
    names = Names()
    book = codebook_entries(run.codebook, names, _unknown_codes(material))
    add_codes(add(project, "CodeBook"), [*book, *fact_entries(material, names)])
    add_variables(project, material)
    add_cases(project, material, _places(selections))
    files = add_sources(project, material, selections)
    add_sets(project, material)
    add(project, "Description", _description(material))
    path.write_bytes(archive({"project.qde": document(project), **files}))


def _users(material: Material) -> list[str]:
    """The users; QualCoder opens a project as the first of them, so the one who coded most."""
    counts = Counter(coding.coder for own in material.codings.values() for coding in own)
    coders = sorted(counts, key=lambda coder: (-counts[coder], coder))
    return [*dict.fromkeys(u for u in map(user_name, coders) if u != PROGRAM_USER), PROGRAM_USER]


def _unknown_codes(material: Material) -> dict[str, list[str]]:
    """Codes that people used and the codebook doesn't have, by dimension."""
    book = material.run.codebook
    used = {(c.dimension, c.code) for own in material.codings.values() for c in own}
    found: dict[str, list[str]] = {}
    for dimension_id, code in sorted(used):
        dimension = book.dimension(dimension_id)
        if dimension is not None and dimension.code_named(code) is None:
            found.setdefault(dimension_id, []).append(code)
    return found


def _places(selections: Mapping[str, Sequence[Selection]]) -> dict[tuple[str, str], list[str]]:
    """For each speaker the selections in which they speak."""
    found: dict[tuple[str, str], list[str]] = {}
    for own in selections.values():
        for selection in own:
            if selection.speaker is not None:
                found.setdefault(selection.speaker, []).append(selection.guid)
    return found


def _description(material: Material) -> str:
    run = material.run
    coders = sorted({coding.coder for coding in run.codings})
    return "\n".join(
        (
            f"Gemaakt met {ORIGIN}, zonder dat tekst de computer verliet.",
            f"Codeboek: {run.codebook.title} {run.codebook.version}.",
            f"Codeurs: {', '.join(coders) or 'geen'}.",
            f"{len(material.rows)} van {len(run.passages)} passages, alle "
            f"{len(material.transcripts)} teksten.",
            "De kans en de reden van elke code van een model staan bij de selectie.",
            f"Wat gebruiker {PROGRAM_USER} codeerde (sprekers, rollen, rode draden) is door het "
            "programma gevonden.",
        )
    )
