"""What each speaker does, from the place in a conversation that tells it best."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from dialoogcoder.nlp import DutchPipeline
from dialoogcoder.roles.extent import function_extent
from dialoogcoder.roles.frames import PREPOSITIONS, WORKING
from dialoogcoder.roles.functions import entry_kind, names_function, stakeholder_group
from dialoogcoder.roles.linear import Linear
from dialoogcoder.roles.mentions import Mention, find_mentions, somebody
from dialoogcoder.roles.model import RoleModel

# From here a place leaves little doubt.
_SURE = 0.6
# A noun goes before a verb where it is nearly as sure: this share of the surest.
_NAMES_FROM = 0.8
# Who says so surely what they do is not what others say of "her" or "him", where somebody else may
# be meant with at least this probability.
_SETTLED, _RATHER = 0.85, 0.03
# Places nearly as telling as the best are kept as evidence of a second function.
_SECOND = 0.5
_KEPT = 3
_ALONE = frozenset(
    "studeer studeert promoveer promoveert boer knip knipt melk melkt schildert tolk".split()
)
_TOGETHER = (["zitten"], ["staan"], ["werken"], ["werkten"])
# "Maar ik zit hier als secretaris": what somebody speaks from, of all that they are.
_HERE = re.compile(
    r"\b(?:hier|vanavond|vandaag|vanmiddag|nu even|aan tafel|zat er)\b"
    r"[^.;:]{0,20}\b(?:als|namens|voor)\b",
    re.IGNORECASE,
)


_Place = tuple[float, Mention]
_Told = tuple[_Place, str]


@dataclass(frozen=True, slots=True)
class Occupation:
    """A function as said, how surely it is theirs, and where it was said.

    `others` are further functions that the conversation gives them.
    """

    functie: str
    probability: float
    turn: int
    sentence: str
    others: tuple[str, ...] = ()


def find_occupations(
    turns: Sequence[tuple[str, str]], model: RoleModel, pipeline: DutchPipeline
) -> dict[str, Occupation]:
    """Find what each speaker does.

    Args:
        turns: Speaker and text of each turn with a speaker, in order.
        model: What was learned.
        pipeline: Tags the few sentences that count.

    Returns:
        An entry for each speaker of whom it is told; what they speak from first.
    """
    told: dict[str, list[tuple[float, Mention]]] = {}
    rivals = list(weigh_mentions(find_mentions(turns), model.tells))
    settled = _told_by_themselves(rivals, turns)
    places = [
        place
        for place in (_given(own, settled, turns) for own in rivals)
        if place[0] >= model.tells_from
    ]
    for place in _none_of_anothers(places, turns):
        told.setdefault(place[1].about, []).append(place)
    chosen = {person: _most_telling(places) for person, places in told.items()}
    flat = [mention for places in chosen.values() for _, mention in places]
    functions = iter(_read(flat, turns, pipeline))
    return {
        person: found
        for person, places in chosen.items()
        for found in [_occupation(places, [next(functions) for _ in places], turns)]
        if found is not None
    }


def _told_by_themselves(
    places: Sequence[Sequence[_Place]], turns: Sequence[tuple[str, str]]
) -> dict[str, set[str]]:
    """Who surely says what they do themselves, and by which words."""
    settled: dict[str, set[str]] = {}
    for rivals in places:
        for probability, mention in rivals:
            if probability >= _SETTLED and turns[mention.turn][0] == mention.about:
                settled.setdefault(mention.about, set()).add(_word(mention, turns))
    return settled


def _given(
    rivals: Sequence[_Place],
    settled: Mapping[str, Collection[str]],
    turns: Sequence[tuple[str, str]],
) -> _Place:
    """Give a place to the one whom it is most likely about, and how likely it tells of anybody.

    What another says of somebody who said something else of themselves is rather said of
    somebody else, where it may be: "ze is juf in Rolde", after "ik studeer journalistiek".
    """
    chance, mention = max(rivals, key=lambda place: place[0])
    probability = somebody([own for own, _ in rivals])
    own_words = settled.get(mention.about)
    told_by_another = turns[mention.turn][0] != mention.about
    if told_by_another and own_words is not None and _word(mention, turns) not in own_words:
        others = [
            (own, other) for own, other in rivals if own >= _RATHER and other.about not in settled
        ]
        _, mention = max(others, key=lambda place: place[0], default=(chance, mention))
    return probability, mention


def _word(mention: Mention, turns: Sequence[tuple[str, str]]) -> str:
    return turns[mention.turn][1][mention.start : mention.end].casefold()


def _none_of_anothers(
    places: Sequence[_Place], turns: Sequence[tuple[str, str]]
) -> Iterator[_Place]:
    """Leave out doubtful places whose word tells surely what another is.

    Where one is the boswachter, "boswachter" in another's mouth calls or means that one.
    """
    holders: dict[str, set[str]] = {}
    for probability, mention in places:
        if probability >= _SURE and not mention.verb:
            holders.setdefault(_word(mention, turns), set()).add(mention.about)
    for probability, mention in places:
        own = holders.get(_word(mention, turns), set())
        if probability >= _SURE or not own or mention.about in own:
            yield probability, mention


def _most_telling(places: Sequence[tuple[float, Mention]]) -> list[tuple[float, Mention]]:
    """The few places that may count beside the best, best first."""
    ranked = sorted(places, key=lambda place: (-round(place[0], 6), place[1].turn))
    return [place for place in ranked[:_KEPT] if place[0] >= _SECOND * ranked[0][0]]


def weigh_mentions(mentions: Iterable[Mention], tells: Linear) -> Iterator[list[_Place]]:
    """Weigh each place for each one whom it may be about.

    Args:
        mentions: By place, each person's in a row.
        tells: What was learned.

    Yields:
        For each place the probabilities and the mentions.
    """
    for _, rivals in groupby(mentions, key=lambda mention: (mention.turn, mention.start)):
        yield [(tells.probability(mention.features), mention) for mention in rivals]


def _read(
    mentions: Sequence[Mention], turns: Sequence[tuple[str, str]], pipeline: DutchPipeline
) -> list[str]:
    """The whole function at each place."""
    sentences = [turns[m.turn][1][m.sentence[0] : m.sentence[1]] for m in mentions]
    found = []
    for mention, sentence, words in zip(
        mentions, sentences, pipeline.tagged(sentences), strict=True
    ):
        start = mention.start - mention.sentence[0]
        head = next((i for i, word in enumerate(words) if word.start <= start < word.end), None)
        if head is None:
            found.append("")
            continue
        first, last = function_extent(words, head, verb=mention.verb)
        functie = " ".join(sentence[first:last].split())
        # "Ik verkoop 'm" tells nothing, "ik studeer" does.
        told = not mention.verb or " " in functie or functie.casefold() in _ALONE
        # Nor does "zitten we met z'n allen in een kerk".
        together = functie.casefold().split()[:1] in _TOGETHER
        found.append(functie if told and not together else "")
    return found


def _occupation(
    places: Sequence[tuple[float, Mention]],
    functions: Sequence[str],
    turns: Sequence[tuple[str, str]],
) -> Occupation | None:
    kept = [(place, functie) for place, functie in zip(places, functions, strict=True) if functie]
    if not kept:
        return None
    surest = max(chance for (chance, _), _ in kept)
    kept.sort(
        key=lambda told: (
            not _speaks_from(told, turns),
            not (_names(told, turns) and told[0][0] >= _NAMES_FROM * surest),
        )
    )
    # What tells the same more fully is the better place: "docent", "docent aardrijkskunde".
    (best, _), short = kept[0]
    named = _names(kept[0], turns)
    (probability, mention), functie = max(
        kept,
        key=lambda told: (
            _fuller(told[1], short)
            and told[0][0] >= _SECOND * best
            and (not named or _names(told, turns)),
            len(told[1]),
        ),
    )
    kept.remove(((probability, mention), functie))
    start, end = mention.sentence
    others = [
        other for (chance, _), other in kept if chance >= _SECOND and _differs(other, functie)
    ]
    return Occupation(
        functie,
        round(probability, 4),
        mention.turn,
        " ".join(turns[mention.turn][1][start:end].split()),
        tuple(dict.fromkeys(others)),
    )


def _fuller(functie: str, short: str) -> bool:
    """Whether one tells the same as another more fully: "café" is no "zaal met een café"."""
    before, found, _ = functie.casefold().partition(short.casefold())
    return bool(found) and PREPOSITIONS.isdisjoint(before.split())


def _speaks_from(told: _Told, turns: Sequence[tuple[str, str]]) -> bool:
    (probability, mention), _ = told
    before = turns[mention.turn][1][mention.sentence[0] : mention.start]
    return probability >= _SECOND and _HERE.search(before) is not None


def _names(told: _Told, turns: Sequence[tuple[str, str]]) -> bool:
    """Whether a noun names what somebody is or has: more than what they do, or where.

    So "gezinsvoogd" goes before "zit bij de jeugdzorg", and "viskraam" before "sta met een
    viskraam".
    """
    (_, mention), functie = told
    word = turns[mention.turn][1][mention.start : mention.end].casefold()
    first = functie.split()[0].casefold()
    if mention.verb or (first in WORKING and not names_function(first)):
        return False
    return entry_kind(word) == "business" or any(
        names_function(word.casefold()) for word in functie.split()
    )


def _differs(one: str, other: str) -> bool:
    low, high = one.casefold(), other.casefold()
    within = low in high or high in low
    return not within and stakeholder_group(one) != stakeholder_group(other)
