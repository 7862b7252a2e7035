"""How good a model is on hand-coded passages that it was not trained on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dialoogcoder.codebook import Codebook
from dialoogcoder.coding.labelled import Labelled
from dialoogcoder.coding.material import prepare
from dialoogcoder.coding.models import Model
from dialoogcoder.coding.stage import code_passages
from dialoogcoder.coding.vectors import embed_passages
from dialoogcoder.model import NONE_CODE, Passage


@dataclass(frozen=True, slots=True)
class CodeScore:
    """Precision, recall and F1 of one code as primary, and how many passages have it."""

    code: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores of primary codes.

    `macro_f1` averages over the codes that occur, `geen` left out; `macro_f1_forced` asks the
    best code of passages that a person gave one, as if `geen` were no answer; `two_choices` is
    the share of those whose primary is among the two most probable codes.
    """

    passages: int
    scores: tuple[CodeScore, ...]
    macro_f1: float
    macro_f1_forced: float
    two_choices: float
    accuracy: float


def evaluate(rows: Sequence[Labelled], codebook: Codebook, model: Model) -> Evaluation:
    """Evaluate primary codes on the codebook's main dimension.

    Args:
        rows: Hand-coded passages, each judged alone, without context.
        codebook: The codebook of their codes.
        model: The model to judge.

    Returns:
        The scores.
    """
    dimension = codebook.main
    passages = [
        Passage(str(i), "", None, None, None, 0, len(row.text), row.text)
        for i, row in enumerate(rows)
    ]
    texts = [row.text for row in rows]
    material = prepare(texts, embed_passages(texts))
    width = len(dimension.code_ids) + 1
    codings = [
        c
        for c in code_passages(passages, material, codebook=codebook, model=model)
        if c.dimension == dimension.id
    ]
    predicted, forced, two = [], [], []
    for i, row in enumerate(rows):
        own = codings[i * width : (i + 1) * width]
        ranked = sorted(own[:-1], key=lambda c: -(c.probability or 0))
        decided = [c.code for c in ranked if c.decided]
        predicted.append(decided[0] if decided else NONE_CODE)
        if row.primary != NONE_CODE:
            forced.append((row.primary, ranked[0].code))
            two.append(row.primary in {c.code for c in ranked[:2]})
    pairs = [(row.primary, code) for row, code in zip(rows, predicted, strict=True)]
    scores = _scores(pairs, (*dimension.code_ids, NONE_CODE))
    codes_only = [s.f1 for s in scores if s.support and s.code != NONE_CODE]
    forced_scores = [s.f1 for s in _scores(forced, dimension.code_ids) if s.support]
    return Evaluation(
        len(rows),
        scores,
        float(np.mean(codes_only)) if codes_only else 0.0,
        float(np.mean(forced_scores)) if forced_scores else 0.0,
        float(np.mean(two)) if two else 0.0,
        float(np.mean([a == b for a, b in pairs])) if pairs else 0.0,
    )


def _scores(pairs: Sequence[tuple[str, str]], codes: Sequence[str]) -> tuple[CodeScore, ...]:
    scores = []
    for code in codes:
        hits = sum(a == b == code for a, b in pairs)
        said = sum(b == code for _, b in pairs)
        support = sum(a == code for a, _ in pairs)
        precision = hits / said if said else 0.0
        recall = hits / support if support else 0.0
        f1 = 2 * hits / (said + support) if said + support else 0.0
        scores.append(CodeScore(code, precision, recall, f1, support))
    return tuple(scores)
