"""Whose name a word in a conversation is: by the labels, or where they are codes by who answers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

from dialoogcoder.names import is_first_name, is_only_name, parse_name
from dialoogcoder.roles.frames import word_class
from dialoogcoder.roles.functions import names_function

# A name called out: "Harm, jij zit in de melkvee?", "wat vind jij, Corrie?".
_CALLED_OUT = re.compile(
    r"(?:^|[.!?…,]\s)(?P<before>[A-Z][a-zà-ÿ]{2,})(?=[,?!])|"
    r",\s(?P<after>[A-Z][a-zà-ÿ]{2,})(?=[.?!…]|$)"
)
# "Meneer Tammens, u bent", "mevrouw de wit hoe ziet u dat".
_CALLED_POLITELY = re.compile(
    r"\b(?:[Mm]eneer|[Mm]evrouw)\s(?:(?:van|de|der|den|ter|ten)\s)*(?P<name>[A-Z][a-zà-ÿ]{2,})"
    r"(?=,|\s(?:u|uw|hoe|wat|zegt|wilt|kunt|gaat)\b)"
)
# "Ik ben Truus", "mijn naam is Truus": said by oneself.
_CALLS_ONESELF = re.compile(
    r"\b(?:ik (?:ben|bin|bun|heet)|mijn naam is)(?: dus| de| gewoon)? (?P<name>[^\W\d_]{3,})",
    re.IGNORECASE,
)
# A capital that no sentence gives.
_CAPITAL_INSIDE = re.compile(r"[\w,]\s([A-Z][a-zà-ÿ]{2,})\b")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|[,.!?…]")
# What stands behind a name that is called out where marks are left out: "roy jij kent ze".
_SPOKEN_TO = frozenset("jij je u wat hoe zeg heb wil kun kan vertel".split())
# And before one: "dank je riet", "ja wim". These speak to who spoke before.
_THANKS = frozenset("dank dankjewel dankje bedankt".split())
# Who is called out answers at once: only the end of the turn before counts.
_END_OF_TURN = 160
_LAST_WORDS = 3
# Who says a name of themselves outweighs others who answered to it.
_SURE = 10
# Words a turn opens with, a greeting among them.
_OPENING = 3


def called_names(turns: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Find the words that are speakers' names.

    Args:
        turns: Speaker and text of each turn, in order.

    Returns:
        From a word in small letters to the label of the one it names: parts of the labels that
        are names, and for codes such as ``Spreker 3`` the names after which they mostly answer.
    """
    called: dict[str, str] = {}
    # "Rood" that is an everyday word in the talk is a code, not a name; without capitals anywhere
    # that can't be seen.
    marked = any(word[0].isupper() for _, text in turns for word in _WORD.findall(text))
    small = {w for _, text in turns for w in _WORD.findall(text) if w.islower()} if marked else ()
    for label in dict.fromkeys(speaker for speaker, _ in turns):
        name = parse_name(label)
        everyday = name is not None and name.bare in small and not is_first_name(name.bare)
        if name is not None and not everyday:
            for part in (name.first, name.bare, *name.surname.split()):
                # "Rechercheur Blom": a function is nobody's name.
                if part and not part.endswith(".") and _may_name(part):
                    called.setdefault(part, label)
    unnamed = {speaker for speaker, _ in turns} - set(called.values())
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    written_as_names = {
        found.casefold() for _, text in turns for found in _CAPITAL_INSIDE.findall(text)
    }
    for at, (speaker, text) in enumerate(turns):
        if speaker in unnamed:
            for found in _CALLS_ONESELF.finditer(text):
                own_name = found["name"]
                if own_name[0].isupper() or is_first_name(own_name):
                    votes[own_name.casefold()][speaker] += _SURE
        follower = turns[at + 1][0] if at + 1 < len(turns) else speaker
        if follower != speaker and follower in unnamed:
            for word in _called_out(text):
                votes[word][follower] += 1
    speaks_of = _spoken_of(turns, votes)
    for word, own in votes.items():
        for speaker in own:
            # Hardly anybody says their own name but to introduce themselves.
            if own[speaker] < _SURE and word in speaks_of[speaker]:
                own[speaker] = 0
        (best, count), *_ = own.most_common(1)
        known = is_first_name(word) or word in written_as_names
        if count and known and 2 * count > own.total() and _may_name(word):
            called.setdefault(word, best)
    return called


def _spoken_of(
    turns: Sequence[tuple[str, str]], names: Collection[str]
) -> defaultdict[str, set[str]]:
    """The names that each speaker says."""
    spoken: defaultdict[str, set[str]] = defaultdict(set)
    for speaker, text in turns:
        said = [word.casefold() for word in _WORD.findall(text)]
        # Who opens with a name may say their own: "Ilse, jongerenwerker in Almere."
        spoken[speaker] |= set(said[_OPENING:]) & set(names)
    return spoken


def _may_name(word: str) -> bool:
    """Whether a word can be a name: "Dat zeg jij, boswachter" calls by what somebody is."""
    if is_first_name(word):
        return True
    return word_class(word) == "X" and not names_function(word)


def _called_out(text: str) -> Iterator[str]:
    """Names called out in a turn, in small letters."""
    end = text[-_END_OF_TURN:]
    for found in _CALLED_OUT.finditer(end):
        yield (found["before"] or found["after"]).casefold()
    for found in _CALLED_POLITELY.finditer(end):
        yield found["name"].casefold()
    words = [word.casefold() for word in _WORD.findall(end)]
    for index, word in enumerate(words):
        if not is_only_name(word):
            continue
        before = words[index - 1] if index else ""
        after = words[index + 1] if index + 1 < len(words) else ""
        if before in _THANKS or words[max(0, index - 2)] in _THANKS:
            continue
        closes = index >= len(words) - _LAST_WORDS and not after[:1].isalpha()
        if after in _SPOKEN_TO or (closes and before != "van"):
            yield word
