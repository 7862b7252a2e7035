"""Whose name a word in a conversation is: by the labels, or where they are codes by who answers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from dialoogcoder.names import is_code, parse_name

# A name called out: "Harm, jij zit in de melkvee?", "wat vind jij, Corrie?".
_CALLED_OUT = re.compile(
    r"(?:^|[.!?…,]\s)(?P<before>[A-Z][a-zà-ÿ]{2,})(?=[,?!])|"
    r",\s(?P<after>[A-Z][a-zà-ÿ]{2,})(?=[.?!…]|$)"
)
# "Ik ben Truus", "mijn naam is Truus": said by oneself.
_CALLS_ONESELF = re.compile(
    r"\b(?:[Ii]k (?:ben|bin|heet)|[Mm]ijn naam is)(?: dus| de| gewoon)? "
    r"(?P<name>[A-Z][a-zà-ÿ]{2,})\b"
)
# Who is called out answers at once: only the end of the turn before counts.
_END_OF_TURN = 160
# Who says a name of themselves outweighs others who answered to it.
_SURE = 10


def called_names(turns: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Find the words that are speakers' names.

    Args:
        turns: Speaker and text of each turn, in order.

    Returns:
        From a word in small letters to the label of the one it names: parts of the labels that
        are names, and for codes such as ``Spreker 3`` the names after which they mostly answer.
    """
    called: dict[str, str] = {}
    for label in dict.fromkeys(speaker for speaker, _ in turns):
        name = parse_name(label)
        if name is not None:
            for part in (name.first, name.bare, *name.surname.split()):
                if part and not part.endswith("."):
                    called.setdefault(part, label)
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for speaker, text in turns:
        for found in _CALLS_ONESELF.finditer(text) if is_code(speaker) else ():
            votes[found["name"].casefold()][speaker] += _SURE
    for (speaker, text), (answers, _) in pairwise(turns):
        if answers != speaker and is_code(answers):
            for found in _CALLED_OUT.finditer(text[-_END_OF_TURN:]):
                votes[(found["before"] or found["after"]).casefold()][answers] += 1
    for word, own in votes.items():
        (best, count), *_ = own.most_common(1)
        if 2 * count > own.total():
            called.setdefault(word, best)
    return called
