"""A code's description as text: a definition, then lists under a label, then an id.

The format has one place for all that is said of a code, so a codebook is written into it in a form
that people read in any program, may type themselves, and that is read back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# A code whose id begins so is no code: it holds those of one dimension, or what only this program
# says (threads, speakers), which is nobody's coding.
DIMENSION: Final = "dimensie:"
PROGRAM: Final = "dialoogcoder:"

_INCLUDE, _EXCLUDE, _TERMS, _EXAMPLES, _ID = "Wel", "Niet", "Signaalwoorden", "Voorbeelden", "Id"
_LISTS: Final = {name.casefold(): name for name in (_INCLUDE, _EXCLUDE, _TERMS, _EXAMPLES)}
_BULLETS: Final = ("-", "–", "•", "*")


@dataclass(frozen=True, slots=True)
class Described:
    """What a description says; `code_id` is empty where it gives none."""

    definition: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    code_id: str = ""

    def text(self) -> str:
        """The description to write, without what is empty."""
        blocks = [self.definition]
        for label, items in (
            (_INCLUDE, self.include),
            (_EXCLUDE, self.exclude),
            (_TERMS, self.terms),
            (_EXAMPLES, self.examples),
        ):
            if items:
                blocks.append("\n".join([f"{label}:", *(f"- {item}" for item in items)]))
        if self.code_id:
            blocks.append(f"{_ID}: {self.code_id}")
        return "\n\n".join(block for block in blocks if block)


def read_description(text: str) -> Described:
    """Read a description, whoever wrote it.

    Args:
        text: What stands there; without any label it is a definition as a whole. Under a label
            stands an item a line, or after it, of signal words several with `;` between.

    Returns:
        Its parts, white space folded.
    """
    definition: list[str] = []
    lists: dict[str, list[str]] = {name: [] for name in _LISTS.values()}
    code_id, current = "", ""
    for line in text.splitlines():
        bare = " ".join(line.split())
        label, colon, rest = bare.partition(":")
        known = _LISTS.get(label.casefold(), "") if colon else ""
        if colon and label.casefold() == _ID.casefold():
            code_id, current = rest.strip(), ""
        elif known:
            current = known
            lists[known] += _items(rest, known)
        elif not bare:
            current = ""
        elif current:
            lists[current] += _items(_without_bullet(bare), current)
        else:
            definition.append(bare)
    return Described(
        " ".join(definition),
        *(tuple(lists[name]) for name in (_INCLUDE, _EXCLUDE, _TERMS, _EXAMPLES)),
        code_id=code_id,
    )


def _items(text: str, label: str) -> Sequence[str]:
    parts = text.split(";") if label == _TERMS else [text]
    return [part.strip() for part in parts if part.strip()]


def _without_bullet(line: str) -> str:
    return line[1:].strip() if line.startswith(_BULLETS) else line
