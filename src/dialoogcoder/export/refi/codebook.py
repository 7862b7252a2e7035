"""The codebook as a tree of codes, and as a .qdc file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dialoogcoder.codebook import Code, Codebook, Dimension
from dialoogcoder.export.refi.markup import CODEBOOK_NAMESPACE, ORIGIN, add, document, root
from dialoogcoder.export.refi.naming import Names, guid
from dialoogcoder.refiqda.descriptions import DIMENSION, Described

# Okabe and Ito's colours, told apart by colour-blind people too; sub-themes have their code's.
_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")


@dataclass(frozen=True, slots=True)
class Entry:
    """A code to write, with those below it; one that is not `codable` only holds others."""

    guid: str
    name: str
    description: str = ""
    codable: bool = True
    colour: str = ""
    children: tuple[Entry, ...] = ()


def code_guid(codebook: Codebook, dimension: str, code: str) -> str:
    """A code's id: the same in every project and .qdc of the codebook."""
    return guid("code", codebook.id, dimension, code)


def write_codebook(codebook: Codebook, path: Path) -> None:
    """Write a codebook as REFI-QDA Codebook 1.0.

    Borders, signal words, examples and ids stand in the descriptions, from which
    `codebook.load_codebook` reads them back.

    Args:
        codebook: The codebook.
        path: The .qdc file to write.
    """
    element = root("CodeBook", CODEBOOK_NAMESPACE)
    element.set("origin", ORIGIN)
    add_codes(element, codebook_entries(codebook, Names(), {}))
    path.write_bytes(document(element))


def add_codes(parent: Any, entries: Iterable[Entry]) -> None:
    """Append codes, as a codebook holds them."""
    _add(add(parent, "Codes"), entries)


def _add(parent: Any, entries: Iterable[Entry]) -> None:
    for entry in entries:
        code = add(
            parent, "Code",
            guid=entry.guid,
            name=entry.name,
            isCodable="true" if entry.codable else "false",
            color=entry.colour,
        )  # fmt: skip
        if entry.description:
            add(code, "Description", entry.description)
        _add(code, entry.children)


def codebook_entries(
    codebook: Codebook, names: Names, others: Mapping[str, Sequence[str]]
) -> list[Entry]:
    """The codebook's codes below an entry for each dimension.

    Args:
        codebook: The codebook.
        names: Gives the names; a code's title has the first right to one.
        others: By dimension, codes that people used and the codebook doesn't have.
    """
    titles = {
        (dimension.id, code.id): names.unique(code.title, dimension.title)
        for dimension in codebook.dimensions
        for code in _codes(dimension)
    }
    return [
        Entry(
            guid("dimensie", codebook.id, dimension.id),
            names.unique(dimension.title, "dimensie"),
            Described(
                f"Dimensie uit het codeboek {codebook.title} {codebook.version}.",
                code_id=f"{DIMENSION}{dimension.id}",
            ).text(),
            codable=False,
            children=(
                *(
                    _entry(codebook, dimension, code, titles[dimension.id, code.id], number, names)
                    for number, code in enumerate(_codes(dimension))
                ),
                *(
                    Entry(
                        code_guid(codebook, dimension.id, code),
                        names.unique(code, dimension.title),
                        Described("Staat niet in het codeboek.", code_id=code).text(),
                    )
                    for code in others.get(dimension.id, ())
                ),
            ),
        )
        for dimension in codebook.dimensions
    ]


def _codes(dimension: Dimension) -> tuple[Code, ...]:
    return (*dimension.codes, *([dimension.none] if dimension.none else []))


def _entry(
    codebook: Codebook, dimension: Dimension, code: Code, name: str, number: int, names: Names
) -> Entry:
    colour = _COLOURS[number % len(_COLOURS)]
    return Entry(
        code_guid(codebook, dimension.id, code.id),
        name,
        Described(
            code.definition,
            code.include,
            code.exclude,
            title=code.title if code.title != name else "",
            code_id=code.id,
        ).text(),
        colour=colour,
        children=tuple(
            Entry(
                guid("deelthema", codebook.id, dimension.id, code.id, part.id),
                part_name,
                Described(
                    part.definition,
                    terms=part.terms,
                    examples=part.examples,
                    title=part.title if part.title != part_name else "",
                    code_id=part.id,
                ).text(),
                colour=colour,
            )
            for part in code.subthemes
            for part_name in [names.unique(part.title, code.title)]
        ),
    )
