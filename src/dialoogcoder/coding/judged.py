"""Training with its own judgement: the model, and how it does on documents held out."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dialoogcoder.codebook import Codebook
from dialoogcoder.coding.evaluation import Evaluation, cross_validate
from dialoogcoder.coding.labelled import read_labelled
from dialoogcoder.coding.material import prepare
from dialoogcoder.coding.models import Model
from dialoogcoder.coding.training import check_trainable, fit_model
from dialoogcoder.coding.vectors import embed_passages


@dataclass(frozen=True)
class Trained:
    """A model, the size of its data, and its scores on documents held out in turn."""

    model: Model
    passages: int
    documents: int
    held_out: tuple[Evaluation, ...]


def train_and_judge(
    path: Path,
    codebook: Codebook,
    *,
    name: str,
    progress: Callable[[int, int, str], None] | None = None,
) -> Trained:
    """Train a model, and judge the same training with documents held out.

    Args:
        path: Hand-coded passages, as `read_labelled` takes them.
        codebook: The codebook the codes are from.
        name: Name of the model.
        progress: Called with the folds done, all folds, and "".

    Returns:
        The same for the same data and codebook.

    Raises:
        DataError: The data can't be read, carry one code only, or too few documents to hold
            any out.
    """
    rows = read_labelled(path, codebook)
    check_trainable(rows, str(path))
    texts = [row.text for row in rows]
    material = prepare(texts, embed_passages(texts))
    digest = hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    held_out = cross_validate(rows, material, codebook, progress=progress)
    fitted = fit_model(rows, material, codebook, name=name, data_sha256=digest)
    model = dataclasses.replace(fitted, review_below=held_out[0].review_below)
    return Trained(model, len(rows), len({row.document for row in rows}), tuple(held_out))
