"""Ids and names as the format and its readers want them: stable, unique, free of what XML lacks."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from itertools import count
from typing import Final

_SPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:dialoogcoder:refi-qda")
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def guid(*key: str | int) -> str:
    """The same id for the same key, on every machine: so that projects can be merged."""
    return str(uuid.uuid5(_SPACE, "\x1f".join(map(str, key))))


def xml_safe(text: str) -> str:
    """The text without the characters that XML can't carry."""
    return _NOT_XML.sub("", text)


def one_line(text: str, most: int) -> str:
    """The text on one line, cut with an ellipsis when it is longer than `most` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 1].rstrip()}…"


class Names:
    """Hands out names that are unique whatever their capitals.

    ATLAS.ti and QualCoder take two codes of one name for one code, and lose a coding by it.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def unique(self, name: str, apart: str = "") -> str:
        """The name, with `apart` behind it where it was given already, and a number if need be.

        Args:
            name: The wanted name; white space is folded.
            apart: What tells it apart from its namesakes.
        """
        plain = " ".join(xml_safe(name).split()) or "zonder naam"
        behind = " ".join(xml_safe(apart).split())
        found = next(o for o in _options(plain, behind) if o.casefold() not in self._taken)
        self._taken.add(found.casefold())
        return found


def _options(plain: str, behind: str) -> Iterator[str]:
    yield plain
    if behind:
        yield f"{plain} ({behind})"
    for number in count(2):
        yield f"{plain} ({behind} {number})" if behind else f"{plain} ({number})"
