"""What commands print of results."""

from __future__ import annotations

from dialoogcoder.coding.agreement import Agreement, Reliability
from dialoogcoder.coding.evaluation import Evaluation


def evaluation_text(evaluation: Evaluation) -> str:
    """An evaluation as a plain table with the summary under it."""
    lines = [f"{evaluation.dimension:26}{'P':>6}{'R':>6}{'F1':>6}{'n':>6}"]
    lines += [
        f"{s.code:26}{s.precision:6.2f}{s.recall:6.2f}{s.f1:6.2f}{s.support:6d}"
        for s in evaluation.scores
    ]
    lines.append(
        f"passages {evaluation.passages} in {evaluation.documents} documents, "
        f"accuracy {evaluation.accuracy:.3f}, macro-F1 {evaluation.macro_f1:.3f}, "
        f"macro-F1 with a code forced {evaluation.macro_f1_forced:.3f}, "
        f"within two choices {evaluation.two_choices:.3f}, "
        f"all codes micro-F1 {evaluation.sets_f1:.3f}, "
        f"calibration error {evaluation.calibration_error:.3f}, "
        f"accuracy with the least sure quarter set aside {evaluation.accuracy_of_rest:.3f}"
    )
    return "\n".join(lines)


def agreement_text(agreement: Agreement) -> str:
    """Agreement as plain tables."""

    def line(r: Reliability) -> str:
        return f"{r.name:38}{r.alpha:7.3f}   [{r.low:.2f}, {r.high:.2f}]{r.units:7d}"

    lines = [f"coders: {', '.join(agreement.coders)}", ""]
    lines.append(f"{'Krippendorff alpha':38}{'':7}   95 %        units")
    lines += [line(r) for r in (*agreement.overall, *agreement.codes)]
    lines += ["", f"{'two coders, primary code':38}{'raw':>7}{'kappa':>8}{'units':>8}"]
    lines += [
        f"{f'{p.first} - {p.second}':38}{p.agreement:7.3f}{p.kappa:8.3f}{p.units:8d}"
        for p in agreement.pairs
    ]
    lines += ["", f"{len(agreement.differences)} passages on whose primary code they differ"]
    return "\n".join(lines)
