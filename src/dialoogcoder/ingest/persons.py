"""One person, one speaker: "Ank", "ANK", "Ank Boersma" and "mw. Boersma" within a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from dialoogcoder.ingest.draft import Draft, Note
from dialoogcoder.names import PARTICLES, TITLES, Name, parse_name

# Who answer one another are two people; once may be a page break or the secretary's slip.
_ANSWERS = 2
# "AvD", "A.v.D.": at least two letters, the first a capital.
_LETTERS = re.compile(r"^[^\W\d_a-z](?:\.?[^\W\d_]){1,3}\.?$")
_WHOLE = 3


def join_names(draft: Draft) -> Draft:
    """Give each person in a conversation one name.

    Two labels are one person's when the shorter can stand for the fuller, for nobody else's
    there, and nothing speaks against it: another sex in the title, another function or role
    beside the name, or the two answering one another.

    Args:
        draft: A document; only a conversation is changed.

    Returns:
        The draft with the fullest of a person's names on all their turns, and a note of fact
        ``naam`` for each other one. Its text stays as it is.
    """
    if draft.kind != "gesprek":
        return draft
    persons = _Persons(draft)
    persons.join_same()
    persons.join_initials()
    for fullness in (2, 1, 0):
        persons.join_shorter(fullness)
    # Who is known by their first name by now can't be "mw. De Vries", whom they answer.
    persons.join_titled()
    chosen = persons.full_names()
    if all(name == full for name, full in chosen.items()):
        return draft
    notes = [replace(n, speaker=chosen.get(n.speaker, n.speaker)) for n in draft.notes]
    notes += [
        Note(full, "naam", name, "label")
        for name, full in chosen.items()
        if name.casefold() != full.casefold()
    ]
    turns = tuple(
        replace(turn, speaker=chosen[turn.speaker]) if turn.speaker is not None else turn
        for turn in draft.turns
    )
    return replace(draft, turns=turns, notes=tuple(dict.fromkeys(notes)))


class _Persons:
    """Sets of labels, each set one person's; codes such as ``Spreker 1`` stay alone."""

    def __init__(self, draft: Draft) -> None:
        self._text = draft.text
        self._counts = Counter(t.speaker for t in draft.turns if t.speaker is not None)
        self._names = {label: parse_name(label) for label in self._counts}
        self._sets: list[frozenset[str]] = [frozenset([label]) for label in sorted(self._counts)]
        self._facts = _facts(draft)
        spoken = [turn.speaker for turn in draft.turns]
        self._answers = Counter(frozenset(pair) for pair in pairwise(spoken) if pair[0] != pair[1])

    def join_same(self) -> None:
        """Join labels that differ in letter case, titles or order only."""
        by_name: dict[object, list[frozenset[str]]] = {}
        for own in self._sets:
            (label,) = own
            name = self._names[label]
            key = replace(name, sex="") if name is not None else " ".join(label.casefold().split())
            by_name.setdefault(key, []).append(own)
        for alike in by_name.values():
            if all(self._may_join(a, b) for a in alike for b in alike if a is not b):
                self._join(alike)

    def join_initials(self) -> None:
        """Join "AvD" to the one Annemiek van Dijk who speaks there too."""
        for own in [own for own in self._sets if self._fullness(own) == 0]:
            letters = {label.replace(".", "") for label in own if _LETTERS.match(label)}
            fuller = [
                other
                for other in self._sets
                if self._fullness(other) == _WHOLE and letters & set(map(_initials, other))
            ]
            if len(fuller) == 1 and self._may_join(own, fuller[0]):
                self._join([own, fuller[0]])

    def join_shorter(self, fullness: int) -> None:
        """Join each name of a given fullness to the one fuller name it can stand for."""
        wanted: dict[frozenset[str], list[frozenset[str]]] = {}
        for own in self._sets:
            if self._fullness(own) == fullness:
                others = [other for other in self._sets if other is not own]
                # "Klaas" is Klaas de Vries rather than a "dhr. De Vries".
                fuller = [other for other in others if self._shortens(own, other)] or [
                    other for other in others if self._stands_for(own, other)
                ]
                if len(fuller) == 1 and self._may_join(own, fuller[0]):
                    wanted.setdefault(fuller[0], []).append(own)
        for full, shorter in wanted.items():
            # "mw. Boersma" and "dhr. Boersma" can't both be Bo Boersma: then neither is.
            if all(self._may_join(a, b) for a in shorter for b in shorter if a is not b):
                self._join([full, *shorter])

    def join_titled(self) -> None:
        """Join "mw. De Vries" to the one fuller name that she still can be, others ruled out."""
        while any(map(self._join_titled, [s for s in self._sets if self._fullness(s) == 1])):
            pass

    def _join_titled(self, own: frozenset[str]) -> bool:
        fuller = [
            other
            for other in self._sets
            if other is not own and self._stands_for(own, other) and self._may_join(own, other)
        ]
        if len(fuller) == 1:
            self._join([own, fuller[0]])
        return len(fuller) == 1

    def full_names(self) -> dict[str, str]:
        """From each label to the fullest and best written one of the same person."""
        result = {}
        for own in self._sets:
            full = max(
                sorted(own),
                key=lambda label: (
                    _parts(self._names[label]),
                    not label.isupper(),
                    self._counts[label],
                ),
            )
            result.update(dict.fromkeys(own, full))
        return result

    def _join(self, sets: list[frozenset[str]]) -> None:
        self._sets = [own for own in self._sets if own not in sets]
        self._sets.append(frozenset().union(*sets))

    def _fullness(self, own: frozenset[str]) -> int:
        return max(_parts(self._names[label]) for label in own)

    def _may_join(self, one: frozenset[str], other: frozenset[str]) -> bool:
        answers = sum(self._answers[frozenset((a, b))] for a in one for b in other)
        return answers < _ANSWERS and not any(self._apart(a, b) for a in one for b in other)

    def _apart(self, a: str, b: str) -> bool:
        one, other = self._names[a], self._names[b]
        sexes = {name.sex for name in (one, other) if name is not None and name.sex}
        if len(sexes) > 1:
            return True
        return any(
            not (told in elsewhere or elsewhere in told)
            for fact, told in self._facts.get(a, {}).items()
            for elsewhere in [self._facts.get(b, {}).get(fact, told)]
        )

    def _shortens(self, own: frozenset[str], other: frozenset[str]) -> bool:
        return any(_short_for(short, full) for short, full in self._pairs(own, other))

    def _stands_for(self, own: frozenset[str], other: frozenset[str]) -> bool:
        return self._shortens(own, other) or any(
            self._written_together(first, last) for first, last in self._pairs(own, other)
        )

    def _pairs(self, own: frozenset[str], other: frozenset[str]) -> list[tuple[Name, Name]]:
        return [
            (one, two)
            for one in map(self._names.__getitem__, own)
            for two in map(self._names.__getitem__, other)
            if one is not None and two is not None
        ]

    def _written_together(self, first: Name, last: Name) -> bool:
        """Whether the text has "Ank Boersma" where labels have "Ank" and "mw. Boersma"."""
        if not first.bare or last.first or not last.surname:
            return False
        whole = rf"\b{re.escape(first.bare)}\s(?:[a-z']{{1,4}}\s){{0,3}}{re.escape(last.surname)}\b"
        return re.search(whole, self._text, re.IGNORECASE) is not None


def _facts(draft: Draft) -> Mapping[str, Mapping[str, str]]:
    facts: dict[str, dict[str, str]] = {}
    for note in draft.notes:
        facts.setdefault(note.speaker, {})[note.fact] = note.value.casefold()
    return facts


def _parts(name: Name | None) -> int:
    """How much of a name there is: 3 first and last, 2 with initials, 1 surname, 0 one word."""
    if name is None or name.bare:
        return 0
    if name.first:
        return 2 if name.surname.endswith(".") else 3
    return 2 if name.initials else 1


def _initials(label: str) -> str:
    """The letters a name is shortened to: ``AvD``."""
    words = [word for word in re.findall(r"[^\W\d_]+", label) if word.lower() not in TITLES]
    return "".join(w[0].lower() if w.lower() in PARTICLES else w[0].upper() for w in words)


def _short_for(short: Name, full: Name) -> bool:
    if _parts(short) >= _parts(full):
        return False
    if short.bare:
        return short.bare in (full.first, full.surname)
    if short.first:
        return short.first == full.first and full.surname[:1] == short.surname[:1]
    return short.surname == full.surname and (
        not short.initials or not full.first or short.initials[0] == full.first[0]
    )
