"""Trained models on disk: JSON that anyone can read, never pickle."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dialoogcoder.coding.classifier import CodebookClassifier
from dialoogcoder.coding.views import VIEWS
from dialoogcoder.errors import ModelError

_FILE = "model.json"


@dataclass(frozen=True)
class Model:
    """A classifier with its name, version and the codebook it was trained with."""

    name: str
    version: str
    codebook_sha256: str
    data_sha256: str
    classifier: CodebookClassifier

    @property
    def coder(self) -> str:
        """How codings name this model as their coder."""
        return f"model:{self.name}@{self.version}"


def save_model(model: Model, folder: Path) -> None:
    """Write a model to `folder`, the same bytes for the same model."""
    classifier = model.classifier
    data = {
        "name": model.name,
        "version": model.version,
        "codebook_sha256": model.codebook_sha256,
        "data_sha256": model.data_sha256,
        "views": list(VIEWS),
        "mean": classifier.mean.tolist(),
        "scale": classifier.scale.tolist(),
        "weights": classifier.weights.tolist(),
        "intercept": classifier.intercept,
        "threshold": classifier.threshold,
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _FILE).write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def load_model(folder: Path) -> Model:
    """Read a model.

    Raises:
        ModelError: The folder holds none, or one that this version can't use.
    """
    try:
        data = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        if data["views"] != list(VIEWS):
            raise ModelError(
                str(folder), f"views {data['views']}", f"views {list(VIEWS)}", "Train it again."
            )
        classifier = CodebookClassifier(
            np.array(data["mean"], dtype=np.float64),
            np.array(data["scale"], dtype=np.float64),
            np.array(data["weights"], dtype=np.float64),
            float(data["intercept"]),
            float(data["threshold"]),
        )
        return Model(
            data["name"],
            data["version"],
            data["codebook_sha256"],
            data["data_sha256"],
            classifier,
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            str(folder),
            f"no readable model ({type(error).__name__})",
            f"a folder with {_FILE}, as `dialoogcoder train` writes it",
            "Give its path with --model, or train one.",
        ) from error
