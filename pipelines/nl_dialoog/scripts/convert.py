"""Turns the treebank into spaCy's training format.

Five corpora come out: `train`, `dev` and both together, `all`, as printed, and `bare-train` and
`bare-dev` as a speech recogniser would leave them, without punctuation and capitals, for sentence
borders only. The project's own passages, spoken and prose, give further borders in bare words:
their writers set the marks, so rules find where sentences ended.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab
from treebank import Sentence, Word, read_treebank

SEED = 2021
# How many sentences stand together in one training text.
_MOST = 14
_WRITERS_ASIDE = 4


def printed(vocab: Vocab, sentences: Sequence[Sentence]) -> Doc:
    """One text of several sentences with all that the treebank says of them."""
    words = [word for sentence in sentences for word in sentence.words]
    return Doc(
        vocab,
        words=[w.form for w in words],
        spaces=[w.space_after for w in words],
        pos=[w.pos for w in words],
        morphs=[w.morph for w in words],
        lemmas=[w.lemma for w in words],
        sent_starts=[i == 0 for sentence in sentences for i in range(len(sentence.words))],
    )


def bare(vocab: Vocab, sentences: Sequence[Sequence[str]]) -> Doc | None:
    """The words of several sentences, in small letters and nothing but words."""
    kept = [[w.lower() for w in words if any(c.isalnum() for c in w)] for words in sentences]
    kept = [words for words in kept if words]
    if not kept:
        return None
    return Doc(
        vocab,
        words=[w for words in kept for w in words],
        sent_starts=[i == 0 for words in kept for i in range(len(words))],
    )


def grouped(
    sentences: Sequence[Sentence], rng: random.Random, *, shuffled: bool
) -> Iterator[Sequence[Sentence]]:
    """Sentences of one document, a varying number at a time.

    In order they read as text; shuffled, headings and list items, which end without a mark,
    stand beside all else, as the test files have them.
    """
    ordered = sorted(sentences, key=lambda s: (s.document, s.place))
    for _, own in groupby(ordered, key=lambda s: s.document):
        document = list(own)
        if shuffled:
            rng.shuffle(document)
        while document:
            size = rng.randint(1, _MOST)
            yield document[:size]
            document = document[size:]


def own_passages(
    path: Path, language: spacy.language.Language, part: str
) -> Iterator[list[list[str]]]:
    """Sentences of the project's own passages, as words; a few writers are kept for `dev`."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    writers = sorted({row["writer"] for row in rows})
    aside = set(writers[:: len(writers) // _WRITERS_ASIDE])
    # A passage has a row for each of its coders.
    texts = {row["text"]: row["writer"] in aside for row in rows}
    chosen = [text for text, kept in texts.items() if kept == (part == "dev")]
    for doc in language.pipe(chosen):
        yield [[token.text for token in sentence] for sentence in doc.sents]


def main(treebank: Path, passages: Path, out: Path) -> None:
    """Write the corpora.

    Args:
        treebank: Folder with `train.conllu` and `dev.conllu`.
        passages: The project's hand-coded passages (CSV).
        out: Folder for the corpora.
    """
    out.mkdir(parents=True, exist_ok=True)
    language = spacy.blank("nl")
    language.add_pipe("sentencizer")
    vocab = language.vocab
    parts = {part: read_treebank(treebank / f"{part}.conllu") for part in ("train", "dev")}
    for part, sentences in {**parts, "all": parts["train"] + parts["dev"]}.items():
        rng = random.Random(SEED)
        groups = list(grouped(sentences, rng, shuffled=False))
        mixed = list(grouped(sentences, rng, shuffled=True))
        docs = [printed(vocab, group) for group in (*groups, *mixed)]
        if part != "dev":
            # What is tagged as the test files are counts twice.
            again = grouped([s for s in sentences if s.late], rng, shuffled=True)
            docs += [printed(vocab, group) for group in again]
        DocBin(docs=docs).to_disk(out / f"{part}.spacy")
        if part == "all":
            continue
        own = list(own_passages(passages, language, part))
        stripped = [bare(vocab, [_forms(s.words) for s in group]) for group in groups]
        stripped += [bare(vocab, sentences) for sentences in own]
        DocBin(docs=[doc for doc in stripped if doc]).to_disk(out / f"bare-{part}.spacy")


def _forms(words: Sequence[Word]) -> list[str]:
    return [word.form for word in words]


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
