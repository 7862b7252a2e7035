"""BERTopic as its documentation begins: UMAP and HDBSCAN, no seed. Runs in a venv of its own.

    python benchmarks/bertopic_default.py IN.json OUT.json

IN holds texts and their embeddings; OUT gets the topics of two runs, -1 for none.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from bertopic import BERTopic


def main() -> None:
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    vectors = np.array(given["vectors"], dtype=np.float32)
    runs = []
    for _ in range(2):
        model = BERTopic(embedding_model=None)
        topics, _ = model.fit_transform(given["texts"], vectors)
        runs.append([int(topic) for topic in topics])
    Path(sys.argv[2]).write_text(json.dumps(runs), encoding="utf-8")


if __name__ == "__main__":
    main()
