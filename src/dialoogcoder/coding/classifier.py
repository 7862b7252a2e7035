"""The codebook-led classifier: one set of weights for all codes over all views.

It is one logistic regression over all pairs of passage and code. A view's weight is shared by
all codes, so few passages settle it, and with the codebook's views alone the same rule serves a
code that was never seen in training: a codebook of one's own works from its first day.
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
class Combination:
    """Weights over views, and the two borders of deciding.

    `threshold` is the probability from which a code holds beside the most probable one;
    `none_margin` is how far, in log-odds, `geen` must lie above the best code to win; `always`
    says that every passage has a code, as in data where nobody answered `geen`.
    """

    mean: Array
    scale: Array
    weights: Array
    intercept: float
    threshold: float
    none_margin: float
    always: bool = False

    def predict_proba(self, views: Array) -> Array:
        """Probability of each code for each passage.

        Args:
            views: Shape (passages, codes, views).

        Returns:
            Shape (passages, codes), each between 0 and 1; codes don't exclude one another.
        """
        standard = (_features(views) - self.mean) / self.scale
        logits = standard @ self.weights + self.intercept
        probabilities: Array = 1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30)))
        return probabilities

    def decide(self, codes: Array, none: Array | None) -> NDArray[np.bool_]:
        """Which codes hold.

        Args:
            codes: Probabilities, shape (passages, codes).
            none: Those of `geen`, shape (passages,); None where the codebook doesn't describe
                it: then nothing holds where no code reaches the threshold.

        Returns:
            Shape (passages, codes); a row without any is `geen`.
        """
        rows = np.arange(len(codes))
        best = codes.argmax(axis=1)
        holds: NDArray[np.bool_] = codes >= self.threshold
        if none is not None or self.always:
            holds[rows, best] = True
        if none is not None:
            holds[log_odds(none) - log_odds(codes[rows, best]) >= self.none_margin] = False
        return holds


def log_odds(probability: Array) -> Array:
    """Log-odds of probabilities, finite at 0 and 1."""
    inside = np.clip(probability, 1e-6, 1 - 1e-6)
    odds: Array = np.log(inside / (1 - inside))
    return odds


def fit_combination(
    views: Array, members: NDArray[np.bool_], *, none: bool, strength: float = 0.3
) -> Combination:
    """Learn the weights, then the borders.

    Args:
        views: Shape (passages, codes, views); views learned from passages must be held-out ones.
        members: Shape (passages, codes): which codes hold.
        none: Whether the last code is `geen`.
        strength: Inverse of the L2 penalty.

    Returns:
        A classifier whose borders give the best macro-F1 on these passages.
    """
    from sklearn.linear_model import LogisticRegression

    features = _features(views)
    flat = features.reshape(-1, features.shape[2])
    mean, scale = flat.mean(axis=0).round(6), np.maximum(flat.std(axis=0), 1e-6).round(6)
    learner = LogisticRegression(C=strength, max_iter=2000, tol=1e-8)
    learner.fit((flat - mean) / scale, members.reshape(-1))
    weights = learner.coef_[0].round(4)
    unset = Combination(mean, scale, weights, round(float(learner.intercept_[0]), 4), 0.5, 0.0)
    probabilities = unset.predict_proba(views)
    codes, rest = (probabilities[:, :-1], probabilities[:, -1]) if none else (probabilities, None)
    truth = members[:, :-1] if none else members
    always = not none and bool(truth.any(axis=1).all())

    def bordered(threshold: float, margin: float) -> Combination:
        return Combination(mean, scale, weights, unset.intercept, threshold, margin, always)

    grid = [round(float(t), 2) for t in np.arange(0.2, 0.71, 0.02)]
    margins = [round(float(m), 1) for m in np.arange(-1.5, 1.51, 0.1)] if none else [0.0]
    threshold = max(grid, key=lambda t: (_f1(bordered(t, 0.0).decide(codes, rest), truth), -t))
    margin = max(
        margins,
        key=lambda m: (_primary_f1(bordered(threshold, m), codes, rest, truth), -abs(m)),
    )
    return bordered(threshold, margin)


def _f1(decided: NDArray[np.bool_], members: NDArray[np.bool_]) -> float:
    hits = int((decided & members).sum())
    return 2 * hits / max(1, int(decided.sum()) + int(members.sum()))


def _primary_f1(
    combination: Combination, codes: Array, none: Array | None, truth: NDArray[np.bool_]
) -> float:
    """Macro-F1 over codes and `geen` of the most probable code, right where it truly holds."""
    holds = combination.decide(codes, none)
    count = codes.shape[1]
    said = np.where(holds.any(axis=1), codes.argmax(axis=1), count)
    full = np.hstack([truth, ~truth.any(axis=1, keepdims=True)])
    right = full[np.arange(len(said)), said]
    # Of several true codes the one that was said counts as the primary.
    true = np.where(right, said, full.argmax(axis=1))
    scores = []
    for code in range(count + 1):
        both = int(((said == code) & (true == code)).sum())
        total = int((said == code).sum() + (true == code).sum())
        if total:
            scores.append(2 * both / total)
    return float(np.mean(scores)) if scores else 0.0
