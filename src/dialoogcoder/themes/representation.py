"""Views of passages: what they mean, their words, their spelling, and what the codebook sees.

Each tells something that the others miss. A sentence embedding knows that a landlord and rent
belong together, lemmas that two passages name the same thing, and character n-grams that
*huurwoning* and *huurders* share a stem, as Dutch compounds do. Nearness to the codebook's
sub-themes knows the field, which a few hundred spoken passages are too few to teach.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.nlp import lemmas

_WORD = re.compile(r"[^\W\d_]{3,}")
# What stands in more passages than this share tells no subjects apart.
_TOO_COMMON = 0.3
_CHARACTERS = (4, 5)
# A codebook that most passages have nothing in common with is no view.
_SEEN_BY_CODEBOOK = 0.5
# From so many standard deviations above the mean a passage is near a sub-theme.
_NEARER = 0.5

Array = NDArray[np.float64]
View = Any
"""A matrix, dense or sparse, with a row of unit length for each passage."""


@dataclass(frozen=True, slots=True)
class Material:
    """Passages as the views need them.

    Attributes:
        texts: What was said.
        vectors: Embeddings, shape (passages, dimensions).
        subjects: Nearness to the codebook's sub-themes, shape (passages, sub-themes).
        surroundings: The same with some of the passages before and after, of the same shape.
    """

    texts: Sequence[str]
    vectors: NDArray[np.float32]
    subjects: Array
    surroundings: Array

    def rows(self, chosen: Sequence[int] | NDArray[np.int64]) -> Material:
        """Some of the passages."""
        places = np.asarray(chosen, dtype=np.int64)
        return Material(
            [self.texts[i] for i in places],
            self.vectors[places],
            self.subjects[places],
            self.surroundings[places],
        )


def words(text: str) -> list[tuple[str, str]]:
    """The words of three letters or more: lower-case lemma, and lower-case form."""
    forms = _WORD.findall(text.lower())
    return list(zip(lemmas(forms), forms, strict=True))


class Representation:
    """Learns the views on some passages, and shows others in the same ones.

    Args:
        stop_words: Lemmas and forms that say nothing of a subject.

    Attributes:
        own: How many views, the first ones, are of what is said itself; the others are the
            codebook's.
    """

    def __init__(self, stop_words: frozenset[str]) -> None:
        self._stop_words = stop_words
        self._shown: list[Callable[[Material], View]] = []
        self.own = 0

    def fit_transform(self, material: Material) -> list[View]:
        """Learn the views and show the same passages in them.

        Args:
            material: At least two passages.

        Returns:
            Each view's matrix, rows of unit length (or zero where a passage has none of its
            features). The embeddings' view is always there; words or spelling are not where
            passages share none, nor the codebook's where most passages have nothing of it, nor
            that of the surroundings where nothing stands around a passage.
        """
        mean = material.vectors.astype(np.float64).mean(axis=0)
        self._shown = [lambda m: _unit(m.vectors.astype(np.float64) - mean)]
        for analyzer in (self._content, _strings):
            vectoriser = _learn(analyzer, material.texts)
            if vectoriser is not None:
                self._shown.append(partial(_transformed, vectoriser))
        self.own = len(self._shown)
        seen = (material.subjects > 0).any(axis=1).mean()
        if material.subjects.shape[1] > 1 and seen > _SEEN_BY_CODEBOOK:
            self._shown.append(_standard(material.subjects, lambda m: m.subjects))
            if not np.array_equal(material.subjects, material.surroundings):
                self._shown.append(_standard(material.surroundings, lambda m: m.surroundings))
        return self.transform(material)

    def transform(self, material: Material) -> list[View]:
        """Show passages in the views that were learned, in the same order."""
        return [show(material) for show in self._shown]

    def _content(self, text: str) -> list[str]:
        return [lemma for lemma, form in words(text) if self.tells(lemma, form)]

    def tells(self, lemma: str, form: str) -> bool:
        """Whether a word says something of a subject."""
        return lemma not in self._stop_words and form not in self._stop_words


def with_surroundings(
    subjects: Array, documents: Sequence[str], running: frozenset[str], share: float = 0.25
) -> Array:
    """Add to each passage's row a share of the rows before and after it.

    Args:
        subjects: A row a passage, in order.
        documents: Each passage's document.
        running: Documents in which one passage follows from another.
        share: How much a neighbour counts.

    Returns:
        An array of the same shape; rows of other documents are as they were.
    """
    result = subjects.copy()
    follows = np.array([a == b and a in running for a, b in pairwise(documents)], bool)
    after = np.flatnonzero(follows)
    result[after] += share * subjects[after + 1]
    result[after + 1] += share * subjects[after]
    return result


def _transformed(vectoriser: Any, material: Material) -> View:
    return vectoriser.transform(material.texts)


def _unit(rows: Array) -> Array:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9))


def _standard(learned: Array, chosen: Callable[[Material], Array]) -> Callable[[Material], View]:
    """What a passage is nearer to than most; one that is near nothing is like nothing."""
    mean, spread = learned.mean(axis=0), np.maximum(learned.std(axis=0), 1e-9)
    return lambda m: _unit(np.maximum((chosen(m) - mean) / spread - _NEARER, 0.0))


def _strings(text: str) -> list[str]:
    """Character n-grams within words, a space at each end of a word (as in scikit-learn)."""
    shortest, longest = _CHARACTERS
    return [
        padded[i : i + n]
        for word in _WORD.findall(text.lower())
        for padded in (f" {word} ",)
        for n in range(shortest, longest + 1)
        for i in range(len(padded) - n + 1)
    ]


def _learn(analyzer: Callable[[str], list[str]], texts: Sequence[str]) -> Any | None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    # Of few passages any two may share a word that is not common.
    most = max(2, int(_TOO_COMMON * len(texts)))
    vectoriser = TfidfVectorizer(analyzer=analyzer, min_df=2, max_df=most, sublinear_tf=True)
    try:
        return vectoriser.fit(texts)
    except ValueError:
        # Nothing stands in two passages: the other views are all there is.
        return None
