"""Each speaker's gespreksrol in one conversation, from what they say and how they act."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dialoogcoder.model import UNKNOWN
from dialoogcoder.roles.conduct import conduct, main_speakers
from dialoogcoder.roles.model import RoleModel
from dialoogcoder.roles.turns import grams, shape, tokens, turn_features

# An interview has at most two who answer; who says less than this share only comes by.
_ANSWERING = 2
_TAKES_PART = 0.05
# So few words in so few turns are no part in a conversation: "koffie?". Some more are none either
# where the others say much.
_COMES_BY_TURNS, _COMES_BY_WORDS, _COMES_BY_MORE = 2, 15, 25
_TIMES_LESS = 4
# Who takes notes says little else.
_QUIET_TURNS, _QUIET_WORDS = 5, 80
_SHOWN = 3
_SHOWN_LETTERS = 90
_REPORTS = re.compile(
    r"\b(?:ik (?:maak|schrijf|tik|doe|verzorg) (?:het|de|vandaag het|vanavond het) "
    r"(?:verslag|notulen)|ik notuleer|"
    r"ik (?:typ|tik|schrijf) (?:ook |gewoon |hier )?(?:alles )?mee|"
    r"voor (?:het|mijn) verslag|voor de notulen)\b",
    re.IGNORECASE,
)
# "Staat er al.", "moet dat erin?", "hoe spel je dat?": of somebody who says little.
_NOTES = re.compile(
    r"\bmoet (?:dat|dit|ik|die|de)\b.{0,30}\b(?:erin|eruit|opschrijven|in het verslag)\b|"
    r"\b(?:mag|moet) (?:dat|dit)\b.{0,20}\bin het verslag\b|"
    r"^(?:ja,? )?(?:het |dat )?staat(?: er(?: al)?| erop| erin| genoteerd)?(?:[.]|$)|"
    r"\bhoe (?:spel|schrijf) (?:ik|je)\b|\b(?:ook|had|heb)\b.{0,30}\bopgeschreven\b|"
    r"\bdegene die meetypt\b|\bik typ alleen mee\b|\bzo snel op papier\b|"
    r"\bik (?:ben de|maak er een) (?:notulist|notuliste|verslag)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")


@dataclass(frozen=True, slots=True)
class Part:
    """A gespreksrol, how probable it is, and the words that show it."""

    role: str
    score: float
    evidence: str


def find_roles(
    turns: Sequence[tuple[str, str]], numbers: Sequence[int], model: RoleModel
) -> dict[str, Part]:
    """Tell what part each speaker has.

    Args:
        turns: Speaker and text of each turn with a speaker, in order.
        numbers: Each turn's number in the document, for the evidence.
        model: What was learned.

    Returns:
        One entry a speaker. A conversation may have no leader, or more than one; a single leader
        of one or two others interviews them.
    """
    logits = _leading_logits(turns, model)
    figures = conduct(turns, logits)
    leading = {name: model.leads.probability(own) for name, own in figures.items()}
    leaders = [name for name in figures if leading[name] >= model.leads_from]
    present = main_speakers(turns, least=_TAKES_PART)
    others = [name for name in present if name not in leaders]
    interview = len(leaders) == 1 and 0 < len(others) <= _ANSWERING
    mean = sum(shape(text).words for _, text in turns) / max(1, len(figures))
    few = _COMES_BY_MORE if mean >= _TIMES_LESS * _COMES_BY_MORE else _COMES_BY_WORDS
    parts: dict[str, Part] = {}
    for name in figures:
        own = [i for i, (speaker, _) in enumerate(turns) if speaker == name]
        words = sum(shape(turns[i][1]).words for i in own)
        probability = round(leading[name], 4)
        if name in leaders:
            role = "interviewer" if interview else "gespreksleider"
            parts[name] = Part(role, probability, _shown(own, turns, numbers, logits, model))
        elif reports := _reports(own, turns, numbers, quiet=words <= _QUIET_WORDS):
            parts[name] = Part("verslaglegger", 0.8, reports)
        elif len(own) <= _COMES_BY_TURNS and words <= few:
            parts[name] = Part(UNKNOWN, 0.0, f"zegt maar {words} woorden")
        elif interview and name in others:
            parts[name] = Part("geïnterviewde", _not(probability), "antwoordt")
        elif len(figures) > 1:
            told = f"{len(own)} beurten, kans dat dit de gespreksleider is {probability:.2f}"
            parts[name] = Part("deelnemer", _not(probability), told)
        else:
            parts[name] = Part(UNKNOWN, 0.0, "spreekt alleen")
    return parts


def _not(probability: float) -> float:
    """Probability of the opposite, to four decimals."""
    return round(1.0 - probability, 4)


def _leading_logits(turns: Sequence[tuple[str, str]], model: RoleModel) -> list[float]:
    """For each turn, the log-odds that it is a leader's by its own words."""
    total = len(turns)
    return [
        model.turns.logit(turn_features(text, number, total))
        for number, (_, text) in enumerate(turns)
    ]


def _shown(
    own: Sequence[int],
    turns: Sequence[tuple[str, str]],
    numbers: Sequence[int],
    logits: Sequence[float],
    model: RoleModel,
) -> str:
    """The turns that show most that somebody leads, each by its most telling sentence."""
    best = sorted(sorted(own, key=lambda i: -logits[i])[:_SHOWN])
    return "; ".join(f"beurt {numbers[i]}: “{_telling(turns[i][1], model)}”" for i in best)


def _telling(text: str, model: RoleModel) -> str:
    sentences = [found.group().strip() for found in _SENTENCE.finditer(text)] or [text]

    def weight(sentence: str) -> float:
        return sum(model.turns.weights.get(gram, 0.0) for gram in set(grams(tokens(sentence))))

    said = " ".join(max(sentences, key=weight).split())
    return said if len(said) <= _SHOWN_LETTERS else f"{said[:_SHOWN_LETTERS].rsplit(' ', 1)[0]} …"


def _reports(
    own: Sequence[int],
    turns: Sequence[tuple[str, str]],
    numbers: Sequence[int],
    *,
    quiet: bool,
) -> str:
    """The words that show that somebody takes notes, or ""."""
    quiet = quiet and len(own) <= _QUIET_TURNS
    for i in own:
        found = _REPORTS.search(turns[i][1]) or (_NOTES.search(turns[i][1]) if quiet else None)
        if found is not None:
            return f"beurt {numbers[i]}: “{found.group()}”"
    return ""
