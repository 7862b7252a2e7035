"""`make bench`: the whole of `dialoogcoder run` against the sentence embedder alone.

The sentences of the sample dialogues are recombined into 150,000 words of conversation. The run
and the embedder each go in a process of their own, one after the other, on the same sentences;
what counts is their ratio, which a slow machine leaves alone. The embedder alone is called as its
library offers it, in one process on one thread; spread over the run's own workers it is printed
beside it, as the sharper comparison.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORDS = 150_000
MOST_RATIO, MOST_MEMORY = 1.5, 2.0
_SPEAKERS = ("Anna", "Bilal", "Corrie", "Dirk", "Els", "Femke", "Goran", "Hanneke")

_EMBED = """
import sys
from pathlib import Path
from dialoogcoder.embeddings import Embedder
files = sorted(Path(sys.argv[1]).iterdir())
documents = [file.read_text(encoding="utf-8").splitlines() for file in files]
with Embedder(int(sys.argv[2])) as embedder:
    embedder.begin(documents)()
"""


def sample_sentences() -> list[str]:
    """All sentences of the sample dialogues' passages."""
    from dialoogcoder.ingest import ingest
    from dialoogcoder.nlp import load_pipeline
    from dialoogcoder.passages import cut_passages

    reading = ingest([ROOT / "data" / "raw"])
    pipeline = load_pipeline()
    passages = cut_passages(
        reading.transcripts, reading.turns, reading.attributions, pipeline=pipeline
    )
    spans = pipeline.sentences(p.text for p in passages)
    return [
        " ".join(p.text[s.start : s.end].split())
        for p, own in zip(passages, spans, strict=True)
        for s in own
    ]


def write_conversations(sentences: list[str], folder: Path, *, words: int, seed: int) -> None:
    """Recombine sentences into conversations of some 5,000 words until there are enough."""
    rng = random.Random(seed)
    written = 0
    number = 0
    while written < words:
        number += 1
        lines, size = [f"Verkenningsdialoog {number}", ""], 0
        while size < 5000 and written + size < words:
            turn = " ".join(rng.choices(sentences, k=rng.randint(2, 6)))
            lines.append(f"{rng.choice(_SPEAKERS)}: {turn}")
            size += len(turn.split())
        (folder / f"gesprek-{number:02d}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        written += size


def _proportional_bytes(pid: int) -> int:
    """Memory of a process and all its descendants, shared pages counted once (Linux)."""
    total = 0
    waiting = [pid]
    while waiting:
        current = waiting.pop()
        try:
            rollup = Path(f"/proc/{current}/smaps_rollup").read_text(encoding="utf-8")
            total += next(int(ln.split()[1]) for ln in rollup.splitlines() if ln.startswith("Pss:"))
            for task in Path(f"/proc/{current}/task").iterdir():
                waiting += map(int, (task / "children").read_text(encoding="utf-8").split())
        except (OSError, StopIteration):
            continue
    return total * 1024


def measure(command: list[str]) -> tuple[float, float]:
    """Run a command; returns its seconds, and its peak memory in GB with all its processes."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peak = 0

    def watch() -> None:
        nonlocal peak
        while process.poll() is None:
            peak = max(peak, _proportional_bytes(process.pid))
            time.sleep(0.25)

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - begin
    watcher.join()
    if code not in (0, 3):
        raise SystemExit(f"{' '.join(command[:4])} ended with exit code {code}")
    return seconds, peak / 1e9


def write_sentences(run: Path, folder: Path) -> int:
    """The very sentences a run embedded, a file a document; returns their number."""
    from dialoogcoder.model import Passage
    from dialoogcoder.nlp import load_pipeline
    from dialoogcoder.tables import read_parquet

    passages = read_parquet(Passage, run / "tables" / "passages.parquet")
    documents: dict[str, list[str]] = {}
    spans = load_pipeline().sentences(p.text for p in passages)
    for passage, own in zip(passages, spans, strict=True):
        documents.setdefault(passage.transcript_id, []).extend(
            passage.text[s.start : s.end].replace("\n", " ") for s in own
        )
    for name, lines in documents.items():
        (folder / f"{name}.txt").write_text("\n".join(lines), encoding="utf-8")
    return sum(map(len, documents.values()))


def main() -> None:
    """Print words a second, the ratio and peak memory; exit 1 where a bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=WORDS)
    parser.add_argument("--seed", type=int, default=2021)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "in").mkdir()
        (folder / "zinnen").mkdir()
        sentences = sample_sentences()
        write_conversations(sentences, folder / "in", words=options.words, seed=options.seed)
        run = [sys.executable, "-m", "dialoogcoder", "run", str(folder / "in"),
               "--out", str(folder / "uit"), "--quiet"]  # fmt: skip
        run_s, run_gb = measure(run)
        count = write_sentences(folder / "uit", folder / "zinnen")
        embedder = [sys.executable, "-c", _EMBED, str(folder / "zinnen")]
        embed_s, _ = measure([*embedder, "1"])
        spread_s, _ = measure([*embedder, "2"])
    ratio = run_s / embed_s
    print(f"{options.words} words, {count} sentences of {len(sentences)} different ones")
    print(f"run        {run_s:7.1f} s  {options.words / run_s:7.0f} words/s  peak {run_gb:.2f} GB")
    print(f"embedder   {embed_s:7.1f} s  {options.words / embed_s:7.0f} words/s")
    print(f"ratio      {ratio:7.2f}    (at most {MOST_RATIO}); memory at most {MOST_MEMORY} GB")
    print(f"embedder over the run's 2 workers {spread_s:.1f} s, ratio {run_s / spread_s:.2f}")
    if ratio > MOST_RATIO or run_gb > MOST_MEMORY:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
