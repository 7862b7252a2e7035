"""How many functions of a list get the group that its maker gave, and which do not.

`python benchmarks/functions.py tests/gold/functies/ongezien.csv`
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from dialoogcoder.roles.functions import stakeholder_group


def main(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [(r["functie"], r["stakeholdergroep"], stakeholder_group(r["functie"])) for r in rows]
    misses = [row for row in found if row[1] != row[2]]
    print(f"{1 - len(misses) / len(rows):.3f} of {len(rows)}")
    for functie, gold, group in misses:
        print(f"{functie}: {gold}, found {group}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
