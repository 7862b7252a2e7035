"""The last component of `nl_dialoog`: lemmas from tables, before what the network guessed.

The treebank's forms come first, by their part of speech, then simplemma's word list; only for a
word in neither does the lemma of the learned component stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import srsly
from spacy.language import Language
from spacy.tokens import Doc

NAME = "dialoog_lemmas"
# A name is its own lemma, whatever its letters resemble; a sign or a foreign word as well.
_NAMES = "PROPN"
_AS_WRITTEN = frozenset(("PROPN", "X", "SYM", "PUNCT", "SPACE", ""))
_FILE = "lemmas.msgpack"


class LemmaTables:
    """Lemmas by form and part of speech; calls on a doc write them."""

    def __init__(self, table: Mapping[str, str] | None = None) -> None:
        self._table: dict[str, str] = dict(table or {})

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemma of every token of a tagged doc."""
        for token in doc:
            token.lemma_ = self._lemma(
                token.text, token.pos_, token.lemma_, first=bool(token.is_sent_start)
            )
        return doc

    def _lemma(self, form: str, pos: str, learned: str, *, first: bool) -> str:
        if pos == _NAMES:
            return form
        low = form.lower()
        told = self._table.get(f"{pos} {low}")
        if told is not None:
            return told
        if pos in _AS_WRITTEN:
            return form
        lemma = _listed(low) or learned.lower() or low
        # "Franstalige" keeps its capital, but not the first word of a sentence.
        if pos == "ADJ" and form[0].isupper() and not first:
            return lemma[0].upper() + lemma[1:]
        return lemma

    def to_bytes(self, **_: Any) -> bytes:
        """The table as bytes, sorted."""
        return bytes(srsly.msgpack_dumps(dict(sorted(self._table.items()))))

    def from_bytes(self, data: bytes, **_: Any) -> LemmaTables:
        """Read what `to_bytes` gave."""
        self._table = dict(srsly.msgpack_loads(data))
        return self

    def to_disk(self, path: Path | str, **_: Any) -> None:
        """Write the table into a folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _FILE).write_bytes(self.to_bytes())

    def from_disk(self, path: Path | str, **_: Any) -> LemmaTables:
        """Read what `to_disk` wrote."""
        return self.from_bytes((Path(path) / _FILE).read_bytes())


def _listed(low: str) -> str | None:
    import simplemma

    if not simplemma.is_known(low, lang="nl"):
        return None
    return str(simplemma.lemmatize(low, lang="nl")).lower()


@Language.factory(NAME)  # type: ignore[untyped-decorator]
def create(nlp: Language, name: str) -> LemmaTables:  # noqa: ARG001 (spaCy passes both)
    """Make the component for spaCy."""
    return LemmaTables()
