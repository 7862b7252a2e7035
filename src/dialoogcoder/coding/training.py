"""Training on hand-coded passages."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.codebook import Codebook, Dimension
from dialoogcoder.coding.classifier import Combination, fit_combination
from dialoogcoder.coding.labelled import CodedData, Labelled
from dialoogcoder.coding.learned import KINDS, Kernels, LearnedFitter
from dialoogcoder.coding.material import Material
from dialoogcoder.coding.models import DimensionModel, Model
from dialoogcoder.coding.views import CodebookViews
from dialoogcoder.errors import DataError
from dialoogcoder.model import NONE_CODE

VERSION = "0.3"
FEWEST_DOCUMENTS = 3
_FEWEST_PASSAGES = 40


def check_trainable(data: CodedData) -> None:
    """Refuse data that nothing can be learned from.

    Raises:
        DataError: One code only, or too few documents to hold any out.
    """
    if len({row.primary for row in data.rows}) < 2:
        raise DataError(data.place, "one code only", "two or more codes", "Add coded passages.")
    if data.voices < FEWEST_DOCUMENTS:
        raise DataError(
            data.place,
            f"{data.voices} documents",
            f"{FEWEST_DOCUMENTS} or more, so that some can be held out",
            "Name each row's document, or do without training: `run --codebook` codes with the "
            "codebook alone.",
        )


class Trainer:
    """Fits models on parts of the same coded passages.

    Args:
        rows: The coded passages.
        material: The same passages as numbers.
        codebook: The codebook the codes are from.
        general: Weights over the codebook's views that serve any codebook; without, they are
            learned from these passages too.
    """

    def __init__(
        self,
        rows: Sequence[Labelled],
        material: Material,
        codebook: Codebook,
        general: Combination | None = None,
    ) -> None:
        self.rows = rows
        self.material = material
        self.codebook = codebook
        self._general = general
        self.views = {d.id: CodebookViews(d) for d in codebook.dimensions}
        self._kernels = Kernels(material, [row.voice for row in rows])
        self._compared = {d.id: self.views[d.id].compare(material) for d in codebook.dimensions}

    def coded(self, dimension: Dimension) -> NDArray[np.int64]:
        """Indices of the passages that are coded on a dimension."""
        first = dimension is self.codebook.main
        chosen = [i for i, row in enumerate(self.rows) if first or dimension.id in row.others]
        return np.array(chosen, dtype=np.int64)

    def members(self, which: NDArray[np.int64], dimension: Dimension) -> NDArray[np.bool_]:
        """Which codes hold, shape (passages, codes), `geen` last where it is described."""
        names = (*dimension.code_ids, *((NONE_CODE,) if dimension.none else ()))
        first = dimension is self.codebook.main
        rows = [self.rows[i] for i in which]
        held = [row.codes if first else (row.others[dimension.id],) for row in rows]
        return np.array(
            [[n in codes or (n == NONE_CODE and not codes) for n in names] for codes in held],
            dtype=bool,
        ).reshape(len(which), len(names))

    def primary(self, which: NDArray[np.int64], dimension: Dimension) -> NDArray[np.int64]:
        """The column of each passage's primary code, `geen` last whether described or not."""
        names = (*dimension.code_ids, NONE_CODE)
        first = dimension is self.codebook.main
        rows = [self.rows[i] for i in which]
        said = [row.primary if first else row.others[dimension.id] for row in rows]
        return np.array([names.index(code) for code in said], dtype=np.int64)

    def fit(
        self,
        which: NDArray[np.int64],
        *,
        name: str = "",
        data_sha256: str = "",
        only_main: bool = False,
    ) -> Model:
        """Fit a model.

        Args:
            which: Indices of the passages to learn from.
            name: Name of the model.
            data_sha256: Hash of the data, for the model's record.
            only_main: Leave all dimensions but the first to the codebook.

        Returns:
            The model; a dimension on which too few passages are coded is left to the codebook.
        """
        main = self.codebook.main
        general = self._general or fit_combination(
            self._compared[main.id][which],
            self.members(which, main),
            self.primary(which, main),
            none=main.none is not None,
        )
        fitters: dict[bytes, LearnedFitter] = {}
        dimensions = {}
        for dimension in self.codebook.dimensions:
            own = which[np.isin(which, self.coded(dimension))]
            documents = [self.rows[i].voice for i in own]
            further = dimension is not main
            if further and only_main:
                continue
            if further and (len(own) < _FEWEST_PASSAGES or len(set(documents)) < FEWEST_DOCUMENTS):
                continue
            # Dimensions coded on the same passages share what is costly.
            key = own.tobytes()
            if key not in fitters:
                fitters[key] = LearnedFitter(self._kernels, own)
            dimensions[dimension.id] = self._fit_dimension(dimension, own, fitters[key], general)
        return Model(name, VERSION, self.codebook.sha256, data_sha256, general, dimensions)

    def _fit_dimension(
        self,
        dimension: Dimension,
        which: NDArray[np.int64],
        fitter: LearnedFitter,
        general: Combination,
    ) -> DimensionModel:
        compared = self._compared[dimension.id][which]
        members, primary = self.members(which, dimension), self.primary(which, dimension)
        none = dimension.none is not None
        prior = general.log_odds(compared)
        best: DimensionModel | None = None
        most = -1.0
        for kind in KINDS:
            learned, held_out = fitter.fit(members, kind)
            views = np.concatenate([compared, held_out], axis=2)
            combination = fit_combination(views, members, primary, none=none, prior=prior)
            # Few passages of many codes are told apart better by words and meaning together.
            odds = combination.log_odds(views, prior)
            right = float((odds.argmax(axis=1) == primary).mean())
            if right > most:
                codes = (*dimension.code_ids, *((NONE_CODE,) if none else ()))
                best, most = DimensionModel(codes, learned, combination), right
        assert best is not None
        return best
