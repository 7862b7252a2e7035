"""From threads to their labels: the sentences that tell most, and the noun phrases in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.nlp import DutchPipeline
from dialoogcoder.themes.grouping import Grouping
from dialoogcoder.themes.labels import name_threads
from dialoogcoder.themes.phrases import Phrase, noun_phrases
from dialoogcoder.themes.representation import Material, words
from dialoogcoder.themes.threads import Thread

# A thread's name is made of so many of its passages, the most typical.
_NAMED_BY = 20
# From so many standard deviations on average; less is chance, as outside the codebook's field.
_NEAR = 1.9


def label_threads(
    threads: Sequence[Thread],
    material: Material,
    grouping: Grouping,
    terms: Sequence[Sequence[str]],
    subthemes: Sequence[str | None],
    ignored: frozenset[str],
    pipeline: DutchPipeline,
    embed: Callable[[Sequence[str]], NDArray[np.float32]],
) -> list[str]:
    """Label each thread by the noun phrases in those sentences that hold its keywords.

    Args:
        threads: The threads.
        material: The passages that were looked at.
        grouping: How typical each is.
        terms: Each thread's keywords.
        subthemes: The title of the sub-theme each is nearest to, where it is near any: a phrase
            may name the thread by being near that in meaning.
        ignored: Lemmas that say nothing of a subject.
        pipeline: For sentences and parts of speech.
        embed: Gives the embeddings of phrases.

    Returns:
        A label for each thread, no two the same.
    """
    sentences: list[tuple[int, int, str]] = []
    for number, thread in enumerate(threads):
        telling = set(terms[number])
        typical = sorted(thread.own, key=lambda i: (-grouping.strength[i], i))[:_NAMED_BY]
        texts = [material.texts[i] for i in typical]
        for place, spans in enumerate(pipeline.sentences(texts)):
            for span in spans:
                sentence = texts[place][span.start : span.end]
                if not telling or telling & {w for pair in words(sentence) for w in pair}:
                    sentences.append((number, place, sentence))
    small = {word for text in material.texts for word in text.split() if word.islower()}

    def lower(word: str) -> bool:
        return word.lower() in small

    phrases: list[dict[int, list[Phrase]]] = [{} for _ in threads]
    tagged = pipeline.tagged(sentence for _, _, sentence in sentences)
    for (number, place, _), own in zip(sentences, tagged, strict=True):
        phrases[number].setdefault(place, []).extend(noun_phrases(own, ignored, lower))
    nowhere = np.zeros(material.vectors.shape[1])
    centres = np.array(
        [material.vectors[list(t.own)].mean(axis=0) if t.own else nowhere for t in threads]
    )
    titles = _titles(subthemes, embed, material.vectors.shape[1])
    return name_threads([list(own.values()) for own in phrases], terms, [centres, titles], embed)


def _titles(
    subthemes: Sequence[str | None],
    embed: Callable[[Sequence[str]], NDArray[np.float32]],
    size: int,
) -> NDArray[np.float64]:
    """Embeddings of sub-themes' titles; zeros for a thread that is near none."""
    result = np.zeros((len(subthemes), size))
    there = [i for i, title in enumerate(subthemes) if title is not None]
    if there:
        result[there] = embed([subthemes[i] or "" for i in there])
    return result


def nearest_subtheme(
    subjects: NDArray[np.float64], own: Sequence[int], titles: Sequence[str]
) -> str | None:
    """The title of the codebook's sub-theme that a thread's passages are nearest to.

    Args:
        subjects: Each passage's nearness to each sub-theme.
        own: The thread's passages.
        titles: The sub-themes' titles; empty for what no thread may be named after.

    Returns:
        None where the passages are on average less than 1.9 standard deviations nearer to it than
        all passages are, or where it has no title.
    """
    if not own or not subjects.shape[1]:
        return None
    spread = np.maximum(subjects.std(axis=0), 1e-9)
    nearer = ((subjects[list(own)] - subjects.mean(axis=0)) / spread).mean(axis=0)
    best = int(nearer.argmax())
    return (titles[best] or None) if nearer[best] >= _NEAR else None
