"""The stage itself: clusters named by BERTopic's c-TF-IDF, kept where they return."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.model import Passage, Theme, ThemeMember
from dialoogcoder.themes.clustering import cluster, forms, represent, stability, words

# Fewer passages hold no thread that anyone should believe.
FEWEST = 20
_FEWEST_WORDS = 3
_FILLERS = frozenset(
    (
        "eh uh hè nou wel gewoon eigenlijk echt heel zeg zeggen gaan komen doen maken weten "
        "denken vinden krijgen zitten staan moeten kunnen willen zullen mogen worden hebben zijn "
        "laten goed veel meer mens jaar dag tijd keer ding iets iemand alle alleen corona "
        "coronacrisis crisis jou jullie onze mij snap zien kijken beetje weer elkaar natuurlijk "
        "gaat bij twee drie vier vijf zes zeven acht negen tien elf twaalf dertig veertig vijftig "
        "zestig tachtig honderd duizend tweehonderd driehonderd half kwart procent eerste tweede "
        "laatste week maand uur nacht ochtend avond zaterdag zondag dinsdag maandag donderdag "
        "december maart oktober april gewoon snappen kijk precies eigen heel groot klein mooi goed "
        "vorig klaar bijna steeds meneer mevrouw gesprek tafel zin woord naam vragen luisteren "
        "hebben leuk bin altied joa heffen lachen sorry zetten blijven bellen zoeken hangen noemen "
        "beginnen stoppen kloppen begrijpen praten lopen draaien pakken brengen nemen houden "
        "worden staand missen proberen eerlijk hard gek stil vol dicht kwijt "
    ).split()
)


def find_themes(
    passages: Sequence[Passage],
    vectors: NDArray[np.float32],
    coded: Sequence[bool],
    subjects: NDArray[np.float64],
    *,
    seed: int,
    granularity: str = "normaal",
    representatives: int = 3,
    min_speakers: int = 3,
    min_transcripts: int = 2,
    outlier_share: float = 0.08,
) -> tuple[list[Theme], list[ThemeMember]]:
    """Find the threads.

    Args:
        passages: All passages.
        vectors: Their embeddings, shape (passages, 512).
        coded: Whether each carries a perspective; talk about the talk is left out.
        subjects: How near each is to the codebook's sub-themes, shape (passages, sub-themes).
        seed: For every random start.
        granularity: ``grof``, ``normaal`` or ``fijn``.
        representatives: Quotes that stand for a thread, at most one a speaker.
        min_speakers: A thread returns with at least so many speakers.
        min_transcripts: And in at least so many documents, where there are so many.
        outlier_share: Share of passages, the least typical, that stay without a thread.

    Returns:
        Threads by size, and one membership a passage; without a thread its id is None.
    """
    nowhere = {p.passage_id: ThemeMember(p.passage_id, None, 0.0, False) for p in passages}
    used = [i for i, carries in enumerate(coded) if carries]
    if len(used) < FEWEST:
        return [], list(nowhere.values())
    from spacy.lang.nl.stop_words import STOP_WORDS

    # A speaker's name tells who talks, not what about.
    names_said = {w.lower() for p in passages if p.speaker for w in re.findall(r"\w+", p.speaker)}
    stop_words = frozenset(STOP_WORDS) | _FILLERS | names_said
    texts = [passages[i].text for i in used]
    points = represent(texts, vectors[used], subjects[used], stop_words=stop_words, seed=seed)
    labels = cluster(points, granularity=granularity, seed=seed)
    steady = stability(points, labels, seed=seed)
    strength = _strength(points, labels)
    floor = np.quantile(strength, outlier_share)
    keywords = _keywords(texts, points, labels, stop_words)
    least = min(min_transcripts, len({p.transcript_id for p in passages}))
    groups: list[tuple[int, list[int]]] = []
    for label in sorted(set(labels.tolist())):
        own = [j for j in range(len(used)) if labels[j] == label and strength[j] > floor]
        people = {_person(passages[used[j]]) for j in own}
        documents = {passages[used[j]].transcript_id for j in own}
        if len(people) >= min_speakers and len(documents) >= least:
            groups.append((label, own))
    groups.sort(key=lambda group: (-len(group[1]), passages[used[group[1][0]]].passage_id))
    themes: list[Theme] = []
    members = dict(nowhere)
    taken: set[str] = set()
    for number, (label, own) in enumerate(groups, start=1):
        theme_id = f"T{number:02d}"
        shown = _representatives(own, used, passages, points, strength, representatives)
        for j in own:
            passage_id = passages[used[j]].passage_id
            members[passage_id] = ThemeMember(
                passage_id, theme_id, round(float(strength[j]), 4), j in shown
            )
        themes.append(
            Theme(
                theme_id,
                _name(keywords[label], taken),
                tuple(keywords[label][:10]),
                len(own),
                len({_person(passages[used[j]]) for j in own}),
                len({passages[used[j]].transcript_id for j in own}),
                steady[label],
            )
        )
    return themes, list(members.values())


def _person(passage: Passage) -> tuple[str, str]:
    # A report's paragraph has no speaker; together they count as one voice.
    return passage.transcript_id, passage.speaker or ""


def _strength(points: NDArray[np.float64], labels: NDArray[np.int64]) -> NDArray[np.float64]:
    result = np.zeros(len(points))
    for label in np.unique(labels):
        own = labels == label
        centre = points[own].mean(axis=0)
        result[own] = points[own] @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
    return result


def _keywords(
    texts: Sequence[str],
    points: NDArray[np.float64],
    labels: NDArray[np.int64],
    stop_words: frozenset[str],
) -> dict[int, list[str]]:
    """Each cluster's words by BERTopic's class-based TF-IDF (Grootendorst 2022)."""
    from bertopic import BERTopic
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    def analyse(text: str) -> list[str]:
        return [word for word in words(text) if word not in stop_words]

    topic_model: Any = BERTopic(
        embedding_model=None,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=CountVectorizer(analyzer=analyse),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True, bm25_weighting=True),
        top_n_words=40,
    )
    topics, _ = topic_model.fit_transform(list(texts), embeddings=points, y=labels.tolist())
    number_of = dict(zip(topics, labels.tolist(), strict=True))
    said = {
        label: [texts[int(i)] for i in np.flatnonzero(labels == label)]
        for label in number_of.values()
    }
    return {
        label: _returning(
            [str(word) for word, weight in topic_model.get_topic(topic) if word and weight > 0],
            said[label],
        )
        for topic, label in number_of.items()
    }


def _returning(candidates: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Words that several passages share, as they are mostly said; one's own word is no thread."""
    spread: Counter[str] = Counter()
    spoken: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        spread.update(set(words(text)))
        for form, word in zip(forms(text), words(text), strict=True):
            spoken[word][form] += 1
    shared = [word for word in candidates if spread[word] > 1]
    chosen = shared if len(shared) >= _FEWEST_WORDS else list(candidates)[:_FEWEST_WORDS]
    shown = [min(spoken[w].items(), key=lambda item: (-item[1], item[0]))[0] for w in chosen]
    return list(dict.fromkeys(shown))


def _name(keywords: Sequence[str], taken: set[str]) -> str:
    chosen = list(keywords[:3]) or ["overig"]
    rest = list(keywords[3:])
    while True:
        label = chosen[0] if len(chosen) == 1 else f"{', '.join(chosen[:-1])} en {chosen[-1]}"
        label = label[0].upper() + label[1:]
        if label not in taken:
            taken.add(label)
            return label
        chosen = [*chosen[:2], rest.pop(0) if rest else f"{chosen[-1]}'"]


def _representatives(
    own: Sequence[int],
    used: Sequence[int],
    passages: Sequence[Passage],
    points: NDArray[np.float64],
    strength: NDArray[np.float64],
    wanted: int,
) -> set[int]:
    """Typical and different: readable alone, one a speaker, not near-duplicates."""

    def readable(j: int) -> bool:
        text = passages[used[j]].text
        begins = re.match(r"(?:ja|nee|dat|die|dus|en|maar|of|want)\b", text, re.IGNORECASE)
        return 15 <= len(text.split()) <= 80 and not begins

    order = sorted(own, key=lambda j: (not readable(j), -strength[j], passages[used[j]].passage_id))
    chosen: list[int] = []
    people: set[tuple[str, str]] = set()
    for j in order:
        person = _person(passages[used[j]])
        near = any(float(points[j] @ points[c]) > 0.8 for c in chosen)
        if person in people or near:
            continue
        chosen.append(j)
        people.add(person)
        if len(chosen) == wanted:
            break
    return set(chosen)
