"""The codebook: what each code means, in words that people and the classifier both read."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dialoogcoder.errors import RecipeError
from dialoogcoder.model import NONE_CODE
from dialoogcoder.refiqda.codebook import codebook_toml


@dataclass(frozen=True, slots=True)
class Subtheme:
    """A part of a code: its definition, signal terms and example passages."""

    id: str
    title: str
    definition: str
    terms: tuple[str, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a dimension; `include` and `exclude` draw its borders for human coders."""

    id: str
    title: str
    definition: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    subthemes: tuple[Subtheme, ...]


@dataclass(frozen=True, slots=True)
class Dimension:
    """A question put to every passage. `none` describes the answer that no code holds."""

    id: str
    title: str
    codes: tuple[Code, ...]
    none: Code | None

    @property
    def code_ids(self) -> tuple[str, ...]:
        """Ids of the codes in the codebook's order, without `geen`."""
        return tuple(code.id for code in self.codes)

    def code_named(self, name: str) -> str | None:
        """The id of the code with that id or title, whatever its capitals; `geen` is one too."""
        wanted = " ".join(name.split()).casefold()
        if wanted == NONE_CODE:
            return NONE_CODE
        for code in self.codes:
            if wanted in {code.id.casefold(), code.title.casefold()}:
                return code.id
        return None

    def title_of(self, code_id: str) -> str:
        """A code's title as users read it; an unknown id is given back as it is."""
        codes: list[Code] = [*self.codes, *([self.none] if self.none else [])]
        return next((code.title for code in codes if code.id == code_id), code_id)


@dataclass(frozen=True, slots=True)
class Codebook:
    """A codebook as read, with the bytes of its file and their hash."""

    id: str
    title: str
    version: str
    dimensions: tuple[Dimension, ...]
    sha256: str
    source: bytes

    def dimension(self, dimension_id: str) -> Dimension | None:
        """The dimension of that id, or None."""
        return next((d for d in self.dimensions if d.id == dimension_id), None)

    @property
    def main(self) -> Dimension:
        """The first dimension: the one that `perspective` columns speak of."""
        return self.dimensions[0]


def _text(table: Mapping[str, Any], key: str, place: str, *, default: str | None = None) -> str:
    value = table.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise RecipeError(place, f"{key} = {value!r}", "a text", f'Write {key} = "...".')
    return " ".join(value.split())


def _texts(table: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise RecipeError(place, f"{key} = {value!r}", "a list of texts", "Correct it.")
    return tuple(" ".join(v.split()) for v in value if v.strip())


def _tables(table: Mapping[str, Any], key: str, place: str) -> list[Mapping[str, Any]]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
        raise RecipeError(place, f"{key} of another shape", f"tables [[{key}]]", "Correct it.")
    return value


def _code(table: Mapping[str, Any], place: str) -> Code:
    code_id = _text(table, "id", place)
    place = f"{place}, code '{code_id}'"
    subthemes = []
    for sub in _tables(table, "subtheme", place):
        sub_id = _text(sub, "id", f"{place}, subtheme")
        sub_place = f"{place}, subtheme '{sub_id}'"
        subthemes.append(
            Subtheme(
                id=sub_id,
                title=_text(sub, "title", sub_place, default=sub_id),
                definition=_text(sub, "definition", sub_place, default=""),
                terms=_texts(sub, "terms", sub_place),
                examples=_texts(sub, "examples", sub_place),
            )
        )
    return Code(
        id=code_id,
        title=_text(table, "title", place, default=code_id),
        definition=_text(table, "definition", place, default=""),
        include=_texts(table, "include", place),
        exclude=_texts(table, "exclude", place),
        subthemes=tuple(subthemes),
    )


def _dimension(table: Mapping[str, Any], place: str) -> Dimension:
    dimension_id = _text(table, "id", place)
    place = f"{place}, dimension '{dimension_id}'"
    codes = tuple(_code(code, place) for code in _tables(table, "code", place))
    if len(codes) < 2:
        raise RecipeError(place, f"{len(codes)} codes", "2 or more [[dimension.code]]", "Add them.")
    ids = [code.id for code in codes]
    for code in codes:
        if ids.count(code.id) > 1 or code.id == NONE_CODE or ";" in code.id:
            raise RecipeError(
                place,
                f"code id '{code.id}'",
                f"an id of its own, not '{NONE_CODE}', without ';'",
                "Rename it.",
            )
        if not (code.definition or code.subthemes):
            raise RecipeError(
                place, f"code '{code.id}' with no text", "a definition or subthemes", "Add one."
            )
    none = table.get("none")
    if none is not None and not isinstance(none, dict):
        raise RecipeError(place, "none of another shape", "a table [dimension.none]", "Correct it.")
    return Dimension(
        id=dimension_id,
        title=_text(table, "title", place, default=dimension_id),
        codes=codes,
        none=None if none is None else _code({"id": NONE_CODE, **none}, f"{place}, none"),
    )


def load_codebook(path: Path) -> Codebook:
    """Read a codebook from its TOML file, or from what qualitative software exports.

    Args:
        path: The file; one that ends in .qdc or .qdpx is a REFI-QDA codebook, or a project's.

    Returns:
        The codebook; its hash is that of the file's bytes with Unix line ends, so that a
        checkout on another system gives the same hash. Of a REFI-QDA codebook its source is the
        same in TOML.

    Raises:
        RecipeError: The file is missing or says something that a codebook can't.
    """
    place = f"codebook {path.name}"
    try:
        refi = path.suffix.lower() in (".qdc", ".qdpx")
        raw = codebook_toml(path, place).encode("utf-8") if refi else path.read_bytes()
        data = tomllib.loads(raw.decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise RecipeError(
            f"codebook {path}", "no such file", "a codebook (TOML or .qdc)", "Give its path."
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RecipeError(place, str(error), "valid TOML in UTF-8", "Correct it.") from error
    return _from_data(data, raw, place, path.stem)


def _from_data(data: Mapping[str, Any], raw: bytes, place: str, name: str) -> Codebook:
    head = data.get("codebook", {})
    if not isinstance(head, dict):
        raise RecipeError(place, "codebook of another shape", "a table [codebook]", "Correct it.")
    dimensions = tuple(_dimension(d, place) for d in _tables(data, "dimension", place))
    if not dimensions:
        raise RecipeError(place, "no dimension", "at least one [[dimension]]", "Add one.")
    return Codebook(
        id=_text(head, "id", place, default=name),
        title=_text(head, "title", place, default=name),
        version=_text(head, "version", place, default="1"),
        dimensions=dimensions,
        sha256=hashlib.sha256(raw.replace(b"\r\n", b"\n")).hexdigest(),
        source=raw,
    )


def codebook_of_codes(code_ids: Sequence[str], *, title: str) -> Codebook:
    """A bare codebook of codes that only have a name, as when passages come without one.

    Args:
        code_ids: The codes; `geen` among them becomes the answer that no code holds.
        title: Its title.

    Returns:
        One dimension; each code is described by its own id, read as words.

    Raises:
        RecipeError: Fewer than two codes, or an id that can't be one.
    """
    lines = ["[codebook]", f"id = {_quoted(title)}", "", "[[dimension]]", 'id = "code"', ""]
    for code in code_ids:
        if code != NONE_CODE:
            lines += ["[[dimension.code]]", f"id = {_quoted(code)}"]
            lines += [f"definition = {_quoted(re.sub('[-_]+', ' ', code))}", ""]
    if NONE_CODE in code_ids:
        lines += ["[dimension.none]", 'title = "Geen"', 'definition = "Geen van deze codes."', ""]
    raw = "\n".join(lines).encode("utf-8")
    return _from_data(tomllib.loads(raw.decode("utf-8")), raw, f"codes of {title}", title)


def _quoted(text: str) -> str:
    # A JSON string is a TOML basic string.
    return json.dumps(text, ensure_ascii=False)
