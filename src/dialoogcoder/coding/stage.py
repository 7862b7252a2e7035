"""The stage itself: every code of every dimension weighed for every passage."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.codebook import Codebook, Dimension
from dialoogcoder.coding.classifier import Combination, Prediction
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
    codings: list[Coding] = []
    for dimension in codebook.dimensions:
        trained = model.trained(codebook, dimension.id)
        coder = model.coder if trained else model.codebook_coder
        views = CodebookViews(dimension, anew=anew)
        several = dimension is codebook.main
        weighed = predict(material, dimension, views, trained, model.general, several=several)
        codings += _codings(passages, dimension, weighed, coder)
    return codings


def predict(
    material: Material,
    dimension: Dimension,
    views: CodebookViews,
    trained: DimensionModel | None,
    general: Combination,
    *,
    several: bool,
) -> Prediction:
    """Weigh and decide one dimension.

    Args:
        material: The passages.
        dimension: What to weigh.
        views: The dimension's side of the comparison.
        trained: What was learned of it; without, `general` weighs the codebook's views alone.
        general: Weights for any code of any codebook.
        several: Whether several codes may hold at once.

    Returns:
        One row a passage.
    """
    blocks = []
    for first in range(0, max(1, len(material)), _BLOCK):
        part = material.take(slice(first, first + _BLOCK))
        compared = views.compare(part)
        odds = general.log_odds(compared)
        if trained is not None:
            odds = trained.combination.log_odds(trained.compare(compared, part), prior=odds)
        blocks.append(odds)
    combination = trained.combination if trained else general
    return combination.predict(
        np.concatenate(blocks), none=dimension.none is not None, several=several
    )


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
