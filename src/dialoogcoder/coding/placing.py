"""Which code of a codebook somebody means who uses other names, or a finer codebook."""

from __future__ import annotations

from collections.abc import Sequence

from dialoogcoder.codebook import Codebook, Dimension


def place_code(
    codebook: Codebook, name: str, *, dimension: str | None = None, above: Sequence[str] = ()
) -> tuple[str, str] | None:
    """Find the code that a name stands for.

    Args:
        codebook: The codebook.
        name: An id or title of a code, or of a sub-theme, which stands for its code.
        dimension: The dimension it belongs to, where that is known not to be the first.
        above: Codes that it is a part of, the nearest first; the first known one stands for it.

    Returns:
        The dimension's id and the code's, or None where none of the names is known.
    """
    looked_in = [d for d in codebook.dimensions if dimension in (None, d.id)]
    for name_of in (Dimension.code_named, _code_of_subtheme):
        for one in looked_in:
            code = name_of(one, name)
            if code is not None:
                return one.id, code
    return place_code(codebook, above[0], dimension=dimension, above=above[1:]) if above else None


def _code_of_subtheme(dimension: Dimension, name: str) -> str | None:
    wanted = " ".join(name.split()).casefold()
    for code in (*dimension.codes, *([dimension.none] if dimension.none else [])):
        if any(wanted in {s.id.casefold(), s.title.casefold()} for s in code.subthemes):
            return code.id
    return None
