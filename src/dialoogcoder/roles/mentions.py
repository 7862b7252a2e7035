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
from dialoogcoder.roles.frames import PERSONS, VAGUE, Frame, frames, word_class
from dialoogcoder.roles.functions import entry_kind, stakeholder_group

_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…\n]*")
_TOKEN = re.compile(r"[^\W_]+(?:[-'’&/][^\W_]+)*|[^\w\s]")
_FIRST_TURNS = (1, 2, 3, 6, 12)
_TELLING = (
    "geen niet vroeger was geweest geworden toch beroep zelf hier mijn man vrouw onze werk vak jaar "
    "zijnde nu wou wilde worden zou tot daarvoor namens"
).split()
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
_LEADING = frozenset("begeleid begeleidt leid leidt doe".split())
_THE_TALK = frozenset("gesprek tafel avond dialoog middag ochtend bijeenkomst gespreksleiding".split())
_REPLIES = frozenset("ja nee nou klopt precies inderdaad zeker jawel was o".split())
# "Eh, sorry, wethouder": one is called by these as by a name.
_TITLES = OFFICES - {"voorzitter", "directeur"}
_FIELD_ENDINGS = ("kunde", "logie", "nomie", "wetenschappen", "wetenschap", "techniek", "grafie")
_FIELDS = frozenset(
    "nederlands engels duits frans spaans rekenen gym geschiedenis biologie economie recht rechten "
    "geneeskunde muziek handvaardigheid maatschappijleer informatica verpleegkunde lesgeven".split()
)
_CLASSES = frozenset("groep klas kleuters brugklas examenklas bovenbouw onderbouw".split())
_RIGHT_SUBJECTS = {
    "self": ("ik", "wij", "own"),
    "addressed": ("jij",),
    "titled": ("jij",),
    "called": ("jij",),
    "named": ("own", "hij", "dat"),
    "near": ("hij", "dat"),
}
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
        replies = {label: _reply(turns, number, label) for label in neighbours}
        when = _moment(spoken[speaker], number, len(turns))
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
                shared = [*_features(words, place, kind), *_framed(words, place, kind, framed)]
                if order == 0 and framed[place].verbless:
                    shared += [f"opens {kind} asked={asked}"]
                after = _after(words, place)
                for person, how in about.items():
                    features = {f"{name}|{how == 'self'}": 1.0 for name in (*shared, *when)}
                    own = _about(
                        words[place], framed[place], after, kind, person, how, replies.get(person, "-")
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
        kind = entry_kind(word)
        if frame.verb:
            # "ik begeleid dit gesprek" tells a gespreksrol.
            if not (word in _LEADING and _THE_TALK & set(words[index + 1 : index + 5])):
                yield index, "verb"
        elif kind is not None:
            yield index, kind
        elif word in _ALWAYS:
            yield index, "word"
        elif (
            len(word) > _SHORT
            and not (capitals[index] and index)
            and word_class(word) == "X"
            and frame.gap in _NAMING.get(frame.anchor, ())
        ):
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
    names.append(f"word={words[place]}")
    if kind in ("verb", "word"):
        names += [f"ends={words[place][-size:]}" for size in (2, 3, 4)]
    else:
        names.append(f"group={stakeholder_group(words[place])} {kind}")
    names += [f"in={word}" for word in _TELLING if word in words]
    names += [f"length<{size}" for size in (4, 8, 16) if len(words) < size]
    if words[-1] == "?":
        names.append("question")
    return names


def _framed(
    words: Sequence[str], place: int, kind: str, framed: Sequence[Frame]
) -> list[str]:
    """How the word hangs in its sentence, and what follows it."""
    frame = framed[place]
    follows = word_class(words[place + 1]) if place + 1 < len(words) else ""
    after = _after(words, place)
    names = [
        f"geen={'geen' in words[max(0, place - 3) : place]} {kind}",
        f"geweest={'geweest' in words[place + 1 : place + 5]} {kind}",
        f"verbless={frame.verbless} {kind}",
        f"after={after} {kind}",
        f"next={follows} {kind}",
    ]
    if kind == "verb":
        ahead = words[place + 1 : place + 7]
        noun = next((kind for kind in map(_object_kind, ahead) if kind is not None), "-")
        trade = words[place] not in VAGUE
        names += [f"object={noun} trade={trade}", f"verb={words[place]} {after}"]
        names += [f"object={noun} {after} trade={trade}", f"trade={trade}"]
    bare = not any(f.verb or f.anchor in "CWHV" for f in framed)
    bare = bare and not any(word in PERSONS for word in words)
    if frame.anchor in "^n," and frame.gap in ("", "X"):
        names += [f"starts {kind} bare={bare} {frame.anchor}", f"starts {kind} {after}"]
    return names


def _object_kind(word: str) -> str | None:
    """What a verb's object tells: a kind of the table, ``field`` of study, ``class`` at school."""
    if word.endswith(_FIELD_ENDINGS) or word in _FIELDS:
        return "field"
    return "class" if word in _CLASSES else entry_kind(word)


def _after(words: Sequence[str], place: int) -> str:
    """Classes of the next two words that are no subject or adverb."""
    follows = [word_class(word) for word in words[place + 1 : place + 4]]
    return "".join(kind for kind in follows if kind not in "AS")[:2]


def _moment(spoken: int, number: int, total: int) -> list[str]:
    names = [f"spoken<={count}" for count in _FIRST_TURNS if spoken <= count]
    return [*names, "early"] if number < total * 0.15 else names


def _about(
    word: str, frame: Frame, after: str, kind: str, person: str, how: str, reply: str
) -> list[str]:
    """Whether the frame is about the very person."""
    manner = how.split()[0]
    subject = _relation(frame.subject, person)
    ahead = _relation(frame.ahead_subject, person)
    if kind == "verb" and subject == "-":
        subject = ahead
    gap = frame.gap
    anchor = frame.anchor
    trade = kind == "verb" and word not in VAGUE
    features = [
        f"about={how}",
        f"{manner} {kind}",
        f"{manner} subject={subject}",
        f"{manner} subject={subject} {kind} {trade}",
        f"{manner} {anchor} {subject}",
        f"{manner} {anchor} {subject} {kind}",
        f"{manner} {anchor} {gap}",
        f"{manner} {anchor} {gap} {kind}",
        f"{manner} {anchor} {subject} {gap}",
        f"{manner} {anchor} {subject} {gap} {kind}",
        f"{manner} ahead={frame.ahead} {ahead}",
        f"{manner} ahead={frame.ahead} {ahead} {anchor} {subject} {kind}",
        f"{manner} {frame.word} {subject} {gap}",
        f"{how} {subject} {kind}",
    ]
    agrees = _agrees(manner, subject)
    # Shared by all manners: "jij hebt een viskraam" tells as "ik heb een viskraam" does.
    features += [
        f"agrees={agrees} {kind} {trade}",
        f"agrees={agrees} {anchor} {kind}",
        f"agrees={agrees} {anchor} {gap} {kind}",
        f"agrees={agrees} {anchor} {gap}",
        f"agrees={agrees} {frame.word} {gap}",
        f"agrees={agrees} {frame.word} {gap} {kind}",
        f"agrees={agrees} {manner} {anchor} {gap} {kind}",
        f"agrees={agrees} ahead={frame.ahead} {_agrees(manner, ahead)} {anchor} {kind}",
    ]
    if kind == "verb":
        features += [f"agrees={agrees} verb={word}", f"agrees={agrees} {after} trade={trade}"]
        features += [f"agrees={agrees} verb={word} {after}"]
    if manner != "self":
        features += [
            f"reply={reply} {manner}",
            f"reply={reply} {manner} {subject} {kind}",
            f"reply={reply} {how} {anchor}",
        ]
    return features


def _agrees(manner: str, subject: str) -> str:
    """Whether a subject is the one whom a place may be about: ``yes``, ``no``, ``none``."""
    if subject == "-":
        return "none"
    right = _RIGHT_SUBJECTS.get(manner, ("jij", "hij", "dat"))
    return "yes" if subject in right else "no"


def _relation(subject: str, person: str) -> str:
    if subject.startswith("="):
        return "own" if subject == f"={person}" else "other"
    return subject
