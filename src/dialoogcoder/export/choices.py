"""What a filter's value stands for, among what a run holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from dialoogcoder.errors import InputError
from dialoogcoder.nlp import lemma

# More than these in one line is no help; the nearest are told first.
_LISTED: Final = 30
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def folded(text: str) -> str:
    """A text without capitals and accents, as people type it in a filter or a search."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c)).replace("’", "'")


def lemmas_of(text: str) -> tuple[str, ...]:
    """The words of a text as lemmas, without accents; the parts of hyphened words stand apart."""
    whole = unicodedata.normalize("NFC", text).lower().replace("&", " en ")
    return tuple(folded(lemma(word)) for word in _WORD.findall(whole))


def matching(
    option: str,
    wanted: Sequence[str],
    options: Mapping[str, Sequence[str]],
    *,
    parts: bool = False,
) -> frozenset[str]:
    """The values that a filter names.

    A name counts whatever its case and accents. Where no value has exactly that name, the values
    count in whose name all its words stand: "wonen" for "wonen & verkeer", "wetenschappers" for
    "wetenschapper".

    Args:
        option: The filter's name, for the message.
        wanted: What the user gave.
        options: The values that exist, with the names that each goes by.
        parts: Take the values with all words too where others have exactly the name, as for
            "wethouder" and "wethouder wonen".

    Returns:
        The values that are meant.

    Raises:
        InputError: One of `wanted` names none of them.
    """
    found: set[str] = set()
    for name in wanted:
        plain = folded(" ".join(name.split()))
        exact = {v for v, names in options.items() if plain in (folded(n) for n in names)}
        found |= exact
        if exact and not parts:
            continue
        words = set(lemmas_of(name))
        held = {v for v, names in options.items() if words and _held(words, names)}
        if not exact and not held:
            raise InputError(
                f"{option} '{name}'", "nothing of that name in this run",
                _listed(name, options), "Give one of these, or a word of it.",
            )  # fmt: skip
        found |= held
    return frozenset(found)


def _held(words: set[str], names: Sequence[str]) -> bool:
    return any(words <= set(lemmas_of(name)) for name in names)


def _listed(name: str, options: Mapping[str, Sequence[str]]) -> str:
    shown = {value: " = ".join(dict.fromkeys(names)) for value, names in options.items()}
    if not shown:
        return "nothing: this run holds none"
    if len(shown) <= _LISTED:
        return f"one of: {', '.join(shown.values())}"
    words = {word: value for value in shown for word in (value, *value.split())}
    near = [words[word] for word in get_close_matches(name, words, n=12, cutoff=0.5)]
    first = list(dict.fromkeys([*near, *shown]))[:_LISTED]
    more = len(shown) - len(first)
    return f"one of: {', '.join(shown[value] for value in first)}, and {more} more"
