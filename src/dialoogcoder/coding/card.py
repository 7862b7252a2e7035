"""The card that goes with a trained model: what it is, what was measured, what it is not for."""

from __future__ import annotations

from dialoogcoder.codebook import Codebook
from dialoogcoder.coding.judged import Trained

_CEILING = (
    "Two careful coders agree on such material at a Krippendorff alpha of .67 to .84, and one "
    "agrees with a report's own sections at about .80 (.91 within two choices): expect no more of "
    "a model."
)


def model_card(trained: Trained, codebook: Codebook) -> str:
    """The card as Markdown, the same text for the same model."""
    model = trained.model
    lines = [
        f"# Model `{model.name}` {model.version}",
        "",
        "Written by `dialoogcoder train`; every figure below was measured by that command.",
        "",
        "## What it is",
        f"- Codebook: {codebook.title} ({codebook.id} {codebook.version}), "
        f"sha256 `{model.codebook_sha256[:16]}`",
        f"- Data: {trained.passages} hand-coded passages of {trained.documents} documents, "
        f"sha256 `{model.data_sha256[:16]}`",
        "- Method: logistic regression, shared by all codes, over views of the codebook "
        "(character n-grams and sentence embeddings against definitions, signal terms and "
        "examples) and over kernel ridge regressions learned from the passages. It learns on "
        "scores of documents left out, so that it does not trust what it has learned by heart.",
        "",
        "## Measured on documents held out",
        "A document is a voice or a conversation; none is divided between training and test.",
        "",
    ]
    for result in trained.held_out:
        lines += [
            f"### {result.dimension}: {result.passages} passages, {result.documents} documents",
            "",
            "| code | precision | recall | F1 | n |",
            "|---|---|---|---|---|",
            *(
                f"| {s.code} | {s.precision:.2f} | {s.recall:.2f} | {s.f1:.2f} | {s.support} |"
                for s in result.scores
            ),
            "",
            f"Macro-F1 {result.macro_f1:.3f} without `geen`; with a code forced "
            f"{result.macro_f1_forced:.3f}; within two choices {result.two_choices:.3f}; all codes "
            f"micro-F1 {result.sets_f1:.3f}; accuracy {result.accuracy:.3f}; expected calibration "
            f"error {result.calibration_error:.3f}. With the least sure quarter set aside for a "
            f"person, {result.accuracy_of_rest:.3f} of the rest is right.",
            "",
        ]
    lines += [
        "## Ceiling and limits",
        _CEILING,
        "Documents of one project resemble one another: text from elsewhere will score lower. The "
        "codes are proposals; check those you use. Not for deciding about persons.",
        "",
    ]
    return "\n".join(lines)
