"""Where a conversation tells what somebody does: every place that may, with what speaks for it.

"Ik ben docent op een mbo", "Harm, jij zit in de melkvee toch?", "Corrie is vrijwilliger bij de
voedselbank". That "mijn man is huisarts" and "de wethouder was hier laatst" tell of others is
learned from hand-coded conversations, not laid down here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dialoogcoder.names import OFFICES
from dialoogcoder.roles.addressing import called_names
from dialoogcoder.roles.cues import frame_cues, moment_cues, person_cues, what_follows, word_cues
from dialoogcoder.roles.frames import PERSONS, Frame, frames, word_class
from dialoogcoder.roles.functions import entry_kind

_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…\n]*")
_TOKEN = re.compile(r"[^\W_]+(?:[-'’&/][^\W_]+)*|[^\w\s]")
_SHORT = 3
# A longer sentence in which nobody is meant tells of nobody here.
_SHORT_SENTENCE = 12
# A word that no table knows may name a function in these places only.
_NAMING = {
    "C": ("", "D", "X", "DX", "N", "NX"),
    "W": ("", "D"),
    "H": ("D", "DX", "X", ""),
    "L": ("", "D", "X", "DX"),
    "S": ("", "X", "D"),
    "^": ("", "X", "D"),
    "n": ("", "X"),
    ",": ("", "X"),
}
# Not themselves what somebody is: "ik ben met pensioen".
_ALWAYS = frozenset(("pensioen",))
# Whose mother somebody is, is told otherwise: "hun moeder in het verpleeghuis" is another.
_KIN = frozenset("moeder vader ouder oma opa grootmoeder grootvader weduwe weduwnaar".split())
_POSSESSIVE = frozenset("mijn m'n jouw je uw zijn z'n haar d'r ons onze hun".split())
_LEADING = frozenset("begeleid begeleidt leid leidt doe".split())
_THE_TALK = frozenset(
    "gesprek tafel avond dialoog middag ochtend bijeenkomst gespreksleiding".split()
)
_PLURAL = ("en", "ers", "eurs", "sters")
_REPLIES = frozenset("ja nee nou klopt precies inderdaad zeker jawel was o".split())
# "Eh, sorry, wethouder": one is called by these as by a name.
_TITLES = OFFICES - {"voorzitter", "directeur"}
# How soon somebody spoken to answers.
_ANSWERS_WITHIN = 2


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that may tell what `about` does.

    `turn` counts the conversation's turns from 0; `start:end` is the telling word in that turn,
    `sentence` the place of its sentence there.
    """

    about: str
    turn: int
    start: int
    end: int
    sentence: tuple[int, int]
    verb: bool
    features: Mapping[str, float]


def somebody(probabilities: Sequence[float]) -> float:
    """How probable it is that a place tells of somebody, by what it is for each who may be meant.

    Where it is unsure whom it is about, the doubts add up: "jij hebt een melkveebedrijf, toch?"
    tells of the one before or the one after.
    """
    return min(sum(probabilities), (1.0 + max(probabilities)) / 2.0)


def find_mentions(turns: Sequence[tuple[str, str]], *, whole: bool = True) -> Iterator[Mention]:
    """Find all places that may tell what a speaker does.

    Args:
        turns: Speaker and text of each turn, in order.
        whole: Whether these are all; of a fragment nobody knows how early it was said.

    Yields:
        The places, by turn; one place may be about several people.
    """
    called = called_names(turns)
    spoken: dict[str, int] = {}
    for number, (speaker, text) in enumerate(turns):
        spoken[speaker] = spoken.get(speaker, 0) + 1
        neighbours = _neighbours(turns, number)
        replies = {label: _reply(turns, number, label) for label in neighbours}
        when = moment_cues(spoken[speaker], number, len(turns)) if whole else []
        recent: dict[str, str] = {}
        asked = number > 0 and turns[number - 1][1].rstrip().endswith("?")
        for order, found in enumerate(_SENTENCE.finditer(text)):
            tokens = list(_TOKEN.finditer(text, found.start(), found.end()))
            words = [token.group().casefold().replace("’", "'") for token in tokens]
            about = {**_others(words, speaker, neighbours, called, recent), speaker: "self"}
            recent |= {p: how for p, how in about.items() if how.startswith(("named", "called"))}
            names = {word: called[word] for word in words if word in called}
            capitals = [token.group()[0].isupper() for token in tokens]
            framed = frames(words, names, _name_like(words, capitals))
            for place, kind in _places(words, framed, capitals, names):
                shared = [*word_cues(words, place, kind), *frame_cues(words, place, kind, framed)]
                if order == 0 and framed[place].verbless:
                    shared += [f"opens {kind} asked={asked}"]
                after = what_follows(words, place)
                # The same cues say another thing of the speaker than of somebody else.
                told_by = [
                    {f"{name}|{oneself}": 1.0 for name in (*shared, *when)}
                    for oneself in ((False, True) if len(about) > 1 else (True,))
                ]
                for person, how in about.items():
                    features = dict(told_by[-1 if how == "self" else 0])
                    own = person_cues(
                        words[place],
                        framed[place],
                        after,
                        kind,
                        person,
                        how,
                        replies.get(person, "-"),
                    )
                    features |= dict.fromkeys(own, 1.0)
                    yield Mention(
                        person,
                        number,
                        tokens[place].start(),
                        tokens[place].end(),
                        (found.start(), found.end()),
                        kind == "verb",
                        features,
                    )


def _name_like(words: Sequence[str], capitals: Sequence[bool]) -> set[int]:
    """Words with a capital that no sentence gives them, and the first one before such a word."""
    found = {
        index
        for index, word in enumerate(words)
        if index and capitals[index] and entry_kind(word) is None
    }
    begins = {1, 2, 3} & found and all(
        index in found or word_class(words[index]) in "PD" for index in range(1, min(found))
    )
    if begins and capitals[0] and entry_kind(words[0]) is None:
        found.add(0)
    return found


def _neighbours(turns: Sequence[tuple[str, str]], number: int) -> dict[str, str]:
    speaker = turns[number][0]
    around: dict[str, str] = {}
    if number + 1 < len(turns) and turns[number + 1][0] != speaker:
        around[turns[number + 1][0]] = "next"
    if number and turns[number - 1][0] != speaker:
        around.setdefault(turns[number - 1][0], "previous")
    return around


def _reply(turns: Sequence[tuple[str, str]], number: int, label: str) -> str:
    """With what word somebody answers a turn, if it confirms or denies."""
    for speaker, text in turns[number + 1 : number + 1 + _ANSWERS_WITHIN]:
        if speaker == label:
            first = _TOKEN.search(text)
            word = first.group().casefold() if first else ""
            return word if word in _REPLIES else "other"
    return "none"


def _others(
    words: Sequence[str],
    speaker: str,
    neighbours: Mapping[str, str],
    called: Mapping[str, str],
    recent: Mapping[str, str],
) -> dict[str, str]:
    """Whom besides the speaker a sentence may be about, and why."""
    about: dict[str, str] = {}
    for index, word in enumerate(words):
        label = called.get(word)
        if label is not None and label != speaker:
            # "Hij is huisarts, Gerrit" is said to Gerrit, not of him.
            around = {*words[max(0, index - 1) : index], *words[index + 1 : index + 2]}
            manner = "called" if "," in around else "named"
            about[label] = f"{manner} {neighbours.get(label, '')}"
    persons = {PERSONS[word] for word in words if word in PERSONS}
    if "jij" in persons and any(how.startswith("called") for how in about.values()):
        # "Mohamed, jij hebt die winkel" leaves no doubt.
        return about
    if persons & {"jij", "hij", "dat"}:
        # "Harm. Jij hebt een melkveebedrijf, toch?", "Dat is Derk. Die rijdt op de melkwagen."
        for label, how in recent.items():
            about.setdefault(label, f"recent {how}")
    if "jij" in persons:
        for label, place in neighbours.items():
            about.setdefault(label, f"addressed {place}")
    elif not persons & {"ik", "mij"} and (
        persons & {"hij", "dat"} or len(words) <= _SHORT_SENTENCE
    ):
        for label, place in neighbours.items():
            about.setdefault(label, f"near {place}")
    elif not _TITLES.isdisjoint(words):
        for label, place in neighbours.items():
            about.setdefault(label, f"titled {place}")
    return about


def _places(
    words: Sequence[str],
    framed: Sequence[Frame],
    capitals: Sequence[bool],
    names: Mapping[str, str],
) -> Iterator[tuple[int, str]]:
    """The words of a sentence that may tell what somebody does, and of what kind they are."""
    for index, (word, frame) in enumerate(zip(words, framed, strict=True)):
        if word in names or word_class(word) == "A":
            continue
        if word in _KIN and index and words[index - 1] in _POSSESSIVE:
            continue
        kind = entry_kind(word)
        if kind == "employer" and frame.anchor == "H":
            # Who has a school or a practice is no employee there.
            kind = "business"
        if frame.verb:
            # "ik begeleid dit gesprek" tells a gespreksrol.
            if not (word in _LEADING and _THE_TALK & set(words[index + 1 : index + 5])):
                yield index, "verb"
        elif kind is not None:
            # Several docenten are nobody's function.
            if kind != "function" or not word.endswith(_PLURAL):
                yield index, kind
        elif word in _ALWAYS or (
            len(word) > _SHORT
            and not (capitals[index] and index)
            and word_class(word) == "X"
            and frame.gap in _NAMING.get(frame.anchor, ())
        ):
            yield index, "word"
