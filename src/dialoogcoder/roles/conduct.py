"""How each speaker acts in one conversation, in figures that tell who leads it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from dialoogcoder.roles.addressing import called_names
from dialoogcoder.roles.turns import TurnShape, shape, tokens

# Shares of few turns say little: as if there were two more turns, of somebody who does not lead.
_PRIOR_TURNS = 2
_PRIOR_LOGIT = -1.5
_WEIGHT_WORDS = 30
_TOP = 5
# These are also told as the distance from the others' mean.
_RELATIVE = ("logit", "top", "leading", "leading own", "asks", "calls", "hands over")


def conduct(
    turns: Sequence[tuple[str, str]], logits: Sequence[float]
) -> dict[str, dict[str, float]]:
    """Describe each speaker's conduct.

    Args:
        turns: Speaker and text of each turn, in order.
        logits: For each turn, the log-odds that it is a leader's by its own words.

    Returns:
        For each speaker named figures: what their turns say, their share of turns and words,
        whose turns are before and after theirs, whom they call by name, how they ask.
    """
    speakers = list(dict.fromkeys(speaker for speaker, _ in turns))
    shapes = [shape(text) for _, text in turns]
    names = called_names(turns)
    called = [{names[word] for word in tokens(text) if word in names} for _, text in turns]
    figures = {
        speaker: _figures(speaker, speakers, turns, shapes, logits, called) for speaker in speakers
    }
    for speaker, own in figures.items():
        others = [figures[other] for other in speakers if other != speaker] or [own]
        own |= {
            f"{name}, above others": own[name] - sum(o[name] for o in others) / len(others)
            for name in _RELATIVE
        }
    return figures


def _figures(
    speaker: str,
    speakers: Sequence[str],
    turns: Sequence[tuple[str, str]],
    shapes: Sequence[TurnShape],
    logits: Sequence[float],
    called: Sequence[set[str]],
) -> dict[str, float]:
    total = len(turns)
    own = [i for i, (name, _) in enumerate(turns) if name == speaker]
    count = len(own)
    padded = count + _PRIOR_TURNS
    words = sum(shapes[i].words for i in own)
    weights = [math.sqrt(min(max(1, shapes[i].words), _WEIGHT_WORDS)) for i in own]
    mean = sum(w * logits[i] for w, i in zip(weights, own, strict=True)) / sum(weights)
    strongest = sorted((logits[i] for i in own), reverse=True)[:_TOP]
    leading = sum(logits[i] > 0 for i in own)
    after = [i + 1 for i in own if i + 1 < total and turns[i + 1][0] != speaker]
    questions = sum(shapes[i].questions for i in own)
    everyone = max(1, len(speakers) - 1)
    mean_words = words / count
    mean_after = sum(shapes[i].words for i in after) / len(after) if after else 1.0
    asked = sum(s.questions > 0 for s in shapes)
    return {
        "logit": (mean * count + _PRIOR_LOGIT * _PRIOR_TURNS) / padded,
        "top": sum(strongest) / len(strongest),
        "leading": leading / total,
        "leading own": leading / padded,
        "turns": count / total * len(speakers) / 2,
        "words": words / max(1, sum(s.words for s in shapes)) * len(speakers) / 2,
        "others answer at length": math.log(mean_after + 3) - math.log(mean_words + 3),
        "different followers": len({turns[i][0] for i in after}) / everyone,
        "brings in": sum(
            a == speaker and b not in {name for name, _ in turns[: i + 1]}
            for i, ((a, _), (b, _)) in enumerate(pairwise(turns))
        )
        / everyone,
        "share of questions": min(1.0, sum(shapes[i].questions > 0 for i in own) / max(1, asked)),
        "asks": questions / padded,
        "opens": float(turns[0][0] == speaker),
        "closes": float(turns[-1][0] == speaker),
        "quarters": len({4 * i // total for i in own}) / 4,
        "own person": 10 * sum(shapes[i].own for i in own) / max(1, words),
        "other person": 10 * sum(shapes[i].you for i in own) / max(1, words),
        "hardly speaks": float(count <= 2),
        "calls": sum(bool(called[i] - {speaker}) for i in own) / padded,
        "hands over": sum(
            i + 1 < total and turns[i + 1][0] != speaker and turns[i + 1][0] in called[i]
            for i in own
        )
        / padded,
    }


def main_speakers(turns: Sequence[tuple[str, str]], *, least: float) -> list[str]:
    """Who says at least a share `least` of the words, in order of appearance."""
    words: dict[str, int] = {}
    for speaker, text in turns:
        words[speaker] = words.get(speaker, 0) + shape(text).words
    total = max(1, sum(words.values()))
    return [speaker for speaker, count in words.items() if count >= least * total]
