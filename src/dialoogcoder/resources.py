"""Finds what ships with dialoogcoder: recipes, codebooks and trained models."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
# An installed wheel carries them inside the package; a checkout has them at its root.
_ROOTS = (_PACKAGE / "_shipped", _PACKAGE.parents[1])


def shipped(relative: str) -> Path:
    """Path of a shipped file or folder such as ``pipelines/standaard.toml``.

    Raises:
        FileNotFoundError: The installation is damaged: the file ships with every copy.
    """
    for root in _ROOTS:
        if (root / relative).exists():
            return root / relative
    raise FileNotFoundError(f"{relative} is missing from this installation of dialoogcoder")


def locate(name: str, *, folder: str, near: Path | None = None, suffix: str = "") -> Path | None:
    """Resolve what a recipe or option names: a path, a neighbour of the recipe, or a shipped one.

    Args:
        name: A path, or the bare name of something shipped.
        folder: Shipped folder to look in: ``pipelines`` or ``models``.
        near: Folder of the file that gives the name; tried before the shipped ones.
        suffix: Added to a bare name when nothing is found without it.

    Returns:
        An existing path, or None.
    """
    candidates = [Path(name), Path(name + suffix)]
    if near is not None:
        candidates += [near / name, near / (name + suffix)]
    candidates += [root / folder / file for root in _ROOTS for file in (name, name + suffix)]
    return next((path for path in candidates if path.exists()), None)
