"""How far coders agree: people, models, or both, on the same passages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.codebook import Codebook
from dialoogcoder.coding.labelled import CONSENSUS, Labelled, coded_rows, known_code, row_codes
from dialoogcoder.errors import DataError
from dialoogcoder.model import NONE_CODE
from dialoogcoder.tables import restore

Codes = tuple[str, ...]
_ROUNDS = 1000


@dataclass(frozen=True, slots=True)
class Coded:
    """One coder's answers: passage text (white space folded) to codes, the primary first."""

    coder: str
    answers: Mapping[str, Codes]


@dataclass(frozen=True, slots=True)
class Reliability:
    """Krippendorff's alpha with a bootstrap interval of 95 %, and the units it rests on."""

    name: str
    alpha: float
    low: float
    high: float
    units: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two coders on the primary code: raw agreement and Cohen's kappa."""

    first: str
    second: str
    agreement: float
    kappa: float
    units: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """All that was measured.

    `overall` holds the primary code and the sets of codes, on all units and on those to which
    somebody gave a code; `codes` each code's presence; `differences` the passages on whose
    primary coders differ.
    """

    coders: tuple[str, ...]
    overall: tuple[Reliability, ...]
    codes: tuple[Reliability, ...]
    pairs: tuple[Pair, ...]
    differences: tuple[tuple[str, tuple[str, ...]], ...]


def read_codings(path: Path, codebook: Codebook) -> list[Coded]:
    """Read one or more coders' codes.

    Args:
        path: A CSV of coded passages, or a run's folder (its `quotes.csv`).
        codebook: For the codes that exist.

    Returns:
        One record a coder in the file; without a coder column the file's name is the coder.

    Raises:
        DataError: The file is missing, lacks a column, or has an unknown code.
    """
    rows = coded_rows(path, codebook)
    answers: dict[str, dict[str, Codes]] = {}
    for number, row in enumerate(rows, start=2):
        text = " ".join(restore(row["text"]).split())
        if not row["perspective"].strip() or not text:
            continue  # Not coded by this coder: that is no disagreement.
        place = f"{path}, row {number}"
        codes = tuple(known_code(code, codebook.main, place) for code in row_codes(row))
        coder = row.get("coder", "").strip() or path.stem
        if coder == CONSENSUS:
            continue  # Agreed together: nobody's own answer.
        answers.setdefault(coder, {})[text] = codes
    return [Coded(coder, own) for coder, own in answers.items()]


def told_apart(found: Sequence[tuple[Path, Coded]]) -> list[Coded]:
    """Coders of several files, with the file's name behind a coder who is in more than one.

    So a run and what became of it elsewhere can be compared.
    """
    names = [coded.coder for _, coded in found]
    return [
        Coded(f"{coded.coder} ({path.name})", coded.answers)
        if names.count(coded.coder) > 1
        else coded
        for path, coded in found
    ]


def coders_of(rows: Sequence[Labelled]) -> list[Coded]:
    """The people whose codes of the same passages can be compared, in alphabetical order.

    What they agreed on together (coder ``overleg``) is nobody's own answer and left out.

    Args:
        rows: Coded passages, one row a coder where several coded one.

    Returns:
        One record for each coder who shares a passage with another; none where nobody does.
    """
    by_text: dict[str, dict[str, Codes]] = {}
    for row in rows:
        if row.coder == CONSENSUS:
            continue
        own = by_text.setdefault(" ".join(row.text.split()), {})
        own.setdefault(row.coder, row.codes or (NONE_CODE,))
    answers: dict[str, dict[str, Codes]] = {}
    for text, own in by_text.items():
        if len(own) > 1:
            for coder, codes in own.items():
                answers.setdefault(coder, {})[text] = codes
    return [Coded(coder, own) for coder, own in sorted(answers.items())]


def agree(coded: Sequence[Coded], codebook: Codebook, *, seed: int = 2021) -> Agreement:
    """Measure agreement between coders.

    Sources: Krippendorff (2019), "Content Analysis", for alpha; Passonneau (2006) for MASI, the
    distance between sets; Cohen (1960) for kappa; intervals by resampling units (1,000 rounds).

    Args:
        coded: Two or more coders.
        codebook: For the codes and their order.
        seed: For the resampling.

    Returns:
        The measures; alpha is NaN where coders never vary.

    Raises:
        DataError: Fewer than two coders, or no passage that two of them coded.
    """
    names = [c.coder for c in coded]
    if len(coded) < 2 or len(set(names)) < len(names):
        raise DataError(
            "agree",
            f"coders {', '.join(names) or 'none'}",
            "two or more with names of their own",
            "Give more files, or name each row's coder.",
        )
    texts = sorted({t for c in coded for t in c.answers})
    texts = [t for t in texts if sum(t in c.answers for c in coded) > 1]
    if not texts:
        raise DataError(
            "agree", "no passage in common", "passages coded by two coders", "Check the texts."
        )
    rng = np.random.default_rng(seed)
    some = [t for t in texts if any(c.answers.get(t, (NONE_CODE,))[0] != NONE_CODE for c in coded)]
    overall = []
    for label, units in (("all units", texts), ("coded units", some)):
        primary = _table(coded, units, lambda codes: codes[0])
        sets = _table(coded, units, lambda codes: ";".join(sorted(codes)))
        overall += [
            _reliability(f"primary code, {label}", primary, rng),
            _reliability(f"sets of codes (MASI), {label}", sets, rng, masi=True),
        ]
    codes = [
        _reliability(code, _table(coded, texts, partial(_presence, code)), rng)
        for code in (*codebook.main.code_ids, NONE_CODE)
    ]
    differing = []
    for text in texts:
        said = tuple(c.answers[text][0] if text in c.answers else "" for c in coded)
        if len({s for s in said if s}) > 1:
            differing.append((text, said))
    return Agreement(
        tuple(names),
        tuple(overall),
        tuple(codes),
        tuple(_pair(a, b) for a, b in combinations(coded, 2)),
        tuple(differing),
    )


def _presence(code: str, codes: Codes) -> str:
    return str(code in codes)


def _table(
    coded: Sequence[Coded], units: Sequence[str], value: Callable[[Codes], str]
) -> NDArray[np.object_]:
    """Values, shape (coders, units); None where a coder has not coded a unit."""
    table = np.full((len(coded), len(units)), None, dtype=object)
    for i, coder in enumerate(coded):
        for j, unit in enumerate(units):
            if unit in coder.answers:
                table[i, j] = value(coder.answers[unit])
    return table


def _masi(first: str, second: str) -> float:
    a, b = set(first.split(";")), set(second.split(";"))
    shared = a & b
    jaccard = len(shared) / len(a | b)
    if a == b:
        return 0.0
    monotone = 2 / 3 if shared in (a, b) else 1 / 3 if shared else 0.0
    return 1.0 - jaccard * monotone


def _reliability(
    name: str, table: NDArray[np.object_], rng: np.random.Generator, *, masi: bool = False
) -> Reliability:
    values = sorted({v for v in table.ravel() if v is not None})
    number = {v: i for i, v in enumerate(values)}
    counts = np.zeros((table.shape[1], len(values)))
    for row in table:
        for unit, value in enumerate(row):
            if value is not None:
                counts[unit, number[value]] += 1
    distance = np.array([[_masi(a, b) if masi else float(a != b) for b in values] for a in values])
    alpha = _alpha(counts, distance)
    rounds = [
        _alpha(counts[rng.integers(0, len(counts), len(counts))], distance)
        for _ in range(_ROUNDS)
        if len(counts)
    ]
    valid = [r for r in rounds if not np.isnan(r)]
    low, high = np.quantile(valid, [0.025, 0.975]) if valid else (np.nan, np.nan)
    return Reliability(name, alpha, float(low), float(high), table.shape[1])


def _alpha(counts: NDArray[np.float64], distance: NDArray[np.float64]) -> float:
    import krippendorff

    if len(counts) == 0 or (counts.sum(axis=0) > 0).sum() < 2:
        return float("nan")

    def metric(
        _v1: object, _v2: object, *, i1: NDArray[np.int64], i2: NDArray[np.int64], **_: object
    ) -> NDArray[np.float64]:
        return distance[i1, i2]

    return float(krippendorff.alpha(value_counts=counts, level_of_measurement=metric))


def _pair(first: Coded, second: Coded) -> Pair:
    from sklearn.metrics import cohen_kappa_score

    shared = sorted(first.answers.keys() & second.answers.keys())
    a = [first.answers[t][0] for t in shared]
    b = [second.answers[t][0] for t in shared]
    same = float(np.mean([x == y for x, y in zip(a, b, strict=True)])) if shared else float("nan")
    kappa = float(cohen_kappa_score(a, b)) if len({*a, *b}) > 1 else float("nan")
    return Pair(first.coder, second.coder, same, kappa, len(shared))
