"""Reads a REFI-QDA codebook (.qdc, or the one in a .qdpx) as the TOML that a codebook here is.

Source: REFI-QDA Standard, Codebook Exchange 1.0 (https://www.qdasoftware.org), and what ATLAS.ti,
MAXQDA, NVivo, QualCoder and Taguette write: any namespace, byte order marks, codes without a
description, one code that holds all others, categories that can't be coded with.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dialoogcoder.errors import RecipeError
from dialoogcoder.model import NONE_CODE
from dialoogcoder.refiqda.codes import CodeNode, code_tree, kind

_MAX_BYTES = 50_000_000


def codebook_toml(path: Path, place: str) -> str:
    """Read a codebook that another program, or this one, exported.

    Codes at the top are codes, those below them their sub-themes; a single code at the top that
    holds all others is the dimension's title. Dimensions, ids, borders, signal words and examples
    come from the descriptions, as `Described` has them; a code without a description is described
    by its name.

    Args:
        path: A .qdc or .qdpx file.
        place: Its name, for messages.

    Returns:
        The codebook in TOML, for `codebook.load_codebook`.

    Raises:
        RecipeError: It is no such file, or holds no codes.
        OSError: It can't be opened.
    """
    nodes = tuple(node for node in _read(path, place) if not node.by_program)
    if not nodes:
        raise RecipeError(
            place, "no codes", "a REFI-QDA codebook with codes", "Export the codebook again."
        )
    lines = [f"[codebook]\nid = {_quoted(path.stem)}\n"]
    for dimension_id, title, codes in _dimensions(nodes):
        lines.append(f"[[dimension]]\nid = {_quoted(dimension_id)}\ntitle = {_quoted(title)}\n")
        lines += _codes(codes)
    return "\n".join(lines)


def _read(path: Path, place: str) -> tuple[CodeNode, ...]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(_bytes(path, place), parser)
        if kind(root) not in ("CodeBook", "Project"):
            found = f"XML of another kind (<{kind(root)}>)"
            raise RecipeError(place, found, "a REFI-QDA codebook (.qdc)", "Export it as such.")
        return code_tree(root)
    except (etree.XMLSyntaxError, zipfile.BadZipFile, ValueError, RuntimeError, EOFError) as error:
        raise RecipeError(
            place, f"a damaged file ({type(error).__name__})", "a REFI-QDA codebook (.qdc)",
            "Export it again from the program that made it.",
        ) from error  # fmt: skip


def _bytes(path: Path, place: str) -> bytes:
    if not zipfile.is_zipfile(path):
        size, raw = path.stat().st_size, path.read_bytes()
    else:
        with zipfile.ZipFile(path) as archive:
            inside = [e for e in archive.infolist() if e.filename.lower().endswith(".qde")]
            if not inside:
                raise RecipeError(
                    place, "no project.qde in it", "a REFI-QDA project", "Export it again."
                )
            size = inside[0].file_size
            raw = archive.read(inside[0]) if size <= _MAX_BYTES else b""
    if size > _MAX_BYTES:
        raise RecipeError(
            place, f"{size // 1_000_000} MB", f"at most {_MAX_BYTES // 1_000_000} MB",
            "Export the codebook alone (.qdc).",
        )  # fmt: skip
    return raw


def _dimensions(nodes: Sequence[CodeNode]) -> Iterator[tuple[str, str, list[CodeNode]]]:
    """Each dimension's id, title and codes."""
    marked = [node for node in nodes if node.dimension is not None]
    if marked:
        # Codes that somebody added beside the dimensions are of the first.
        loose = [node for node in nodes if node.dimension is None]
        for node in marked:
            yield node.dimension or "", node.title, [*node.children, *loose]
            loose = []
        return
    title = "Code"
    while len(nodes) == 1 and nodes[0].children:
        title, nodes = nodes[0].title, nodes[0].children
    yield "code", title, list(nodes)


def _codes(nodes: Iterable[CodeNode]) -> Iterator[str]:
    taken: set[str] = set()
    for node in nodes:
        said = node.described
        none = NONE_CODE in (said.code_id, node.title.casefold()) and NONE_CODE not in taken
        code_id = NONE_CODE if none else _id(node, taken)
        taken.add(code_id)
        table = "dimension.none" if none else "dimension.code"
        yield f"[{table}]" if none else f"[[{table}]]\nid = {_quoted(code_id)}"
        yield f"title = {_quoted(node.title)}"
        yield f"definition = {_quoted(said.definition or node.title)}"
        yield f"include = {_listed(said.include)}\nexclude = {_listed(said.exclude)}\n"
        subthemes: set[str] = set()
        if said.terms or said.examples:
            # Only a sub-theme has signal words and examples: the code is its own.
            yield _subtheme(table, node, node.title, code_id, subthemes)
        for title, below in _below(node, ()):
            yield _subtheme(table, below, title, "", subthemes)


def _below(node: CodeNode, path: tuple[str, ...]) -> Iterator[tuple[str, CodeNode]]:
    for child in node.children:
        own = (*path, child.title)
        yield " / ".join(own), child
        yield from _below(child, own)


def _subtheme(table: str, node: CodeNode, title: str, given_id: str, taken: set[str]) -> str:
    said = node.described
    return (
        f"[[{table}.subtheme]]\nid = {_quoted(given_id or _id(node, taken))}\n"
        f"title = {_quoted(title)}\ndefinition = {_quoted(said.definition or title)}\n"
        f"terms = {_listed(said.terms)}\nexamples = {_listed(said.examples)}\n"
    )


def _id(node: CodeNode, taken: set[str]) -> str:
    """The id that its description gives, else its name in small letters with hyphens."""
    folded = unicodedata.normalize("NFKD", node.title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-") or "code"
    wanted = node.described.code_id.replace(";", ",") or slug
    number, found = 1, wanted
    while found in taken or found == NONE_CODE:
        number += 1
        found = f"{wanted}-{number}"
    taken.add(found)
    return found


def _listed(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _quoted(text: str) -> str:
    # A JSON string is a TOML basic string, but for the one control character JSON leaves alone.
    return json.dumps(unicodedata.normalize("NFC", text).replace("\x7f", ""), ensure_ascii=False)
