"""A code's description as text: a definition, lists under a label, then title and id.

The format has one place for all that is said of a code, so a codebook is written into it in a form
that people read in any program, may type themselves, and that is read back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# A code whose id begins so is no code: it holds those of one dimension, or what only this program
# says (threads, speakers), which is nobody's coding.
DIMENSION: Final = "dimensie:"
PROGRAM: Final = "dialoogcoder:"

_INCLUDE, _EXCLUDE, _TERMS, _EXAMPLES = "Wel", "Niet", "Signaalwoorden", "Voorbeelden"
_TITLE, _ID = "Titel", "Id"
_LISTS: Final = {name.casefold(): name for name in (_INCLUDE, _EXCLUDE, _TERMS, _EXAMPLES)}
_BULLETS: Final = ("-", "–", "•", "*")


@dataclass(frozen=True, slots=True)
class Described:
    """What a description says.

    `title` is given where the code had to bear another name, as two codes can't have the same;
    it and `code_id` are empty where the description gives none.
    """

    definition: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    code_id: str = ""
    title: str = ""

    def text(self) -> str:
        """The description to write, without what is empty."""
        blocks = [self.definition]
        for label, items in (
            (_INCLUDE, self.include),
            (_EXCLUDE, self.exclude),
            (_TERMS, self.terms),
            (_EXAMPLES, self.examples),
        ):
            if items and label == _TERMS and not any(";" in item for item in items):
                blocks.append(f"{label}: {'; '.join(items)}")
            elif items:
                blocks.append("\n".join([f"{label}:", *(f"- {item}" for item in items)]))
        marks = ((_TITLE, self.title), (_ID, self.code_id))
        blocks.append("\n".join(f"{label}: {value}" for label, value in marks if value))
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
    marks = {_TITLE.casefold(): "", _ID.casefold(): ""}
    current = ""
    for line in text.splitlines():
        bare = " ".join(line.split())
        label, colon, rest = bare.partition(":")
        known = _LISTS.get(label.casefold(), "") if colon else ""
        if colon and label.casefold() in marks:
            marks[label.casefold()], current = rest.strip(), ""
        elif known:
            current = known
            parts = rest.split(";") if known == _TERMS else [rest]
            lists[known] += [part.strip() for part in parts if part.strip()]
        elif not bare:
            current = ""
        elif current:
            lists[current].append(bare[1:].strip() if bare.startswith(_BULLETS) else bare)
        else:
            definition.append(bare)
    return Described(
        " ".join(definition),
        include=tuple(lists[_INCLUDE]),
        exclude=tuple(lists[_EXCLUDE]),
        terms=tuple(lists[_TERMS]),
        examples=tuple(lists[_EXAMPLES]),
        title=marks[_TITLE.casefold()],
        code_id=marks[_ID.casefold()],
    )
