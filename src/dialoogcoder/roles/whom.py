"""Whom a place in a conversation may tell of: "ik", "jij", "zij", a name, or nobody said.

Who says "ik" is known. "Jij" is who was called out, or else who speaks next or before; "hij" and
"zij" are who was named last or sits near, of the sex that the pronoun tells. How near somebody must
be is learned from hand-coded conversations; here are the candidates and what speaks for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dialoogcoder.names import OFFICES, parse_name, sex_of
from dialoogcoder.roles.frames import PERSONS

YES, NONE, NO = "yes", "none", "no"
_SELF = frozenset(("ik", "wij"))
_YOU = frozenset(("jij", "je"))
_OTHERS = frozenset(("hij", "zij", "die", "dat"))
_SEX = {"hij": "m", "zij": "v"}
_REPLIES = frozenset("ja nee nou klopt precies inderdaad zeker jawel was o".split())
# "Eh, sorry, wethouder": one is called by these as by a name.
_TITLES = OFFICES - {"voorzitter", "directeur"}
# How soon somebody spoken to answers.
_ANSWERS_WITHIN = 2
# A longer sentence in which nobody is meant tells of nobody but its speaker.
_SHORT_SENTENCE = 12
_MARKS = frozenset(",?!.…:")
_SPOKEN_TO = frozenset("jij je u".split())


@dataclass(frozen=True, slots=True)
class Link:
    """What ties a person to a place.

    Attributes:
        person: Label.
        agrees: Whether the subject of the place is that person: `YES`, `NONE` where it has no
            subject, `NO`.
        oneself: Whether they say it themselves.
        cues: What speaks for and against.
    """

    person: str
    agrees: str
    oneself: bool
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Naming:
    """A name in a turn: whose, and whether they are called out."""

    person: str
    called: bool


class Company:
    """The people of a conversation, and who is named and near as it goes on.

    Args:
        turns: Speaker and text of each turn, in order.
        called: From a word in small letters to whom it names.
    """

    def __init__(self, turns: Sequence[tuple[str, str]], called: Mapping[str, str]) -> None:
        self._turns = turns
        self._called = called
        self._known = frozenset(called.values())
        self._sexes = _sexes(called)
        self._number = 0
        self._earlier: list[_Naming] = []
        self._last_turn: list[_Naming] = []
        self._near: dict[str, str] = {}
        self._last_subject = "-"

    def hear(self, number: int) -> None:
        """Go on to a turn, by its number from 0."""
        speaker = self._turns[number][0]
        together = number == self._number + 1
        self._last_turn = self._earlier if together else []
        self._number, self._earlier = number, []
        self._near = {}
        self._last_subject = "-"
        for step, place in ((1, "next"), (-1, "previous"), (2, "after"), (-2, "before")):
            at = number + step
            if 0 <= at < len(self._turns) and self._turns[at][0] != speaker:
                self._near.setdefault(self._turns[at][0], place)

    def note(self, words: Sequence[str], subjects: Iterable[str]) -> None:
        """Remember who was named in a sentence that is over, and whose doing it told last."""
        self._earlier += self._named(words)
        for subject in subjects:
            if subject not in ("-", "dat", "er"):
                self._last_subject = subject

    def links(
        self, words: Sequence[str], subject: str, place: int, *, named: bool = False
    ) -> Iterator[Link]:
        """All whom a place may be about, the speaker first.

        Args:
            words: The sentence in small letters, marks too.
            subject: Of the place: ``ik``, ``jij``, ``hij`` and so on, ``=`` and a label, ``noun``
                for somebody else, ``-`` for nobody.
            place: Index of the telling word.
            named: Whether nothing but a name stands before it: "Marjolein de Wit, docent" is what
                somebody says of themselves whose name nobody has said yet.
        """
        speaker = self._turns[self._number][0]
        if named and subject == "=" and speaker not in self._known:
            yield Link(speaker, YES, True, ("self name",))
            return
        called = {naming.person: naming for naming in self._named(words)}
        agrees = self._agrees(subject, speaker, oneself=True)
        if subject == "je" and any(naming.called for naming in called.values()):
            # "Loes, ben je hier als moeder?"
            agrees = NO
        goes_on = f"goes-on={_kind(self._last_subject)}" if subject == "-" else ""
        cues = [f"self {_kind(subject)}"]
        if goes_on:
            cues.append(goes_on)
        yield Link(speaker, agrees, True, tuple(cues))
        candidates = self._candidates(words, subject, called)
        for rank, (person, how) in enumerate(candidates):
            agrees = self._agrees(subject, person, oneself=False)
            if agrees == NO:
                continue
            manner = how.split()[0]
            reply = self._reply(person)
            kind = _kind(subject)
            cues = [
                f"{kind} how={how}",
                f"{kind} manner={manner}",
                f"{kind} rank={min(rank, 2)}",
                f"{kind} manner={manner} rank={min(rank, 2)} of={min(len(candidates), 3)}",
                f"reply={reply}",
                f"reply={reply} {kind}",
                f"reply={reply} {manner}",
            ]
            if goes_on:
                same = self._last_subject == f"={person}"
                cues += [goes_on, f"{goes_on} same={same} rank={min(rank, 2)}"]
            if self._says(person, words[place]):
                cues += ["echo", f"echo {kind}"]
            if subject in _SEX:
                cues.append(f"sex={self._fits(person, _SEX[subject])}")
            if person in called:
                before = any(self._called.get(word) == person for word in words[:place])
                cues.append(f"{kind} named before={before} called={called[person].called}")
            yield Link(person, agrees, False, tuple(cues))

    def _agrees(self, subject: str, person: str, *, oneself: bool) -> str:
        if subject == "-":
            return NONE
        if subject == "=":
            # A name that nobody is known by: of somebody who has no name yet ("Marjolein de Wit,
            # onderwijskundige."), or of somebody who isn't here.
            return NONE if person not in self._known else NO
        if subject.startswith("="):
            return YES if subject == f"={person}" else NO
        if subject in _SELF:
            return YES if oneself else NO
        if subject == "je" and oneself:
            # "Je bent als statenlid nu eenmaal de laatste" is said of oneself too.
            return NONE
        return YES if not oneself and (subject in _YOU or subject in _OTHERS) else NO

    def _candidates(
        self, words: Sequence[str], subject: str, named: Mapping[str, _Naming]
    ) -> list[tuple[str, str]]:
        """People other than the speaker with how they come in, the likeliest manner first."""
        if subject.startswith("=") and subject != "=":
            person = subject[1:]
            return [(person, f"named {self._near.get(person, '')}")]
        found: dict[str, str] = {}
        speaker = self._turns[self._number][0]

        def add(person: str, manner: str) -> None:
            if person != speaker and person not in found:
                found[person] = f"{manner} {self._near.get(person, '')}"

        for person, naming in named.items():
            if naming.called and subject in (*_YOU, "-"):
                add(person, "called")
            elif not naming.called and subject in (*_OTHERS, "-"):
                add(person, "named")
        if subject in _YOU and found:
            # "Mohamed, jij hebt die winkel" leaves no doubt.
            return list(found.items())
        if subject == "-" and not self._speaks_of_others(words):
            if not _TITLES.isdisjoint(words):
                for person in self._beside():
                    add(person, "titled")
            return list(found.items())
        for naming in reversed(self._earlier):
            add(naming.person, "recent-called" if naming.called else "recent")
        for person in self._beside():
            add(person, "near")
        if subject in _OTHERS or subject == "=":
            for naming in reversed(self._last_turn):
                add(naming.person, "mentioned")
            for person in self._near:
                add(person, "around")
        return list(found.items())

    def _beside(self) -> list[str]:
        return [person for person, place in self._near.items() if place in ("next", "previous")]

    def _speaks_of_others(self, words: Sequence[str]) -> bool:
        persons = {PERSONS[word] for word in words if word in PERSONS}
        if persons & {"ik", "mij"}:
            return False
        return bool(persons & {*_YOU, *_OTHERS}) or len(words) <= _SHORT_SENTENCE

    def _named(self, words: Sequence[str]) -> list[_Naming]:
        return [
            _Naming(person, _is_called(words, index))
            for index, word in enumerate(words)
            for person in [self._called.get(word)]
            if person is not None and person != self._turns[self._number][0]
        ]

    def _says(self, person: str, word: str) -> bool:
        """Whether a person soon says a word again: "jij bent leidster", "leidster, ja"."""
        following = self._turns[self._number + 1 : self._number + 1 + _ANSWERS_WITHIN]
        return any(speaker == person and word in text.casefold() for speaker, text in following)

    def _fits(self, person: str, sex: str) -> str:
        own = self._sexes.get(person, "")
        return "unknown" if not own else "yes" if own == sex else "no"

    def _reply(self, label: str) -> str:
        """With what word somebody answers the turn, if it confirms or denies."""
        following = self._turns[self._number + 1 : self._number + 1 + _ANSWERS_WITHIN]
        for speaker, text in following:
            if speaker == label:
                words = text.split(maxsplit=1)
                word = words[0].casefold().strip(",.!?…") if words else ""
                return word if word in _REPLIES else "other"
        return "none"


def _kind(subject: str) -> str:
    if subject == "=":
        return "stranger"
    return "name" if subject.startswith("=") else subject


def _is_called(words: Sequence[str], index: int) -> bool:
    """Whether a name is called out: "hij is huisarts, Gerrit" is said to Gerrit, not of him."""
    before = words[index - 1] if index else "^"
    after = words[index + 1] if index + 1 < len(words) else "$"
    if after in _SPOKEN_TO:
        return True
    return (before in _MARKS or before == "^") and (after in _MARKS or after == "$")


def _sexes(called: Mapping[str, str]) -> dict[str, str]:
    """The sex of people by their titles and first names, where these tell it."""
    sexes: dict[str, str] = {}
    for word, person in called.items():
        name = parse_name(person)
        sex = (name.sex if name else "") or sex_of(word)
        if sex:
            sexes.setdefault(person, sex)
    return sexes
