"""What the program itself tells: threads, roles and speakers as codes, speakers as cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from dialoogcoder.export.refi.codebook import Entry
from dialoogcoder.export.refi.markup import add
from dialoogcoder.export.refi.material import Material, Row
from dialoogcoder.export.refi.naming import Names, guid
from dialoogcoder.model import (
    LOS_ONDERWERP,
    RODE_DRAAD,
    UNKNOWN,
    Speaker,
    Theme,
    ThemeDetail,
    Transcript,
)
from dialoogcoder.refiqda.descriptions import PROGRAM, Described

_ROLES: Final = (("gespreksrol", "Gespreksrollen"), ("stakeholdergroep", "Stakeholdergroepen"))
CASE_VARIABLES: Final = ("gespreksrol", "functie", "stakeholdergroep")
SOURCE_VARIABLES: Final = ("soort", "dialoogvorm", "dialoogthema", "datum")
_SETS: Final = ((RODE_DRAAD, "Rode draden"), (LOS_ONDERWERP, "Losse onderwerpen"))


def fact_entries(material: Material, names: Names) -> list[Entry]:
    """Codes for the threads, roles and speakers of the chosen passages, in groups."""
    threads = [_thread(material, *own, names) for own in material.themes]
    groups = [("draden", "Rode draden", threads)]
    for column, title in _ROLES:
        own = [
            Entry(role_guid(column, value), names.unique(value, column))
            for value in material.values(column)
        ]
        groups.append((column, title, own))
    heard = {(row["transcript_id"], row["speaker"]) for row in material.rows}
    speakers = [
        Entry(
            material.speaker_guid(*key),
            names.unique(material.speaker_names[key], "spreker"),
            _speaker_text(speaker),
        )
        for key, speaker in material.speakers.items()
        if key in heard
    ]
    groups.append(("sprekers", "Sprekers", speakers))
    return [
        Entry(
            guid("groep", key),
            names.unique(title, "dialoogcoder"),
            Described("Door dialoogcoder gevonden.", code_id=f"{PROGRAM}{key}").text(),
            codable=False,
            children=tuple(entries),
        )
        for key, title, entries in groups
        if entries
    ]


def fact_codes(material: Material, row: Row) -> Iterator[str]:
    """The guids of the codes that tell a passage's speaker, roles and thread."""
    if (row["transcript_id"], row["speaker"]) in material.speakers:
        yield material.speaker_guid(row["transcript_id"], row["speaker"])
        for column, _ in _ROLES:
            if row[column] != UNKNOWN:
                yield role_guid(column, row[column])
    if row["theme_id"]:
        yield material.theme_guid(row["theme_id"])


def role_guid(column: str, value: str) -> str:
    """The id of a role's code, the same in every project."""
    return guid("rol", column, value)


def _thread(material: Material, theme: Theme, detail: ThemeDetail | None, names: Names) -> Entry:
    stability = f"{theme.stability:.2f}".replace(".", ",")
    kind = detail.kind if detail else RODE_DRAAD
    lines = [
        f"{kind.capitalize()}: {theme.size} passages, {theme.speakers} sprekers, "
        f"{theme.transcripts} gesprekken; stabiliteit {stability}",
        f"Trefwoorden: {'; '.join(theme.keywords)}",
        "Naam gegeven door een mens" if detail and detail.named_by == "mens" else "",
    ]
    return Entry(
        material.theme_guid(theme.theme_id),
        names.unique(theme.label, "rode draad"),
        "\n".join(line for line in lines if line),
    )


def _speaker_text(speaker: Speaker) -> str:
    facts = (speaker.functie or "", speaker.stakeholdergroep, speaker.gespreksrol)
    return "; ".join(fact for fact in facts if fact not in ("", UNKNOWN))


def add_variables(project: Any, material: Material) -> None:
    """Declare the variables that cases and texts have values of."""
    variables = add(project, "Variables")
    for name in (*(CASE_VARIABLES if material.speakers else ()), *SOURCE_VARIABLES):
        add(variables, "Variable", guid=_variable_guid(name), name=name, typeOfVariable="Text")


def add_values(parent: Any, values: Iterable[tuple[str, str | None]]) -> None:
    """Append the variables that have a value."""
    for name, value in values:
        if value and value != UNKNOWN:
            holder = add(parent, "VariableValue")
            add(holder, "VariableRef", targetGUID=_variable_guid(name))
            add(holder, "TextValue", value)


def source_values(transcript: Transcript) -> list[tuple[str, str | None]]:
    """A text's variables; `soort` tells our own reader how to read it again."""
    values = (transcript.kind, transcript.dialoogvorm, transcript.dialoogthema, transcript.datum)
    return list(zip(SOURCE_VARIABLES, values, strict=True))


def _variable_guid(name: str) -> str:
    return guid("variabele", name)


def add_cases(
    project: Any, material: Material, selections: Mapping[tuple[str, str], Sequence[str]]
) -> None:
    """Append a case for each speaker of each dialogue, with roles and places.

    Args:
        project: The project's element.
        material: The run's parts.
        selections: By dialogue and speaker, the guids of the selections in which they speak.
    """
    if not material.speakers:
        return
    cases = add(project, "Cases")
    for key, speaker in material.speakers.items():
        # As NVivo writes it, and QualCoder reads it: what the code lies on is the case's text.
        code = material.speaker_guid(*key)
        case = add(cases, "Case", guid=code, name=material.speaker_names[key])
        if speaker.evidence:
            add(case, "Description", speaker.evidence)
        if selections.get(key):
            add(case, "CodeRef", targetGUID=code)
        add_values(case, [(name, getattr(speaker, name)) for name in CASE_VARIABLES])
        for selection in selections.get(key, ()):
            add(case, "SelectionRef", targetGUID=selection)


def add_sets(project: Any, material: Material) -> None:
    """Append the threads as a set of codes, and the topics that don't return as another."""
    kinds = {
        kind: [
            theme.theme_id
            for theme, detail in material.themes
            if (detail.kind if detail else RODE_DRAAD) == kind
        ]
        for kind, _ in _SETS
    }
    if not any(kinds.values()):
        return
    sets = add(project, "Sets")
    for kind, title in _SETS:
        if kinds[kind]:
            group = add(sets, "Set", guid=guid("verzameling", material.digest, kind), name=title)
            for theme_id in kinds[kind]:
                add(group, "MemberCode", targetGUID=material.theme_guid(theme_id))
