"""Embeddings of passages: the mean of their sentences' embeddings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.embeddings import DIMENSIONS, Embedder
from dialoogcoder.nlp import load_pipeline


def mean_of_sentences(
    sentence_vectors: NDArray[np.float32], counts: Sequence[int]
) -> NDArray[np.float32]:
    """Average consecutive sentences into passages.

    Args:
        sentence_vectors: Shape (sentences, 512), passage after passage.
        counts: Sentences in each passage; 0 gives a row of zeros.

    Returns:
        Shape (passages, 512).
    """
    result = np.zeros((len(counts), DIMENSIONS), dtype=np.float32)
    position = 0
    for row, count in enumerate(counts):
        if count:
            result[row] = sentence_vectors[position : position + count].mean(axis=0)
        position += count
    return result


def embed_passages(
    texts: Sequence[str], *, language: str = "auto", workers: int = 1
) -> NDArray[np.float32]:
    """Embed passages that stand apart, as in training data.

    Args:
        texts: The passages.
        language: The language pipeline that finds their sentences.
        workers: Processes to spread the work over; changes the time taken, never a value.

    Returns:
        Shape (passages, 512).
    """
    spans = list(load_pipeline(language).sentences(texts))
    sentences = [text[s.start : s.end] for text, own in zip(texts, spans, strict=True) for s in own]
    with Embedder(workers) as embedder:
        vectors = embedder.begin([sentences])()[0]
    return mean_of_sentences(vectors, [len(own) for own in spans])
