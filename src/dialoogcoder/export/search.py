"""Which texts hold the words of a search, whatever form they stand in."""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import translate

from dialoogcoder.errors import InputError
from dialoogcoder.export.choices import folded, lemmas_of

_TERM = re.compile(r"[^\W_*]*\*[\w*'’]*|[^\W_]+(?:['’*][^\W_*]*)*")
_FORM = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def searcher(query: str) -> Callable[[str], bool]:
    """Make a test for texts.

    All words must stand in the text, in any form of the same lemma ("huizen" finds "huis"), with
    or without capitals and accents. A star stands for any letters: ``woning*``, ``*woning``.

    Args:
        query: Words.

    Returns:
        A function that tells whether a text holds them.

    Raises:
        InputError: There is no word in the query.
    """
    terms = [term for term in _TERM.findall(query) if term.strip("*")]
    if not terms:
        raise InputError(f"--search '{query}'", "no word", "one or more words", "Give a word.")
    patterns = [re.compile(translate(folded(term))) for term in terms if "*" in term]
    forms = {folded(term) for term in terms if "*" not in term}
    lemmas = {folded(term): lemmas_of(term) for term in terms if "*" not in term}

    def holds(text: str) -> bool:
        there = {folded(word) for word in _FORM.findall(text)}
        known = set(lemmas_of(text))
        return all(form in there or known.issuperset(lemmas[form]) for form in forms) and all(
            any(map(pattern.match, there | known)) for pattern in patterns
        )

    return holds
