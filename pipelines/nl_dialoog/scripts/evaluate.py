"""Measures a pipeline on the test files, as printed and as bare words, and its speed."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import spacy
from assemble import BARE
from convert import bare, printed
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example
from treebank import Sentence, lemma_of, read_treebank

TESTS = ("test-lassysmall", "test-alpino")
# spaCy's own figures are on texts of ten sentences.
_TOGETHER = 10


def in_tens(sentences: Sequence[Sentence]) -> list[Sequence[Sentence]]:
    """Texts of ten sentences in the order of the file."""
    return [sentences[i : i + _TOGETHER] for i in range(0, len(sentences), _TOGETHER)]


def in_paragraphs(sentences: Sequence[Sentence]) -> list[Sequence[Sentence]]:
    """Texts as they stand between two ends of a line, as raw text has them (CoNLL 2018)."""
    ordered = groupby(sentences, key=lambda s: (s.document, s.place[:1]))
    return [list(own) for _, own in ordered]


def words_measured(
    language: spacy.language.Language, texts: Sequence[Sequence[Sentence]]
) -> dict[str, float]:
    """Accuracy of part of speech and lemma, F of sentence borders; tokens are the pipeline's."""
    examples = []
    for text in texts:
        reference = printed(language.vocab, text)
        predicted = language(reference.text)
        for token in predicted:
            token.lemma_ = lemma_of(token.lemma_)
        examples.append(Example(predicted, reference))
    scorer = Scorer(language, default_lang="nl", default_pipeline=())
    scores = {
        **scorer.score_token_attr(examples, "pos"),
        **scorer.score_token_attr(examples, "lemma"),
        **scorer.score_spans(
            examples, "sents", has_annotation=lambda doc: doc.has_annotation("SENT_START")
        ),
    }
    return {
        key: round(scores[key], 4)
        for key in ("pos_acc", "lemma_acc", "sents_p", "sents_r", "sents_f")
    }


def bare_measured(
    language: spacy.language.Language, texts: Sequence[Sequence[Sentence]]
) -> dict[str, float]:
    """Precision, recall and F of inner borders in text without punctuation and capitals."""
    right = found = gold = 0
    language.enable_pipe(BARE)
    with language.select_pipes(enable=[BARE]):
        for text in texts:
            reference = bare(language.vocab, [[w.form for w in s.words] for s in text])
            if reference is None:
                continue
            words = [token.text for token in reference]
            predicted = language(Doc(language.vocab, words=words))
            here = {t.i for t in predicted if t.is_sent_start and t.i}
            wanted = {t.i for t in reference if t.is_sent_start and t.i}
            right, found, gold = right + len(here & wanted), found + len(here), gold + len(wanted)
    language.disable_pipe(BARE)
    return {
        "bare_p": round(right / max(1, found), 4),
        "bare_r": round(right / max(1, gold), 4),
        "bare_f": round(2 * right / max(1, found + gold), 4),
    }


def speed(language: spacy.language.Language, texts: Sequence[str]) -> int:
    """Words a second of the whole pipeline; set OMP_NUM_THREADS=1 for one core."""
    begin = time.perf_counter()
    words = sum(len(doc) for doc in language.pipe(texts, batch_size=64))
    return round(words / (time.perf_counter() - begin))


if __name__ == "__main__":
    pipeline, treebank = spacy.load(sys.argv[1]), Path(sys.argv[2])
    parts = {name: in_tens(read_treebank(treebank / f"{name}.conllu")) for name in TESTS}
    parts["together"] = [text for texts in list(parts.values()) for text in texts]
    for name, texts in parts.items():
        print(name, words_measured(pipeline, texts), bare_measured(pipeline, texts))
    lined = {name: in_paragraphs(read_treebank(treebank / f"{name}.conllu")) for name in TESTS}
    lined["together"] = [text for texts in list(lined.values()) for text in texts]
    rules = spacy.blank("nl")
    rules.add_pipe("sentencizer")
    for name, texts in lined.items():
        print(name, "in", len(texts), "paragraphs: F", words_measured(pipeline, texts)["sents_f"])
        print("  by marks alone: F", words_measured(rules, texts)["sents_f"])
    printed_texts = [printed(pipeline.vocab, text).text for text in parts["together"]]
    print("words a second", speed(pipeline, printed_texts * 3))
