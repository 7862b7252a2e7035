"""Reads Universal Dependencies files of several releases into one convention."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

# Sentences converted from the old Alpino treebank in release 1 have verb stems for lemmas
# ("heb") and multiword units in one token; they would teach another convention.
_OTHER_CONVENTION = "orig_file_sentence"
# Late releases name the converter that made them; the early ones tag some words otherwise.
_LATE = re.compile(r"^# auto", re.MULTILINE)
_POSSESSIVES = frozenset("mijn m'n je jouw uw zijn z'n haar d'r ons onze hun".split())
_ALWAYS = {"als": "SCONJ", "meest": "ADV", "meeste": "ADV"}
# What late releases call words of one part of speech in one relation.
_IN_RELATION = {
    ("dezelfde", "det"): "DET",
    ("hetzelfde", "det"): "DET",
    ("veel", "det"): "DET",
    ("weinig", "det"): "DET",
    ("meer", "obl"): "ADV",
    ("minder", "obl"): "ADV",
    ("veel", "obl"): "ADV",
    ("meer", "advmod"): "ADV",
    ("minder", "advmod"): "ADV",
    ("veel", "advmod"): "ADV",
    ("weinig", "advmod"): "ADV",
    ("vele", "amod"): "ADV",
    ("vele", "nmod"): "ADV",
    ("er", "expl"): "PRON",
    ("al", "mark"): "SCONJ",
    ("zowel", "cc"): "CCONJ",
    ("tot", "cc"): "CCONJ",
    ("eerder", "advmod"): "ADJ",
    ("verder", "advmod"): "ADJ",
    ("geboren", "root"): "VERB",
    ("geboren", "acl"): "VERB",
}
_COPULA = "zijn"
_AUXILIARIES = frozenset("moeten kunnen zullen mogen".split())
_FULL_VERBS = frozenset("willen laten gaan blijven".split())
_ORDINAL = re.compile(r"^[^\W\d]+(?:ste|de)$|^eerst$", re.IGNORECASE)
# Release 2.8, on which is measured, has these; later releases added more.
_FEATURES = frozenset(
    "Abbr Case Definite Degree Gender Number Person Poss PronType Reflex Tense VerbForm".split()
)
_CLOSES = frozenset(". , ; : ? ! ) ] … % ''".split())
_OPENS = frozenset("( [ ,, ``".split())


@dataclass(frozen=True, slots=True)
class Word:
    """One token of the treebank."""

    form: str
    lemma: str
    pos: str
    morph: str
    space_after: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the document it stands in and its paragraph and number there.

    `late` ones come from a late release, whose conventions are those that are measured on.
    """

    document: str
    place: tuple[int, ...]
    late: bool
    words: tuple[Word, ...]


def lemma_of(written: str) -> str:
    """A lemma without the marks of its parts: ``mee_nemen`` is ``meenemen``."""
    return written.replace("_", "") or written


def read_treebank(path: Path) -> list[Sentence]:
    """Read a CoNLL-U file.

    Args:
        path: The file; releases may be mixed in it.

    Returns:
        Its sentences in order, in the conventions of release 2.8.
    """
    sentences = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.splitlines()
        comments = [line for line in lines if line.startswith("#")]
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        rows = [row for row in rows if row[0].isdigit()]
        if not rows or any(_OTHER_CONVENTION in comment for comment in comments):
            continue
        spaced = any("SpaceAfter=No" in row[9] for row in rows)
        early = _LATE.search(block) is None
        named = _parts_of_names(rows, early=early)
        words = [_word(row, early=early, in_name=row[0] in named) for row in rows]
        if not spaced and not any(comment.startswith("# text") for comment in comments):
            words = list(_closed_up(words))
        sentences.append(Sentence(*_place(comments), not early, tuple(words)))
    return sentences


def _parts_of_names(rows: Sequence[Sequence[str]], *, early: bool) -> frozenset[str]:
    """Words that other releases tag by themselves, though they are part of a name."""
    if early:
        flat = {row[0]: row[6] for row in rows if row[7] in ("flat:name", "name")}
        heads = {row[0] for row in rows if row[0] in flat.values() and row[3] in ("ADJ", "DET")}
        capital = {row[0] for row in rows if row[1][0].isupper()}
        return frozenset(n for n, head in flat.items() if head in capital) | (heads & capital)
    heads = {row[0] for row in rows if "ExtPos=PROPN" in row[5]}
    return frozenset(
        heads | {row[0] for row in rows if row[6] in heads and row[7].startswith(("flat", "fixed"))}
    )


def _word(row: Sequence[str], *, early: bool, in_name: bool) -> Word:
    form, lemma = row[1], lemma_of(row[2])
    pos = {"CONJ": "CCONJ", "_": "X"}.get(row[3], row[3])
    if in_name and pos not in ("PUNCT", "NUM"):
        pos, lemma = "PROPN", form
    elif early:
        pos = _as_later(form.lower(), lemma, pos, row[7])
    features = "|".join(f for f in row[5].split("|") if f.partition("=")[0] in _FEATURES)
    return Word(form, lemma, pos, features, "SpaceAfter=No" not in row[9])


def _as_later(form: str, lemma: str, pos: str, relation: str) -> str:
    if (form, relation) in _IN_RELATION:
        return _IN_RELATION[form, relation]
    if pos == "DET" and form in _POSSESSIVES:
        return "PRON"
    if pos == "NUM" and _ORDINAL.match(form):
        return "ADJ"
    if pos in ("VERB", "AUX") and lemma in _AUXILIARIES:
        return "AUX"
    if pos in ("VERB", "AUX") and lemma in _FULL_VERBS:
        return "VERB"
    if pos == "AUX" and relation == "cop" and lemma != _COPULA:
        return "VERB"
    return _ALWAYS.get(form, pos) if pos in ("ADP", "PRON", "DET") else pos


def _closed_up(words: Sequence[Word]) -> Iterator[Word]:
    """Early releases do not tell where spaces were: close up punctuation as print does."""
    quoted = False
    for word, follower in zip(words, [*words[1:], None], strict=True):
        space = word.form not in _OPENS and (follower is None or follower.form not in _CLOSES)
        if word.form == '"':
            quoted = not quoted
            space = space and not quoted
        elif follower is not None and follower.form == '"' and quoted:
            space = False
        yield replace(word, space_after=space)


def _place(comments: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    for comment in comments:
        found = re.search(r"(wiki-\d+|WR-[A-Z-]+-\d+)\.p\.([\d.]+)\.s\.([\d.]+)", comment)
        if found:
            numbers = f"{found[2]}.{found[3]}".strip(".").split(".")
            return found[1], tuple(int(n) for n in numbers if n)
    return "onbekend", ()
