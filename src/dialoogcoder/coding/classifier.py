"""The codebook-led classifier: one set of weights for all codes over the codebook's views.

It is one logistic regression over all pairs of passage and code. Because a view's weight is
shared by all codes, a code that was never seen in training is scored by the same rule, and a
codebook of one's own works from its first day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def _features(views: Array) -> Array:
    """Each view's value, and its lead over the best other code; shape (n, codes, 2 * views)."""
    order = np.sort(views, axis=1)
    best, second = order[:, -1:, :], order[:, -2:-1, :]
    lead = views - np.where(views == best, second, best)
    return np.concatenate([views, lead], axis=2)


@dataclass(frozen=True)
class CodebookClassifier:
    """Weights over views; `threshold` is the probability from which a code holds."""

    mean: Array
    scale: Array
    weights: Array
    intercept: float
    threshold: float

    def predict_proba(self, views: Array) -> Array:
        """Probability of each code for each passage.

        Args:
            views: Shape (passages, codes, views), as `CodebookViews.compare` gives.

        Returns:
            Shape (passages, codes), each between 0 and 1; codes don't exclude one another.
        """
        standard = (_features(views) - self.mean) / self.scale
        logits = standard @ self.weights + self.intercept
        probabilities: Array = 1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30)))
        return probabilities


def fit(views: Array, members: NDArray[np.bool_], *, strength: float = 0.3) -> CodebookClassifier:
    """Learn the weights.

    Args:
        views: Shape (passages, codes, views).
        members: Shape (passages, codes): which codes hold.
        strength: Inverse of the L2 penalty.

    Returns:
        A classifier whose threshold gives the best F1 over codes on these passages.
    """
    from sklearn.linear_model import LogisticRegression

    features = _features(views)
    flat = features.reshape(-1, features.shape[2])
    mean, scale = flat.mean(axis=0), np.maximum(flat.std(axis=0), 1e-9)
    learner = LogisticRegression(C=strength, max_iter=2000)
    learner.fit((flat - mean) / scale, members.reshape(-1))
    unset = CodebookClassifier(
        mean.round(8),
        scale.round(8),
        learner.coef_[0].round(6),
        round(float(learner.intercept_[0]), 6),
        0.5,
    )
    probabilities = unset.predict_proba(views)
    grid = np.round(np.arange(0.15, 0.75, 0.01), 2)
    best = max(grid, key=lambda t: (_f1(probabilities >= t, members), -t))
    return CodebookClassifier(unset.mean, unset.scale, unset.weights, unset.intercept, float(best))


def _f1(decided: NDArray[np.bool_], members: NDArray[np.bool_]) -> float:
    hits = int((decided & members).sum())
    return 2 * hits / max(1, int(decided.sum()) + int(members.sum()))
