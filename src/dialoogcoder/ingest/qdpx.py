"""REFI-QDA projects: each text a document, and people's codes on it kept with their places."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.canonical import canonical
from dialoogcoder.ingest.draft import Draft, DraftCoding, DraftTurn
from dialoogcoder.model import PEOPLE, Rejection
from dialoogcoder.refiqda import ProjectCoding, ProjectSource, read_project

Places = NDArray[np.int64]
# With the accents (combining marks of all Latin text) that follow it.
_CHARACTER = re.compile(r"(?s:.)[\u0300-\u036f]*")
# Lines up to the next blank one.
_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*(?:\n|\Z)))*")


def read_qdpx(
    path: Path, source: str, read_text: Callable[[str, str], Draft]
) -> list[tuple[str, Draft]]:
    """Read the texts of a project.

    Args:
        path: The file.
        source: Its name in the output.
        read_text: Reads canonical text as a conversation or as running text.

    Returns:
        For each text its name in the output, within the project's, and what it holds. What is no
        text or can't be read is told in the first one's rejections.

    Raises:
        RejectedSource: It is no project, or none of its sources holds text.
    """
    project = read_project(path, source)
    rejected = [
        Rejection(f"{source}/{name}", "een bron zonder tekst", "Lever de tekst apart aan.")
        for name in project.unread
    ]
    found: list[tuple[str, Draft]] = []
    taken: set[str] = set()
    for part in project.sources:
        name = f"{source}/{part.name}"
        while name in taken:
            name += "'"
        taken.add(name)
        own = [c for c in project.codings if c.source == part.guid]
        try:
            found.append((name, _with_codings(_read(part, name, read_text), part, own)))
        except RejectedSource as error:
            rejected.append(Rejection(name, error.reason, error.remedy))
    if not found:
        raise RejectedSource(
            source,
            "een project zonder leesbare tekst",
            "een project met tekstbronnen",
            "Exporteer het met de bronnen erbij.",
        )
    name, first = found[0]
    found[0] = (
        name,
        dataclasses.replace(
            first,
            rejected=(*first.rejected, *rejected),
            notices=(*first.notices, *_left_to_models(project.codings, source)),
        ),
    )
    return found


def _left_to_models(codings: tuple[ProjectCoding, ...], source: str) -> list[str]:
    """A run codes by itself; an earlier model's codes would stand there as a second opinion."""
    counts = Counter(c.coder for c in codings if not c.coder.startswith(PEOPLE))
    return [
        f"{source}: {number} coderingen van {coder} niet overgenomen; deze run codeert zelf."
        for coder, number in sorted(counts.items())
    ]


def _read(part: ProjectSource, name: str, read_text: Callable[[str, str], Draft]) -> Draft:
    """The draft of a text; what its variables say of the dialogue goes before what it says."""
    text = canonical(part.text)
    draft = _quote_list(text) if part.variables.get("soort") == "citaten" else read_text(text, name)
    said = {
        fact: part.variables[fact]
        for fact in ("dialoogvorm", "dialoogthema", "datum")
        if part.variables.get(fact)
    }
    return dataclasses.replace(draft, heading=dataclasses.replace(draft.heading, **said))


def _quote_list(text: str) -> Draft:
    """A quote a paragraph, as this program writes a quote list to a project."""
    turns = [DraftTurn(None, *match.span()) for match in _PARAGRAPH.finditer(text)]
    return Draft("citaten", text, tuple(turns))


def _with_codings(draft: Draft, part: ProjectSource, codings: list[ProjectCoding]) -> Draft:
    """The draft with people's codes on the places where their words came to stand.

    Reading moves white space only (line ends, wrapped lines), so places are found by counting the
    other characters; where those differ, the codes can't be placed and are told of.
    """
    theirs, ours = _solid(part.text), _solid(draft.text)
    same = _letters(canonical(part.text)) == _letters(draft.text)
    before = _solid(canonical(part.text))
    if not same or len(theirs) != len(before):
        lost = Rejection(
            part.name,
            f"{len(codings)} coderingen die niet te plaatsen zijn",
            "Exporteer de bron als platte tekst (UTF-8).",
        )
        return dataclasses.replace(draft, rejected=(*draft.rejected, lost)) if codings else draft
    placed = []
    for coding in codings:
        if not coding.coder.startswith(PEOPLE):
            continue
        first = int(np.searchsorted(theirs, coding.start))
        last = int(np.searchsorted(theirs, coding.end)) - 1
        if first <= last:
            placed.append(
                DraftCoding(
                    coding.coder,
                    coding.code,
                    int(ours[first]),
                    int(ours[last]) + 1,
                    coding.dimension,
                    coding.above,
                )
            )
    return dataclasses.replace(draft, codings=tuple(placed))


def _solid(text: str) -> Places:
    """Where the canonical characters stand that are no white space; an é of two begins at its e."""
    places: list[int] = []
    for match in _CHARACTER.finditer(text):
        places += [match.start()] * len(_letters(canonical(match[0])))
    return np.array(places, dtype=np.int64)


def _letters(text: str) -> str:
    return "".join(text.split())
