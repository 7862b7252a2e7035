"""What commands print of results."""

from __future__ import annotations

from dialoogcoder.coding.agreement import Agreement, Reliability
from dialoogcoder.coding.card import more_data
from dialoogcoder.coding.evaluation import Evaluation
from dialoogcoder.coding.heldout import METHODS, HeldOut
from dialoogcoder.roles.evaluation import RoleEvaluation, Share


def evaluation_text(evaluation: Evaluation) -> str:
    """An evaluation as a plain table with the summary under it."""
    low, high = evaluation.intervals["macro_f1"]
    width = max(26, *(len(s.code) + 2 for s in evaluation.scores))
    lines = [f"{evaluation.dimension:{width}}{'P':>6}{'R':>6}{'F1':>6}   95 %        {'n':>6}"]
    lines += [
        f"{s.code:{width}}{s.precision:6.2f}{s.recall:6.2f}{s.f1:6.2f}   "
        f"[{s.f1_interval[0]:.2f}, {s.f1_interval[1]:.2f}]{s.support:6d}"
        for s in evaluation.scores
    ]
    lines += [
        f"passages {evaluation.passages} in {evaluation.documents} documents",
        f"macro-F1 {evaluation.macro_f1:.3f} [{low:.2f}, {high:.2f}], "
        f"with a code forced {evaluation.macro_f1_forced:.3f}, "
        f"within two choices {evaluation.two_choices:.3f}",
        f"accuracy {evaluation.accuracy:.3f}, all codes micro-F1 {evaluation.sets_f1:.3f}, "
        f"calibration error {evaluation.calibration_error:.3f}",
        f"set aside for a person {evaluation.reviewed:.3f}, "
        f"accuracy of the rest {evaluation.accuracy_of_rest:.3f}",
    ]
    return "\n".join(lines)


def confusion_text(evaluation: Evaluation) -> str:
    """Who is taken for whom: rows are people's codes, columns the model's."""
    names = [s.code for s in evaluation.scores]
    width = max(26, *(len(name) + 2 for name in names))
    columns = "".join(f"{number:>5}" for number in range(1, len(names) + 1))
    head = f"{'people, then model':{width}}{columns}"
    return "\n".join(
        [
            head,
            *(
                f"{f'{number} {name}':{width}}" + "".join(f"{n:5d}" for n in row)
                for number, (name, row) in enumerate(
                    zip(names, evaluation.confusion, strict=True), start=1
                )
            ),
        ]
    )


def held_out_text(held_out: HeldOut) -> str:
    """The model beside its baselines, and what more data would bring."""
    lines = [f"{'held-out documents':32}{'macro-F1':>10}{'95 %':>15}{'accuracy':>10}"]
    for name, own in zip(METHODS, held_out.methods, strict=True):
        low, high = own.intervals["macro_f1"]
        lines.append(f"{name:32}{own.macro_f1:10.3f}   [{low:.2f}, {high:.2f}]{own.accuracy:10.3f}")
    lines += ["", evaluation_text(held_out.model)]
    if held_out.curve:
        lines += ["", more_data(held_out.curve)]
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


def roles_text(evaluation: RoleEvaluation) -> str:
    """Figures of roles as plain tables, then every fact that differs."""
    lines = [f"{'gespreksleider, labels':24}{'F1':>6}{'found':>7}{'missed':>8}{'false':>7}"
             f"{'without one':>13}{'false there':>13}{'dialogues':>11}"]  # fmt: skip
    lines += [
        f"{kind:24}{s.f1:6.3f}{s.found:7d}{s.missed:8d}{s.false:7d}{s.without:13d}"
        f"{s.false_without:13d}{s.conversations:11d}"
        for kind, s in evaluation.leaders.items()
    ]

    def line(name: str, share: Share) -> str:
        return f"{name:44}{share.value:6.3f}{share.right:6d} of {share.of}"

    lines += [
        "",
        line("people found as one speaker", evaluation.speakers),
        line("gespreksrol", evaluation.roles),
        line("functie word for word, where told", evaluation.functions),
        line("none made up, where none was told", evaluation.functions_none),
        line("stakeholdergroep, where it can be told", evaluation.groups),
        line("none guessed, where it can't", evaluation.groups_unknown),
        "",
        *(
            f"{m.source}, {m.speaker}: {m.fact} '{m.gold}', found '{m.found}'"
            for m in evaluation.misses
        ),
    ]
    return "\n".join(lines)
