"""Training with its own judgement: the model, and how it does on documents held out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dialoogcoder.codebook import Codebook
from dialoogcoder.coding.agreement import Agreement, agree, coders_of
from dialoogcoder.coding.classifier import Combination
from dialoogcoder.coding.heldout import HeldOut, Progress, cross_validate
from dialoogcoder.coding.labelled import CodedData
from dialoogcoder.coding.material import prepare
from dialoogcoder.coding.models import Model
from dialoogcoder.coding.training import Trainer, check_trainable
from dialoogcoder.coding.vectors import embed_passages


@dataclass(frozen=True)
class Trained:
    """A model, the size of its data, its scores on documents held out, and people's agreement.

    `ceiling` is None where no two people coded the same passages.
    """

    model: Model
    passages: int
    documents: int
    voices: int
    held_out: tuple[HeldOut, ...]
    ceiling: Agreement | None


def train_and_judge(
    data: CodedData,
    codebook: Codebook,
    *,
    name: str,
    general: Combination | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Trained:
    """Train a model, and judge the same training with documents held out.

    Args:
        data: Hand-coded passages.
        codebook: The codebook the codes are from.
        name: Name of the model.
        general: Weights over the codebook's views that serve any codebook; without, they are
            learned from these passages too.
        workers: Processes that embed; changes the time taken, never a value.
        progress: Called with the fits done, all fits, and "".

    Returns:
        The same for the same data and codebook.

    Raises:
        DataError: The data carry one code only, or too few documents to hold any out.
    """
    check_trainable(data)
    texts = [row.text for row in data.rows]
    material = prepare(texts, embed_passages(texts, workers=workers))
    trainer = Trainer(data.rows, material, codebook, general)
    held_out = cross_validate(trainer, progress=progress)
    everything = np.arange(len(texts))
    model = trainer.fit(everything, name=name, data_sha256=data.sha256)
    coders = coders_of(data.all_rows)
    ceiling = agree(coders, codebook) if len(coders) > 1 else None
    return Trained(
        model,
        len(texts),
        len({row.document for row in data.rows}),
        data.voices,
        tuple(held_out),
        ceiling,
    )
