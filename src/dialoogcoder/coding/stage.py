"""The stage itself: every code of every dimension weighed for every passage."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.codebook import Codebook, Dimension
from dialoogcoder.coding.classifier import Combination
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
    for number, dimension in enumerate(codebook.dimensions):
        trained = model.dimensions.get(dimension.id) if same else None
        coder = model.coder if trained else model.codebook_coder
        combination = trained.combination if trained else model.general
        probabilities = weigh(material, dimension, trained, combination, anew=anew)
        codes, none = _split(probabilities, dimension)
        holds = combination.decide(codes, none)
        if number > 0:
            holds &= np.arange(codes.shape[1]) == codes.argmax(axis=1)[:, None]
        codings += _codings(passages, dimension, codes, none, holds, coder)
    return codings


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
    passages: Sequence[Passage],
    dimension: Dimension,
    codes: Array,
    none: Array | None,
    holds: NDArray[np.bool_],
    coder: str,
) -> list[Coding]:
    # Where the codebook doesn't describe `geen`, it is what is left of the best code.
    rest = 1.0 - codes.max(axis=1) if none is None else none
    table = np.column_stack([codes, rest])
    decided = np.column_stack([holds, ~holds.any(axis=1)])
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
        for passage, row, marks in zip(passages, table, decided, strict=True)
        for code, probability, chosen in zip(names, row, marks, strict=True)
    ]
