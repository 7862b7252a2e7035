"""Codes of one's own without a codebook: a few short texts a code, judged on other authors' texts.

    python benchmarks/own_codes.py FILE.csv [--skip WORDS]

FILE has the columns thema and text; the first text of each theme is by the first author, and so
on. Authors are held out in four parts. The model is told the themes once by name, once by number.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy import sparse

from dialoogcoder.codebook import codebook_of_codes
from dialoogcoder.coding.labelled import Labelled
from dialoogcoder.coding.material import Material, prepare
from dialoogcoder.coding.models import load_model
from dialoogcoder.coding.stage import predict
from dialoogcoder.coding.training import Trainer
from dialoogcoder.coding.vectors import embed_passages

ROOT = Path(__file__).parents[1]
PARTS = ((0, 1, 2), (3, 4, 5), (6, 7, 8), tuple(range(9, 100)))


def read(path: Path, skip: str | None) -> list[Labelled]:
    """The texts, each with its theme as code and its author as document."""
    seen: Counter[str] = Counter()
    rows = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            code = row["thema"].rstrip(".").replace(";", ",")
            author = f"auteur-{seen[code]}"
            seen[code] += 1
            if not (skip and skip in row["text"]):
                rows.append(Labelled(row["text"], code, (code,), {}, author))
    return rows


def baselines(rows: Sequence[Labelled], material: Material, seen, unseen) -> dict[str, float]:
    """TF-IDF of words, of characters, and of characters beside embeddings, each with LR."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    codes = np.array([row.primary for row in rows])
    known, new = [rows[i].text for i in seen], [rows[i].text for i in unseen]
    vectors = material.vectors / np.linalg.norm(material.vectors, axis=1, keepdims=True)
    found = {}
    characters = {"analyzer": "char_wb", "ngram_range": (2, 5), "sublinear_tf": True}
    for name, options in (("TF-IDF of words + LR", {}), ("TF-IDF of characters + LR", characters)):
        vectorizer = TfidfVectorizer(**options)
        train, test = vectorizer.fit_transform(known), vectorizer.transform(new)
        pairs = [(name, train, test)]
        if options:
            both = sparse.hstack([train, vectors[seen]]), sparse.hstack([test, vectors[unseen]])
            pairs.append(("characters, embeddings + LR", *both))
        for label, features, others in pairs:
            learner = LogisticRegression(C=10, max_iter=2000).fit(features, codes[seen])
            found[label] = float((learner.predict(others) == codes[unseen]).mean())
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--skip", help="Leave out texts with these words.")
    options = parser.parse_args()
    named = read(options.file, options.skip)
    texts = [row.text for row in named]
    material = prepare(texts, embed_passages(texts))
    authors = np.array([int(row.document.partition("-")[2]) for row in named])
    number = {code: f"c{i:02d}" for i, code in enumerate(sorted({r.primary for r in named}))}
    numbered = [
        Labelled(r.text, number[r.primary], (number[r.primary],), {}, r.document) for r in named
    ]
    general = load_model(ROOT / "models" / "perspectieven").general
    found: dict[str, list[float]] = {}
    for part in PARTS:
        unseen = np.flatnonzero(np.isin(authors, part))
        seen = np.flatnonzero(~np.isin(authors, part))
        for name, right in baselines(named, material, seen, unseen).items():
            found.setdefault(name, []).append(right)
        for name, rows in (("train, codes by name", named), ("train, codes by number", numbered)):
            book = codebook_of_codes(sorted({r.primary for r in rows}), title="eigen")
            trainer = Trainer(rows, material, book, general)
            model = trainer.fit(seen)
            made = predict(
                material.take(unseen),
                book.main,
                trainer.views[book.main.id],
                model.dimensions[book.main.id],
                general,
                several=True,
            )
            right = made.primary() == trainer.primary(unseen, book.main)
            found.setdefault(name, []).append(float(right.mean()))
    print(
        f"{len(named)} texts, {len(number)} codes; accuracy in four parts by author, and its mean"
    )
    for name, parts in found.items():
        print(f"{name:30}" + "".join(f"{p:8.3f}" for p in parts) + f"{np.mean(parts):10.3f}")


if __name__ == "__main__":
    main()
