"""Puts the trained parts together into the pipeline that ships, with its card and licence."""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter, defaultdict
from pathlib import Path

import spacy
from treebank import read_treebank

from dialoogcoder.lemmatizer import NAME, LemmaTables

VERSION = "1.0.0"
BARE = "senter_bare"
CARD = "KAART.md"
_META = {
    "lang": "nl",
    "name": "dialoog",
    "version": VERSION,
    "description": "Dutch: parts of speech, morphology, lemmas, sentence borders; for dialogue.",
    "author": "dialoogcoder",
    "license": "CC BY-SA 4.0",
    "sources": [
        {
            "name": "UD Dutch LassySmall",
            "url": "https://github.com/UniversalDependencies/UD_Dutch-LassySmall",
            "license": "CC BY-SA 4.0",
            "author": "Gosse Bouma, Gertjan van Noord",
        },
        {
            "name": "UD Dutch Alpino",
            "url": "https://github.com/UniversalDependencies/UD_Dutch-Alpino",
            "license": "CC BY-SA 4.0",
            "author": "Daniel Zeman, Zdeněk Žabokrtský, Gosse Bouma, Gertjan van Noord",
        },
    ],
}


def lemma_table(treebank: Path) -> dict[str, str]:
    """The most frequent lemma of each form and part of speech in the training part."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sentence in read_treebank(treebank / "train.conllu"):
        for word in sentence.words:
            counts[f"{word.pos} {word.form.lower()}"][word.lemma] += 1
    return {
        form: min(own, key=lambda lemma: (-own[lemma], lemma))
        for form, own in counts.items()
        if not form.startswith("PROPN ")
    }


def main(words: Path, borders: Path, bare: Path, treebank: Path, out: Path) -> None:
    """Write the pipeline.

    Args:
        words: Trained pipeline with tok2vec, morphologizer and lemmatizer.
        borders: Trained pipeline whose senter reads text as printed.
        bare: Trained pipeline whose senter reads bare words.
        treebank: Folder with `train.conllu`, for the table of lemmas.
        out: Folder of the pipeline.
    """
    language = spacy.load(words)
    language.add_pipe("senter", source=spacy.load(borders), after="morphologizer")
    language.add_pipe("senter", name=BARE, source=spacy.load(bare), after="senter")
    language.disable_pipe(BARE)
    table = language.add_pipe(NAME, last=True)
    assert isinstance(table, LemmaTables)
    table.from_bytes(LemmaTables(lemma_table(treebank)).to_bytes())
    language.meta.update(_META)
    if out.exists():
        shutil.rmtree(out)
    language.to_disk(out)
    # What depends on the day and machine of training says nothing of the pipeline.
    meta = json.loads((out / "meta.json").read_text(encoding="utf-8"))
    meta.pop("performance", None)
    text = json.dumps(meta, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (out / "meta.json").write_text(text, encoding="utf-8")
    shutil.copyfile(Path(__file__).parents[1] / CARD, out / CARD)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:6]))
