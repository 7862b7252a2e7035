"""`make bench-themes`: threads beside BERTopic's default and k-means, on the same embeddings.

    python benchmarks/themes.py [FILE.csv] [--skip WORDS] [--bertopic PYTHON]

FILE has the columns thema and text; without one, `tests/gold/draden-geschreven.csv`. The samples,
whose passages somebody grouped by hand (`tests/gold/draden.csv`), are always measured too. BERTopic
with UMAP and HDBSCAN needs packages that the project doesn't: PYTHON is the interpreter of an
environment that has them (pip install bertopic --no-deps; pip install umap-learn hdbscan pandas
plotly tqdm pyyaml scikit-learn); without it that row is left out. k-means is told the number of
themes; the others find it.

    python benchmarks/themes.py --without-one

leaves each sample document out in turn, and tells how far the threads of the rest stay (adjusted
Rand), found anew and with --themes-from.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import tempfile
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from dialoogcoder.coding.vectors import embed_passages
from dialoogcoder.config import load_recipe
from dialoogcoder.export.saved import load_run
from dialoogcoder.pipeline import run
from dialoogcoder.themes.labels import keywords
from dialoogcoder.themes.representation import Representation, words
from dialoogcoder.themes.stop_words import stop_words

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold"
Labels = NDArray[np.int64]


def threads_of(inputs: Path, folder: Path) -> tuple[list[tuple[str, str, int, str]], list[str]]:
    """Source, thread id or "", start and text of each passage, and the threads' labels."""
    run([inputs], folder, load_recipe())
    saved = load_run(folder)
    member = {m.passage_id: m.theme_id or "" for m in saved.threads.members}
    source = {t.transcript_id: t.source for t in saved.reading.transcripts}
    found = [
        (source[p.transcript_id], member[p.passage_id], p.start, p.text) for p in saved.passages
    ]
    return found, [theme.label for theme in saved.threads.themes]


def as_numbers(ids: Sequence[str]) -> Labels:
    number = {theme_id: i for i, theme_id in enumerate(sorted(set(ids) - {""}))}
    return np.array([number.get(theme_id, -1) for theme_id in ids])


def bertopic(python: Path, texts: Sequence[str], vectors: NDArray[np.float32]) -> list[Labels]:
    with tempfile.TemporaryDirectory() as folder:
        given, found = Path(folder) / "in.json", Path(folder) / "out.json"
        given.write_text(json.dumps({"texts": list(texts), "vectors": vectors.tolist()}))
        script = ROOT / "benchmarks" / "bertopic_default.py"
        subprocess.run([python, script, given, found], check=True, capture_output=True)
        return [np.array(labels) for labels in json.loads(found.read_text())]


def coherence(terms: Sequence[Sequence[str]], content: Sequence[set[str]]) -> tuple[float, float]:
    """Mean NPMI of each thread's ten keywords by passage (Bouma 2009), and the share unique."""
    total = len(content)
    single = Counter(word for own in content for word in own)
    values = []
    for own in terms:
        pairs = []
        for one, other in combinations(own, 2):
            both = sum(one in c and other in c for c in content)
            if both:
                pmi = np.log(both * total / (single[one] * single[other]))
                pairs.append(float(pmi / -np.log(both / total)) if both < total else 1.0)
            else:
                pairs.append(-1.0)
        if pairs:
            values.append(float(np.mean(pairs)))
    said = [word for own in terms for word in own]
    return float(np.mean(values)) if values else float("nan"), len(set(said)) / max(1, len(said))


def report(name: str, gold: Sequence[str], runs: Sequence[Labels], texts: Sequence[str],
           labels: Sequence[str] | None) -> None:  # fmt: skip
    first, second = runs
    tells = Representation(stop_words([])).tells
    content = [[pair for pair in words(text) if tells(*pair)] for text in texts]
    terms = keywords(content, first, int(first.max()) + 1)
    npmi, diversity = coherence(terms, [{form for _, form in own} for own in content])
    unique = "-" if labels is None else f"{len(set(labels))}/{len(labels)}"
    print(
        f"{name:22} {first.max() + 1:7d} {normalized_mutual_info_score(gold, first):6.3f} "
        f"{adjusted_rand_score(gold, first):6.3f} {(first < 0).mean():8.1%} "
        f"{adjusted_rand_score(first, second):9.3f} {unique:>8} {npmi:6.3f} {diversity:9.3f}"
    )


def compare(title: str, gold: Sequence[str], ours: Sequence[Labels], texts: Sequence[str],
            labels: Sequence[str], python: Path | None) -> None:  # fmt: skip
    print(f"\n{title}: {len(texts)} passages, {len(set(gold))} known threads")
    print(f"{'':22} threads    NMI    ARI  without two runs   labels   NPMI diversity")
    report("dialoogcoder", gold, ours, texts, labels)
    vectors = embed_passages(list(texts))
    if python is not None:
        report("BERTopic's default", gold, bertopic(python, texts, vectors), texts, None)
    count = len(set(gold))
    unseeded = [KMeans(count, n_init=3).fit_predict(vectors).astype(np.int64) for _ in range(2)]
    report(f"k-means, k = {count} given", gold, unseeded, texts, None)


def known_themes(path: Path, skip: str | None, python: Path | None) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not (skip and skip in row["text"])]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "teksten.csv"
        with source.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerows([["text"], *([row["text"]] for row in rows)])
        found = [threads_of(source, Path(folder) / name) for name in ("een", "twee")]
    ours = [as_numbers([theme for _, theme, _, _ in passages]) for passages, _ in found]
    compare(path.name, [row["thema"] for row in rows], ours, [row["text"] for row in rows],
            found[0][1], python)  # fmt: skip


def samples(python: Path | None) -> None:
    with (GOLD / "draden.csv").open(encoding="utf-8", newline="") as file:
        gold = {
            (row["document"], int(row["start"])): row["thread"]
            for row in csv.DictReader(file)
            if row["thread"] not in ("-", "los")
        }
    with tempfile.TemporaryDirectory() as folder:
        found = [threads_of(ROOT / "data" / "raw", Path(folder) / name) for name in ("een", "twee")]
    used = [[p for p in passages if (p[0], p[2]) in gold] for passages, _ in found]
    ours = [as_numbers([theme for _, theme, _, _ in passages]) for passages in used]
    known = [gold[source, start] for source, _, start, _ in used[0]]
    compare("samples", known, ours, [p[3] for p in used[0]], found[0][1], python)


def without_one() -> None:
    """How far threads stay when a document is added to the ten others."""
    sources = sorted((ROOT / "data" / "raw").iterdir())
    anew, joined = [], []
    with tempfile.TemporaryDirectory() as folder:
        run(sources, Path(folder) / "alle", load_recipe())
        everything = member_of(Path(folder) / "alle")
        for i, left_out in enumerate(sources):
            before, after = Path(folder) / f"{i}", Path(folder) / f"{i}-erbij"
            run([s for s in sources if s != left_out], before, load_recipe())
            run(sources, after, load_recipe(), themes_from=before)
            old = member_of(before)
            anew.append(agreement(old, everything))
            joined.append(agreement(old, member_of(after)))
    print(f"found anew: {np.mean(anew):.3f} ({min(anew):.3f} to {max(anew):.3f})")
    print(f"--themes-from: {np.mean(joined):.3f} ({min(joined):.3f} to {max(joined):.3f})")


def member_of(folder: Path) -> dict[str, str | None]:
    return {m.passage_id: m.theme_id for m in load_run(folder).threads.members}


def agreement(one: dict[str, str | None], other: dict[str, str | None]) -> float:
    both = [p for p in one if one[p] and other.get(p)]
    return float(adjusted_rand_score([one[p] for p in both], [other[p] for p in both]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path, default=GOLD / "draden-geschreven.csv")
    parser.add_argument("--skip", help="leave out texts that hold these words")
    parser.add_argument("--bertopic", type=Path, help="interpreter of BERTopic's environment")
    parser.add_argument("--without-one", action="store_true", help="leave each document out")
    chosen = parser.parse_args()
    if chosen.without_one:
        without_one()
        return
    known_themes(chosen.file, chosen.skip, chosen.bertopic)
    samples(chosen.bertopic)


if __name__ == "__main__":
    main()
