"""How long `train` takes on 5,000 passages, beside the sentence embedder alone on the same ones.

The training passages are recombined, sentence by sentence within a code, until there are enough.
"""

from __future__ import annotations

import argparse
import csv
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
_EMBED = """
import csv, sys
from dialoogcoder.coding.vectors import embed_passages
if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        embed_passages([row["text"] for row in csv.DictReader(file)])
"""


def write_passages(path: Path, count: int, seed: int) -> None:
    """A file of `count` coded passages by 31 writers and 25 invented ones."""
    with (ROOT / "data" / "coded" / "training.csv").open(encoding="utf-8", newline="") as file:
        rows = list({row["text"]: row for row in csv.DictReader(file)}.values())
    by_code: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_code.setdefault(row["perspective"], []).append(row)
    chance = random.Random(seed)
    made = rows[:count]
    while len(made) < count:
        first = chance.choice(rows)
        second = chance.choice(by_code[first["perspective"]])
        sentences = [*first["text"].split(". "), *second["text"].split(". ")]
        text = ". ".join(chance.sample(sentences, max(1, len(sentences) // 2)))
        made.append({**first, "text": text, "writer": f"nieuw-{len(made) % 25}"})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, made[0].keys())
        writer.writeheader()
        writer.writerows(made)


def seconds(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=2021)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        data = Path(temporary) / "passages.csv"
        write_passages(data, options.passages, options.seed)
        out = str(Path(temporary) / "model")
        train = seconds(
            [sys.executable, "-m", "dialoogcoder", "train", str(data), "--out", out, "--quiet"]
        )
        embed = seconds([sys.executable, "-c", _EMBED, str(data)])
    print(f"{options.passages} passages: train {train:.1f} s, embedder alone {embed:.1f} s, "
          f"ratio {train / embed:.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
