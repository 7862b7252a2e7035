"""Coded passages from REFI-QDA projects, as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dialoogcoder.codebook import Codebook
from dialoogcoder.coding.placing import place_code
from dialoogcoder.errors import DataError, RejectedSource
from dialoogcoder.refiqda import Project, ProjectCoding, read_project


def project_rows(path: Path, codebook: Codebook) -> list[dict[str, str]]:
    """A row for each stretch of text that somebody coded in a project.

    Args:
        path: The .qdpx file.
        codebook: Says which dimension a code is of, and what a finer code is a part of; a code
            that it doesn't know stands on the first dimension as it is.

    Returns:
        One mapping a row, with the columns of coded passages; `perspective` is empty where the
        stretch has codes of other dimensions alone.

    Raises:
        DataError: It is no project, or nothing is coded in it.
    """
    try:
        project = read_project(path, path.name)
    except RejectedSource as error:
        raise DataError(str(path), error.found, error.expected, "Export it again.") from error
    stretches: dict[tuple[str, int, int, str], list[ProjectCoding]] = {}
    for coding in project.codings:
        key = (coding.source, coding.start, coding.end, coding.coder)
        stretches.setdefault(key, []).append(coding)
    rows = [row for own in stretches.values() if (row := _stretch(project, own, codebook))]
    if not rows:
        raise DataError(
            str(path), "no coded text", "a project with codings on texts", "Code some passages."
        )
    return rows


def _stretch(
    project: Project, codings: Sequence[ProjectCoding], codebook: Codebook
) -> dict[str, str] | None:
    """The row of one coder's codes on one stretch; None where it holds no words."""
    first = codings[0]
    source = next(source for source in project.sources if source.guid == first.source)
    text = " ".join(source.text[first.start : first.end].split())
    codes: dict[str, list[str]] = {}
    for coding in codings:
        dimension, code = place_code(
            codebook, coding.code, dimension=coding.dimension, above=coding.above
        ) or (coding.dimension or codebook.main.id, coding.code)
        codes.setdefault(dimension, []).append(code.replace(";", ","))
    main = codes.pop(codebook.main.id, [])
    if not text:
        return None
    return {
        **{dimension: own[0] for dimension, own in codes.items()},
        "text": text,
        "perspective": main[0] if main else "",
        "perspectives": ";".join(main),
        "document": source.name,
        "coder": first.coder,
    }
