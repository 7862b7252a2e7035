"""How good a coding is on hand-coded passages: scores, their intervals, calibration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.codebook import Codebook, Dimension
from dialoogcoder.coding.classifier import Prediction
from dialoogcoder.coding.labelled import Labelled
from dialoogcoder.coding.material import prepare
from dialoogcoder.coding.models import Model
from dialoogcoder.coding.stage import predict
from dialoogcoder.coding.vectors import embed_passages
from dialoogcoder.coding.views import CodebookViews
from dialoogcoder.model import NONE_CODE

_BINS = 10
_ROUNDS = 1000
_SEED = 2021
_COVERAGES = tuple(round(0.05 * step, 2) for step in range(20, 0, -1))

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class CodeScore:
    """Precision, recall and F1 of one code as primary, and how many passages have it."""

    code: str
    precision: float
    recall: float
    f1: float
    support: int
    f1_interval: Interval


@dataclass(frozen=True, slots=True)
class Bin:
    """Passages whose probability lies in one tenth: how many, their mean, the share right."""

    passages: int
    probability: float
    right: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores on one dimension.

    Attributes:
        macro_f1: The primary code's F1, averaged over the codes that occur, `geen` left out.
        macro_f1_forced: The same with the best code asked of passages that a person gave one, as
            if `geen` were no answer.
        two_choices: Share of those whose primary is among the two most probable codes.
        sets_f1: Micro-F1 over every code that holds.
        accuracy: Share of passages whose primary is right.
        calibration_error: Expected calibration error of the primary's probability over ten bins
            (Naeini et al. 2015).
        intervals: Of 95 %, by resampling documents 1,000 times (Efron & Tibshirani 1993).
        reviewed: Share of passages that the model itself sets aside for a person.
        accuracy_of_rest: What is right of the others.
        risk_coverage: Coverage and accuracy when ever fewer passages, the surest, are kept
            (El-Yaniv & Wiener 2010).
        confusion: Rows are people's codes, columns the model's, in the order of `scores`.
    """

    dimension: str
    passages: int
    documents: int
    scores: tuple[CodeScore, ...]
    macro_f1: float
    macro_f1_forced: float
    two_choices: float
    sets_f1: float
    accuracy: float
    calibration_error: float
    intervals: Mapping[str, Interval]
    reviewed: float
    accuracy_of_rest: float
    risk_coverage: tuple[tuple[float, float], ...]
    bins: tuple[Bin, ...]
    confusion: tuple[tuple[int, ...], ...]

    def as_json(self) -> dict[str, Any]:
        """All of it as plain values, floats to four decimals."""
        rounded: dict[str, Any] = _rounded(asdict(self))
        return rounded


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inner) for inner in value]
    return value


def evaluate(
    rows: Sequence[Labelled], codebook: Codebook, model: Model, *, context: float = 0.0
) -> list[Evaluation]:
    """Evaluate a model on coded passages.

    Args:
        rows: Hand-coded passages.
        codebook: The codebook of their codes.
        model: The model to judge.
        context: How much the passages before and after count on the first dimension, where the
            rows of a document stand in its order; 0 judges each passage alone.

    Returns:
        One evaluation for each dimension on which passages are coded.
    """
    texts = [row.text for row in rows]
    material = prepare(texts, embed_passages(texts))
    results = []
    for dimension in codebook.dimensions:
        first = dimension is codebook.main
        used = [i for i, row in enumerate(rows) if first or dimension.id in row.others]
        if not used:
            continue
        weighed = predict(
            material.take(used),
            dimension,
            CodebookViews(dimension),
            model.trained(codebook, dimension.id),
            model.general,
            several=first,
            belongs=[rows[i].document for i in used],
            context=context if first else 0.0,
        )
        border = model.combination(codebook, dimension.id).review_below
        own = [rows[i] for i in used]
        results.append(
            score(own, dimension, weighed, first=first, reviewed=weighed.lead() < border)
        )
    return results


def score(
    rows: Sequence[Labelled],
    dimension: Dimension,
    weighed: Prediction,
    *,
    first: bool,
    reviewed: NDArray[np.bool_],
) -> Evaluation:
    """Compare a prediction with what people coded.

    Args:
        rows: The coded passages.
        dimension: The dimension compared.
        weighed: One row a passage.
        first: Whether it is the codebook's first dimension.
        reviewed: Which passages the model sets aside for a person, shape (passages,).

    Returns:
        The scores.
    """
    names = (*dimension.code_ids, NONE_CODE)
    true = [row.primary if first else row.others[dimension.id] for row in rows]
    truth = np.array([names.index(code) for code in true])
    said = weighed.primary()
    count = len(names) - 1
    some = truth < count
    ranked = np.argsort(-weighed.probabilities[:, :count], axis=1, kind="stable")
    held = [row.codes if first else (row.others[dimension.id],) for row in rows]
    sets = np.array([[name in codes for name in names[:-1]] for codes in held])
    decided = weighed.decided[:, :count]
    hits = int((sets & decided).sum())
    documents = np.unique([row.document for row in rows], return_inverse=True)[1]
    table = _confusion(truth, said, documents, len(names))
    forced = _confusion(truth[some], ranked[some, 0], documents[some], count)
    chance = np.random.default_rng(_SEED).multinomial(
        len(table), np.full(len(table), 1 / len(table)), size=_ROUNDS
    )
    drawn = np.tensordot(chance, table, axes=1)
    right = truth == said
    sure = weighed.probabilities[np.arange(len(rows)), said]
    bins, error = _calibration(sure, right)
    return Evaluation(
        dimension=dimension.id,
        passages=len(rows),
        documents=len(table),
        scores=_scores(table.sum(axis=0), drawn, names),
        macro_f1=float(_macro(table.sum(axis=0))),
        macro_f1_forced=float(_macro(forced.sum(axis=0), none=False)),
        two_choices=_mean((ranked[some, :2] == truth[some, None]).any(axis=1)),
        sets_f1=2 * hits / max(1, int(sets.sum()) + int(decided.sum())),
        accuracy=_mean(right),
        calibration_error=error,
        intervals={
            "macro_f1": _interval(_macro(drawn)),
            "accuracy": _interval(np.trace(drawn, axis1=1, axis2=2) / drawn.sum(axis=(1, 2))),
        },
        reviewed=_mean(reviewed),
        accuracy_of_rest=_mean(right[~reviewed]),
        risk_coverage=_risk_coverage(weighed.lead(), right),
        bins=bins,
        confusion=tuple(tuple(int(n) for n in row) for row in table.sum(axis=0)),
    )


def _mean(values: NDArray[Any]) -> float:
    return float(np.mean(values)) if len(values) else 0.0


def _confusion(
    truth: NDArray[np.int64], said: NDArray[np.int64], documents: NDArray[np.int64], count: int
) -> NDArray[np.float64]:
    """How often each code was said for each true one, shape (documents, true, said)."""
    table = np.zeros((int(documents.max(initial=0)) + 1, count, count))
    np.add.at(table, (documents, truth, said), 1)
    return table


def _f1(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """F1 of each code; NaN for one that never occurs. Any axes may go before the last two."""
    hits = np.diagonal(table, axis1=-2, axis2=-1)
    support = table.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        f1: NDArray[np.float64] = np.where(
            support > 0, 2 * hits / (support + table.sum(axis=-2)), np.nan
        )
    return f1


def _macro(table: NDArray[np.float64], *, none: bool = True) -> NDArray[np.float64]:
    codes = _f1(table)[..., :-1] if none else _f1(table)
    occurring = ~np.isnan(codes)
    total = np.where(occurring, codes, 0.0).sum(axis=-1)
    macro: NDArray[np.float64] = total / np.maximum(occurring.sum(axis=-1), 1)
    return macro


def _interval(values: NDArray[np.float64]) -> Interval:
    known = values[~np.isnan(values)]
    if not len(known):
        return (0.0, 0.0)
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)


def _scores(
    table: NDArray[np.float64], drawn: NDArray[np.float64], names: Sequence[str]
) -> tuple[CodeScore, ...]:
    intervals = _f1(drawn)
    scores = []
    for number, code in enumerate(names):
        hits = table[number, number]
        claimed, support = table[:, number].sum(), table[number].sum()
        scores.append(
            CodeScore(
                code,
                float(hits / claimed) if claimed else 0.0,
                float(hits / support) if support else 0.0,
                float(2 * hits / (claimed + support)) if claimed + support else 0.0,
                int(support),
                _interval(intervals[:, number]),
            )
        )
    return tuple(scores)


def _calibration(
    sure: NDArray[np.float64], right: NDArray[np.bool_]
) -> tuple[tuple[Bin, ...], float]:
    place = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    bins = tuple(
        Bin(int((place == b).sum()), _mean(sure[place == b]), _mean(right[place == b]))
        for b in np.unique(place)
    )
    return bins, sum(b.passages / len(sure) * abs(b.right - b.probability) for b in bins)


def _risk_coverage(
    lead: NDArray[np.float64], right: NDArray[np.bool_]
) -> tuple[tuple[float, float], ...]:
    order = np.argsort(-lead, kind="stable")
    return tuple(
        (coverage, _mean(right[order[: max(1, round(coverage * len(order)))]]))
        for coverage in _COVERAGES
    )
