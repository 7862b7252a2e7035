"""The stage itself: every code of every dimension weighed for every passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.codebook import Codebook, Dimension
from dialoogcoder.coding.classifier import Combination, log_odds
from dialoogcoder.coding.material import Material
from dialoogcoder.coding.models import DimensionModel, Model
from dialoogcoder.coding.views import CodebookViews
from dialoogcoder.model import NONE_CODE, Coding, Passage

Array = NDArray[np.float64]
_BLOCK = 2000


def code_passages(
    passages: Sequence[Passage],
    material: Material,
    *,
    codebook: Codebook,
    model: Model,
    anew: bool = False,
) -> list[Coding]:
    """Code passages on all dimensions of the codebook.

    Args:
        passages: What to code.
        material: The same passages as numbers.
        codebook: Any codebook; on its first dimension several codes may hold at once.
        model: Where it was trained with another codebook, only its general weights are used,
            and the codebook alone is named as the coder.
        anew: Embed the codebook anew instead of taking it from the cache.

    Returns:
        For each passage and dimension one coding a code, `geen` last. `decided` marks the codes
        that hold; the decided one with the highest probability is the primary.
    """
    same = model.codebook_sha256 == codebook.sha256
    codings: list[Coding] = []
    for dimension in codebook.dimensions:
        trained = model.dimensions.get(dimension.id) if same else None
        coder = model.coder if trained else model.codebook_coder
        several = dimension is codebook.main
        weighed = predict(material, dimension, trained, model.general, several=several, anew=anew)
        codings += _codings(passages, dimension, weighed, coder)
    return codings


@dataclass(frozen=True)
class Prediction:
    """Probabilities and which codes hold, both of shape (passages, codes + 1), `geen` last."""

    probabilities: Array
    decided: NDArray[np.bool_]

    def primary(self) -> NDArray[np.int64]:
        """The column of each passage's most probable code among those that hold."""
        chosen: NDArray[np.int64] = np.where(self.decided, self.probabilities, -1.0).argmax(axis=1)
        return chosen

    def lead(self) -> Array:
        """How far, in log-odds, each primary lies above the best code that does not hold."""
        rows = np.arange(len(self.probabilities))
        best = log_odds(self.probabilities[rows, self.primary()])
        lead: Array = best - log_odds(np.where(self.decided, 0.0, self.probabilities).max(axis=1))
        return lead


def predict(
    material: Material,
    dimension: Dimension,
    trained: DimensionModel | None,
    general: Combination,
    *,
    several: bool,
    anew: bool = False,
) -> Prediction:
    """Weigh and decide one dimension.

    Args:
        material: The passages.
        dimension: What to weigh.
        trained: What was learned of it; without, `general` weighs the codebook's views alone.
        general: Weights for any code of any codebook.
        several: Whether several codes may hold at once.
        anew: Look at nothing cached.

    Returns:
        One row a passage.
    """
    combination = trained.combination if trained else general
    weighed = weigh(material, dimension, trained, combination, anew=anew)
    codes, none = _split(weighed, dimension)
    holds = combination.decide(codes, none)
    if not several:
        holds &= np.arange(codes.shape[1]) == codes.argmax(axis=1)[:, None]
    # Where the codebook doesn't describe `geen`, it is what is left of the best code.
    rest = 1.0 - codes.max(axis=1) if none is None else none
    return Prediction(np.column_stack([codes, rest]), np.column_stack([holds, ~holds.any(axis=1)]))


def weigh(
    material: Material,
    dimension: Dimension,
    trained: DimensionModel | None,
    combination: Combination,
    *,
    anew: bool = False,
) -> Array:
    """Probabilities of a dimension's codes, and of `geen` where the codebook describes it.

    Args:
        material: The passages.
        dimension: What to weigh.
        trained: What was learned of it; without, only the codebook's views count.
        combination: How the views are weighed.
        anew: Look at nothing cached.

    Returns:
        Shape (passages, codes).
    """
    views = CodebookViews(dimension, anew=anew)
    blocks = []
    for first in range(0, max(1, len(material)), _BLOCK):
        part = material.part(first, first + _BLOCK)
        compared = views.compare(part)
        if trained is not None:
            compared = np.concatenate(
                [(compared - trained.mean) / trained.spread, trained.learned.compare(part)], axis=2
            )
        blocks.append(combination.predict_proba(compared))
    return np.concatenate(blocks)


def _split(probabilities: Array, dimension: Dimension) -> tuple[Array, Array | None]:
    count = len(dimension.code_ids)
    return probabilities[:, :count], probabilities[:, count] if dimension.none else None


def _codings(
    passages: Sequence[Passage], dimension: Dimension, weighed: Prediction, coder: str
) -> list[Coding]:
    names = (*dimension.code_ids, NONE_CODE)
    return [
        Coding(
            passage.passage_id,
            dimension.id,
            code,
            coder,
            round(float(probability), 4),
            bool(chosen),
            passage.start,
            passage.end,
        )
        for passage, row, marks in zip(
            passages, weighed.probabilities, weighed.decided, strict=True
        )
        for code, probability, chosen in zip(names, row, marks, strict=True)
    ]
