"""Word and document intrusion: which word, which passage doesn't belong (Chang et al. 2009).

    python benchmarks/intrusion.py make RUN FOLDER      questions.txt for a person, key.json
    python benchmarks/intrusion.py score FOLDER         answers.csv (nr, answer) against the key

Each question shows what belongs to one thread and one intruder from another, in a drawn order. A
person who did not build the threads answers with a letter. Chance is one in five for words and one
in four for passages.
"""

from __future__ import annotations

import csv
import json
import random
import sys
from pathlib import Path
from string import ascii_uppercase

from dialoogcoder.export.saved import load_run
from dialoogcoder.model import RODE_DRAAD

WORDS, PASSAGES = 4, 3


def make(run: Path, folder: Path) -> None:
    saved = load_run(run)
    draws = random.Random(2021)
    kinds = {d.theme_id: d.kind for d in saved.threads.details}
    themes = [t for t in saved.threads.themes if kinds[t.theme_id] == RODE_DRAAD]
    text = {p.passage_id: p.text for p in saved.passages}
    own = {
        t.theme_id: [
            text[m.passage_id]
            for m in sorted(saved.threads.members, key=lambda m: -m.strength)
            if m.theme_id == t.theme_id
        ]
        for t in themes
    }
    lines, key = [], {}
    for theme in themes:
        other = draws.choice([t for t in themes if t is not theme and t.keywords])
        foreign = [w for w in other.keywords[:4] if w not in theme.keywords]
        if len(theme.keywords) >= WORDS and foreign:
            shown = [*theme.keywords[:WORDS], draws.choice(foreign)]
            add(lines, key, "woord", shown, draws)
        other = draws.choice([t for t in themes if t is not theme])
        shown = [*own[theme.theme_id][:PASSAGES], draws.choice(own[other.theme_id][:PASSAGES])]
        add(lines, key, "passage", shown, draws)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "questions.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "key.json").write_text(json.dumps(key), encoding="utf-8")


def add(lines: list[str], key: dict, kind: str, shown: list[str], draws: random.Random) -> None:
    order = list(range(len(shown)))
    draws.shuffle(order)
    number = len(key) + 1
    key[str(number)] = [kind, ascii_uppercase[order.index(len(shown) - 1)]]
    lines.append(f"\n{number}. Welk(e) {kind} hoort er niet bij?")
    lines.extend(
        f"  {ascii_uppercase[i]}. {' '.join(shown[j].split())}" for i, j in enumerate(order)
    )


def score(folder: Path) -> None:
    key = json.loads((folder / "key.json").read_text(encoding="utf-8"))
    with (folder / "answers.csv").open(encoding="utf-8", newline="") as file:
        given = {row["nr"].strip(): row["answer"].strip().upper() for row in csv.DictReader(file)}
    for kind in ("woord", "passage"):
        asked = [number for number, (own, _) in key.items() if own == kind]
        right = sum(given.get(number) == key[number][1] for number in asked)
        print(f"{kind}: {right} of {len(asked)} intruders found ({right / len(asked):.2f})")


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        score(Path(sys.argv[2]))
