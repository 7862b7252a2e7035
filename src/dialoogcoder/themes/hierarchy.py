"""Which threads are near each other, by BERTopic's hierarchy of topics."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.model import ThemeMerge

# BERTopic makes spaces of tabs and line ends; a space within a word must not part it.
_SEPARATOR, _INSIDE = " ", "\u00a0"


def hierarchy(
    passages: Sequence[Sequence[str]], labels: NDArray[np.int64], ids: Sequence[str]
) -> list[ThemeMerge]:
    """Merge threads step by step, the two nearest in class-based TF-IDF first.

    Source: BERTopic's `hierarchical_topics` (Grootendorst 2022), with average linkage.

    Args:
        passages: Each passage's content words.
        labels: Each passage's thread, or -1.
        ids: The threads' ids, by number.

    Returns:
        One merge fewer than there are threads, the nearest first; merged ids are ``G01`` and on.
    """
    used = [i for i, words in enumerate(passages) if labels[i] >= 0 and words]
    present = sorted({int(labels[i]) for i in used})
    if len(present) < 2:
        return []
    from bertopic import BERTopic
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer
    from scipy.cluster.hierarchy import linkage
    from sklearn.feature_extraction.text import CountVectorizer

    frame: Any = BERTopic(
        # For English it would take every letter with an accent out.
        language="multilingual",
        embedding_model=None,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=CountVectorizer(analyzer=_split),
        ctfidf_model=ClassTfidfTransformer(bm25_weighting=True, reduce_frequent_words=True),
        top_n_words=5,
        calculate_probabilities=False,
    )
    texts = [
        _SEPARATOR.join(word.replace(_SEPARATOR, _INSIDE) for word in passages[i]) for i in used
    ]
    topics, _ = frame.fit_transform(
        texts, embeddings=np.zeros((len(used), 1)), y=[int(labels[i]) for i in used]
    )
    number_of = {topic: int(labels[i]) for topic, i in zip(topics, used, strict=True)}
    # BERTopic shows a progress bar whether or not it was asked to be quiet.
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        # It fills a frame of another type; pandas warns of that.
        warnings.simplefilter("ignore", FutureWarning)
        tree = frame.hierarchical_topics(
            texts, linkage_function=lambda distances: linkage(distances, "average")
        )
    names = {str(topic): ids[number] for topic, number in number_of.items()}
    merges = []
    steps = sorted(tree.to_dict("records"), key=lambda row: int(row["Parent_ID"]))
    for step, row in enumerate(steps, start=1):
        names[str(row["Parent_ID"])] = f"G{step:02d}"
        merges.append(
            ThemeMerge(
                f"G{step:02d}",
                names[str(row["Child_Left_ID"])],
                names[str(row["Child_Right_ID"])],
                round(float(row["Distance"]), 4),
                tuple(str(row["Parent_Name"]).replace(_INSIDE, _SEPARATOR).split("_")),
            )
        )
    return merges


def _split(text: str) -> list[str]:
    return text.split(_SEPARATOR)
