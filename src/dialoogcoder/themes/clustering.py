"""A hybrid representation of passages, and clusters in it whose number the data give."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.nlp import lemmas

Array = NDArray[np.float64]
_WORD = re.compile(r"[^\W\d_]{3,}")
_DIRECTIONS = 100
_FACTOR = {"grof": 0.6, "normaal": 1.0, "fijn": 1.7}


def words(text: str) -> list[str]:
    """Lower-case lemmas of a text's words of three letters or more."""
    return lemmas(forms(text))


def forms(text: str) -> list[str]:
    """The same words as they were said, lower-case, one for one with `words`."""
    return _WORD.findall(text.lower())


def represent(
    texts: Sequence[str],
    vectors: NDArray[np.float32],
    subjects: Array,
    *,
    stop_words: frozenset[str],
    seed: int,
) -> Array:
    """Sentence embeddings, latent semantic analysis of lemmas, and the codebook's view.

    Source: Deerwester et al. (1990) for LSA; the parts are of unit length each, so that none
    outweighs the others.

    Args:
        texts: Passages, at least a dozen.
        vectors: Their embeddings, shape (passages, 512).
        subjects: How near each is to the codebook's sub-themes, shape (passages, sub-themes).
        stop_words: Lemmas that say nothing of the subject.
        seed: For the decomposition's start.

    Returns:
        Rows of unit length, shape (passages, at most 100): the parts side by side, reduced to the
        directions in which passages differ most.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    centred = normalize(vectors.astype(np.float64) - vectors.mean(axis=0))
    spread = np.maximum(subjects.std(axis=0), 1e-9)
    parts = [centred, normalize((subjects - subjects.mean(axis=0)) / spread)]
    vectoriser = TfidfVectorizer(
        analyzer=lambda text: [w for w in words(text) if w not in stop_words],
        min_df=2,
        max_df=0.3,
        sublinear_tf=True,
    )
    try:
        weights = vectoriser.fit_transform(texts)
    except ValueError:
        # No lemma stands in two passages: the other parts are all there is.
        weights = None
    size = 0 if weights is None else min(100, weights.shape[1] - 1, len(texts) - 1)
    if size >= 2:
        parts.append(normalize(TruncatedSVD(size, random_state=seed).fit_transform(weights)))
    both = np.hstack(parts)
    if min(both.shape) > _DIRECTIONS:
        both = TruncatedSVD(_DIRECTIONS, random_state=seed).fit_transform(both)
    return np.asarray(normalize(both))


def cluster(points: Array, *, granularity: str, seed: int) -> NDArray[np.int64]:
    """Cluster by k-means with the number of clusters that separates best.

    The number is the candidate with the highest mean silhouette (Rousseeuw 1987), times a factor
    for coarser or finer threads.

    Args:
        points: Rows of unit length.
        granularity: ``grof``, ``normaal`` or ``fijn``.
        seed: For the starts.

    Returns:
        A cluster number for each row.
    """
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    count = len(points)
    most = max(2, min(40, count // 12))
    sample = np.random.default_rng(seed).permutation(count)[:3000]
    candidates = sorted({max(2, round(most * share)) for share in (0.25, 0.4, 0.6, 0.8, 1.0)})
    scored = []
    for k in candidates:
        tried = KMeans(k, n_init=1, random_state=seed).fit_predict(points[sample])
        scored.append((float(silhouette_score(points[sample], tried)), -k))
    k = -max(scored)[1]
    k = int(np.clip(round(k * _FACTOR[granularity]), 2, max(2, count // 5)))
    fitted = KMeans(k, n_init=3, random_state=seed).fit(points[np.sort(sample)])
    labels: NDArray[np.int64] = fitted.predict(points).astype(np.int64)
    return labels


def stability(
    points: Array, labels: NDArray[np.int64], *, seed: int, rounds: int = 5
) -> dict[int, float]:
    """Mean best Jaccard of each cluster over subsamples of 80 % (Hennig 2007).

    Returns:
        Cluster number to a value between 0 and 1.
    """
    from sklearn.cluster import KMeans

    generator = np.random.default_rng(seed)
    numbers = [int(n) for n in np.unique(labels)]
    best: dict[int, list[float]] = {n: [] for n in numbers}
    for _ in range(rounds):
        chosen = np.sort(generator.permutation(len(points))[: min(3000, int(0.8 * len(points)))])
        k = min(len(numbers), len(chosen))
        again = KMeans(k, n_init=1, random_state=seed).fit_predict(points[chosen])
        for n in numbers:
            own = labels[chosen] == n
            ratios = [
                (own & (again == m)).sum() / max(1, (own | (again == m)).sum()) for m in range(k)
            ]
            best[n].append(float(max(ratios)))
    return {n: round(float(np.mean(values)), 4) for n, values in best.items()}
