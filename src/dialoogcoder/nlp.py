"""The Dutch language pipeline: the only place that builds one.

Sentence borders by default; lemmas come from a form-to-lemma table, so that both are there on
a machine without a trained model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from dialoogcoder.errors import RecipeError

LARGE_MODELS = ("nl_core_news_lg", "nl_core_news_md", "nl_core_news_sm")

# The sentencizer ends a sentence at a full stop that the tokenizer split off. spaCy's Dutch
# exceptions keep most abbreviations whole; these are common in minutes and transcripts.
_ABBREVIATIONS = (
    "ca. bijv. bv. mw. mevr. dhr. dr. drs. ir. ing. mr. prof. mln. mld. incl. excl. o.a. m.n. "
    "d.w.z. e.d. e.a. i.v.m. t.a.v. m.b.t. t.o.v. n.a.v. a.u.b. z.s.m. nr. blz. art. jl. resp. "
    "evt. vgl. enz. z.g. zgn. St. ds. burg. wnd. plv."
).split()
# After these a sentence can end all the same, when a capital follows.
_SENTENCE_ENDERS = frozenset({"enz.", "e.d.", "e.a.", "jl.", "a.u.b.", "z.s.m."})

# Speech recognisers leave punctuation out; a passage without one border in this many words is
# cut where a new clause usually begins.
_ENDLESS_WORDS = 60
_CLAUSE_STARTS = frozenset("en maar want dus omdat nou kijk ja alleen daarnaast verder".split())
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open offsets of a sentence in the text it was found in."""

    start: int
    end: int


class DutchPipeline:
    """Sentence borders over a spaCy pipeline.

    Attributes:
        name: Which pipeline is in use, with its version, as the manifest records it.
    """

    def __init__(self, language: Any, name: str) -> None:
        self._language = language
        self.name = name

    def sentences(self, texts: Iterable[str]) -> Iterator[tuple[Span, ...]]:
        """Find the sentences of each text.

        Args:
            texts: Texts of any length.

        Yields:
            For each text its sentences in order, without surrounding white space; together
            they hold every character that is not white space, exactly once.
        """
        for doc in self._language.pipe(texts, batch_size=64):
            text = doc.text
            # Faster by far than the spans of `doc.sents`.
            starts = [doc[int(i)].idx for i in np.flatnonzero(doc.to_array("SENT_START") == 1)]
            borders = [*(starts if starts[:1] == [0] else [0, *starts]), len(text)]
            yield tuple(
                piece
                for start, end in pairwise(borders)
                for piece in _split_endless(text, start, end)
            )


def _split_endless(text: str, start: int, end: int) -> Iterator[Span]:
    words = list(_WORD.finditer(text, start, end))
    if not words:
        return
    first = 0
    while len(words) - first > _ENDLESS_WORDS:
        window = range(first + _ENDLESS_WORDS // 2, first + _ENDLESS_WORDS)
        cut = next(
            (i for i in reversed(window) if words[i].group().lower().strip(",") in _CLAUSE_STARTS),
            first + _ENDLESS_WORDS,
        )
        yield Span(words[first].start(), words[cut - 1].end())
        first = cut
    yield Span(words[first].start(), words[-1].end())


def _installed() -> str | None:
    from importlib.util import find_spec

    return next((name for name in LARGE_MODELS if find_spec(name)), None)


@lru_cache(maxsize=2)
def load_pipeline(choice: str = "auto") -> DutchPipeline:
    """Build the Dutch pipeline.

    Args:
        choice: ``auto`` takes the largest installed `nl_core_news_*` and else rules; ``blank``
            takes rules; anything else is the name or path of a spaCy pipeline.

    Returns:
        A pipeline that gives sentence borders.

    Raises:
        RecipeError: The pipeline named is not installed, or gives no sentence borders.
    """
    import spacy

    name = _installed() if choice == "auto" else None if choice == "blank" else choice
    if name is None:
        language = spacy.blank("nl")
        for abbreviation in _ABBREVIATIONS:
            for form in {abbreviation, abbreviation.capitalize()}:
                language.tokenizer.add_special_case(form, [{"ORTH": form}])
        language.add_pipe("sentencizer")
        language.max_length = 50_000_000
        return DutchPipeline(language, f"nl blank + sentencizer (spaCy {spacy.__version__})")
    try:
        language = spacy.load(name, exclude=["ner", "lemmatizer", "tagger", "morphologizer"])
    except OSError as error:
        raise RecipeError(
            f"recipe, language pipeline '{name}'",
            "no such spaCy pipeline installed",
            "auto, blank, or an installed pipeline",
            f"Install it with: python -m spacy download {name}",
        ) from error
    if not {"parser", "senter", "sentencizer"} & set(language.pipe_names):
        language.add_pipe("sentencizer")
    language.max_length = 50_000_000
    return DutchPipeline(language, f"{language.meta['name']} {language.meta['version']}")


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """Lower-case lemma of one word form (simplemma's table; an unknown form stays as it is)."""
    import simplemma

    return str(simplemma.lemmatize(word, lang="nl")).lower()


def lemmas(words: Sequence[str]) -> list[str]:
    """Lower-case lemmas of word forms, one for one."""
    return [lemma(word) for word in words]
