"""The stage itself: every code of every dimension weighed for every passage."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.codebook import Codebook, Dimension
from dialoogcoder.coding.classifier import Combination, Prediction
from dialoogcoder.coding.context import from_neighbours
from dialoogcoder.coding.material import Material
from dialoogcoder.coding.models import DimensionModel, Model
from dialoogcoder.coding.reasons import Parts, explain
from dialoogcoder.coding.views import CodebookViews
from dialoogcoder.model import NONE_CODE, Coding, CodingReason, Passage

Array = NDArray[np.float64]
_BLOCK = 2000


def code_passages(
    passages: Sequence[Passage],
    material: Material,
    *,
    codebook: Codebook,
    model: Model,
    context: float = 0.0,
    running: Collection[str] = (),
    anew: bool = False,
) -> tuple[list[Coding], list[CodingReason]]:
    """Code passages on all dimensions of the codebook.

    Args:
        passages: What to code.
        material: The same passages as numbers.
        codebook: Any codebook; on its first dimension several codes may hold at once.
        model: Where it was trained with another codebook, only its general weights are used,
            and the codebook alone is named as the coder.
        context: How much the passages before and after count on the first dimension; 0 judges
            each alone.
        running: Ids of the transcripts whose passages follow one another.
        anew: Embed the codebook anew instead of taking it from the cache.

    Returns:
        For each passage and dimension one coding a code, `geen` last: `decided` marks the codes
        that hold, and the decided one with the highest probability is the primary. And for each
        code that holds, other than `geen`, why.
    """
    codings: list[Coding] = []
    reasons: list[CodingReason] = []
    for dimension in codebook.dimensions:
        trained = model.trained(codebook, dimension.id)
        coder = model.coder if trained else model.codebook_coder
        views = CodebookViews(dimension, anew=anew)
        first = dimension is codebook.main
        compared, odds = weigh(material, views, trained, model.general)
        added = np.zeros_like(odds)
        if first and context:
            belongs = [p.transcript_id if p.transcript_id in running else None for p in passages]
            count = len(dimension.code_ids)
            added[:, :count] = from_neighbours(odds[:, :count], belongs, weight=context)
        weighed = model.combination(codebook, dimension.id).predict(
            odds + added, none=dimension.none is not None, several=first
        )
        codings += _codings(passages, dimension, weighed, coder)
        reasons += explain(
            passages,
            dimension.id,
            weighed.decided[:, : len(dimension.code_ids)],
            Parts(material, compared, odds, added, views, trained, model.general),
            coder=coder,
        )
    return codings, reasons


def weigh(
    material: Material,
    views: CodebookViews,
    trained: DimensionModel | None,
    general: Combination,
) -> tuple[Array, Array]:
    """Compare passages with one dimension's codes, and weigh what is found.

    Args:
        material: The passages.
        views: The dimension's side of the comparison.
        trained: What was learned of it; without, `general` weighs the codebook's views alone.
        general: Weights for any code of any codebook.

    Returns:
        The codebook's views, shape (passages, codes, 6), and log-odds, shape (passages, codes),
        those of `geen` last where the codebook describes it.
    """
    compared, odds = [], []
    for first in range(0, max(1, len(material)), _BLOCK):
        part = material.take(slice(first, first + _BLOCK))
        compared.append(views.compare(part))
        odds.append(general.log_odds(compared[-1]))
        if trained is not None:
            full = trained.compare(compared[-1], part)
            odds[-1] = trained.combination.log_odds(full, prior=odds[-1])
    return np.concatenate(compared), np.concatenate(odds)


def predict(
    material: Material,
    dimension: Dimension,
    views: CodebookViews,
    trained: DimensionModel | None,
    general: Combination,
    *,
    several: bool,
    belongs: Sequence[str | None] = (),
    context: float = 0.0,
) -> Prediction:
    """Weigh and decide one dimension.

    Args:
        material: The passages.
        dimension: What to weigh.
        views: The dimension's side of the comparison.
        trained: What was learned of it; without, `general` weighs the codebook's views alone.
        general: Weights for any code of any codebook.
        several: Whether several codes may hold at once.
        belongs: The conversation or report of each passage, for its context.
        context: How much the passages before and after count; 0 judges each alone.

    Returns:
        One row a passage.
    """
    _, odds = weigh(material, views, trained, general)
    if context:
        count = len(dimension.code_ids)
        own = odds[:, :count]
        odds[:, :count] = own + from_neighbours(own, belongs, weight=context)
    combination = trained.combination if trained else general
    return combination.predict(odds, none=dimension.none is not None, several=several)


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
