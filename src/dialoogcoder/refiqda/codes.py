"""The tree of codes in a project or a codebook, and what each of them stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dialoogcoder.refiqda.descriptions import DIMENSION, PROGRAM, Described, read_description


@dataclass(frozen=True, slots=True)
class CodeNode:
    """A code as it stands in the file, with the codes below it."""

    guid: str
    name: str
    described: Described
    children: tuple[CodeNode, ...]

    @property
    def dimension(self) -> str | None:
        """The dimension whose codes it holds, if it is no code itself."""
        code_id = self.described.code_id
        return code_id.removeprefix(DIMENSION) if code_id.startswith(DIMENSION) else None

    @property
    def by_program(self) -> bool:
        """Whether it and all below it are this program's own: threads, speakers, roles."""
        return self.described.code_id.startswith(PROGRAM)

    @property
    def title(self) -> str:
        """What this program called it, where its name had to be another; else its name."""
        return (self.described.title if self.described.code_id else "") or self.name

    @property
    def known_as(self) -> str:
        """Its id where its description gives one, else its name."""
        return self.described.code_id or self.name


@dataclass(frozen=True, slots=True)
class CodePlace:
    """What a code that was given stands for.

    `above` names the codes that it is a part of, the nearest first; `dimension` is known of the
    further dimensions of a project that this program wrote, and None of the first and of others'
    codes. `by_program` codes are nobody's coding.
    """

    code: str
    dimension: str | None
    above: tuple[str, ...]
    by_program: bool


def kind(element: Any) -> str:
    """An element's name, whatever its namespace; comments and instructions have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def code_tree(root: Any) -> tuple[CodeNode, ...]:
    """The codes of a project's or codebook's XML, as a tree.

    Raises:
        RecursionError: They are nested deeper than any codebook.
    """
    for group in root.iter():
        if kind(group) == "Codes":
            return _children(group)
    return ()


def _children(parent: Any) -> tuple[CodeNode, ...]:
    return tuple(_node(child) for child in parent if kind(child) == "Code")


def _node(element: Any) -> CodeNode:
    description = next((c for c in element if kind(c) == "Description"), None)
    text = "" if description is None else "".join(description.itertext())
    guid = (element.get("guid") or "").lower()
    name = " ".join((element.get("name") or "").split())
    return CodeNode(guid, name or guid, read_description(text), _children(element))


def code_places(nodes: tuple[CodeNode, ...]) -> dict[str, CodePlace]:
    """What each code stands for, by guid."""
    first = next((node.dimension for node in nodes if node.dimension is not None), None)
    return {
        node.guid: CodePlace(
            node.known_as if dimension else node.name,
            None if dimension == first else dimension,
            above,
            by_program,
        )
        for node, dimension, above, by_program in _walk(nodes, None, (), by_program=False)
    }


def _walk(
    nodes: tuple[CodeNode, ...], dimension: str | None, above: tuple[str, ...], *, by_program: bool
) -> Iterator[tuple[CodeNode, str | None, tuple[str, ...], bool]]:
    for node in nodes:
        inside = node.dimension
        ours = by_program or node.by_program
        yield node, dimension, above, ours
        below = () if inside is not None else (node.known_as if dimension else node.name, *above)
        yield from _walk(node.children, inside or dimension, below, by_program=ours)
