"""Where a conversation tells what somebody does: every place that may, with what speaks for it.

"Ik ben docent op een mbo", "Harm, jij zit in de melkvee toch?", "Corrie is vrijwilliger bij de
voedselbank". That "mijn man is huisarts" and "de wethouder was hier laatst" tell of others is
learned from hand-coded conversations, not laid down here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dialoogcoder.roles.addressing import called_names
from dialoogcoder.roles.functions import entry_kind

_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…\n]*")
_TOKEN = re.compile(r"[^\W_]+(?:[-'’&/][^\W_]+)*|[^\w\s]")
# What somebody does, where no noun tells it: "studeer geschiedenis", "zit in de bijstand".
TELLING_VERBS = frozenset(
    "studeer studeert werk werkt zit sta staat stond rij rijdt doe doet geef geeft bezorg bezorgt "
    "run runt leid leidt coördineer coördineert bestier maak maakt verkoop verkoopt verhuur "
    "bestuur bak bakt kweek teel bouw repareer volg volgt heb hebt heeft".split()
)
_COPULAS = frozenset("ben bent is als was ben'k bin".split())
_REACH = 5
_PERSONS = {
    "ik": "ik", "'k": "ik", "k": "ik", "mij": "ik", "wij": "wij", "we": "wij",
    "jij": "jij", "je": "jij", "u": "jij", "jullie": "jij",
    "hij": "hij", "zij": "hij", "ze": "hij", "die": "hij", "dat": "hij",
}  # fmt: skip
_FIRST_TURNS = (1, 2, 3, 6, 12)
_DETERMINERS = frozenset("een de het mijn m'n die dat onze zijn haar jouw geen 'n".split())
_TELLING = "geen niet vroeger was toch beroep zelf hier mijn man vrouw onze werk vak jaar".split()
_BREAKS = frozenset(";:()")
_SHORT = 4


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


def find_mentions(turns: Sequence[tuple[str, str]]) -> Iterator[Mention]:
    """Find all places that may tell what a speaker does.

    Args:
        turns: Speaker and text of each turn, in order.

    Yields:
        The places, by turn; one place may be about several people.
    """
    called = called_names(turns)
    spoken: dict[str, int] = {}
    for number, (speaker, text) in enumerate(turns):
        spoken[speaker] = spoken.get(speaker, 0) + 1
        neighbours = _neighbours(turns, number)
        for found in _SENTENCE.finditer(text):
            tokens = list(_TOKEN.finditer(text, found.start(), found.end()))
            words = [token.group().casefold().replace("’", "'") for token in tokens]
            about = {**_others(words, speaker, neighbours, called), speaker: "self"}
            names = {word: called[word] for word in words if word in called}
            for place, kind in _places(words):
                shared = _features(words, place, kind)
                when = _moment(spoken[speaker], number, len(turns))
                for person, how in about.items():
                    own = _about(words, place, kind, person, how, names)
                    features = {f"{name}|{how == 'self'}": 1.0 for name in (*shared, *when)}
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


def _neighbours(turns: Sequence[tuple[str, str]], number: int) -> dict[str, str]:
    speaker = turns[number][0]
    around: dict[str, str] = {}
    if number + 1 < len(turns) and turns[number + 1][0] != speaker:
        around[turns[number + 1][0]] = "next"
    if number and turns[number - 1][0] != speaker:
        around.setdefault(turns[number - 1][0], "previous")
    return around


def _others(
    words: Sequence[str], speaker: str, neighbours: Mapping[str, str], called: Mapping[str, str]
) -> dict[str, str]:
    """Whom besides the speaker a sentence may be about, and why."""
    about: dict[str, str] = {}
    for word in words:
        label = called.get(word)
        if label is not None and label != speaker:
            about[label] = "named " + neighbours.get(label, "")
    if any(_PERSONS.get(word) == "jij" for word in words):
        for label, place in neighbours.items():
            about.setdefault(label, f"addressed {place}")
    elif not any(_PERSONS.get(word) == "ik" for word in words):
        for label, place in neighbours.items():
            about.setdefault(label, f"near {place}")
    return about


def _places(words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The words of a sentence that may tell what somebody does, and of what kind they are."""
    after = _REACH + 1
    for index, word in enumerate(words):
        kind = entry_kind(word)
        after = 0 if word in _COPULAS else after + 1
        if kind is not None:
            yield index, kind
        elif word in TELLING_VERBS:
            yield index, "verb"
        elif 0 < after <= _REACH and len(word) > _SHORT and word[0].isalpha():
            yield index, "word"


def _features(words: Sequence[str], place: int, kind: str) -> list[str]:
    """What stands around a word, whoever it may be about."""
    left = ["^", *words[:place]]
    right = [*words[place + 1 :], "$"]
    names = [f"kind={kind}", f"l1={left[-1]}", f"r1={right[0]}", f"kind={kind} l1={left[-1]}"]
    if len(left) > 1:
        names += [f"l2={left[-2]} {left[-1]}", f"kind={kind} l2={left[-2]} {left[-1]}"]
    if len(left) > 2:
        names.append(f"l3={left[-3]} {left[-2]} {left[-1]}")
    if len(right) > 1:
        names.append(f"r2={right[0]} {right[1]}")
    if kind == "verb":
        names.append(f"verb={words[place]}")
    if kind in ("verb", "word"):
        names += [f"ends={words[place][-size:]}" for size in (2, 3, 4)]
    names += [f"in={word}" for word in _TELLING if word in words]
    names += [f"length<{size}" for size in (4, 8, 16) if len(words) < size]
    if words[-1] == "?":
        names.append("question")
    return names


def _moment(spoken: int, number: int, total: int) -> list[str]:
    names = [f"spoken<={count}" for count in _FIRST_TURNS if spoken <= count]
    return [*names, "early"] if number < total * 0.15 else names


def _about(
    words: Sequence[str],
    place: int,
    kind: str,
    person: str,
    how: str,
    names: Mapping[str, str],
) -> list[str]:
    """Whether the sentence's subject is the very person, and by which verb it gets to the word."""
    manner = how.split()[0]
    features = [f"about={how}", f"about={manner} kind={kind}"]
    subject, verb, determiner, distance = "-", "-", "-", 99
    for back in range(place - 1, -1, -1):
        word = words[back]
        if word in _BREAKS:
            break
        if verb == "-" and (word in _COPULAS or word in TELLING_VERBS):
            verb = word
        if determiner == "-" and back == place - 1 and word in _DETERMINERS:
            determiner = word
        if subject == "-" and (word in _PERSONS or word in names):
            subject = _PERSONS.get(word, "own" if names.get(word) == person else "other")
            distance = place - back
    if kind == "verb":
        verb = words[place]
        behind = [_PERSONS[w] for w in words[place + 1 : place + 3] if w in _PERSONS]
        if behind and (subject == "-" or distance > 3):
            subject, distance = behind[0], 1
    right = {"self": ("ik", "own"), "addressed": ("jij",), "named": ("own", "jij")}.get(
        manner, ("hij",)
    )
    agrees = "yes" if subject in right else "no" if subject != "-" else "none"
    near = "near" if distance <= 4 else "middle" if distance <= 8 else "far"
    features += [
        f"agrees={agrees}",
        f"agrees={agrees} kind={kind}",
        f"agrees={agrees} {near}",
        f"agrees={agrees} verb={verb}",
        f"agrees={agrees} verb={verb} kind={kind}",
        f"agrees={agrees} verb={verb} det={determiner} {near}",
        f"det={determiner} kind={kind}",
        f"{manner} subject={subject} verb={verb}",
    ]
    if place == 0 or (place == 1 and kind == "function"):
        features.append(f"starts {manner} {kind}")
    if any(label == person for label in names.values()):
        features.append(f"name there {manner} kind={kind}")
    return features
