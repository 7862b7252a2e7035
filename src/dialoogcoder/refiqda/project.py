"""Reads REFI-QDA projects (.qdpx), the exchange format of qualitative software.

Source: REFI-QDA Standard, Project Exchange 1.0 (https://www.qdasoftware.org), here read with the
mess that programs make of it: any namespace, sources inside the XML or beside it, byte order
marks, Windows line ends, positions past the end, users and codes that are not declared.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from dialoogcoder.errors import RejectedSource
from dialoogcoder.model import PEOPLE
from dialoogcoder.refiqda.codes import CodePlace, code_places, code_tree, kind

# More than any project of transcripts; beyond it memory could run out.
_MAX_BYTES = 200_000_000
_TEXTUAL = ("TextSource", "Representation", "Transcript", "TextDescription")
_SELECTIONS = ("PlainTextSelection", "TranscriptSelection")
_ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")

PROGRAM_USER: Final = "dialoogcoder"
"""The user under whose name this program writes what is no coder's judgement."""

MODELS: Final = "model:"
_MODEL = re.compile(r"model[ :](.+@\S+)")


@dataclass(frozen=True, slots=True)
class ProjectSource:
    """A text in a project, decoded, otherwise as it stands there; `variables` by their names."""

    guid: str
    name: str
    text: str
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProjectCoding:
    """One code that one user gave to a stretch of a text; `start:end` are offsets into it.

    `dimension` and `above`, the codes that it is a part of, are as `CodePlace` has them.
    """

    source: str
    start: int
    end: int
    code: str
    user: str
    dimension: str | None = None
    above: tuple[str, ...] = ()

    @property
    def coder(self) -> str:
        """The user as a coder: a model where this program wrote its codes, else a person."""
        model = _MODEL.fullmatch(self.user)
        return f"{MODELS}{model[1]}" if model else f"{PEOPLE}{self.user}"


@dataclass(frozen=True, slots=True)
class Project:
    """The texts of a project and people's codes on them, in the order of the file.

    `unread` names sources that hold no text: pictures, sound, PDF pages without their text.
    What this program itself added of speakers and threads is not among the codings.
    """

    sources: tuple[ProjectSource, ...]
    codings: tuple[ProjectCoding, ...]
    unread: tuple[str, ...]


def read_project(path: Path, source: str) -> Project:
    """Read a .qdpx file.

    Args:
        path: The file.
        source: Its name, for messages.

    Returns:
        Its texts and codings; a coding outside its text is cut to it, and one that is empty then
        is left out.

    Raises:
        RejectedSource: It is no REFI-QDA project, or a damaged or huge one.
    """
    from lxml import etree

    try:
        with zipfile.ZipFile(path) as archive:
            _check_size(archive, source)
            name = next((n for n in archive.namelist() if n.lower().endswith(".qde")), None)
            if name is None:
                raise _refused(source, "een archief zonder project.qde")
            # Neither entities nor anything outside the file are ever looked up.
            parser = etree.XMLParser(
                resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
            )
            root = etree.fromstring(archive.read(name), parser)
            return _Reader(archive, root).project()
    except (zipfile.BadZipFile, etree.XMLSyntaxError, OSError, ValueError, RuntimeError,
            NotImplementedError, EOFError, KeyError, RecursionError) as error:  # fmt: skip
        raise _refused(source, f"geen leesbaar project ({type(error).__name__})") from error


def _refused(source: str, found: str) -> RejectedSource:
    return RejectedSource(
        source,
        found,
        "een REFI-QDA-project (.qdpx)",
        "Exporteer het opnieuw uit het programma als REFI-QDA-project.",
    )


def _check_size(archive: zipfile.ZipFile, source: str) -> None:
    readable = (".qde", ".txt", ".docx")
    size = sum(e.file_size for e in archive.infolist() if e.filename.lower().endswith(readable))
    if size > _MAX_BYTES:
        raise RejectedSource(
            source,
            f"uitgepakt {size // 1_000_000} MB tekst",
            f"hooguit {_MAX_BYTES // 1_000_000} MB",
            "Splits het project.",
        )


class _Reader:
    """One project's XML beside its archive."""

    def __init__(self, archive: zipfile.ZipFile, root: Any) -> None:
        self._archive = archive
        self._root = root
        self._files = {n.rpartition("/")[2].lower(): n for n in archive.namelist()}
        self._users: dict[str, str] = {}
        self._variables: dict[str, str] = {}
        self._codes = code_places(code_tree(root))
        for element in root.iter():
            guid = (element.get("guid") or "").lower()
            if kind(element) == "User":
                self._users[guid] = element.get("name") or element.get("id") or guid
            elif kind(element) == "Variable":
                self._variables[guid] = element.get("name") or guid

    def project(self) -> Project:
        sources: list[ProjectSource] = []
        codings: list[ProjectCoding] = []
        unread: list[str] = []
        for element in self._sources():
            found = self._text_of(element)
            name = element.get("name") or element.get("guid") or "bron zonder naam"
            if found is None:
                unread.append(name)
                continue
            holder, text = found
            guid = element.get("guid") or f"bron-{len(sources) + 1}"
            sources.append(ProjectSource(guid, name, text, dict(self._values(element))))
            codings += self._codings(element, holder, guid, len(text))
        return Project(tuple(sources), tuple(codings), tuple(unread))

    def _sources(self) -> Iterator[Any]:
        for group in self._root.iter():
            if kind(group) == "Sources":
                yield from (child for child in group if kind(child).endswith("Source"))

    def _text_of(self, element: Any) -> tuple[Any, str] | None:
        """The element that holds a source's text, and the text."""
        for holder in element.iter():
            if kind(holder) not in _TEXTUAL:
                continue
            inline = next((c for c in holder if kind(c) == "PlainTextContent"), None)
            if inline is not None and inline.text:
                return holder, str(inline.text)
            for path in (holder.get("plainTextPath"), holder.get("richTextPath")):
                name = self._files.get(PurePosixPath(path or "").name.lower())
                if name is not None and name.lower().endswith(".txt"):
                    return holder, self._decoded(name)
        return None

    def _decoded(self, name: str) -> str:
        raw = self._archive.read(name)
        for encoding in _ENCODINGS:
            try:
                if encoding != "utf-16" or raw.startswith((b"\xff\xfe", b"\xfe\xff")):
                    return raw.decode(encoding)
            except UnicodeDecodeError:
                continue
        return raw.decode("cp1252", errors="replace")

    def _values(self, element: Any) -> Iterator[tuple[str, str]]:
        for value in element:
            if kind(value) != "VariableValue":
                continue
            guid = next((c.get("targetGUID") or "" for c in value if kind(c) == "VariableRef"), "")
            text = next((c.text for c in value if kind(c).endswith("Value") and c.text), "")
            if text:
                yield self._variables.get(guid.lower(), guid), text

    def _codings(
        self, element: Any, holder: Any, guid: str, length: int
    ) -> Iterator[ProjectCoding]:
        for child in element:
            if kind(child) == "Coding":
                yield from self._coding(child, element, guid, 0, length)
        for selection in holder:
            if kind(selection) not in _SELECTIONS:
                continue
            try:
                start = max(0, int(selection.get("startPosition") or selection.get("fromPosition")))
                end = min(length, int(selection.get("endPosition") or selection.get("toPosition")))
            except (TypeError, ValueError):
                continue
            for child in selection:
                if kind(child) == "Coding" and start < end:
                    yield from self._coding(child, selection, guid, start, end)

    def _coding(
        self, coding: Any, owner: Any, guid: str, start: int, end: int
    ) -> Iterator[ProjectCoding]:
        guid_of_user = (coding.get("creatingUser") or owner.get("creatingUser") or "").lower()
        user = self._users.get(guid_of_user, guid_of_user or "onbekend")
        for reference in coding:
            if kind(reference) != "CodeRef":
                continue
            target = (reference.get("targetGUID") or "").lower()
            place = self._codes.get(target, CodePlace(target, None, (), by_program=False))
            if not place.by_program and user != PROGRAM_USER:
                yield ProjectCoding(
                    guid, start, end, place.code, user, place.dimension, place.above
                )
