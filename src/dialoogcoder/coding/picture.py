"""An evaluation as a picture: who is taken for whom, calibration, and what setting aside buys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from dialoogcoder.coding.evaluation import Evaluation
from dialoogcoder.errors import InputError

FORMATS = (".png", ".svg", ".pdf")


def draw(evaluation: Evaluation, path: Path) -> None:
    """Draw one evaluation.

    Args:
        evaluation: What was measured.
        path: A .png, .svg or .pdf file; the same evaluation gives the same bytes.

    Raises:
        InputError: The file's name has another suffix.
    """
    if path.suffix.lower() not in FORMATS:
        raise InputError(
            str(path), f"suffix '{path.suffix}'", f"one of {', '.join(FORMATS)}", "Rename it."
        )
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"svg.hashsalt": "dialoogcoder", "font.size": 9}):
        figure = Figure(figsize=(13, 4.6), layout="constrained")
        left, middle, right = figure.subplots(1, 3, width_ratios=(1.35, 1, 1))
        _confusion(left, evaluation)
        _calibration(middle, evaluation)
        _risk(right, evaluation)
        low, high = evaluation.intervals["macro_f1"]
        figure.suptitle(
            f"{evaluation.dimension}: {evaluation.passages} passages of {evaluation.documents} "
            f"documents, macro-F1 {evaluation.macro_f1:.2f} [{low:.2f}, {high:.2f}]"
        )
        # Dates in a file would make every drawing of it differ.
        metadata: dict[str, Any] = {
            ".png": {}, ".svg": {"Date": None}, ".pdf": {"CreationDate": None},
        }[path.suffix.lower()]  # fmt: skip
        figure.savefig(path, dpi=150, metadata=metadata)


def _confusion(axes: Any, evaluation: Evaluation) -> None:
    table = np.array(evaluation.confusion, dtype=float)
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    names = [s.code for s in evaluation.scores]
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    if len(names) <= 12:
        for (row, column), share in np.ndenumerate(shares):
            if table[row, column]:
                axes.text(
                    column, row, int(table[row, column]), ha="center", va="center",
                    color="white" if share > 0.5 else "black",
                )  # fmt: skip
    axes.set_xticks(range(len(names)), names, rotation=45, ha="right")
    axes.set_yticks(range(len(names)), names)
    axes.set_xlabel("model")
    axes.set_ylabel("people")
    axes.set_title("Primary code: passages")


def _calibration(axes: Any, evaluation: Evaluation) -> None:
    axes.plot([0, 1], [0, 1], color="grey", linestyle="--", linewidth=1)
    said = [b.probability for b in evaluation.bins]
    found = [b.right for b in evaluation.bins]
    sizes = [max(12.0, 400 * b.passages / evaluation.passages) for b in evaluation.bins]
    axes.scatter(said, found, s=sizes, color="#2a6f97", zorder=3)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_xlabel("probability said")
    axes.set_ylabel("share right")
    axes.set_title(f"Calibration (error {evaluation.calibration_error:.3f})")


def _risk(axes: Any, evaluation: Evaluation) -> None:
    kept, right = zip(*evaluation.risk_coverage, strict=True)
    axes.plot(kept, right, color="#2a6f97")
    axes.scatter(
        [1 - evaluation.reviewed], [evaluation.accuracy_of_rest], color="#b5179e", zorder=3,
        label="needs_review set aside",
    )  # fmt: skip
    axes.set_xlim(0, 1.02)
    axes.set_ylim(min(0.5, *right), 1.01)
    axes.set_xlabel("share of passages kept, the surest first")
    axes.set_ylabel("share right")
    axes.set_title("Accuracy by coverage")
    axes.legend(loc="lower left")
