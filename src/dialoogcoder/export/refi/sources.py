"""The texts of a project with the stretches that were coded in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dialoogcoder.export.refi.codebook import code_guid
from dialoogcoder.export.refi.facts import add_values, fact_codes, source_values
from dialoogcoder.export.refi.markup import add
from dialoogcoder.export.refi.material import Material, Row
from dialoogcoder.export.refi.naming import Names, guid, one_line
from dialoogcoder.model import PEOPLE, UNKNOWN, Coding
from dialoogcoder.refiqda.project import MODELS, PROGRAM_USER

_LONGEST_NAME = 60
_WORDS = 5


@dataclass(frozen=True, slots=True)
class Selection:
    """A stretch of a text with the codes that one user gave it."""

    guid: str
    start: int
    end: int
    user: str
    codes: tuple[str, ...]
    description: str
    speaker: tuple[str, str] | None = None


def user_name(coder: str) -> str:
    """A coder as a user: a person's own name, a model's with its version."""
    if coder.startswith(MODELS):
        return f"model {coder.removeprefix(MODELS)}"
    return coder.removeprefix(PEOPLE)


def user_guid(user: str) -> str:
    """A user's id, the same in every project."""
    return guid("gebruiker", user)


def selections_of(material: Material) -> dict[str, list[Selection]]:
    """For each text its selections, in the order of their places, the program's own first."""
    found: dict[str, dict[str, Selection]] = {}
    for row in material.rows:
        own = found.setdefault(row["transcript_id"], {})
        for selection in (*_facts(material, row), *_coded(material, row)):
            # What a person marked across two passages is one stretch.
            own.setdefault(selection.guid, selection)
    return {
        transcript_id: sorted(
            own.values(), key=lambda s: (s.start, s.end, s.user != PROGRAM_USER, s.user)
        )
        for transcript_id, own in found.items()
    }


def _facts(material: Material, row: Row) -> Iterator[Selection]:
    codes = tuple(fact_codes(material, row))
    if not codes:
        return
    key = (row["transcript_id"], row["speaker"])
    yield Selection(
        _guid(material, row["transcript_id"], row["start"], row["end"], PROGRAM_USER),
        row["start"],
        row["end"],
        PROGRAM_USER,
        codes,
        "\n".join(_told(material, row)),
        key if key in material.speakers else None,
    )


def _told(material: Material, row: Row) -> Iterator[str]:
    yield f"Passage {row['passage_id']}"
    facts = (row["speaker"], row["functie"], row["stakeholdergroep"], row["gespreksrol"])
    yield "Spreker: " + ("; ".join(f for f in facts if f not in (None, UNKNOWN)) or "onbekend")
    if row["begin_s"] is not None:
        minutes, seconds = divmod(int(row["begin_s"]), 60)
        yield f"Tijd in de opname: {minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    quote = material.quotes.get((row["theme_id"] or "", row["passage_id"]))
    if quote is not None:
        yield f"Citaat bij de rode draad ‘{row['theme_label']}’: {quote.kind}, nummer {quote.rank}"


def _coded(material: Material, row: Row) -> Iterator[Selection]:
    stretches: dict[tuple[int, int, str], list[Coding]] = {}
    for coding in material.codings.get(row["passage_id"], ()):
        stretches.setdefault((coding.start, coding.end, coding.coder), []).append(coding)
    book = material.run.codebook
    for (start, end, coder), codings in stretches.items():
        user = user_name(coder)
        lines = [line for coding in codings if (line := _score(material, coding))]
        if row["needs_review"] and coder == row["coder"]:
            lines.append("Nakijken: een andere code is bijna even waarschijnlijk")
        yield Selection(
            _guid(material, row["transcript_id"], start, end, user),
            start,
            end,
            user,
            tuple(dict.fromkeys(code_guid(book, c.dimension, c.code) for c in codings)),
            "\n".join(lines),
        )


def _score(material: Material, coding: Coding) -> str:
    """How sure a model was of a code, and why; a person's code needs no reason."""
    if coding.probability is None:
        return ""
    dimension = material.run.codebook.dimension(coding.dimension)
    # "Geen" is an answer in each dimension.
    of = f"{dimension.title}: {dimension.title_of(coding.code)}" if dimension else coding.code
    parts = [f"{of}, kans {f'{coding.probability:.2f}'.replace('.', ',')}"]
    key = (coding.passage_id, coding.dimension, coding.code, coding.coder)
    reason = material.reasons.get(key)
    if reason is not None:
        parts.append(f"deelthema {reason.subtheme}" if reason.subtheme else "")
        parts.append(f"woorden: {', '.join(reason.words[:_WORDS])}" if reason.words else "")
    return "; ".join(part for part in parts if part)


def _guid(material: Material, transcript_id: str, start: int, end: int, user: str) -> str:
    return guid("selectie", material.source_guid(transcript_id), start, end, user)


def add_sources(
    project: Any, material: Material, selections: dict[str, list[Selection]]
) -> dict[str, bytes]:
    """Append the texts with their selections.

    Returns:
        The files that the texts stand in: the very characters that the positions count.
    """
    files = {}
    names = Names()
    sources = add(project, "Sources")
    program = user_guid(PROGRAM_USER)
    for transcript in material.transcripts:
        source_guid = material.source_guid(transcript.transcript_id)
        source = add(
            sources, "TextSource",
            guid=source_guid,
            # Some programs make a file of that name.
            name=names.unique(transcript.source.replace("/", " - ").replace("\\", " - ")),
            plainTextPath=f"internal://{source_guid}.txt",
            creatingUser=program,
        )  # fmt: skip
        files[f"sources/{source_guid}.txt"] = transcript.text.encode("utf-8")
        _add_selections(source, selections.get(transcript.transcript_id, ()), transcript.text)
        add_values(source, source_values(transcript))
    return files


def _add_selections(source: Any, selections: Sequence[Selection], text: str) -> None:
    for selection in selections:
        user = user_guid(selection.user)
        element = add(
            source, "PlainTextSelection",
            guid=selection.guid,
            name=one_line(text[selection.start : selection.end], _LONGEST_NAME),
            startPosition=selection.start,
            endPosition=selection.end,
            creatingUser=user,
        )  # fmt: skip
        if selection.description:
            add(element, "Description", selection.description)
        for code in selection.codes:
            coding = add(
                element, "Coding", guid=guid("codering", selection.guid, code), creatingUser=user
            )
            add(coding, "CodeRef", targetGUID=code)
