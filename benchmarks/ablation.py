"""`make ablation`: what each part of the classifier is worth, on text that it has not seen.

The training passages are held out writer by writer (six parts). The test voices, the hand-coded
passages of the samples and any further file named on the command line are coded after training on
all of them; the test voices also as a speech recogniser would give them, without capitals or
punctuation. The samples are shown with what was said before and after, too.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.codebook import Codebook, load_codebook
from dialoogcoder.coding.baselines import majority, tfidf
from dialoogcoder.coding.classifier import Prediction, fit_combination
from dialoogcoder.coding.context import from_neighbours
from dialoogcoder.coding.evaluation import score
from dialoogcoder.coding.labelled import Labelled, read_data
from dialoogcoder.coding.learned import Kernels, LearnedFitter
from dialoogcoder.coding.material import Material, prepare
from dialoogcoder.coding.models import load_model
from dialoogcoder.coding.stage import weigh
from dialoogcoder.coding.training import Trainer
from dialoogcoder.coding.vectors import embed_passages
from dialoogcoder.coding.views import CodebookViews
from dialoogcoder.model import NONE_CODE

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold"
FOLDS = 6
CONTEXT = 0.5
# Which views are combined: the codebook's, and which learned ones.
PARTS = {
    "learned from words": (False, ("words",)),
    "learned from meaning": (False, ("meaning",)),
    "learned from both, apart": (False, ("words", "meaning")),
    "codebook alone": (True, ()),
    "codebook + words": (True, ("words",)),
    "codebook + meaning": (True, ("meaning",)),
    "codebook + both, together": (True, ("both",)),
    "codebook + both, apart": (True, ("words", "meaning")),
}
BASELINES = ("majority", "TF-IDF of words + LR", "TF-IDF of characters + LR")


class Ablation:
    """Everything that is prepared once."""

    def __init__(self, book: Codebook, rows: Sequence[Labelled], material: Material) -> None:
        self.book, self.rows, self.material = book, rows, material
        self.trainer = Trainer(rows, material, book)
        self.names = (*book.main.code_ids, NONE_CODE)
        self.views = CodebookViews(book.main)
        self.compared = self.views.compare(material)
        self.kernels = Kernels(material, [row.voice for row in rows])

    def methods(
        self, seen: NDArray[np.int64], texts: Sequence[str], unseen: Material
    ) -> dict[str, Prediction]:
        """Every method's predictions after learning from some passages."""
        main = self.book.main
        codes = [self.rows[i].primary for i in seen]
        known = [self.rows[i].text for i in seen]
        found = {
            BASELINES[0]: majority(codes, len(texts), self.names),
            BASELINES[1]: tfidf(known, codes, texts, self.names),
            BASELINES[2]: tfidf(known, codes, texts, self.names, characters=True),
        }
        members, primary = self.trainer.members(seen, main), self.trainer.primary(seen, main)
        fitter = LearnedFitter(self.kernels, seen)
        learned = {}
        for kind, names in (("apart", ("words", "meaning")), ("together", ("both",))):
            views, held_out = fitter.fit(members, kind)
            new = views.compare(unseen)
            for number, name in enumerate(names):
                learned[name] = (held_out[:, :, number], new[:, :, number])
        compared, new_compared = self.compared[seen], self.views.compare(unseen)
        alone = fit_combination(compared, members, primary, none=True)
        for name, (with_codebook, parts) in PARTS.items():
            if not parts:
                odds = alone.log_odds(new_compared)
                found[name] = alone.predict(odds, none=True, several=True)
                continue
            train = [learned[p][0][:, :, None] for p in parts]
            test = [learned[p][1][:, :, None] for p in parts]
            prior = new_prior = None
            if with_codebook:
                train, test = [compared, *train], [new_compared, *test]
                prior, new_prior = alone.log_odds(compared), alone.log_odds(new_compared)
            combined = fit_combination(
                np.concatenate(train, axis=2), members, primary, none=True, prior=prior
            )
            odds = combined.log_odds(np.concatenate(test, axis=2), new_prior)
            found[name] = combined.predict(odds, none=True, several=True)
        return found

    def line(self, name: str, rows: Sequence[Labelled], made: Prediction) -> str:
        """One row of the table."""
        nobody = np.zeros(len(rows), dtype=bool)
        result = score(rows, self.book.main, made, first=True, reviewed=nobody)
        none = next(s.f1 for s in result.scores if s.code == NONE_CODE)
        return (
            f"{name:30}{result.macro_f1:8.3f}{result.macro_f1_forced:8.3f}{result.two_choices:8.3f}"
            f"{none:8.3f}{result.sets_f1:8.3f}{result.calibration_error:8.3f}"
        )


HEAD = f"{'':30}{'F1':>8}{'forced':>8}{'two':>8}{'geen':>8}{'sets':>8}{'ece':>8}"


def as_recognised(text: str) -> str:
    """What a speech recogniser without punctuation makes of it."""
    return " ".join(re.sub(r"[^\w'’-]+", " ", text).lower().split())


def joined(parts: Sequence[Prediction]) -> Prediction:
    return Prediction(
        np.concatenate([p.probabilities for p in parts]),
        np.concatenate([p.decided for p in parts]),
    )


def material_of(texts: Sequence[str]) -> Material:
    return prepare(texts, embed_passages(texts))


def held_out(ablation: Ablation) -> None:
    from sklearn.model_selection import GroupKFold

    voices = [row.voice for row in ablation.rows]
    kept: dict[str, list[Prediction]] = {}
    order: list[int] = []
    for seen, unseen in GroupKFold(FOLDS).split(voices, groups=voices):
        order += unseen.tolist()
        texts = [ablation.rows[i].text for i in unseen]
        found = ablation.methods(seen, texts, ablation.material.take(unseen))
        for name, made in found.items():
            kept.setdefault(name, []).append(made)
    rows = [ablation.rows[i] for i in order]
    print(f"held-out writers: {len(rows)} passages of {len(set(voices))} writers\n{HEAD}")
    for name, parts in kept.items():
        print(ablation.line(name, rows, joined(parts)))


def unseen_files(
    ablation: Ablation, files: Sequence[Path], change: Callable[[str], str], note: str
) -> None:
    everything = np.arange(len(ablation.rows))
    for path in files:
        rows = read_data([path], ablation.book).rows
        texts = [change(row.text) for row in rows]
        print(f"\n{path.name}: {len(rows)} passages{note}\n{HEAD}")
        for name, made in ablation.methods(everything, texts, material_of(texts)).items():
            print(ablation.line(name, rows, made))


def in_context(ablation: Ablation) -> None:
    """The samples with what was said before and after, as `run` codes them."""
    rows = read_data([GOLD / "passages.csv"], ablation.book).rows
    main = ablation.book.main
    model = load_model(ROOT / "models" / "perspectieven")
    trained = model.dimensions[main.id]
    material = material_of([row.text for row in rows])
    _, odds = weigh(material, ablation.views, trained, model.general)
    belongs = [None if row.document.startswith("citaten") else row.document for row in rows]
    print(f"\nsamples, the shipped model, with neighbours\n{HEAD}")
    for weight in (0.0, 0.25, CONTEXT, 0.75, 1.0):
        added = np.zeros_like(odds)
        added[:, :-1] = from_neighbours(odds[:, :-1], belongs, weight=weight)
        made = trained.combination.predict(odds + added, none=True, several=True)
        print(ablation.line(f"context {weight}", rows, made))


def main() -> None:
    book = load_codebook(ROOT / "pipelines" / "herstelperspectieven.toml")
    rows = read_data([ROOT / "data" / "coded" / "training.csv"], book).rows
    ablation = Ablation(book, rows, material_of([row.text for row in rows]))
    held_out(ablation)
    files = [GOLD / "voices.csv", GOLD / "passages.csv", *map(Path, sys.argv[1:])]
    unseen_files(ablation, files, str, "")
    recognised = " without capitals or punctuation"
    unseen_files(ablation, [GOLD / "voices.csv"], as_recognised, recognised)
    in_context(ablation)


if __name__ == "__main__":
    main()
