"""Where a conversation tells what somebody does: every place that may, with what speaks for it.

"Ik ben docent op een mbo", "Harm, jij zit in de melkvee toch?", "Corrie is vrijwilliger bij de
voedselbank". That "mijn man is huisarts" and "de wethouder was hier laatst" tell of others is
learned from hand-coded conversations, not laid down here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dialoogcoder.names import is_only_name
from dialoogcoder.roles.addressing import called_names
from dialoogcoder.roles.cues import frame_cues, link_cues, what_follows, word_cues
from dialoogcoder.roles.frames import Frame, frames, word_class
from dialoogcoder.roles.functions import entry_kind, is_plural
from dialoogcoder.roles.whom import Company

_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…\n]*")
_TOKEN = re.compile(r"[^\W_]+(?:[-'’&/][^\W_]+)*|[^\w\s]")
_SHORT = 3
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
_ALWAYS = frozenset("pensioen gepensioneerd gepromoveerd".split())
# "Ik ben geprikt": what befell somebody.
_PARTICIPLE = re.compile(r"(?:ge|be|ver|ont|her|aange|afge|opge|uitge)[^\W\d_]+(?:d|t|en)$")
# Whose mother somebody is, is told otherwise: "hun moeder in het verpleeghuis" is another.
_KIN = frozenset("moeder vader ouder oma opa grootmoeder grootvader weduwe weduwnaar".split())
_POSSESSIVE = frozenset("mijn m'n jouw je uw zijn z'n haar d'r ons onze hun".split())
_LEADING = frozenset("begeleid begeleidt leid leidt doe".split())
_THE_TALK = frozenset(
    "gesprek tafel avond dialoog middag ochtend bijeenkomst gespreksleiding".split()
)


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
    company = Company(turns, called)
    for number, (_, text) in enumerate(turns):
        company.hear(number)
        asked = number > 0 and turns[number - 1][1].rstrip().endswith("?")
        for order, found in enumerate(_SENTENCE.finditer(text)):
            tokens = list(_TOKEN.finditer(text, found.start(), found.end()))
            words = [token.group().casefold().replace("’", "'") for token in tokens]
            names = {w: called.get(w, "") for w in words if w in called or is_only_name(w)}
            capitals = [token.group()[0].isupper() for token in tokens]
            framed = frames(words, names, _name_like(words, capitals))
            for place, kind in _places(words, framed, capitals, names):
                frame = framed[place]
                shared = [*word_cues(words, place, kind), *frame_cues(words, place, kind, framed)]
                if order == 0 and frame.verbless:
                    shared.append(f"opens {kind} asked={asked}")
                after = what_follows(words, place)
                subject = frame.ahead_subject if frame.subject == "-" else frame.subject
                by_name = frame.verbless and frame.anchor == "n"
                for link in company.links(words, subject, place, named=by_name):
                    cues = link_cues(words[place], frame, after, kind, link, shared)
                    yield Mention(
                        link.person,
                        number,
                        tokens[place].start(),
                        tokens[place].end(),
                        (found.start(), found.end()),
                        kind == "verb",
                        dict.fromkeys(cues, 1.0),
                    )
            company.note(words, (frame.subject for frame in framed))


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
        elif word == "dichter" and words[index + 1 : index + 2] == ["bij"]:
            continue
        elif kind is not None:
            # Several docenten are nobody's function.
            if kind != "function" or not is_plural(word):
                yield index, kind
        elif word in _ALWAYS:
            yield index, "function"
        elif (
            len(word) > _SHORT
            and not _PARTICIPLE.match(word)
            and not (capitals[index] and index)
            and word_class(word) == "X"
            and frame.gap in _NAMING.get(frame.anchor, ())
        ):
            yield index, "word"
