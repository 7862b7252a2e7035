"""The Dutch language pipeline: the only place that builds one.

Only what a stage needs is run. Sentence borders follow the marks that people or recognisers set;
where there are none, a small network finds them. Parts of speech and lemmas come from the largest
`nl_core_news` that is installed, or from the pipeline that ships, `nl_dialoog`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from dialoogcoder.errors import RecipeError
from dialoogcoder.resources import shipped

OWN_MODEL = "nl_dialoog"
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

# A stretch without a mark in so many words was not meant as one sentence: a recogniser left the
# marks out. What the network leaves longer than the second figure is cut where a clause begins.
_UNMARKED_WORDS = 40
_ENDLESS_WORDS = 60
_CLAUSE_STARTS = frozenset("en maar want dus omdat nou kijk ja alleen daarnaast verder".split())
_WORD = re.compile(r"\S+")
# Characters in one text; spaCy's own border is for parsers and people's names.
_LONGEST = 50_000_000
_BARE = "senter_bare"
_FOR_WORDS = ("tok2vec", "morphologizer", "senter", "trainable_lemmatizer", "dialoog_lemmas")
_NOT_FOR_WORDS = ("parser", "ner", "senter", "sentencizer", _BARE)


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open offsets of a sentence in the text it was found in."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tagged:
    """A word with its part of speech (Universal Dependencies) and lemma; offsets in its text."""

    text: str
    pos: str
    lemma: str
    start: int
    end: int


class DutchPipeline:
    """Sentence borders, parts of speech and lemmas.

    Attributes:
        name: Which pipeline tags words, with its version, as the manifest records it.
    """

    def __init__(self, path: str, name: str) -> None:
        self._path = path
        self.name = name

    @cached_property
    def _rules(self) -> Any:
        import spacy

        language = spacy.blank("nl")
        for abbreviation in _ABBREVIATIONS:
            for form in {abbreviation, abbreviation.capitalize()}:
                language.tokenizer.add_special_case(form, [{"ORTH": form}])
        language.add_pipe("sentencizer")
        language.max_length = _LONGEST
        return language

    @cached_property
    def _words(self) -> Any:
        language = _load(self._path, exclude=_NOT_FOR_WORDS)
        language.max_length = _LONGEST
        return language

    @cached_property
    def _unmarked(self) -> Any:
        language = _load(str(shipped(f"models/{OWN_MODEL}")), exclude=_FOR_WORDS)
        language.enable_pipe(_BARE)
        return language

    def sentences(self, texts: Iterable[str]) -> Iterator[tuple[Span, ...]]:
        """Find the sentences of each text.

        Args:
            texts: Texts of any length.

        Yields:
            For each text its sentences in order, without surrounding white space; together
            they hold every character that is not white space, exactly once.
        """
        for doc in self._rules.pipe(texts, batch_size=64):
            text = doc.text
            # Faster by far than the spans of `doc.sents`.
            starts = [doc[int(i)].idx for i in np.flatnonzero(doc.to_array("SENT_START") == 1)]
            borders = [*(starts if starts[:1] == [0] else [0, *starts]), len(text)]
            yield tuple(
                piece
                for start, end in pairwise(borders)
                for piece in self._cut_unmarked(text, start, end)
            )

    def tagged(self, texts: Iterable[str]) -> Iterator[tuple[Tagged, ...]]:
        """Tag the words of each text.

        Args:
            texts: Sentences or longer texts.

        Yields:
            For each text its words and punctuation marks, in order; white space is left out.
        """
        for doc in self._words.pipe(texts, batch_size=64):
            yield tuple(
                Tagged(token.text, token.pos_, token.lemma_, token.idx, token.idx + len(token))
                for token in doc
                if not token.is_space
            )

    def _cut_unmarked(self, text: str, start: int, end: int) -> Iterator[Span]:
        words = list(_WORD.finditer(text, start, end))
        if not words:
            return
        firsts = [0]
        if len(words) > _UNMARKED_WORDS:
            firsts = self._bare_borders([word.group() for word in words])
        for first, stop in pairwise([*firsts, len(words)]):
            yield from _cut_endless(words[first:stop])

    def _bare_borders(self, words: Sequence[str]) -> list[int]:
        """The words at which a sentence begins, where nothing but words tells it."""
        from spacy.tokens import Doc

        plain = ["".join(filter(str.isalnum, word)).lower() or "," for word in words]
        doc = self._unmarked(Doc(self._unmarked.vocab, words=plain))
        return [token.i for token in doc if token.i == 0 or token.is_sent_start]


def _cut_endless(words: Sequence[re.Match[str]]) -> Iterator[Span]:
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


def installed_model() -> str | None:
    """The largest `nl_core_news` model that is installed, if any."""
    from importlib.util import find_spec

    return next((name for name in LARGE_MODELS if find_spec(name)), None)


def _load(path: str, **choice: Any) -> Any:
    import spacy

    # spaCy finds the component by its name once it is defined.
    import dialoogcoder.lemmatizer  # noqa: F401

    return spacy.load(path, **choice)


@lru_cache(maxsize=4)
def load_pipeline(choice: str = "auto") -> DutchPipeline:
    """Choose the Dutch pipeline; its parts are loaded when they are first needed.

    Args:
        choice: ``auto`` takes the largest installed `nl_core_news_*` and else the shipped
            `nl_dialoog`; anything else is the name or path of a spaCy pipeline.

    Returns:
        The pipeline.

    Raises:
        RecipeError: The pipeline named is not installed, or does not tag words.
    """
    own = str(shipped(f"models/{OWN_MODEL}"))
    best = installed_model() or own
    path = {"auto": best, OWN_MODEL: own}.get(choice, choice)
    try:
        meta = _meta(path)
    except (OSError, ValueError, ImportError) as error:
        raise RecipeError(
            f"recipe, language pipeline '{choice}'",
            "no such spaCy pipeline installed",
            f"auto, {OWN_MODEL}, or an installed pipeline",
            f"Install it with: python -m spacy download {choice}",
        ) from error
    if "morphologizer" not in meta["components"] and "tagger" not in meta["components"]:
        raise RecipeError(
            f"recipe, language pipeline '{choice}'",
            f"components {', '.join(meta['components'])}",
            "a pipeline that tags words",
            f"Use auto or {OWN_MODEL}.",
        )
    return DutchPipeline(path, f"{meta['lang']}_{meta['name']} {meta['version']}")


def _meta(path: str) -> dict[str, Any]:
    import spacy

    folder = Path(path) if Path(path).is_dir() else spacy.util.get_package_path(path)
    return dict(spacy.util.load_meta(folder / "meta.json"))


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """Lower-case lemma of one word form (simplemma's table; an unknown form stays as it is)."""
    import simplemma

    return str(simplemma.lemmatize(word, lang="nl")).lower()


def lemmas(words: Sequence[str]) -> list[str]:
    """Lower-case lemmas of word forms, one for one."""
    return [lemma(word) for word in words]
