"""A Word document's elements and styles: how each is called, and which styles are bold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

_OFF: Final = frozenset(["0", "false", "off", "none"])


@dataclass(frozen=True, slots=True)
class Styles:
    """What the body needs to know of styles, by their ids.

    Which are bold, which are those of a table of contents, and a paragraph's where it has none.
    """

    bold: Mapping[str, bool]
    contents: frozenset[str]
    default: str


def local_name(element: Any) -> str:
    """An element's name without its namespace; empty for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any, *names: str) -> Iterator[Any]:
    """An element's children of some names."""
    return (child for child in element if local_name(child) in names)


def inside(element: Any, *names: str) -> Any:
    """The element at the end of a path of names, or None."""
    for name in names:
        element = next(children(element, name), None) if element is not None else None
    return element


def value(element: Any) -> str:
    """An element's `val`; empty where it has none or there is no element."""
    if element is None:
        return ""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == "val"), "")


def is_on(element: Any) -> bool:
    """Whether a switch stands there and is not turned off."""
    return element is not None and value(element) not in _OFF


def read_styles(root: Any) -> Styles:
    """Which styles are bold, their own or a parent's, and which are for tables of contents."""
    bold: dict[str, bool] = {}
    based_on: dict[str, str] = {}
    contents = set()
    default = ""
    for style in children(root, "style"):
        named = {k.rpartition("}")[2]: v for k, v in style.attrib.items()}
        style_id = named.get("styleId", "")
        based_on[style_id] = value(inside(style, "basedOn"))
        switch = inside(style, "rPr", "b")
        name = value(inside(style, "name")).lower()
        if switch is not None:
            bold[style_id] = is_on(switch)
        elif name.startswith("heading "):
            bold[style_id] = True
        if name.startswith(("toc ", "table of figures")):
            contents.add(style_id)
        if named.get("type") == "paragraph" and named.get("default") in ("1", "true", "on"):
            default = style_id
    for style_id in based_on:
        seen = [style_id]
        while seen[-1] not in bold and based_on.get(seen[-1]) and len(seen) < 20:
            seen.append(based_on[seen[-1]])
        bold.setdefault(style_id, bold.get(seen[-1], False))
    return Styles(bold, frozenset(contents), default)
