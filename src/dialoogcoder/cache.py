"""A cache of embedded codebook texts, so that a run need not embed the same terms every time.

It never holds anything of a transcript. An entry is named by the texts it was made of, so it can
be stale only by being damaged, and then it is made anew.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

_FORMAT = "use-multilingual-1"


def cache_folder() -> Path:
    """Where this system keeps caches; ``DIALOOGCODER_CACHE`` names another place."""
    own = os.environ.get("DIALOOGCODER_CACHE")
    if own:
        return Path(own)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "dialoogcoder"


def remembered(
    texts: Sequence[str],
    make: Callable[[Sequence[str]], NDArray[np.float32]],
    *,
    anew: bool = False,
) -> NDArray[np.float32]:
    """The vectors of codebook texts, from the cache where they are.

    Args:
        texts: Codebook texts, in order.
        make: Embeds them.
        anew: Look at nothing cached.

    Returns:
        Shape (texts, dimensions), the very values that `make` gives.
    """
    joined = "\x00".join((_FORMAT, *texts)).encode("utf-8")
    path = cache_folder() / f"{hashlib.sha256(joined).hexdigest()[:32]}.npy"
    if not anew:
        try:
            vectors: NDArray[np.float32] = np.load(path, allow_pickle=False)
            if vectors.shape[0] == len(texts) and vectors.dtype == np.float32:
                return vectors
        except (OSError, ValueError, EOFError, BadZipFile):
            pass  # Not there, or damaged: both are mended by making it.
    vectors = make(texts)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            np.save(file, vectors, allow_pickle=False)
        Path(file.name).replace(path)
    except OSError:
        pass  # A read-only home makes the next run slower, and this one no worse.
    return vectors
