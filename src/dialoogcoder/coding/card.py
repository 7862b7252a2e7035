"""The card that goes with a trained model: what it is, what was measured, what it is not for."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from dialoogcoder import __version__
from dialoogcoder.codebook import Codebook
from dialoogcoder.coding.agreement import Agreement
from dialoogcoder.coding.evaluation import Evaluation, Interval
from dialoogcoder.coding.heldout import FOLDS, METHODS, CurvePoint, HeldOut
from dialoogcoder.coding.judged import Trained

_METHOD = (
    "Logistic regression, shared by all codes, over views of the codebook (character n-grams and "
    "sentence embeddings against definitions, signal terms and examples) and over ridge "
    "regressions learned from the passages (n-grams and lemmas; embeddings). It starts from what "
    "the codebook alone says and learns from scores of documents left out, so that it does not "
    "trust what it has learned by heart."
)
_USE = (
    "Proposes codes for passages of Dutch dialogues and reports; a person checks those that are "
    "used. Not for deciding about persons, and not for text of another kind or language."
)
_LIMITS = (
    "Documents of one project resemble one another: text from elsewhere will score lower. "
    "Passages are judged alone, without their conversation."
)
_LITERATURE = (
    "No passage here was coded twice. Careful human coders reach a Krippendorff alpha of "
    ".67 to .84 on such material; expect no more of a model."
)
# Gains in macro-F1 from half of the data to all of it: below, more data would hardly help.
_FLAT = 0.01


def card_json(trained: Trained, codebook: Codebook) -> dict[str, Any]:
    """The card as plain values, the same for the same model."""
    model = trained.model
    return {
        "model": {"name": model.name, "version": model.version},
        "codebook": {
            "id": codebook.id, "title": codebook.title, "version": codebook.version,
            "sha256": model.codebook_sha256,
        },
        "data": {
            "sha256": model.data_sha256, "passages": trained.passages,
            "documents": trained.documents, "writers_or_documents_held_out_apart": trained.voices,
        },
        "versions": {
            "dialoogcoder": __version__, "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "scikit-learn", "scipy")},
        },
        "seed": "none is needed: training is deterministic; folds are cut in the data's order",
        "method": _METHOD,
        "intended_use": _USE,
        "limits": _LIMITS,
        "held_out": [
            {
                "folds": FOLDS,
                "methods": {
                    name: evaluation.as_json()
                    for name, evaluation in zip(METHODS, own.methods, strict=True)
                },
                "learning_curve": [
                    {"passages": p.passages, "macro_f1": round(p.macro_f1, 4),
                     "accuracy": round(p.accuracy, 4)}
                    for p in own.curve
                ],
                "more_data": more_data(own.curve),
                "likely_label_errors": len(own.doubts),
            }
            for own in trained.held_out
        ],
        "coders": None if trained.ceiling is None else _ceiling_json(trained.ceiling),
    }  # fmt: skip


def _ceiling_json(ceiling: Agreement) -> dict[str, Any]:
    return {
        "names": list(ceiling.coders),
        "krippendorff_alpha": {
            r.name: {"alpha": round(r.alpha, 4), "interval": [round(r.low, 4), round(r.high, 4)],
                     "units": r.units}
            for r in (*ceiling.overall, *ceiling.codes)
        },
    }  # fmt: skip


def model_card(trained: Trained, codebook: Codebook) -> str:
    """The card as Markdown, the same text for the same model."""
    model = trained.model
    lines = [
        f"# Model `{model.name}` {model.version}",
        "",
        "Written by `dialoogcoder train`; every figure below was measured by that command, and "
        "`kaart.json` has them all.",
        "",
        "## What it is",
        f"- Codebook: {codebook.title} ({codebook.id} {codebook.version}), "
        f"sha256 `{model.codebook_sha256[:16]}`",
        f"- Data: {trained.passages} hand-coded passages of {trained.documents} documents by "
        f"{trained.voices} writers (documents, where no writer is named), "
        f"sha256 `{model.data_sha256[:16]}`",
        f"- Method: {_METHOD}",
        f"- Use: {_USE}",
        "",
        "## Measured on documents held out",
        f"{FOLDS} folds or fewer; no document (or writer, where the data name one) is divided "
        "between training and test, and all borders are tuned inside each fold. Brackets: 95 % by "
        "resampling documents.",
        "",
    ]
    for own in trained.held_out:
        lines += _dimension(own)
    lines += ["## How far coders agree", *_ceiling(trained.ceiling), "", "## Limits", _LIMITS, ""]
    return "\n".join(lines)


def _dimension(own: HeldOut) -> list[str]:
    result = own.model
    lines = [
        f"### {result.dimension}: {result.passages} passages, {result.documents} documents",
        "",
        "| method | macro-F1 | a code forced | two choices | all codes F1 | accuracy | calibration "
        "error |",
        "|---|---|---|---|---|---|---|",
        *(_method(name, e) for name, e in zip(METHODS, own.methods, strict=True)),
        "",
        "| code | precision | recall | F1 | n |",
        "|---|---|---|---|---|",
        *(
            f"| {s.code} | {s.precision:.2f} | {s.recall:.2f} | {s.f1:.2f} "
            f"{_bracket(s.f1_interval)} | {s.support} |"
            for s in result.scores
            if s.support
        ),
        "",
        f"With {result.reviewed:.0%} set aside for a person (`needs_review`), "
        f"{result.accuracy_of_rest:.3f} of the rest is right; "
        f"{_at(result, 0.5):.3f} of the surest half.",
        "",
    ]
    if own.curve:
        lines += ["| learned from | macro-F1 | accuracy |", "|---|---|---|"]
        lines += [f"| {p.passages} | {p.macro_f1:.3f} | {p.accuracy:.3f} |" for p in own.curve]
        lines += ["", more_data(own.curve), ""]
    if own.doubts:
        lines += [
            f"{len(own.doubts)} passages may be coded wrongly: see `twijfel.csv`, the likeliest "
            "first.",
            "",
        ]
    return lines


def _method(name: str, result: Evaluation) -> str:
    return (
        f"| {name} | {result.macro_f1:.3f} {_bracket(result.intervals['macro_f1'])} "
        f"| {result.macro_f1_forced:.3f} | {result.two_choices:.3f} | {result.sets_f1:.3f} "
        f"| {result.accuracy:.3f} | {result.calibration_error:.3f} |"
    )


def _bracket(interval: Interval) -> str:
    return f"[{interval[0]:.2f}, {interval[1]:.2f}]"


def _at(result: Evaluation, coverage: float) -> float:
    return next(right for kept, right in result.risk_coverage if kept == coverage)


def more_data(curve: Sequence[CurvePoint]) -> str:
    """Whether more coded passages would help, in one sentence."""
    if len(curve) < 3:
        return "Too few documents for a learning curve."
    whole = curve[-1]
    half = min(curve[:-1], key=lambda p: abs(p.passages - whole.passages / 2))
    gain = whole.macro_f1 - half.macro_f1
    told = f"from {half.passages} to {whole.passages} passages macro-F1 changed by {gain:+.3f}"
    if gain < _FLAT:
        return f"More passages of this kind would hardly help: {told}."
    return f"More passages would help: {told}; expect somewhat less from the next doubling."


def _ceiling(ceiling: Agreement | None) -> list[str]:
    if ceiling is None:
        return [_LITERATURE]
    return [
        f"Coders: {', '.join(ceiling.coders)}. Careful people reach an alpha of .67 to .84 on such "
        "material; where coders are alike, or are models, theirs is no ceiling.",
        "",
        "| Krippendorff's alpha | | 95 % | passages |",
        "|---|---|---|---|",
        *(
            f"| {r.name} | {r.alpha:.3f} | [{r.low:.2f}, {r.high:.2f}] | {r.units} |"
            for r in (*ceiling.overall, *ceiling.codes)
        ),
    ]
