"""Training judged on documents that it has not seen: folds, baselines, learning curve."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.codebook import Dimension
from dialoogcoder.coding.baselines import majority, tfidf
from dialoogcoder.coding.classifier import Prediction
from dialoogcoder.coding.evaluation import Evaluation, score
from dialoogcoder.coding.labelled import Labelled
from dialoogcoder.coding.models import Model
from dialoogcoder.coding.stage import predict
from dialoogcoder.coding.training import FEWEST_DOCUMENTS, Trainer
from dialoogcoder.model import NONE_CODE

Progress = Callable[[int, int, str], None]
FOLDS = 6
METHODS = ("majority", "TF-IDF + logistic regression", "codebook alone", "this model")
_SHARES = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Macro-F1 and accuracy on held-out documents after learning from a share of the others."""

    passages: int
    macro_f1: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class LabelDoubt:
    """A passage whose code may be an error: what people said, and what the others suggest."""

    text: str
    document: str
    given: str
    suggested: str
    probability: float


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What was measured on one dimension with documents held out in turn.

    `methods` follow `METHODS`; the last is the model itself.
    """

    methods: tuple[Evaluation, ...]
    curve: tuple[CurvePoint, ...]
    doubts: tuple[LabelDoubt, ...]

    @property
    def model(self) -> Evaluation:
        """The evaluation of the model itself."""
        return self.methods[-1]


def cross_validate(trainer: Trainer, *, progress: Progress | None = None) -> list[HeldOut]:
    """Measure what training gives on documents that it has not seen.

    Everything that is learned, borders and thresholds included, is learned anew in each fold
    from the other documents; no document is divided.

    Args:
        trainer: Holds the coded passages, and fits models on parts of them.
        progress: Called with the fits done, all fits, and "".

    Returns:
        One record for each dimension that could be learned in every fold, in the codebook's order.
    """
    from sklearn.model_selection import GroupKFold

    codebook = trainer.codebook
    documents = [row.voice for row in trainer.rows]
    folds = min(FOLDS, len(set(documents)))
    parts = list(GroupKFold(folds).split(documents, groups=documents))
    total, done = folds * (1 + len(_SHARES)), 0
    kept = {d.id: _Kept(d, first=d is codebook.main) for d in codebook.dimensions}

    def tick() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, total, "")

    for seen, unseen in parts:
        model = trainer.fit(seen)
        for dimension in codebook.dimensions:
            kept[dimension.id].add(trainer, model, seen, unseen)
        tick()
    for share in _SHARES:
        for number, (seen, unseen) in enumerate(parts):
            fewer = _some_documents(seen, documents, share, seed=number)
            if len({documents[i] for i in fewer}) >= FEWEST_DOCUMENTS:
                kept[codebook.main.id].add_to_curve(trainer, share, fewer, unseen)
            tick()
    return [own.finish(trainer.rows, folds) for own in kept.values() if own.folds == folds]


def _some_documents(
    seen: NDArray[np.int64], documents: Sequence[str], share: float, *, seed: int
) -> NDArray[np.int64]:
    names = sorted({documents[i] for i in seen})
    order = np.random.default_rng(seed).permutation(len(names))
    chosen = {names[i] for i in order[: max(1, round(share * len(names)))]}
    return np.array([i for i in seen if documents[i] in chosen], dtype=np.int64)


class _Kept:
    """Gathers one dimension's predictions over the folds."""

    def __init__(self, dimension: Dimension, *, first: bool) -> None:
        self._dimension = dimension
        self._first = first
        self._names = (*dimension.code_ids, NONE_CODE)
        self._indices: list[NDArray[np.int64]] = []
        self._predictions: list[list[Prediction]] = []
        self._reviewed: list[NDArray[np.bool_]] = []
        self._sizes: list[int] = []
        self._curve: dict[float, list[tuple[int, NDArray[np.int64], Prediction]]] = {}
        self.folds = 0

    def add(
        self,
        trainer: Trainer,
        model: Model,
        seen: NDArray[np.int64],
        unseen: NDArray[np.int64],
    ) -> None:
        own = trainer.coded(self._dimension)
        learned, test = seen[np.isin(seen, own)], unseen[np.isin(unseen, own)]
        trained = model.dimensions.get(self._dimension.id)
        if trained is None:
            return
        self.folds += 1
        if not len(test):
            return
        codes = [self._primary(trainer.rows[i]) for i in learned]
        texts = [trainer.rows[i].text for i in learned]
        part = trainer.material.take(test)
        views = trainer.views[self._dimension.id]
        alone = predict(part, self._dimension, views, None, model.general, several=self._first)
        full = predict(part, self._dimension, views, trained, model.general, several=self._first)
        self._indices.append(test)
        self._sizes.append(len(learned))
        self._predictions.append(
            [
                majority(codes, len(test), self._names),
                tfidf(texts, codes, [trainer.rows[i].text for i in test], self._names),
                alone,
                full,
            ]
        )
        self._reviewed.append(full.lead() < trained.combination.review_below)

    def add_to_curve(
        self, trainer: Trainer, share: float, seen: NDArray[np.int64], unseen: NDArray[np.int64]
    ) -> None:
        model = trainer.fit(seen, only_main=True)
        full = predict(
            trainer.material.take(unseen),
            self._dimension,
            trainer.views[self._dimension.id],
            model.dimensions[self._dimension.id],
            model.general,
            several=True,
        )
        self._curve.setdefault(share, []).append((len(seen), unseen, full))

    def finish(self, rows: Sequence[Labelled], folds: int) -> HeldOut:
        indices = np.concatenate(self._indices)
        own = [rows[i] for i in indices]
        reviewed = np.concatenate(self._reviewed)
        methods = []
        for number in range(len(METHODS)):
            joined = _joined([p[number] for p in self._predictions])
            methods.append(
                score(own, self._dimension, joined, first=self._first, reviewed=reviewed)
            )
        curve = []
        for points in self._curve.values():
            if len(points) == folds:
                part = [rows[i] for _, unseen, _ in points for i in unseen]
                weighed = _joined([p for *_, p in points])
                nobody = np.zeros(len(part), dtype=bool)
                found = score(part, self._dimension, weighed, first=self._first, reviewed=nobody)
                size = round(float(np.mean([n for n, *_ in points])))
                curve.append(CurvePoint(size, found.macro_f1, found.accuracy))
        if curve:
            size = round(float(np.mean(self._sizes)))
            curve.append(CurvePoint(size, methods[-1].macro_f1, methods[-1].accuracy))
        last = _joined([p[-1] for p in self._predictions])
        return HeldOut(tuple(methods), tuple(curve), self._doubts(own, last))

    def _doubts(self, rows: Sequence[Labelled], weighed: Prediction) -> tuple[LabelDoubt, ...]:
        """Likely label errors by confident learning (Northcutt, Jiang & Chuang 2021)."""
        from cleanlab.filter import find_label_issues

        labels = np.array([self._names.index(self._primary(row)) for row in rows])
        present = np.unique(labels)
        shares = weighed.probabilities[:, present]
        shares = shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-9)
        ranked = find_label_issues(
            np.searchsorted(present, labels),
            shares,
            return_indices_ranked_by="normalized_margin",
            n_jobs=1,
        )
        return tuple(
            LabelDoubt(
                rows[i].text,
                rows[i].document,
                self._names[labels[i]],
                self._names[present[shares[i].argmax()]],
                float(shares[i].max()),
            )
            for i in ranked
        )

    def _primary(self, row: Labelled) -> str:
        return row.primary if self._first else row.others[self._dimension.id]


def _joined(parts: Sequence[Prediction]) -> Prediction:
    return Prediction(
        np.concatenate([p.probabilities for p in parts]),
        np.concatenate([p.decided for p in parts]),
    )
