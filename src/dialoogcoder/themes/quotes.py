"""The quotes that stand for a thread: typical, different from each other, and one that differs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SHORTEST, LONGEST = 15, 80
# A quote that is less typical than this share of the most typical one stands for something else.
_NEARLY = 0.6
_SHORTEST_DISSENT = 8
# A quote that begins like this leans on what was said before it.
_LEANS = re.compile(
    r"^(?:\W*)(?:ja|nee|nou|dus|en|maar|of|want|dat|die|dit|deze|daar|daarom|hij|zij|ze|het is|"
    r"precies|klopt|inderdaad|hm+|ook|toch|juist|sorry|oké|goed|hoezo|wat)\b",
    re.IGNORECASE,
)
_ENDS_WHOLE = re.compile(r"[.!?…][\"'”’)]*$")
# What people say when they differ from the one before them ...
_DIFFERS = re.compile(
    r"\b(?:niet (?:helemaal |echt )?mee eens|mee oneens|integendeel|tegenspreken|wel degelijk|"
    r"geloof (?:ik )?(?:er |daar )?(?:dus )?(?:niks|niets|niet) van|"
    r"zie (?:ik )?(?:dat|het) (?:toch |echt |heel )?anders|juist niet|(?:dat is |is )niet waar|"
    r"zo simpel is|kort door de bocht|te (?:ge)?makkelijk|valt (?:best |wel |reuze |heus )*mee|"
    r"(?:klopt|deugt) (?:gewoon |echt )?niet|onzin|flauwekul|overdreven|het omgekeerde|"
    r"dit was geen|dat is geen)\b",
    re.IGNORECASE,
)
# ... and how they begin.
_OBJECTS = re.compile(
    r"^\W*(?:(?:ja|nou|hm+|eh|sorry|kijk|oh?)\W+){0,2}(?:nee|maar|ho|wacht|alleen|met alle respect)"
    r"\b",
    re.IGNORECASE,
)
_SOON, _AT_ONCE = 25, 10
_ENOUGH, _ENOUGH_ALONE = 3, 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may stand for its thread.

    Attributes:
        text: What is said.
        person: By whom.
        conversation: Where.
        group: The speaker's stakeholder group.
        typical: How near it is to the thread, about 0 to 1.
        differs: Whether its verhaal is another than most of the thread's.
        named: Whether the source tells who says it.
        answers: The person whose passage in the thread comes right before it, if another's does.
    """

    text: str
    person: str
    conversation: str
    group: str
    typical: float
    differs: bool
    answers: str | None = None
    named: bool = True


def representatives(
    candidates: Sequence[Candidate], likeness: NDArray[np.float64], count: int
) -> list[int]:
    """Choose quotes that are typical, and different from each other.

    Greedy maximal marginal relevance (Carbonell and Goldstein 1998), with a reward for a
    conversation and a stakeholder group that no chosen quote has. A quote that leans on what
    stood before it ("ja, dat dus") comes after all that don't.

    Args:
        candidates: The thread's passages.
        likeness: Cosines between them, shape (candidates, candidates).
        count: How many quotes to choose at most.

    Returns:
        Positions in `candidates`, the best first; at most one of a person. Quotes of fewer than
        15 or more than 80 words only where the thread has no other.
    """
    readable = [i for i, c in enumerate(candidates) if SHORTEST <= len(c.text.split()) <= LONGEST]
    pool = readable or list(range(len(candidates)))
    best = max((candidates[i].typical for i in pool), default=0.0)
    pool = [i for i in pool if candidates[i].typical >= _NEARLY * best]
    chosen: list[int] = []
    while len(chosen) < count:
        people = {candidates[i].person for i in chosen}
        left = [i for i in pool if i not in chosen and candidates[i].person not in people]
        if not left:
            break
        chosen.append(max(left, key=lambda i: (_worth(i, chosen, candidates, likeness), -i)))
    return chosen


def _worth(
    i: int,
    chosen: Sequence[int],
    candidates: Sequence[Candidate],
    likeness: NDArray[np.float64],
) -> float:
    own = candidates[i]
    worth = own.typical - (1.0 if _LEANS.match(own.text) else 0.0)
    worth -= 0.0 if _ENDS_WHOLE.search(own.text) else 0.15
    # A reporter's words stand for a thread only where nobody's own do.
    worth -= 0.0 if own.named else 0.5
    if chosen:
        worth -= 0.6 * max(float(likeness[i, j]) for j in chosen)
        worth += 0.15 * (own.conversation not in {candidates[j].conversation for j in chosen})
        worth += 0.15 * (own.group not in {candidates[j].group for j in chosen})
    return worth


def dissent(candidates: Sequence[Candidate], taken: Sequence[int] = ()) -> tuple[int, str] | None:
    """Find the quote that goes against what is said in a thread, where there is one.

    Words of disagreement alone are also said in agreement ("onzin, wat ze beweren"), so more must
    speak for it: that it answers somebody in the thread, names them, begins with an objection, or
    tells of a knel where most tell of a kiem (or the other way round).

    Args:
        candidates: The thread's passages, and those that come right after one.
        taken: Places of those that stand for the thread already.

    Returns:
        Its place, and in Dutch what shows it. None without.
    """
    found = []
    for i, own in enumerate(candidates):
        words = own.text.split()
        if i in taken or not _SHORTEST_DISSENT <= len(words) <= LONGEST:
            continue
        reasons = _against(own, words)
        points = sum(weight for weight, _ in reasons)
        if points >= (_ENOUGH if own.answers is not None else _ENOUGH_ALONE):
            told = ", ".join(reason for _, reason in reasons)
            found.append((points, own.typical, -i, told))
    if not found:
        return None
    _, _, place, because = max(found)
    return -place, because


def _against(own: Candidate, words: Sequence[str]) -> list[tuple[int, str]]:
    reasons = []
    said = _DIFFERS.search(" ".join(words[:_SOON]))
    if said:
        reasons.append((2, f"zegt '{said.group(0)}'"))
    opening = _OBJECTS.match(own.text)
    if opening:
        reasons.append((1, f"begint met '{opening.group(0).strip()}'"))
    if own.answers is not None and (said or opening):
        reasons.append((1, f"antwoordt {own.answers}"))
        at_once = {word.strip(".,?!;:").casefold() for word in words[:_AT_ONCE]}
        if at_once & {part.casefold() for part in own.answers.split() if len(part) > 2}:
            reasons.append((1, "noemt die bij naam"))
    if own.differs and (said or opening):
        reasons.append((1, "ander verhaal dan de meesten"))
    return reasons
