"""The codebook-led classifier: one set of weights for all codes over all views.

It is one logistic regression over all pairs of passage and code. A view's weight is shared by
all codes, so few passages settle it, and with the codebook's views alone the same rule serves a
code that was never seen in training: a codebook of one's own works from its first day. What is
learned starts from what the codebook alone says (`prior`) and is penalised for leaving it, so
that without labelled passages it is the codebook's classifier.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Inverse of the L2 penalty, and the steps in which borders are sought.
_STRENGTH = 0.3
_THRESHOLDS = tuple(round(float(t), 2) for t in np.arange(0.2, 0.71, 0.02))
_MARGINS = tuple(round(float(m), 1) for m in np.arange(-1.5, 1.51, 0.1))
_MOST_STEPS = 100
_LEAST_SPREAD = 1e-4
# The share of held-out passages that people are asked to look at; on new text it may be more.
REVIEWED = 0.22


@dataclass(frozen=True)
class Combination:
    """Weights over views, and the borders of deciding.

    `weights` belong to each view and then to each view's lead; `prior_weight` multiplies what the
    codebook alone says (0 where these views are the codebook's own). `threshold` is the
    probability from which a code holds beside the most probable one; `none_margin` is how far, in
    log-odds, `geen` must lie above the best code to win; a passage whose primary leads by less
    than `review_below`, in log-odds, is for a person to look at; `always` says that every passage
    has a code, as in data where nobody answered `geen`.
    """

    mean: Array
    scale: Array
    weights: Array
    intercept: float
    prior_weight: float
    threshold: float
    none_margin: float
    review_below: float
    always: bool = False

    def log_odds(self, views: Array, prior: Array | None = None) -> Array:
        """Log-odds of each code for each passage.

        Args:
            views: Shape (passages, codes, views).
            prior: What the codebook alone says, in log-odds, shape (passages, codes).

        Returns:
            Shape (passages, codes); codes don't exclude one another.
        """
        odds: Array = ((with_leads(views) - self.mean) / self.scale) @ self.weights + self.intercept
        return odds if prior is None else odds + self.prior_weight * prior

    def decide(self, codes: Array, none: Array | None) -> NDArray[np.bool_]:
        """Which codes hold.

        Args:
            codes: Log-odds, shape (passages, codes).
            none: Those of `geen`, shape (passages,); None where the codebook doesn't describe
                it: then nothing holds where no code reaches the threshold.

        Returns:
            Shape (passages, codes); a row without any is `geen`.
        """
        rows = np.arange(len(codes))
        best = codes.argmax(axis=1)
        holds: NDArray[np.bool_] = probability(codes) >= self.threshold
        if none is not None or self.always:
            holds[rows, best] = True
        if none is not None:
            holds[none - codes[rows, best] >= self.none_margin] = False
        return holds

    def predict(self, odds: Array, *, none: bool, several: bool) -> Prediction:
        """Probabilities and decisions.

        Args:
            odds: Log-odds, shape (passages, codes), those of `geen` last where `none` is true.
            none: Whether the last column is `geen`.
            several: Whether several codes may hold at once.

        Returns:
            One row a passage, `geen` always last; where the codebook doesn't describe it, its
            probability is what is left of the best code.
        """
        codes, rest = (odds[:, :-1], odds[:, -1]) if none else (odds, None)
        holds = self.decide(codes, rest)
        if not several:
            holds &= np.arange(codes.shape[1]) == codes.argmax(axis=1)[:, None]
        chances = probability(codes)
        left = 1.0 - chances.max(axis=1) if rest is None else probability(rest)
        return Prediction(
            np.column_stack([chances, left]), np.column_stack([holds, ~holds.any(axis=1)])
        )


@dataclass(frozen=True, slots=True)
class Prediction:
    """Probabilities and which codes hold, both of shape (passages, codes + 1), `geen` last."""

    probabilities: Array
    decided: NDArray[np.bool_]

    def primary(self) -> NDArray[np.int64]:
        """The column of each passage's most probable code among those that hold."""
        chosen: NDArray[np.int64] = np.where(self.decided, self.probabilities, -1.0).argmax(axis=1)
        return chosen

    def lead(self) -> Array:
        """How far, in log-odds, each primary lies above the best code that does not hold."""
        rows = np.arange(len(self.probabilities))
        best = log_odds(self.probabilities[rows, self.primary()])
        lead: Array = best - log_odds(np.where(self.decided, 0.0, self.probabilities).max(axis=1))
        return lead


def with_leads(views: Array) -> Array:
    """Each view's value, and its lead over the best other code; shape (n, codes, 2 * views)."""
    order = np.sort(views, axis=1)
    best, second = order[:, -1:, :], order[:, -2:-1, :]
    lead = views - np.where(views == best, second, best)
    return np.concatenate([views, lead], axis=2)


def probability(odds: Array) -> Array:
    """Probabilities of log-odds."""
    result: Array = 1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30)))
    return result


def log_odds(probabilities: Array) -> Array:
    """Log-odds of probabilities, finite at 0 and 1."""
    inside = np.clip(probabilities, 1e-6, 1 - 1e-6)
    odds: Array = np.log(inside / (1 - inside))
    return odds


def fit_combination(
    views: Array,
    members: NDArray[np.bool_],
    primary: NDArray[np.int64],
    *,
    none: bool,
    prior: Array | None = None,
) -> Combination:
    """Learn the weights, then the borders.

    Which codes hold is what the weights learn; the probabilities are then scaled so that they
    tell how often the most probable code is a person's primary one (Platt 1999), since the best
    of several honest probabilities is, on average, too sure.

    Args:
        views: Shape (passages, codes, views); views learned from passages must be held-out ones.
        members: Shape (passages, codes): which codes hold.
        primary: The primary code's column, shape (passages,); the number of codes, past the last
            column, where that is an undescribed `geen`.
        none: Whether the last code is `geen`.
        prior: What the codebook alone says, in log-odds, shape (passages, codes).

    Returns:
        A classifier whose borders give the best F1 on these passages.
    """
    features = with_leads(views)
    flat = features.reshape(-1, features.shape[2])
    mean, scale = flat.mean(axis=0).round(6), flat.std(axis=0).round(6)
    # A view that never varies here says nothing, and must not say much elsewhere.
    scale = np.where(scale < _LEAST_SPREAD, 1.0, scale)
    columns = (flat - mean) / scale
    # What is added to the codebook's own answer, its weight included, is what is penalised.
    said = np.zeros(len(columns)) if prior is None else prior.reshape(-1)
    found = _penalised_logistic(
        np.column_stack([columns, said]), members.reshape(-1).astype(np.float64), said
    )
    prior_weight = 0.0 if prior is None else 1.0 + float(found[-2])
    raw = (columns @ found[:-2] + found[-1] + prior_weight * said).reshape(members.shape)
    slope, shift = _platt(raw, primary)
    weights = (slope * found[:-2]).round(4)
    intercept = round(slope * float(found[-1]) + shift, 4)
    prior_weight = round(slope * prior_weight, 4)
    truth = members[:, :-1] if none else members
    always = not none and bool(truth.any(axis=1).all())

    def bordered(threshold: float, margin: float, review_below: float = 0.0) -> Combination:
        return Combination(
            mean, scale, weights, intercept, prior_weight,
            threshold, margin, review_below, always,
        )  # fmt: skip

    odds = bordered(0.5, 0.0).log_odds(views, prior)
    codes, rest = (odds[:, :-1], odds[:, -1]) if none else (odds, None)
    threshold = max(
        _THRESHOLDS, key=lambda t: (_set_f1(bordered(t, 0.0).decide(codes, rest), truth), -t)
    )
    margin = 0.0
    if rest is not None:
        margin = max(
            _MARGINS,
            key=lambda m: (
                _primary_f1(bordered(threshold, m).decide(codes, rest), codes, truth),
                -abs(m),
            ),
        )
    lead = bordered(threshold, margin).predict(odds, none=none, several=True).lead()
    return bordered(threshold, margin, round(float(np.quantile(lead, REVIEWED)), 3))


def _penalised_logistic(columns: Array, target: Array, offset: Array) -> Array:
    """Logistic regression by Newton's method; the last weight returned is the constant's."""
    columns = np.column_stack([columns, np.ones(len(columns))])
    weights = np.zeros(columns.shape[1])
    for _ in range(_MOST_STEPS):
        chance = probability(columns @ weights + offset)
        slope = columns.T @ (target - chance) - weights / _STRENGTH
        curve = (columns * (chance * (1 - chance))[:, None]).T @ columns
        step = np.linalg.solve(curve + np.eye(len(weights)) / _STRENGTH, slope)
        # Far from the answer a full step may overshoot.
        weights = weights + step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < 1e-8:
            break
    return weights


def _platt(odds: Array, primary: NDArray[np.int64]) -> tuple[float, float]:
    """Slope and shift that make the best code's probability the chance that it is right."""
    best = odds.argmax(axis=1)
    top = odds[np.arange(len(odds)), best]
    slope_more, shift = _penalised_logistic(top[:, None], (best == primary).astype(np.float64), top)
    # With few passages, nearly all right or wrong, the slope must not turn round.
    return max(0.1, 1.0 + float(slope_more)), float(shift)


def _set_f1(decided: NDArray[np.bool_], members: NDArray[np.bool_]) -> float:
    hits = int((decided & members).sum())
    return 2 * hits / max(1, int(decided.sum()) + int(members.sum()))


def _primary_f1(holds: NDArray[np.bool_], codes: Array, truth: NDArray[np.bool_]) -> float:
    """Macro-F1 over codes and `geen` of the most probable code, right where it truly holds."""
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
