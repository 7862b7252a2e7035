"""What a thread is called: keywords, and a short Dutch phrase that a report could print."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.themes.phrases import Phrase

KEYWORDS = 10
# Candidates of one thread whose meaning is looked at.
_LOOKED_AT = 15
# Worth of a phrase as far in meaning as any, beside 1 more for the nearest.
_UNLIKE = 0.5
# A second phrase is worth at least this share of the first.
_SECOND = 0.3
_MOST_WORDS = 9
# A label of one phrase is enough when so many of the thread's passages hold it.
_COVERS = 0.6
# How much a second phrase's likeness to the first counts against it.
_DIVERSITY = 0.6


@dataclass(frozen=True, slots=True)
class _Candidate:
    key: tuple[str, ...]
    said: str
    head: str
    worth: float
    passages: frozenset[int]


def class_weights(classes: Sequence[Sequence[str]]) -> tuple[list[str], NDArray[np.float64]]:
    """Weigh terms by how much they set each class apart.

    Source: BERTopic's class-based TF-IDF (Grootendorst 2022, arXiv:2203.05794), with BM25
    weighting and frequent words reduced.

    Args:
        classes: Each class's terms, repeated as often as they stand in it.

    Returns:
        The terms in alphabetical order, and a weight for each class and term.
    """
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(analyzer=lambda terms: terms)
    counts = counter.fit_transform(classes)
    weigh = ClassTfidfTransformer(bm25_weighting=True, reduce_frequent_words=True)
    weights = np.asarray(weigh.fit_transform(counts).todense())
    return list(counter.get_feature_names_out()), np.maximum(weights, 0.0)


def keywords(
    passages: Sequence[Sequence[tuple[str, str]]], labels: NDArray[np.int64], count: int
) -> list[list[str]]:
    """The words that set each thread apart, as they are mostly said.

    Args:
        passages: Each passage's content words: lemma and form.
        labels: Each passage's thread, or -1.
        count: How many threads there are, those without passages too.

    Returns:
        At most ten words a thread, the weightiest first; what one passage alone says is none.
    """
    said: list[list[str]] = [[] for _ in range(count)]
    spread: list[Counter[str]] = [Counter() for _ in range(count)]
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for words, label in zip(passages, labels.tolist(), strict=True):
        if label >= 0:
            said[label].extend(lemma for lemma, _ in words)
            spread[label].update({lemma for lemma, _ in words})
            for lemma, form in words:
                forms[lemma][form] += 1
    if not any(said):
        return [[] for _ in range(count)]
    terms, weights = class_weights(said)
    result = []
    for label in range(count):
        # The terms are in alphabetical order; equally heavy ones stay in it.
        order = np.argsort(-weights[label], kind="stable").tolist()
        chosen = [terms[i] for i in order if weights[label, i] > 0 and spread[label][terms[i]] > 1]
        result.append(
            list(dict.fromkeys(_mostly(forms[t]) for t in chosen[: 2 * KEYWORDS]))[:KEYWORDS]
        )
    return result


def name_threads(
    phrases: Sequence[Sequence[Sequence[Phrase]]],
    fallback: Sequence[Sequence[str]],
    centres: Sequence[NDArray[np.float64]],
    embed: Callable[[Sequence[str]], NDArray[np.float32]],
) -> list[str]:
    """Give each thread a label of its own.

    Candidates are the noun phrases that several of a thread's passages share, by class-based
    TF-IDF and by how many passages hold them; the best of those by nearness in meaning to the
    thread comes first. A second is added by maximal marginal relevance (Carbonell and Goldstein
    1998) when it tells of other passages.

    Args:
        phrases: For each thread, the largest first, the noun phrases of some of its passages.
        fallback: Each thread's keywords, for one without a shared phrase.
        centres: What each thread means, seen in one way or more: embeddings of shape (threads,
            dimensions), zeros where that way sees nothing.
        embed: Gives the embeddings of phrases.

    Returns:
        Labels, no two the same.
    """
    ranked = _by_meaning(_candidates(phrases), centres, embed)
    taken: set[str] = set()
    names = []
    for number, (candidates, passages) in enumerate(zip(ranked, phrases, strict=True)):
        for name in _names(candidates, len(passages), fallback[number]):
            if name.casefold() not in taken:
                break
        else:
            name = f"{name} ({number + 1})"
        taken.add(name.casefold())
        names.append(name)
    return names


def _by_meaning(
    ranked: Sequence[Sequence[_Candidate]],
    centres: Sequence[NDArray[np.float64]],
    embed: Callable[[Sequence[str]], NDArray[np.float32]],
) -> list[list[_Candidate]]:
    """Rank candidates anew by how near they are in meaning to their own thread, of all threads."""
    said = sorted({candidate.said for own in ranked for candidate in own})
    if not said:
        return [list(own) for own in ranked]
    vectors = _unit(embed(said).astype(np.float64))
    vectors -= vectors.mean(axis=0)
    near = np.zeros((len(said), len(ranked)))
    for seen in centres:
        there = np.abs(seen).sum(axis=1) > 0
        if there.sum() > 1:
            shown = _unit(seen[there] - seen[there].mean(axis=0))
            near[:, there] += vectors @ shown.T
    near = np.round(near, 6)
    place = {text: i for i, text in enumerate(said)}
    result = []
    for number, own in enumerate(ranked):
        most = max((abs(near[place[c.said], number]) for c in own), default=1.0) or 1.0
        weighed = [
            replace(c, worth=c.worth * (_UNLIKE + float(near[place[c.said], number] / most)))
            for c in own
        ]
        # What means something else than the thread names it only when nothing else is there.
        apt = [c for c in weighed if near[place[c.said], number] > 0]
        result.append(sorted(apt or weighed, key=lambda c: (-c.worth, c.said)))
    return result


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9))


def _candidates(phrases: Sequence[Sequence[Sequence[Phrase]]]) -> list[list[_Candidate]]:
    said = [["\t".join(p.key) for passage in own for p in passage] for own in phrases]
    if not any(said):
        return [[] for _ in phrases]
    terms, weights = class_weights(said)
    column = {term: i for i, term in enumerate(terms)}
    result = []
    for number, own in enumerate(phrases):
        where: dict[tuple[str, ...], set[int]] = defaultdict(set)
        forms: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        heads: dict[tuple[str, ...], str] = {}
        for i, passage in enumerate(own):
            for phrase in passage:
                where[phrase.key].add(i)
                forms[phrase.key][phrase.said] += 1
                heads[phrase.key] = phrase.head
        found = []
        shared = sum(len(passages) > 1 for passages in where.values())
        for key, passages in where.items():
            # One person's words name a thread only where no two say the same.
            if len(passages) < 2 and shared > 1:
                continue
            weight = float(weights[number, column["\t".join(key)]])
            # A phrase of two words that returns says more than either word.
            worth = weight * np.sqrt(len(passages)) * (1.0 + 0.4 * (len(key) - 1))
            found.append(
                _Candidate(key, _mostly(forms[key]), heads[key], float(worth), frozenset(passages))
            )
        result.append(sorted(found, key=lambda c: (-c.worth, c.said))[:_LOOKED_AT])
    return result


def _names(candidates: Sequence[_Candidate], passages: int, fallback: Sequence[str]) -> list[str]:
    """Possible labels, the best first; never none."""
    names = []
    for first in candidates[:5]:
        others = sorted(
            (
                c
                for c in candidates
                if not _same_subject(c, first) and c.worth >= _SECOND * first.worth
            ),
            key=lambda c: (-_adds(c, first), c.said),
        )
        alone = len(first.passages) >= _COVERS * passages
        pairs = [f"{first.said} en {other.said}" for other in others[:3]]
        short = [name for name in pairs if len(name.split()) <= _MOST_WORDS]
        names.extend([first.said, *short] if alone else [*short, first.said])
    names.append(" en ".join(fallback[:2]) or "overig")
    names.append(", ".join(fallback[:4]) or "overig")
    return [name[0].upper() + name[1:] for name in names]


def _same_subject(one: _Candidate, other: _Candidate) -> bool:
    return bool(set(one.key) & set(other.key)) or _spelled_alike(one.head, other.head) > 0.5


def _adds(candidate: _Candidate, first: _Candidate) -> float:
    """Maximal marginal relevance: worth, less for what the first phrase already tells."""
    together = len(candidate.passages & first.passages) / len(candidate.passages)
    alike = max(together, _spelled_alike(candidate.head, first.head))
    return candidate.worth * (1 - _DIVERSITY * alike)


def _spelled_alike(one: str, other: str) -> float:
    first = {one[i : i + 3] for i in range(len(one) - 2)}
    second = {other[i : i + 3] for i in range(len(other) - 2)}
    return len(first & second) / max(1, min(len(first), len(second)))


def _mostly(forms: Counter[str]) -> str:
    return min(forms.items(), key=lambda item: (-item[1], item[0]))[0]
