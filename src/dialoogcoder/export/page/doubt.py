"""How sure all this is, and how it was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dialoogcoder.export.page.charts import decimal
from dialoogcoder.export.page.material import STORY, Material
from dialoogcoder.export.page.words import number, percent
from dialoogcoder.model import NONE_CODE, PEOPLE

# What careful human coders reach on such material; no program is worth more than its ceiling.
CEILING = (0.67, 0.84)


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of the model's quality with its interval, drawn on a scale of 0 to 100."""

    label: str
    value: str
    interval: str
    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Sureness:
    """A band of probabilities, and how many passages lie in it."""

    band: str
    count: int
    share: str
    length: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """The section on doubt and the one on method."""

    model: str
    people: tuple[str, ...]
    same_codebook: bool
    measures: tuple[Measure, ...]
    overall: str
    story: str
    measured_by: tuple[str, ...]
    passages: str
    documents: str
    two_choices: str
    rest_right: str
    sureness: tuple[Sureness, ...]
    codebook: str
    codebook_hash: str
    versions: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]


def doubt(material: Material) -> Doubt:
    """Make both sections."""
    manifest, book = material.run.manifest, material.run.codebook
    model: Mapping[str, Any] = manifest.get("model", {})
    measured: Mapping[str, Any] = model.get("measured", {})
    by_dimension: Mapping[str, Any] = measured.get("dimensions", {})
    main: Mapping[str, Any] = by_dimension.get(material.main.id, {})
    story: Mapping[str, Any] = by_dimension.get(STORY, {})
    coders = {coding.coder for coding in material.run.codings}
    same = model.get("codebook_sha256") == book.sha256
    return Doubt(
        model=str(model.get("coder", "")).removeprefix("model:").replace("@", ", versie "),
        people=tuple(sorted(c.removeprefix(PEOPLE) for c in coders if c.startswith(PEOPLE))),
        same_codebook=same,
        measures=_measures(material, main) if main and same else (),
        overall=_with_interval(main) if main and same else "",
        story=_with_interval(story) if story and same else "",
        measured_by=tuple(measured.get("coders", ())),
        passages=number(main.get("passages", 0)),
        documents=number(main.get("documents", 0)),
        two_choices=percent(main.get("two_choices", 0.0)),
        rest_right=percent(main.get("accuracy_of_rest", 0.0)),
        sureness=_sureness([row["probability"] for row in material.rows]),
        codebook=" ".join(part for part in (book.title, book.version) if part),
        codebook_hash=book.sha256[:12],
        versions=(
            ("dialoogcoder", str(manifest.get("dialoogcoder", ""))),
            ("Python", str(manifest.get("python", ""))),
            *((name, str(version)) for name, version in manifest.get("versions", {}).items()),
        ),
        facts=(
            ("Taalmodel voor woordsoorten en zinnen", str(manifest.get("language_pipeline", ""))),
            ("Toevalsgetal (seed)", str(manifest.get("seed", ""))),
            ("Recept", str(manifest.get("recipe", {}).get("name", ""))),
        ),
    )


def _with_interval(measured: Mapping[str, Any]) -> str:
    low, high = measured["interval"]
    return f"{decimal(measured['macro_f1'])} (tussen {decimal(low)} en {decimal(high)})"


def _measures(material: Material, measured: Mapping[str, Any]) -> tuple[Measure, ...]:
    return tuple(
        Measure(
            "Geen perspectief" if code == NONE_CODE else material.title(code),
            decimal(value),
            f"{decimal(low)}–{decimal(high)}",
            round(100 * value, 1),
            round(100 * low, 1),
            round(100 * high, 1),
        )
        for code in material.codes
        if code in measured["codes"]
        for value, low, high in [measured["codes"][code]]
    )


def _sureness(probabilities: Sequence[float | None]) -> tuple[Sureness, ...]:
    sure = [p for p in probabilities if p is not None]
    bands = (
        (0.9, 1.01, "0,90 of meer"),
        (0.75, 0.9, "0,75 tot 0,90"),
        (0.5, 0.75, "0,50 tot 0,75"),
        (0.0, 0.5, "minder dan 0,50"),
    )
    counts = [(name, sum(low <= p < high for p in sure)) for low, high, name in bands]
    if len(sure) < len(probabilities):
        counts.append(("door een mens gecodeerd", len(probabilities) - len(sure)))
    longest = max((count for _, count in counts), default=0) or 1
    return tuple(
        Sureness(name, count, percent(count, len(probabilities)), round(100 * count / longest, 1))
        for name, count in counts
    )
