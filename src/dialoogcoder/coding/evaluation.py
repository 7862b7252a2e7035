"""How good a coding is on hand-coded passages: with a model, or held out document by document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.codebook import Codebook, Dimension
from dialoogcoder.coding.labelled import Labelled
from dialoogcoder.coding.material import Material, prepare
from dialoogcoder.coding.models import Model
from dialoogcoder.coding.stage import Prediction, predict
from dialoogcoder.coding.training import fit_model
from dialoogcoder.coding.vectors import embed_passages
from dialoogcoder.model import NONE_CODE

_BINS = 10
# The share of passages that people are asked to look at.
REVIEWED = 0.25


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
    """Scores on one dimension.

    `macro_f1` averages the primary code's F1 over the codes that occur, `geen` left out;
    `macro_f1_forced` asks the best code of passages that a person gave one, as if `geen` were no
    answer; `two_choices` is the share of those whose primary is among the two most probable
    codes; `sets_f1` counts every code that holds (micro-F1); `calibration_error` is the expected
    calibration error of the primary's probability over ten bins (Naeini et al. 2015). A quarter
    of the passages has a lead (`Prediction.lead`) below `review_below`; `accuracy_of_rest` is
    what remains right when a person looks at those.
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
    review_below: float
    accuracy_of_rest: float


def evaluate(rows: Sequence[Labelled], codebook: Codebook, model: Model) -> list[Evaluation]:
    """Evaluate a model on coded passages, each judged alone, without context.

    Args:
        rows: Hand-coded passages.
        codebook: The codebook of their codes.
        model: The model to judge.

    Returns:
        One evaluation for each dimension on which passages are coded.
    """
    texts = [row.text for row in rows]
    material = prepare(texts, embed_passages(texts))
    same = model.codebook_sha256 == codebook.sha256
    results = []
    for dimension in codebook.dimensions:
        used = _coded(rows, dimension, codebook)
        if not used:
            continue
        part = Material(material.counts[used], material.vectors[used])
        weighed = predict(
            part,
            dimension,
            model.dimensions.get(dimension.id) if same else None,
            model.general,
            several=dimension is codebook.main,
        )
        results.append(score([rows[i] for i in used], dimension, codebook, weighed))
    return results


def cross_validate(
    rows: Sequence[Labelled],
    material: Material,
    codebook: Codebook,
    *,
    folds: int = 6,
    progress: Callable[[int, int, str], None] | None = None,
) -> list[Evaluation]:
    """Evaluate what training gives on documents that it has not seen.

    Args:
        rows: Hand-coded passages.
        material: The same passages as numbers.
        codebook: The codebook of their codes.
        folds: Parts that are held out in turn; a document is never divided.
        progress: Called with the folds done, all folds, and "".

    Returns:
        One evaluation for each dimension that could be learned in every fold.
    """
    from sklearn.model_selection import GroupKFold

    documents = [row.document for row in rows]
    folds = min(folds, len(set(documents)))
    kept: dict[str, tuple[list[int], list[Prediction]]] = {}
    for number, (seen, unseen) in enumerate(
        GroupKFold(folds).split(documents, groups=documents), start=1
    ):
        model = fit_model(
            [rows[i] for i in seen],
            Material(material.counts[seen], material.vectors[seen]),
            codebook,
            name="",
            data_sha256="",
        )
        for dimension in codebook.dimensions:
            own = _coded([rows[i] for i in unseen], dimension, codebook)
            used = [int(unseen[i]) for i in own]
            if not used or dimension.id not in model.dimensions:
                continue
            part = Material(material.counts[used], material.vectors[used])
            indices, predictions = kept.setdefault(dimension.id, ([], []))
            indices += used
            predictions.append(
                predict(
                    part,
                    dimension,
                    model.dimensions[dimension.id],
                    model.general,
                    several=dimension is codebook.main,
                )
            )
        if progress is not None:
            progress(number, folds, "")
    results = []
    for dimension in codebook.dimensions:
        if dimension.id in kept:
            indices, predictions = kept[dimension.id]
            joined = Prediction(
                np.concatenate([p.probabilities for p in predictions]),
                np.concatenate([p.decided for p in predictions]),
            )
            results.append(score([rows[i] for i in indices], dimension, codebook, joined))
    return results


def _coded(rows: Sequence[Labelled], dimension: Dimension, codebook: Codebook) -> list[int]:
    first = dimension is codebook.main
    return [i for i, row in enumerate(rows) if first or dimension.id in row.others]


def score(
    rows: Sequence[Labelled], dimension: Dimension, codebook: Codebook, weighed: Prediction
) -> Evaluation:
    """Compare a prediction with what people coded.

    Args:
        rows: The coded passages.
        dimension: The dimension compared.
        codebook: For which dimension is the first.
        weighed: One row a passage.

    Returns:
        The scores.
    """
    names = (*dimension.code_ids, NONE_CODE)
    first = dimension is codebook.main
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
    scores = _scores(truth, said, names)
    forced = [s.f1 for s in _scores(truth[some], ranked[some, 0], names[:-1]) if s.support]
    codes_only = [s.f1 for s in scores[:-1] if s.support]
    lead = weighed.lead()
    border = round(float(np.quantile(lead, REVIEWED)), 3)
    sure = weighed.probabilities[np.arange(len(rows)), said]
    return Evaluation(
        dimension=dimension.id,
        passages=len(rows),
        documents=len({row.document for row in rows}),
        scores=scores,
        macro_f1=_mean(codes_only),
        macro_f1_forced=_mean(forced),
        two_choices=_mean((ranked[some, :2] == truth[some, None]).any(axis=1)),
        sets_f1=2 * hits / max(1, int(sets.sum()) + int(decided.sum())),
        accuracy=_mean(truth == said),
        calibration_error=_calibration_error(sure, truth == said),
        review_below=border,
        accuracy_of_rest=_mean((truth == said)[lead >= border]),
    )


def _mean(values: Sequence[float] | NDArray[np.bool_]) -> float:
    return float(np.mean(values)) if len(values) else 0.0


def _calibration_error(sure: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    bins = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    return sum(
        float((bins == b).mean()) * abs(_mean(right[bins == b]) - float(sure[bins == b].mean()))
        for b in np.unique(bins)
    )


def _scores(
    truth: NDArray[np.int64], said: NDArray[np.int64], names: Sequence[str]
) -> tuple[CodeScore, ...]:
    scores = []
    for number, code in enumerate(names):
        hits = int(((truth == number) & (said == number)).sum())
        claimed, support = int((said == number).sum()), int((truth == number).sum())
        scores.append(
            CodeScore(
                code,
                hits / claimed if claimed else 0.0,
                hits / support if support else 0.0,
                2 * hits / (claimed + support) if claimed + support else 0.0,
                support,
            )
        )
    return tuple(scores)
