"""The stage itself: every code of every dimension weighed for every passage."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.codebook import Codebook, Dimension
from dialoogcoder.coding.models import Model
from dialoogcoder.coding.views import CodebookViews
from dialoogcoder.model import NONE_CODE, Coding, Passage


def code_passages(
    passages: Sequence[Passage],
    vectors: NDArray[np.float32],
    *,
    codebook: Codebook,
    model: Model,
) -> list[Coding]:
    """Code passages on all dimensions of the codebook.

    Args:
        passages: What to code.
        vectors: Their embeddings, shape (passages, 512).
        codebook: Any codebook; its first dimension may carry several codes at once.
        model: Its weights are shared by all codes, so it serves any codebook.

    Returns:
        For each passage and dimension one coding a code, `geen` last. `decided` marks the codes
        that hold; the decided one with the highest probability is the primary.
    """
    codings: list[Coding] = []
    for number, dimension in enumerate(codebook.dimensions):
        views = CodebookViews(dimension)
        compared = views.compare([p.text for p in passages], vectors)
        probabilities = model.classifier.predict_proba(compared)
        for passage, row in zip(passages, probabilities, strict=True):
            codings.extend(_decide(passage, dimension, row, model, several=number == 0))
    return codings


def _decide(
    passage: Passage,
    dimension: Dimension,
    row: NDArray[np.float64],
    model: Model,
    *,
    several: bool,
) -> list[Coding]:
    ids = dimension.code_ids
    codes = row[: len(ids)]
    none = float(row[len(ids)]) if dimension.none else 1.0 - float(codes.max())
    best = int(codes.argmax())
    threshold = model.classifier.threshold
    holds = codes >= threshold if several else np.arange(len(ids)) == best
    holds = holds & (codes >= threshold)
    if none >= codes[best] and (dimension.none is not None or not holds.any()):
        holds = np.zeros(len(ids), dtype=bool)
    if not holds.any():
        # Nothing holds: how sure that is follows from the nearest code as well.
        none = max(none, 1.0 - float(codes[best]))
    chosen = [*map(bool, holds), not holds.any()]
    return [
        Coding(
            passage.passage_id,
            dimension.id,
            code,
            model.coder,
            round(float(probability), 4),
            decided,
            passage.start,
            passage.end,
        )
        for code, probability, decided in zip(
            (*ids, NONE_CODE), (*codes, none), chosen, strict=True
        )
    ]
