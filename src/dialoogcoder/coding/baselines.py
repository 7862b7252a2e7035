"""What a classifier has to beat: the majority, and TF-IDF with logistic regression."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dialoogcoder.coding.classifier import Prediction
from dialoogcoder.coding.ngrams import normal_form


def majority(seen: Sequence[str], unseen: int, names: Sequence[str]) -> Prediction:
    """Say the most frequent code of everything.

    Args:
        seen: The primary codes of the passages learned from.
        unseen: How many passages to code.
        names: All codes, `geen` last.
    """
    shares = np.array([seen.count(name) / len(seen) for name in names])
    table = np.tile(shares, (unseen, 1))
    return Prediction(table, _best(table))


def tfidf(
    texts: Sequence[str], seen: Sequence[str], unseen: Sequence[str], names: Sequence[str], *,
    characters: bool = False,
) -> Prediction:  # fmt: skip
    """TF-IDF of words, or of characters, with logistic regression, one code against the others.

    Args:
        texts: The passages learned from.
        seen: Their primary codes.
        unseen: The passages to code.
        names: All codes, `geen` last.
        characters: Character n-grams of 3 to 5 within words instead of words.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    options = {"analyzer": "char_wb", "ngram_range": (3, 5)} if characters else {}
    vectorizer = TfidfVectorizer(preprocessor=normal_form, sublinear_tf=True, **options)
    # liblinear, since this runs in every fold and is the quickest on sparse features.
    learner = OneVsRestClassifier(
        LogisticRegression(C=10, solver="liblinear", class_weight="balanced", random_state=0)
    )
    learner.fit(vectorizer.fit_transform(texts), list(seen))
    found = learner.predict_proba(vectorizer.transform(unseen))
    if found.shape[1] == 1:  # Two classes come as one column: the second one's.
        found = np.column_stack([1 - found[:, 0], found[:, 0]])
    table = np.zeros((len(unseen), len(names)))
    for column, code in enumerate(learner.classes_):
        table[:, list(names).index(code)] = found[:, column]
    return Prediction(table, _best(table))


def _best(table: np.ndarray) -> np.ndarray:
    marks: np.ndarray = np.arange(table.shape[1]) == table.argmax(axis=1)[:, None]
    return marks
