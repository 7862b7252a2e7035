"""`make ablation`: what each part of the classifier is worth, on documents that it has not seen.

The training passages are held out document by document (six parts), and the hand-coded passages
of the samples and any further file named on the command line are coded after training on all.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import numpy as np

from dialoogcoder.codebook import Codebook, load_codebook
from dialoogcoder.coding.evaluation import Evaluation, score
from dialoogcoder.coding.labelled import Labelled, read_labelled
from dialoogcoder.coding.material import Material, prepare
from dialoogcoder.coding.ngrams import normal_form
from dialoogcoder.coding.stage import Prediction, predict
from dialoogcoder.coding.training import fit_model
from dialoogcoder.coding.vectors import embed_passages

ROOT = Path(__file__).parents[1]
FOLDS = 6


def _material(rows: list[Labelled]) -> Material:
    texts = [row.text for row in rows]
    return prepare(texts, embed_passages(texts))


def _part(material: Material, chosen: np.ndarray) -> Material:
    return Material(material.counts[chosen], material.vectors[chosen])


def majority(seen: list[Labelled], unseen: list[Labelled], book: Codebook) -> Prediction:
    names = (*book.main.code_ids, "geen")
    counts = Counter(row.primary for row in seen)
    shares = np.array([counts[name] / len(seen) for name in names])
    table = np.tile(shares, (len(unseen), 1))
    return Prediction(table, table == table.max(axis=1, keepdims=True))


def tfidf(seen: list[Labelled], unseen: list[Labelled], book: Codebook, kind: str) -> Prediction:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    names = (*book.main.code_ids, "geen")
    options = {"words": {}, "characters": {"analyzer": "char_wb", "ngram_range": (3, 5)}}[kind]
    learner = make_pipeline(
        TfidfVectorizer(preprocessor=normal_form, sublinear_tf=True, **options),
        LogisticRegression(C=10, max_iter=1000, class_weight="balanced"),
    )
    learner.fit([row.text for row in seen], [row.primary for row in seen])
    raw = learner.predict_proba([row.text for row in unseen])
    order = [list(learner.classes_).index(name) for name in names]
    table = raw[:, order]
    return Prediction(table, table == table.max(axis=1, keepdims=True))


def line(name: str, result: Evaluation) -> str:
    return (
        f"{name:34}{result.macro_f1:8.3f}{result.macro_f1_forced:8.3f}{result.two_choices:8.3f}"
        f"{result.scores[-1].f1:8.3f}{result.sets_f1:8.3f}{result.calibration_error:8.3f}"
    )


def main() -> None:
    from sklearn.model_selection import GroupKFold

    book = load_codebook(ROOT / "pipelines" / "herstelperspectieven.toml")
    rows = read_labelled(ROOT / "data" / "coded" / "training.csv", book)
    material = _material(rows)
    documents = [row.document for row in rows]
    written = [not name.startswith("ontwerp") for name in documents]
    methods = ("majority", "TF-IDF of words + LR", "TF-IDF of characters + LR",
               "codebook alone", "codebook + learned views")  # fmt: skip
    others = [ROOT / "tests" / "gold" / "passages.csv", *map(Path, sys.argv[1:])]
    tests = [(path.name, read_labelled(path, book)) for path in others]
    prepared = [_material(own) for _, own in tests]

    def run(seen: np.ndarray, unseen_rows: list[Labelled], unseen: Material) -> list[Prediction]:
        known = [rows[i] for i in seen]
        model = fit_model(known, _part(material, seen), book, name="", data_sha256="")
        both = model.dimensions[book.main.id]
        return [
            majority(known, unseen_rows, book),
            tfidf(known, unseen_rows, book, "words"),
            tfidf(known, unseen_rows, book, "characters"),
            predict(unseen, book.main, None, model.general, several=True),
            predict(unseen, book.main, both, model.general, several=True),
        ]

    head = f"{'':34}{'F1':>8}{'forced':>8}{'two':>8}{'geen':>8}{'sets':>8}{'ece':>8}"
    kept: list[list[Prediction]] = [[] for _ in methods]
    order: list[int] = []
    for seen, unseen in GroupKFold(FOLDS).split(documents, groups=documents):
        own = np.array([i for i in unseen if written[i]])
        order += own.tolist()
        for store, made in zip(
            kept, run(seen, [rows[i] for i in own], _part(material, own)), strict=True
        ):
            store.append(made)
    print(
        f"held-out documents: {len(order)} of {len(rows)} passages (first draft left out)\n{head}"
    )
    for name, parts in zip(methods, kept, strict=True):
        joined = Prediction(
            np.concatenate([p.probabilities for p in parts]),
            np.concatenate([p.decided for p in parts]),
        )
        print(line(name, score([rows[i] for i in order], book.main, book, joined)))
    for (label, own_rows), own_material in zip(tests, prepared, strict=True):
        print(f"\n{label}: {len(own_rows)} passages\n{head}")
        for name, made in zip(
            methods, run(np.arange(len(rows)), own_rows, own_material), strict=True
        ):
            print(line(name, score(own_rows, book.main, book, made)))


if __name__ == "__main__":
    main()
