"""What speaks for and against a word's telling what somebody does: named features of its place."""

from __future__ import annotations

from collections.abc import Sequence

from dialoogcoder.roles.frames import PERSONS, VAGUE, Frame, word_class
from dialoogcoder.roles.functions import entry_kind, stakeholder_group
from dialoogcoder.roles.whom import NO, Link

_TELLING = (
    "geen niet vroeger was geweest geworden toch beroep zelf hier mijn man vrouw onze werk vak "
    "jaar zijnde nu wou wilde worden zou tot daarvoor"
).split()
_YOU = frozenset("jij je jou jouw u uw".split())
_CLOSING = frozenset(",.!?…")
# As far as the words around a place say something of it.
_AROUND = 7
_FIELD_ENDINGS = ("kunde", "logie", "nomie", "wetenschappen", "wetenschap", "techniek", "grafie")
_FIELDS = frozenset(
    "nederlands engels duits frans spaans rekenen gym geschiedenis biologie economie recht rechten "
    "geneeskunde muziek handvaardigheid maatschappijleer informatica verpleegkunde lesgeven".split()
)
_CLASSES = frozenset("groep klas kleuters brugklas examenklas bovenbouw onderbouw".split())


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
    around = words[max(0, place - _AROUND) : place + _AROUND + 1]
    names += [f"in={word}" for word in _TELLING if word in around]
    names += [f"length<{size}" for size in (4, 8, 16) if len(words) < size]
    if kind == "business" and not {"mijn", "m'n", "onze", "ons"}.isdisjoint(left[-2:]):
        names.append("mine")
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
    if kind == "function" and _calls_out(words, place):
        names.append(f"called-out you={not _YOU.isdisjoint(words)}")
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


def _calls_out(words: Sequence[str], place: int) -> bool:
    """Whether a function stands where a name does that is called: "Wethouder, u schrijft"."""
    behind = words[place + 1] if place + 1 < len(words) else "."
    last = place + 2 >= len(words) and behind in _CLOSING
    return last or (place == 0 and behind == ",")


def what_follows(words: Sequence[str], place: int) -> str:
    """Classes of the next two words that are no subject or adverb."""
    follows = [word_class(word) for word in words[place + 1 : place + 4]]
    return "".join(kind for kind in follows if kind not in "AS")[:2]


def link_cues(
    word: str, frame: Frame, after: str, kind: str, link: Link, shared: Sequence[str]
) -> list[str]:
    """What a place's own cues say of one whom it may be about.

    "Jij hebt een viskraam" tells as "ik heb een viskraam" does: where the subject is the very
    person, the cues count alike whoever says it.

    Args:
        word: The word that may tell.
        frame: Its own.
        after: What follows it (`what_follows`).
        kind: Of word.
        link: The person, and what ties them to the place.
        shared: The place's own cues.
    """
    gap, anchor, agrees = frame.gap, frame.anchor, link.agrees
    trade = kind == "verb" and word not in VAGUE
    who = f"{agrees} {'self' if link.oneself else 'other'}"
    names = [f"{cue}|{agrees}" for cue in shared] if agrees != NO else []
    names += [f"{cue}|{who}" for cue in link.cues]
    names += [
        f"{who} {kind}",
        f"{agrees} {kind} {trade}",
        f"{agrees} {anchor} {kind}",
        f"{agrees} {anchor} {gap}",
        f"{agrees} {anchor} {gap} {kind}",
        f"{agrees} {frame.word} {gap}",
        f"{agrees} {frame.word} {gap} {kind}",
        f"{who} {anchor} {kind}",
        f"{who} {anchor} {gap} {kind}",
        f"{who} ahead={frame.ahead} {anchor} {kind}",
    ]
    if kind == "verb":
        names += [
            f"{agrees} verb={word}",
            f"{agrees} {after} trade={trade}",
            f"{agrees} verb={word} {after}",
        ]
    return names


def _object_kind(word: str) -> str | None:
    """What a verb's object tells: a kind of the table, ``field`` of study, ``class`` at school."""
    if word.endswith(_FIELD_ENDINGS) or word in _FIELDS:
        return "field"
    return "class" if word in _CLASSES else entry_kind(word)
