"""Measures a pipeline on the test files, as printed and as bare words, and its speed."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy
from spacy.tokens import Doc
from spacy.training import Example
from spacy.scorer import Scorer
from treebank import Sentence, lemma_of, read_treebank

from convert import bare, printed

TESTS = ("test-lassysmall", "test-alpino")
# spaCy's own figures are on texts of ten sentences.
_TOGETHER = 10


def in_tens(sentences: Sequence[Sentence]) -> list[Sequence[Sentence]]:
    """Texts of ten sentences in the order of the file."""
    return [sentences[i : i + _TOGETHER] for i in range(0, len(sentences), _TOGETHER)]


def words_measured(language: spacy.language.Language, texts: Sequence[Sequence[Sentence]]) -> dict[str, float]:
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
        **scorer.score_spans(examples, "sents", has_annotation=lambda doc: doc.has_annotation("SENT_START")),
    }
    return {key: round(scores[key], 4) for key in ("pos_acc", "lemma_acc", "sents_p", "sents_r", "sents_f")}


if __name__ == "__main__":
    lang = spacy.load(sys.argv[1])
    for t in TESTS:
        print(t, words_measured(lang, in_tens(read_treebank(Path(sys.argv[2]) / f"{t}.conllu"))))
