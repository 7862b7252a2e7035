"""Puts the trained parts together into the pipeline that ships, with its card and licence."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from treebank import Sentence, read_treebank

from dialoogcoder.lemmatizer import NAME, LemmaTables

VERSION = "1.0.0"
BARE = "senter_bare"
CARD = "KAART.md"
PARTS = ("train", "dev")
# In prose the end or beginning of an aside, not a face.
_FACE = re.compile(r"[()][^\w\s]+|8\)")
# So often a form is a word of its own, and not part of a name.
_OFTEN = 3
_NAMES_OR_FOREIGN = ("PROPN", "X", "SYM")
_YEARS = [f"{mark}{year:02}" for mark in ("'", "’") for year in range(100)]
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


def lemma_table(sentences: Iterable[Sentence]) -> dict[str, str]:
    """The most frequent lemma of each form and part of speech in what was trained on."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for word in sentence.words:
            counts[f"{word.pos} {word.form.lower()}"][word.lemma] += 1
    return {
        form: min(own, key=lambda lemma: (-own[lemma], lemma))
        for form, own in counts.items()
        if not form.startswith("PROPN ")
    }


def cut_as_treebank(language: Language, sentences: Iterable[Sentence]) -> None:
    """Change what the tokenizer keeps whole where the treebank shows otherwise.

    spaCy takes words that end a sentence ("dat.", "hand.") for abbreviations, and an aside's end
    before a colon for a face; a year ("'90") it cuts.
    """
    counts = Counter((w.form, w.pos) for sentence in sentences for w in sentence.words)
    forms = {form for form, _ in counts}
    words = {f for (f, pos), n in counts.items() if n >= _OFTEN and pos not in _NAMES_OR_FOREIGN}
    tokenizer: Any = language.tokenizer
    tokenizer.rules = {
        form: cut
        for form, cut in tokenizer.rules.items()
        if not _FACE.fullmatch(form)
        and (form in forms or not form.endswith(".") or form[:-1].lower() not in words)
    }
    for year in _YEARS:
        tokenizer.add_special_case(year, [{"ORTH": year}])


def _parts_of_lemmas(language: Language) -> set[str]:
    trees = language.get_pipe("trainable_lemmatizer").label_data["trees"]  # type: ignore[attr-defined]
    return {tree[part] for tree in trees for part in ("orig", "subst") if part in tree}


def main(words: Path, borders: Path, bare: Path, treebank: Path, out: Path) -> None:
    """Write the pipeline.

    Args:
        words: Trained pipeline with tok2vec, morphologizer and lemmatizer.
        borders: Trained pipeline whose senter reads text as printed.
        bare: Trained pipeline whose senter reads bare words.
        treebank: Folder with the files that were trained on, for the table of lemmas.
        out: Folder of the pipeline.
    """
    sentences = [s for part in PARTS for s in read_treebank(treebank / f"{part}.conllu")]
    language = spacy.load(words)
    cut_as_treebank(language, sentences)
    language.add_pipe("senter", source=spacy.load(borders), after="morphologizer")
    language.add_pipe("senter", name=BARE, source=spacy.load(bare), after="senter")
    language.disable_pipe(BARE)
    table = language.add_pipe(NAME, last=True)
    assert isinstance(table, LemmaTables)
    table.from_bytes(LemmaTables(lemma_table(sentences)).to_bytes())
    language.meta.update(_META)
    if out.exists():
        shutil.rmtree(out)
    language.to_disk(out)
    # Words of the training text are of no use to who reads other text; parts of lemmas are.
    strings = sorted(_parts_of_lemmas(language))
    text = json.dumps(strings, ensure_ascii=False, indent=0) + "\n"
    (out / "vocab" / "strings.json").write_text(text, encoding="utf-8")
    # What depends on the day and machine of training says nothing of the pipeline.
    meta = json.loads((out / "meta.json").read_text(encoding="utf-8"))
    meta.pop("performance", None)
    text = json.dumps(meta, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (out / "meta.json").write_text(text, encoding="utf-8")
    shutil.copyfile(Path(__file__).parents[1] / CARD, out / CARD)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:6]))
