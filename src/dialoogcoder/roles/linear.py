"""A linear classifier over named features, small enough to read: what each feature adds."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Features = Mapping[str, float]

_DIGITS = 4
# What weighs less than this decides nothing.
_LEAST = 0.01


@dataclass(frozen=True)
class Linear:
    """Logistic regression; `weights` are log-odds for each unit of a feature."""

    bias: float
    weights: Mapping[str, float]

    def logit(self, features: Features) -> float:
        """Log-odds that the answer is yes."""
        weigh = self.weights.get
        total = 0.0
        for name, value in features.items():
            total += weigh(name, 0.0) * value
        return self.bias + total

    def probability(self, features: Features) -> float:
        """Probability that the answer is yes, from 0 to 1."""
        return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, self.logit(features)))))

    def as_json(self) -> dict[str, Any]:
        """What `from_json` reads."""
        return {"bias": self.bias, "weights": dict(self.weights)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Linear:
        """Read what `as_json` gave."""
        return cls(float(data["bias"]), {str(k): float(v) for k, v in data["weights"].items()})


def fit(
    rows: Sequence[Features],
    yes: Sequence[bool],
    groups: Sequence[str],
    *,
    strength: float,
    fewest_groups: int,
    standardise: bool = False,
    weights: Sequence[float] | None = None,
) -> Linear:
    """Learn weights.

    Args:
        rows: Features of each case.
        yes: The answer of each case.
        groups: The document of each case: a feature must occur in several to count.
        strength: Inverse of the penalty on large weights.
        fewest_groups: In how many documents a feature must occur.
        standardise: Whether to learn on features of equal spread; for figures that every case
            has. The weights given back are for the features as they are.
        weights: How much each case counts; alike without.

    Returns:
        The classifier, weights to four decimals.
    """
    import numpy as np
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    seen: dict[str, set[str]] = defaultdict(set)
    for row, group in zip(rows, groups, strict=True):
        for name in row:
            seen[name].add(group)
    names = sorted(name for name, where in seen.items() if len(where) >= fewest_groups)
    column = {name: number for number, name in enumerate(names)}
    where_row, where_column, values = [], [], []
    for number, row in enumerate(rows):
        for name, value in row.items():
            if name in column:
                where_row.append(number)
                where_column.append(column[name])
                values.append(value)
    matrix = sparse.csr_matrix(
        (values, (where_row, where_column)), shape=(len(rows), max(1, len(names)))
    )
    spread = np.ones(max(1, len(names)))
    if standardise:
        spread = np.maximum(matrix.toarray().std(axis=0), 1e-6)
        matrix = sparse.csr_matrix(matrix @ sparse.diags(1.0 / spread))
    if len(set(yes)) < 2:
        return Linear(20.0 if yes and yes[0] else -20.0, {})
    learned = LogisticRegression(C=strength, max_iter=5000).fit(matrix, yes, sample_weight=weights)
    learned_weights = {
        name: round(float(weight), _DIGITS)
        for name, weight in zip(names, learned.coef_[0] / spread, strict=False)
        if abs(weight) >= _LEAST
    }
    return Linear(round(float(learned.intercept_[0]), _DIGITS), learned_weights)
