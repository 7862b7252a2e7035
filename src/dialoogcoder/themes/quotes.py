"""The quotes that stand for a thread: typical, different from each other, and one that differs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SHORTEST, LONGEST = 15, 80
# A quote that begins like this leans on what was said before it.
_LEANS = re.compile(
    r"^(?:\W*)(?:ja|nee|nou|dus|en|maar|of|want|dat|die|dit|deze|daar|daarom|hij|zij|ze|het is|"
    r"precies|klopt|inderdaad|hm+|ook|toch|juist|sorry|oké|goed|hoezo|wat)\b",
    re.IGNORECASE,
)
_ENDS_WHOLE = re.compile(r"[.!?…][\"'”’)]*$")
# What people say when they differ from those before them. Each group is told as the reason.
_DIFFERS = (
    re.compile(
        r"\b(?:(?:ben|zijn) (?:ik|we|wij) het (?:daar )?(?:niet|helemaal niet|totaal niet) "
        r"(?:mee )?eens|(?:niet|oneens) mee eens|mee oneens|integendeel|"
        r"zie (?:ik )?(?:dat|het) (?:toch |echt |heel )?anders|vind (?:ik )?(?:dat )?juist|"
        r"ik (?:vind|denk|geloof|zie)(?: \w+){0,3} juist|klopt (?:gewoon |echt )?niet|onzin|"
        r"flauwekul|"
        r"overdreven|valt (?:best |wel |reuze |heus )*mee|andersom|daar geloof ik niks van|"
        r"geloof ik (?:dus )?niet|bij (?:mij|ons) (?:was|is|ging|werkt\w*)(?: \w+){0,2} juist|"
        r"voor (?:mij|ons) (?:was|is)(?: \w+){0,2} juist|moet ik (?:je|u) tegenspreken|"
        r"ik ben (?:er )?(?:niet )?tegen\b|waarom zou(?:den)? (?:ik|we|wij)|"
        r"het omgekeerde|een heel ander verhaal|anders dan (?:jij|u|de rest|jullie|wat))",
        re.IGNORECASE,
    ),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may stand for its thread.

    `typical` is how much of its surroundings in the thread's material is the thread's; `differs`
    is whether its verhaal is the rarer of knel and kiem in the thread.
    """

    text: str
    person: str
    conversation: str
    group: str
    typical: float
    differs: bool


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
    if chosen:
        worth -= 0.6 * max(float(likeness[i, j]) for j in chosen)
        worth += 0.15 * (own.conversation not in {candidates[j].conversation for j in chosen})
        worth += 0.15 * (own.group not in {candidates[j].group for j in chosen})
    return worth


def dissent(candidates: Sequence[Candidate], taken: Sequence[int]) -> tuple[int, str] | None:
    """Find the quote that goes against what the others in a thread say, where there is one.

    Args:
        candidates: The thread's passages.
        taken: Those that stand for the thread already.

    Returns:
        Its position and what shows it: words of disagreement, or a knel where most tell of a
        kiem (or the other way round) together with a turn against ("maar"). None without.
    """
    found = []
    for i, own in enumerate(candidates):
        if i in taken or not 8 <= len(own.text.split()) <= LONGEST:
            continue
        said = next((m for p in _DIFFERS if (m := p.search(own.text))), None)
        if said is None:
            continue
        strength = 1.0 + own.differs + min(own.typical, 1.0)
        found.append((strength, -i, f"zegt '{said.group(0)}'"))
    if not found:
        return None
    _, position, because = max(found)
    return -position, because
