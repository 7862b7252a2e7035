"""Trained models on disk: JSON that anyone can read and plain arrays, never pickle."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.codebook import Codebook
from dialoogcoder.coding.classifier import Combination
from dialoogcoder.coding.learned import LearnedViews, LinearView, Vocabulary
from dialoogcoder.coding.material import Material
from dialoogcoder.coding.views import VIEWS
from dialoogcoder.errors import ModelError

Array = NDArray[np.float64]
_FILE, _ARRAYS = "model.json", "weights.npz"
_VIEW_PARTS = ("ngrams", "lemmas", "meaning", "bias", "mean")


@dataclass(frozen=True)
class DimensionModel:
    """What was learned of one dimension; `codes` in column order, `geen` last if described."""

    codes: tuple[str, ...]
    learned: LearnedViews
    combination: Combination

    def compare(self, compared: Array, material: Material) -> Array:
        """All views of passages.

        Args:
            compared: The codebook's views, shape (passages, codes, 6).
            material: The passages.

        Returns:
            Shape (passages, codes, 6 + learned views).
        """
        return np.concatenate([compared, self.learned.compare(material)], axis=2)


@dataclass(frozen=True)
class Model:
    """A model with its name, version and the codebook it was trained with.

    `general` weighs the codebook's views alone, for any code of any codebook.
    """

    name: str
    version: str
    codebook_sha256: str
    data_sha256: str
    general: Combination
    dimensions: Mapping[str, DimensionModel]

    def trained(self, codebook: Codebook, dimension_id: str) -> DimensionModel | None:
        """What was learned of a dimension, if it was learned with this very codebook."""
        same = self.codebook_sha256 == codebook.sha256
        return self.dimensions.get(dimension_id) if same else None

    def combination(self, codebook: Codebook, dimension_id: str) -> Combination:
        """The weights that serve a dimension of a codebook."""
        own = self.trained(codebook, dimension_id)
        return own.combination if own else self.general

    @property
    def coder(self) -> str:
        """How codings name this model as their coder."""
        return f"model:{self.name}@{self.version}"

    @property
    def codebook_coder(self) -> str:
        """How codings name the codebook alone as their coder."""
        return f"model:codeboek@{self.version}"


def _combination_json(combination: Combination) -> dict[str, Any]:
    return {
        "mean": combination.mean.tolist(),
        "scale": combination.scale.tolist(),
        "weights": combination.weights.tolist(),
        "intercept": combination.intercept,
        "prior_weight": combination.prior_weight,
        "threshold": combination.threshold,
        "none_margin": combination.none_margin,
        "review_below": combination.review_below,
        "always": combination.always,
    }


def _combination(data: Mapping[str, Any]) -> Combination:
    return Combination(
        np.array(data["mean"], dtype=np.float64),
        np.array(data["scale"], dtype=np.float64),
        np.array(data["weights"], dtype=np.float64),
        float(data["intercept"]),
        float(data["prior_weight"]),
        float(data["threshold"]),
        float(data["none_margin"]),
        float(data["review_below"]),
        bool(data["always"]),
    )


def save_model(model: Model, folder: Path) -> None:
    """Write a model to `folder`, the same bytes for the same model."""
    arrays: dict[str, NDArray[Any]] = {}
    dimensions = {}
    for dimension_id, own in model.dimensions.items():
        dimensions[dimension_id] = {
            "codes": list(own.codes),
            "learned": [{"spread": view.spread} for view in own.learned.views],
            "combination": _combination_json(own.combination),
        }
        learned = own.learned
        for name, vocabulary in (("ngrams", learned.ngrams), ("lemmas", learned.lemmas)):
            arrays[f"{dimension_id}.{name}.buckets"] = vocabulary.buckets.astype(np.int32)
            arrays[f"{dimension_id}.{name}.idf"] = vocabulary.idf.astype(np.float32)
        arrays[f"{dimension_id}.centre"] = learned.centre.astype(np.float32)
        for number, view in enumerate(learned.views):
            for part in _VIEW_PARTS:
                arrays[f"{dimension_id}.{number}.{part}"] = getattr(view, part).astype(np.float32)
    data = {
        "name": model.name,
        "version": model.version,
        "codebook_sha256": model.codebook_sha256,
        "data_sha256": model.data_sha256,
        "views": list(VIEWS),
        "general": _combination_json(model.general),
        "dimensions": dimensions,
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _FILE).write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8", newline="\n")
    with (folder / _ARRAYS).open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]


def load_model(folder: Path) -> Model:
    """Read a model.

    Raises:
        ModelError: The folder holds none, or one that this version can't use.
    """
    try:
        data = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        if data["views"] != list(VIEWS):
            raise ModelError(
                str(folder),
                f"views {data['views']}",
                f"views {list(VIEWS)}",
                "Train it again.",
            )
        with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
            dimensions = {
                name: _dimension(name, own, arrays) for name, own in data["dimensions"].items()
            }
        return Model(
            data["name"],
            data["version"],
            data["codebook_sha256"],
            data["data_sha256"],
            _combination(data["general"]),
            dimensions,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, BadZipFile) as error:
        raise ModelError(
            str(folder),
            f"no readable model ({type(error).__name__})",
            f"a folder with {_FILE} and {_ARRAYS}, as `dialoogcoder train` writes it",
            "Give its path with --model, or train one.",
        ) from error


def _dimension(name: str, data: Mapping[str, Any], arrays: Mapping[str, Any]) -> DimensionModel:
    def array(part: str) -> Array:
        return np.asarray(arrays[f"{name}.{part}"], dtype=np.float64)

    def vocabulary(kind: str) -> Vocabulary:
        return Vocabulary(arrays[f"{name}.{kind}.buckets"].astype(np.int64), array(f"{kind}.idf"))

    views = []
    for number, view in enumerate(data["learned"]):
        parts = {part: array(f"{number}.{part}") for part in _VIEW_PARTS}
        views.append(LinearView(**parts, spread=float(view["spread"])))
    return DimensionModel(
        tuple(data["codes"]),
        LearnedViews(vocabulary("ngrams"), vocabulary("lemmas"), array("centre"), tuple(views)),
        _combination(data["combination"]),
    )
