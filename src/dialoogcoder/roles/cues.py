"""What speaks for and against a word's telling what somebody does: named features of its place."""

from __future__ import annotations

from collections.abc import Sequence

from dialoogcoder.roles.frames import PERSONS, VAGUE, Frame, word_class
from dialoogcoder.roles.functions import entry_kind, stakeholder_group

_FIRST_TURNS = (1, 2, 3, 6, 12)
_TELLING = (
    "geen niet vroeger was geweest geworden toch beroep zelf hier mijn man vrouw onze werk vak "
    "jaar zijnde nu wou wilde worden zou tot daarvoor namens"
).split()
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


def word_cues(words: Sequence[str], place: int, kind: str) -> list[str]:
    """What stands around a word, whoever it may be about.

    Args:
        words: The sentence in small letters, marks too.
        place: Index of the word.
        kind: Of word: ``function``, ``business``, ``employer``, ``verb``, ``word``.
    """
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


def frame_cues(words: Sequence[str], place: int, kind: str, framed: Sequence[Frame]) -> list[str]:
    """How the word hangs in its sentence, and what follows it."""
    frame = framed[place]
    follows = word_class(words[place + 1]) if place + 1 < len(words) else ""
    after = what_follows(words, place)
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


def what_follows(words: Sequence[str], place: int) -> str:
    """Classes of the next two words that are no subject or adverb."""
    follows = [word_class(word) for word in words[place + 1 : place + 4]]
    return "".join(kind for kind in follows if kind not in "AS")[:2]


def moment_cues(spoken: int, number: int, total: int) -> list[str]:
    """Whether it is said early on, as people introduce themselves."""
    names = [f"spoken<={count}" for count in _FIRST_TURNS if spoken <= count]
    return [*names, "early"] if number < total * 0.15 else names


def person_cues(
    word: str, frame: Frame, after: str, kind: str, person: str, how: str, reply: str
) -> list[str]:
    """Whether the frame is about the very person.

    Args:
        word: The word that may tell.
        frame: Its own.
        after: What follows it (`what_follows`).
        kind: Of word.
        person: Whom it may be about.
        how: Why it may be about them: ``self``, ``called next``, ``near previous``.
        reply: The word with which they answer.
    """
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


def _object_kind(word: str) -> str | None:
    """What a verb's object tells: a kind of the table, ``field`` of study, ``class`` at school."""
    if word.endswith(_FIELD_ENDINGS) or word in _FIELDS:
        return "field"
    return "class" if word in _CLASSES else entry_kind(word)


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
