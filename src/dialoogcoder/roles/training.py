"""Learning roles from conversations of which a person wrote down who is who."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from dialoogcoder import __version__
from dialoogcoder.roles.conduct import conduct
from dialoogcoder.roles.evaluation import GoldSpeaker
from dialoogcoder.roles.linear import Features, Linear, fit
from dialoogcoder.roles.mentions import find_mentions, somebody
from dialoogcoder.roles.model import RoleModel
from dialoogcoder.roles.turns import turn_features

LEADING = frozenset(("gespreksleider", "interviewer"))
_TURNS, _LEADS, _TELLS = 0.5, 0.1, 0.5
_FEWEST_TURNS, _FEWEST_TELLS = 3, 2
_WHOLE = 2.0
# In so many parts groups are held out, each once.
_FOLDS = 10
# Borders tried on conversations held out.
_BORDERS = tuple(round(0.05 * n, 2) for n in range(2, 15))
# Borders whose quality differs less than this are as good as one another. Of these the highest
# for leading, because a leader where there is none spoils a conversation; for telling the middle
# one: what is wrong shows in its evidence and what is missing must be looked for, but a function
# that nobody told costs trust.
_LEADS_NEARLY, _TELLS_NEARLY = 0.015, 0.005
_LEADS_AT, _TELLS_AT = 0.99, 0.5


@dataclass(frozen=True, slots=True)
class HandCoded:
    """A conversation with its people.

    `group` is who wrote or recorded it: conversations of one group are never divided between
    learning and testing. `people` are by the speaker's name in `turns`. Of a conversation that
    is not `whole`, a fragment, nobody's gespreksrol is known.
    """

    source: str
    group: str
    turns: tuple[tuple[str, str], ...]
    people: Mapping[str, GoldSpeaker]
    whole: bool = True


@dataclass(frozen=True, slots=True)
class _Case:
    conversation: int
    about: str
    features: Features
    yes: bool
    place: tuple[int, int] = (0, 0)


def train_roles(conversations: Sequence[HandCoded], *, name: str) -> RoleModel:
    """Learn from all conversations; thresholds from what each group says of the others.

    Args:
        conversations: Hand-coded.
        name: For the model.

    Returns:
        The model.
    """
    # Of a fragment only the functions are coded.
    whole = [conversation for conversation in conversations if conversation.whole]
    turns = _turn_cases(whole)
    leads = _lead_cases(whole, _held_out_logits(whole, turns))
    tells = _tell_cases(conversations)
    return RoleModel(
        name,
        __version__,
        _digest(conversations),
        _fit(turns, _TURNS, _FEWEST_TURNS),
        _fit_dense(leads),
        _fit_tells(tells, conversations),
        leads_from=_leads_from(leads, [conversation.group for conversation in whole]),
        tells_from=_tells_from(tells, conversations),
    )


def _digest(conversations: Sequence[HandCoded]) -> str:
    digest = hashlib.sha256()
    for conversation in conversations:
        for speaker, text in conversation.turns:
            digest.update(f"{speaker}\t{text}\n".encode())
        for person in conversation.people.values():
            digest.update(f"{person.gespreksrol}\t{person.functie}\n".encode())
    return digest.hexdigest()


def _leads(conversation: HandCoded, speaker: str) -> bool:
    person = conversation.people.get(speaker)
    return person is not None and person.gespreksrol in LEADING


def _turn_cases(conversations: Sequence[HandCoded]) -> list[_Case]:
    return [
        _Case(
            number,
            speaker,
            turn_features(text, at, len(conversation.turns)),
            _leads(conversation, speaker),
        )
        for number, conversation in enumerate(conversations)
        for at, (speaker, text) in enumerate(conversation.turns)
    ]


def _held_out_logits(
    conversations: Sequence[HandCoded], cases: Sequence[_Case]
) -> list[list[float]]:
    """Each turn's score by a classifier that saw nothing of its group."""
    logits: list[list[float]] = [[] for _ in conversations]
    folds = _folds([conversation.group for conversation in conversations])
    for fold in sorted(set(folds)):
        learned = _fit([c for c in cases if folds[c.conversation] != fold], _TURNS, _FEWEST_TURNS)
        for case in cases:
            if folds[case.conversation] == fold:
                logits[case.conversation].append(learned.logit(case.features))
    return logits


def _folds(groups: Sequence[str]) -> list[int]:
    """Which part each conversation is held out with; a group is never divided."""
    order = {group: number % _FOLDS for number, group in enumerate(dict.fromkeys(groups))}
    return [order[group] for group in groups]


def _lead_cases(
    conversations: Sequence[HandCoded], logits: Sequence[Sequence[float]]
) -> list[_Case]:
    return [
        _Case(number, speaker, figures, _leads(conversation, speaker))
        for number, (conversation, own) in enumerate(zip(conversations, logits, strict=True))
        for speaker, figures in conduct(conversation.turns, own).items()
    ]


def _tell_cases(conversations: Sequence[HandCoded]) -> list[_Case]:
    cases = []
    for number, conversation in enumerate(conversations):
        places = {
            (person, at, found.start(), found.end())
            for person, gold in conversation.people.items()
            if gold.functie
            for at, (_, text) in enumerate(conversation.turns)
            for found in re.finditer(re.escape(gold.functie), text)
        }
        told = {
            person: set(re.findall(r"[\w'-]{3,}", gold.functie.casefold()))
            for person, gold in conversation.people.items()
        }
        spans: dict[tuple[str, int], list[tuple[int, int]]] = {}
        for person, at, start, end in places:
            spans.setdefault((person, at), []).append((start, end))
        for mention in find_mentions(conversation.turns):
            inside = any(
                start <= mention.start < end
                for start, end in spans.get((mention.about, mention.turn), ())
            )
            word = conversation.turns[mention.turn][1][mention.start : mention.end].casefold()
            if not inside and word in told.get(mention.about, ()):
                # The same function told less fully: neither an example nor a counterexample.
                continue
            place = (mention.turn, mention.start)
            cases.append(_Case(number, mention.about, mention.features, inside, place))
    return cases


def _fit(
    cases: Sequence[_Case],
    strength: float,
    fewest: int,
    *,
    standardise: bool = False,
    weights: Sequence[float] | None = None,
) -> Linear:
    return fit(
        [case.features for case in cases],
        [case.yes for case in cases],
        [str(case.conversation) for case in cases],
        strength=strength,
        fewest_groups=fewest,
        standardise=standardise,
        weights=weights,
    )


def _fit_tells(cases: Sequence[_Case], conversations: Sequence[HandCoded]) -> Linear:
    """Learn which places tell; those in whole conversations count more, as they are met so."""
    weights = [_WHOLE if conversations[c.conversation].whole else 1.0 for c in cases]
    return _fit(cases, _TELLS, _FEWEST_TELLS, weights=weights)


def _fit_dense(cases: Sequence[_Case]) -> Linear:
    return _fit(cases, _LEADS, 1, standardise=True)


def _leads_from(cases: Sequence[_Case], groups: Sequence[str]) -> float:
    """The border that tells leaders best in groups held out; of near equals a higher one."""
    scored: list[tuple[float, bool]] = []
    folds = _folds(groups)
    for fold in sorted(set(folds)):
        learned = _fit_dense([c for c in cases if folds[c.conversation] != fold])
        scored += [
            (learned.probability(c.features), c.yes) for c in cases if folds[c.conversation] == fold
        ]
    return _best_border(
        lambda b: _f1((p >= b, yes) for p, yes in scored), nearly=_LEADS_NEARLY, at=_LEADS_AT
    )


def _tells_from(cases: Sequence[_Case], conversations: Sequence[HandCoded]) -> float:
    """The border from which naming a function is right more often than naming none."""
    best: dict[tuple[int, str], tuple[float, bool]] = {}
    folds = _folds([conversation.group for conversation in conversations])
    for fold in sorted(set(folds)):
        learned = _fit_tells([c for c in cases if folds[c.conversation] != fold], conversations)
        held_out = (c for c in cases if folds[c.conversation] == fold)
        for _, rivals in groupby(held_out, key=lambda c: (c.conversation, c.place)):
            weighed = [(learned.probability(case.features), case) for case in rivals]
            _, case = max(weighed, key=lambda pair: pair[0])
            key = (case.conversation, case.about)
            probability = somebody([own for own, _ in weighed])
            best[key] = max(best.get(key, (0.0, False)), (probability, case.yes))
    # Fragments are there for what is hard; the border is for conversations as they are.
    told = [
        (number, speaker, person)
        for number, conversation in enumerate(conversations)
        if conversation.whole or not any(c.whole for c in conversations)
        for speaker, person in conversation.people.items()
    ]

    def right(border: float) -> float:
        score = 0
        for conversation, speaker, person in told:
            probability, yes = best.get((conversation, speaker), (0.0, False))
            named = probability >= border
            score += (named and yes) if person.functie else not named
        return score / max(1, len(told))

    return _best_border(right, nearly=_TELLS_NEARLY, at=_TELLS_AT)


def _best_border(quality: Callable[[float], float], *, nearly: float, at: float) -> float:
    """A border of nearly the best quality: of all those the one a share `at` from the lowest."""
    values = [(quality(border), border) for border in _BORDERS]
    top = max(value for value, _ in values)
    equals = [border for value, border in values if value >= top - nearly]
    return equals[int(at * len(equals))]


def _f1(answers: Iterable[tuple[bool, bool]]) -> float:
    hits = false = missed = 0
    for said, yes in answers:
        hits += said and yes
        false += said and not yes
        missed += yes and not said
    return 2 * hits / max(1, 2 * hits + false + missed)
