"""Training on hand-coded passages."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.codebook import Codebook, Dimension
from dialoogcoder.coding.classifier import fit_combination
from dialoogcoder.coding.labelled import Labelled
from dialoogcoder.coding.learned import fit_learned
from dialoogcoder.coding.material import Material
from dialoogcoder.coding.models import DimensionModel, Model
from dialoogcoder.coding.views import CodebookViews
from dialoogcoder.errors import DataError
from dialoogcoder.model import NONE_CODE

VERSION = "0.2"
_FEWEST_DOCUMENTS = 3
_FEWEST_PASSAGES = 40


def check_trainable(rows: Sequence[Labelled], place: str) -> None:
    """Refuse data that nothing can be learned from.

    Raises:
        DataError: One code only, or too few documents to hold any out.
    """
    if len({row.primary for row in rows}) < 2:
        raise DataError(place, "one code only", "two or more codes", "Add coded passages.")
    documents = len({row.document for row in rows})
    if documents < _FEWEST_DOCUMENTS:
        raise DataError(
            place,
            f"{documents} documents",
            f"{_FEWEST_DOCUMENTS} or more, so that some can be held out",
            "Name each row's document or speaker, or code with the codebook alone.",
        )


def fit_model(
    rows: Sequence[Labelled], material: Material, codebook: Codebook, *, name: str, data_sha256: str
) -> Model:
    """Fit a model to coded passages that are already prepared.

    Args:
        rows: The coded passages.
        material: The same passages as numbers.
        codebook: The codebook the codes are from.
        name: Name of the model.
        data_sha256: Hash of the data, for the model's record.

    Returns:
        The model.
    """
    main = codebook.main
    compared = CodebookViews(main).compare(material)
    members = membership(rows, main, first=True)
    general = fit_combination(compared, members, none=main.none is not None)
    dimensions = {main.id: _fit_dimension(rows, material, main, compared, members)}
    for dimension in codebook.dimensions[1:]:
        coded = [i for i, row in enumerate(rows) if dimension.id in row.others]
        own = [rows[i] for i in coded]
        if len(coded) >= _FEWEST_PASSAGES and len({row.document for row in own}) > 2:
            part = Material(material.counts[coded], material.vectors[coded])
            dimensions[dimension.id] = _fit_dimension(
                own,
                part,
                dimension,
                CodebookViews(dimension).compare(part),
                membership(own, dimension, first=False),
            )
    return Model(name, VERSION, codebook.sha256, data_sha256, general, dimensions)


def membership(rows: Sequence[Labelled], dimension: Dimension, *, first: bool) -> NDArray[np.bool_]:
    """Which codes of a dimension hold, shape (passages, codes), `geen` last where described."""
    names = (*dimension.code_ids, *((NONE_CODE,) if dimension.none else ()))
    held = [row.codes if first else tuple({row.others[dimension.id]} - {NONE_CODE}) for row in rows]
    return np.array(
        [[n in codes or (n == NONE_CODE and not codes) for n in names] for codes in held]
    )


def _fit_dimension(
    rows: Sequence[Labelled],
    material: Material,
    dimension: Dimension,
    compared: NDArray[np.float64],
    members: NDArray[np.bool_],
) -> DimensionModel:
    mean = compared.mean(axis=0).round(6)
    spread = np.maximum(compared.std(axis=0), 1e-6).round(6)
    learned, held_out = fit_learned(material, members, [row.document for row in rows])
    views = np.concatenate([(compared - mean) / spread, held_out], axis=2)
    none = dimension.none is not None
    codes = (*dimension.code_ids, *((NONE_CODE,) if none else ()))
    return DimensionModel(codes, mean, spread, learned, fit_combination(views, members, none=none))
