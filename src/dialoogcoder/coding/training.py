"""Training on hand-coded passages."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from dialoogcoder.codebook import Codebook
from dialoogcoder.coding.classifier import fit
from dialoogcoder.coding.labelled import read_labelled
from dialoogcoder.coding.models import Model
from dialoogcoder.coding.vectors import embed_passages
from dialoogcoder.coding.views import CodebookViews
from dialoogcoder.errors import DataError
from dialoogcoder.model import NONE_CODE

VERSION = "0.1"


def train(path: Path, codebook: Codebook, *, name: str) -> Model:
    """Train a model for the codebook's main dimension.

    Args:
        path: Hand-coded passages, as `read_labelled` takes them.
        codebook: The codebook the codes are from.
        name: Name of the model.

    Returns:
        The same model for the same data and codebook.

    Raises:
        DataError: The data can't be read, or carry one code only.
    """
    dimension = codebook.main
    rows = read_labelled(path, dimension.code_ids)
    if len({row.primary for row in rows}) < 2:
        raise DataError(str(path), "one code only", "two or more codes", "Add coded passages.")
    views = CodebookViews(dimension)
    texts = [row.text for row in rows]
    compared = views.compare(texts, embed_passages(texts))
    members = np.array(
        [
            [
                code.id in row.codes or (code.id == NONE_CODE and not row.codes)
                for code in views.codes
            ]
            for row in rows
        ]
    )
    digest = hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    return Model(name, VERSION, codebook.sha256, digest, fit(compared, members))
