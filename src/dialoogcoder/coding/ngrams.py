"""Character n-grams of whole texts, hashed with numpy.

A passage is compared with some thousands of codebook terms by the character n-grams they share,
which holds across inflection, compounds and slips of speech recognisers. scikit-learn's
analyser takes most of a run's time on this; the same n-grams (within words, padded by a space)
are hashed here over the code points of all texts at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

SIZES = (3, 4, 5)
BUCKETS = 1 << 20
_MULTIPLIER = np.uint64(1_000_003)
_MIXER = np.uint64(0x9E3779B97F4A7C15)
_ACCENT = re.compile("[\u0300-\u036f]")
_NOT_WORD = re.compile(r"[^\w']+|_")


def normal_form(text: str) -> str:
    """Lower case, accents off, punctuation and repeated spaces to one space, padded by one.

    Capitals, accents and punctuation are what speech recognisers leave out.
    """
    text = text.lower().replace("’", "'")
    if not text.isascii():
        text = _ACCENT.sub("", unicodedata.normalize("NFD", text))
    return f" {_NOT_WORD.sub(' ', text).strip()} "


def _codes(text: str) -> NDArray[np.uint64]:
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)


def ngram_counts(texts: Sequence[str]) -> sparse.csr_matrix:
    """Count the hashed character n-grams of texts.

    Args:
        texts: Any texts.

    Returns:
        Matrix of shape (texts, 2**20), float32 counts; an n-gram lies within one word, padded
        by a space on both sides.
    """
    lengths = []
    parts = []
    for text in texts:
        codes = _codes(normal_form(text))
        parts.append(codes)
        lengths.append(len(codes))
    if not parts:
        return sparse.csr_matrix((0, BUCKETS), dtype=np.float32)
    flat = np.concatenate(parts)
    owner = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)
    space = flat == np.uint64(32)
    rows, columns = [], []
    for size in SIZES:
        if len(flat) < size:
            continue
        count = len(flat) - size + 1
        value = np.full(count, np.uint64(size), dtype=np.uint64)
        for offset in range(size):
            value = value * _MULTIPLIER + flat[offset : offset + count]
        good = owner[:count] == owner[size - 1 :]
        for offset in range(1, size - 1):
            good &= ~space[offset : offset + count]
        hashed = (value[good] * _MIXER) >> np.uint64(44)
        rows.append(owner[:count][good])
        columns.append(hashed.astype(np.int64))
    row = np.concatenate(rows)
    column = np.concatenate(columns)
    data = np.ones(len(row), dtype=np.float32)
    matrix = sparse.csr_matrix((data, (row, column)), shape=(len(texts), BUCKETS))
    matrix.sum_duplicates()
    return matrix
