"""How good roles are on conversations of which a person has written down who is who."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dialoogcoder.model import UNKNOWN, Speaker
from dialoogcoder.names import is_code

LEADER = "gespreksleider"
NAMED, ANONYMOUS, ALL = "named", "anonymous", "all"
_ARTICLE = re.compile(r"^(?:een|de|het|'n|’n)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class GoldSpeaker:
    """Who somebody is, by a person's hand; `also` are their other labels in the document."""

    source: str
    speaker: str
    gespreksrol: str
    functie: str
    stakeholdergroep: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """A share of cases, with how many there were."""

    right: int
    of: int

    @property
    def value(self) -> float:
        """From 0 to 1; 1 where there was nothing to get wrong."""
        return self.right / self.of if self.of else 1.0


@dataclass(frozen=True, slots=True)
class LeaderScore:
    """Finding who leads: counts over speakers, and conversations in which nobody does."""

    conversations: int
    found: int
    missed: int
    false: int
    without: int
    false_without: int

    @property
    def f1(self) -> float:
        """F1 of gespreksleider; 1 where there is none and none was found."""
        total = 2 * self.found + self.missed + self.false
        return 2 * self.found / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Miss:
    """One fact that differs: where, whose, which, what a person wrote and what was found."""

    source: str
    speaker: str
    fact: str
    gold: str
    found: str


@dataclass(frozen=True, slots=True)
class RoleEvaluation:
    """All figures of an evaluation.

    Attributes:
        leaders: By kind of labels: ``named``, ``anonymous``, ``all``.
        roles: Speakers whose gespreksrol is right.
        functions: Functions found word for word, of those said or written.
        functions_none: Speakers without a function for whom none was made up.
        groups: Stakeholder groups right, of those that can be told.
        groups_unknown: Speakers of unknown group for whom none was guessed.
        speakers: People found as one speaker, of all people.
        misses: What differs, in the order of the gold.
    """

    leaders: Mapping[str, LeaderScore]
    roles: Share
    functions: Share
    functions_none: Share
    groups: Share
    groups_unknown: Share
    speakers: Share
    misses: tuple[Miss, ...]


def evaluate_roles(
    gold: Sequence[GoldSpeaker], found: Mapping[str, Sequence[Speaker]]
) -> RoleEvaluation:
    """Compare what was found with what a person wrote down.

    A function counts as found when it is the same but for letter case, an article before it and
    the punctuation around it. Somebody found under two names, or two people under one, count as
    missed, and so do their facts.

    Args:
        gold: Who is who.
        found: By source, the speakers as the roles stage gives them, without a participants list.

    Returns:
        The figures.
    """
    misses: list[Miss] = []
    matched: dict[tuple[str, str], Speaker | None] = {}
    for person in gold:
        own = _match(person, found.get(person.source, ()))
        matched[person.source, person.speaker] = own
        if own is None:
            misses.append(Miss(person.source, person.speaker, "spreker", person.speaker, ""))
    roles: list[bool] = []
    functions: list[bool] = []
    functions_none: list[bool] = []
    groups: list[bool] = []
    groups_unknown: list[bool] = []
    for person in gold:
        own = matched[person.source, person.speaker]
        told = {
            "gespreksrol": own.gespreksrol if own else UNKNOWN,
            "functie": (own.functie or "") if own else "",
            "stakeholdergroep": own.stakeholdergroep if own else UNKNOWN,
        }
        roles.append(_compare(person, "gespreksrol", person.gespreksrol, told, misses))
        right = _compare(person, "functie", person.functie, told, misses)
        (functions if person.functie else functions_none).append(right)
        right = _compare(person, "stakeholdergroep", person.stakeholdergroep, told, misses)
        (groups_unknown if person.stakeholdergroep == UNKNOWN else groups).append(right)
    return RoleEvaluation(
        leaders=_leaders(gold, found, matched),
        roles=_share(roles),
        functions=_share(functions),
        functions_none=_share(functions_none),
        groups=_share(groups),
        groups_unknown=_share(groups_unknown),
        speakers=_share([own is not None for own in matched.values()]),
        misses=tuple(misses),
    )


def _share(right: Sequence[bool]) -> Share:
    return Share(sum(right), len(right))


def _compare(
    person: GoldSpeaker, fact: str, gold: str, told: Mapping[str, str], misses: list[Miss]
) -> bool:
    right = plain(gold) == plain(told[fact])
    if not right:
        misses.append(Miss(person.source, person.speaker, fact, gold, told[fact]))
    return right


def plain(value: str) -> str:
    """A value without what does not count: letter case, an article before, punctuation around."""
    value = " ".join(value.casefold().replace("’", "'").split()).strip(" .,;:!?…\"'“”()")
    return _ARTICLE.sub("", value)


def _match(person: GoldSpeaker, speakers: Iterable[Speaker]) -> Speaker | None:
    """The one speaker that a person was found as; None when found as several or not at all."""
    labels = {label.casefold() for label in (person.speaker, *person.also)}
    own = [s for s in speakers if s.speaker.casefold() in labels]
    return own[0] if len(own) == 1 else None


def _leaders(
    gold: Sequence[GoldSpeaker],
    found: Mapping[str, Sequence[Speaker]],
    matched: Mapping[tuple[str, str], Speaker | None],
) -> dict[str, LeaderScore]:
    counts = {kind: [0] * 6 for kind in (NAMED, ANONYMOUS, ALL)}
    for source in dict.fromkeys(person.source for person in gold):
        people = [person for person in gold if person.source == source]
        codes = sum(is_code(person.speaker) for person in people)
        kind = ANONYMOUS if codes > len(people) / 2 else NAMED
        right = {
            own.speaker
            for person in people
            if person.gespreksrol == LEADER
            for own in [matched[source, person.speaker]]
            if own is not None
        }
        wanted = sum(person.gespreksrol == LEADER for person in people)
        given = {s.speaker for s in found.get(source, ()) if s.gespreksrol == LEADER}
        hits = len(right & given)
        row = (1, hits, wanted - hits, len(given) - hits, not wanted, not wanted and bool(given))
        for group in (kind, ALL):
            counts[group] = [a + int(b) for a, b in zip(counts[group], row, strict=True)]
    return {kind: LeaderScore(*row) for kind, row in counts.items() if row[0]}
