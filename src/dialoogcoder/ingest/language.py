"""Which parts of a document are Dutch: what is in another language is not used, and named.

A judgement needs text: a short turn is never judged alone, only with the same speaker's other
short turns, or with the lines around it. What is close to Dutch (Frisian, Limburgish, Low Saxon,
Flemish, street language) is easily taken for German, Danish or Afrikaans by a detector that does
not know it. So for the kin of Dutch its word is not enough: their own small words, which no
dialect of the Low Countries has, must be there too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.language_words import (
    DUTCH,
    DUTCH_WORDS,
    NAMES,
    OTHER_SCRIPT,
    OWN_WORDS,
    PAPIAMENTO,
)
from dialoogcoder.model import Rejection

_WORD = re.compile(r"['’]?[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Less than this is never judged.
_LEAST_WORDS = 20
_LEAST_LETTERS = 100
_SURELY_DUTCH = 0.12
# Below this hardly a quarter of a text can be Dutch.
_HARDLY_DUTCH = 0.06
_SURE = 0.9
# A document of which less than this part is Dutch is not Dutch.
_DUTCH_PART = 0.1
_SLICE = 800


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a document is written in; `languages` names that of each paragraph left out."""

    language: str | None
    kept: tuple[bool, ...]
    languages: tuple[str | None, ...]


def judge(paragraphs: Sequence[str], speakers: Sequence[str | None] = ()) -> Verdict:
    """Tell which paragraphs or turns of a document are Dutch.

    Args:
        paragraphs: A document's paragraphs, or its turns, in order.
        speakers: Who says each, where they are turns.

    Returns:
        The document's language in Dutch ("Nederlands", also for dialects and Frisian; "Engels";
        None where there is too little text to tell), and whether each paragraph is kept: all
        where it can't be told, none where the document is not Dutch.
    """
    found: dict[int, str] = {}
    sizes: Counter[str] = Counter()
    unsure: list[int] = []
    for unit in _units(paragraphs, speakers):
        language = _language([paragraphs[index] for index in unit])
        if language is None:
            unsure.extend(unit)
            continue
        sizes[language] += sum(len(paragraphs[index]) for index in unit)
        found.update(dict.fromkeys(unit, language))
    if DUTCH not in sizes and unsure:
        language = _language([paragraphs[index] for index in unsure])
        sizes[language or ""] += sum(len(paragraphs[index]) for index in unsure)
    judged = {language: size for language, size in sizes.items() if language}
    if not judged:
        return _whole(None, paragraphs)
    if judged.get(DUTCH, 0) < _DUTCH_PART * sum(judged.values()):
        return _whole(max(judged, key=lambda name: judged[name]), paragraphs)
    languages = tuple(
        None if found.get(index, DUTCH) == DUTCH else found[index]
        for index in range(len(paragraphs))
    )
    return Verdict(DUTCH, tuple(language is None for language in languages), languages)


def dutch_part(
    paragraphs: Sequence[str],
    source: str,
    speakers: Sequence[str | None] = (),
    *,
    unit: str = "alinea",
) -> tuple[tuple[bool, ...], tuple[Rejection, ...]]:
    """Keep the Dutch part of a document.

    Args:
        paragraphs: A document's paragraphs, or its turns, in order.
        source: Its name, for the messages.
        speakers: Who says each, where they are turns.
        unit: What one of them is called in a message: alinea, beurt or rij.

    Returns:
        Whether each paragraph is kept, and a line for each run of paragraphs that is not.

    Raises:
        RejectedSource: The document is not in Dutch.
    """
    verdict = judge(paragraphs, speakers)
    if verdict.language not in (DUTCH, None):
        raise RejectedSource(
            source,
            f"een tekst in het {verdict.language}",
            "een tekst in het Nederlands",
            "Vertaal de tekst, of laat het bestand weg.",
        )
    left_out = []
    for language, run in groupby(range(len(paragraphs)), key=verdict.languages.__getitem__):
        places = list(run)
        if language is not None:
            number = f"{places[0] + 1}" + (f"-{places[-1] + 1}" if places[1:] else "")
            start = " ".join(paragraphs[places[0]].split())[:60]
            left_out.append(
                Rejection(
                    f"{source}, {unit} {number}",
                    f"tekst in het {language} ('{start}'); verwacht: Nederlands",
                    "Vertaal dit deel, of laat het weg.",
                )
            )
    return verdict.kept, tuple(left_out)


def _whole(language: str | None, paragraphs: Sequence[str]) -> Verdict:
    count = len(paragraphs)
    return Verdict(language, (language is None,) * count, (language,) * count)


def _units(paragraphs: Sequence[str], speakers: Sequence[str | None]) -> Iterator[Sequence[int]]:
    """What is judged together: a long paragraph alone, a speaker's short turns, short lines."""
    by_speaker: dict[str, list[int]] = {}
    lines: list[int] = []
    for index, paragraph in enumerate(paragraphs):
        speaker = speakers[index] if speakers else None
        if _enough(_WORD.findall(paragraph[: 4 * _SLICE])):
            if lines:
                yield lines
            lines = []
            yield [index]
        elif speaker is not None:
            by_speaker.setdefault(speaker, []).append(index)
        else:
            lines.append(index)
    if lines:
        yield lines
    yield from by_speaker.values()


def _enough(words: Sequence[str]) -> bool:
    letters = sum(map(len, words))
    # Other scripts say as much in fewer signs, and some have no spaces.
    if not _latin(words):
        return 3 * letters >= _LEAST_LETTERS
    return letters >= _LEAST_LETTERS and len(words) >= _LEAST_WORDS


def _latin(words: Sequence[str]) -> bool:
    return 2 * sum(word[0] < "\u0250" for word in words) >= len(words)


def _sample(texts: Sequence[str]) -> str:
    text = " ".join(texts)
    if len(text) <= 3 * _SLICE:
        return text
    middle = len(text) // 2
    return " ".join((text[:_SLICE], text[middle : middle + _SLICE], text[-_SLICE:]))


def _language(texts: Sequence[str]) -> str | None:
    """The language of some text, in Dutch; None for too little text, numbers or names."""
    sample = _sample(texts)
    spelt = _WORD.findall(sample)
    if not _enough(spelt):
        return None
    words = [word.lower().replace("’", "'") for word in spelt]
    dutch = _share(words, DUTCH_WORDS)
    if dutch >= _SURELY_DUTCH and not _own(words, "Afrikaans"):
        return DUTCH
    # Names, titles and capitals are spelt alike in many languages.
    if sum(not word[-1].isupper() and word[0].isupper() for word in spelt) > 0.6 * len(spelt):
        return None
    found, confidence = _detect(" ".join(words))
    if found is None and not _latin(words):
        return OTHER_SCRIPT
    if found == DUTCH or found is None or confidence < _SURE:
        return DUTCH if found == DUTCH or dutch >= _HARDLY_DUTCH else None
    if found in OWN_WORDS and not _own(words, found):
        return None
    if found != "Afrikaans" and dutch >= _HARDLY_DUTCH:
        return DUTCH
    return "Papiaments" if _share(words, PAPIAMENTO) > 0.2 else found


def _share(words: Sequence[str], some: frozenset[str]) -> float:
    return sum(word in some for word in words) / len(words)


def _own(words: Sequence[str], language: str) -> bool:
    own, least = OWN_WORDS[language]
    return _share(words, own) >= least


@lru_cache(maxsize=1)
def _detector() -> Any:
    from lingua import Language, LanguageDetectorBuilder

    languages = [getattr(Language, name) for name in NAMES]
    # Its models of three letters do on a paragraph what all do, in a tenth of the memory.
    return LanguageDetectorBuilder.from_languages(*languages).with_low_accuracy_mode().build()


def _detect(text: str) -> tuple[str | None, float]:
    best = _detector().compute_language_confidence_values(text)[0]
    return (NAMES[best.language.name], float(best.value)) if best.value else (None, 0.0)
