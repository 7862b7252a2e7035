"""The stage itself: passages grouped, threads named, and told who carries them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.model import (
    TYPICAL,
    Attribution,
    Coding,
    Passage,
    Speaker,
    Theme,
    ThemeDetail,
    ThemeMember,
    ThemePart,
    ThemePartMember,
    Threads,
    Transcript,
)
from dialoogcoder.nlp import DutchPipeline
from dialoogcoder.themes.continuing import Earlier, join, kept_names
from dialoogcoder.themes.grouping import FEWEST, group
from dialoogcoder.themes.hierarchy import hierarchy
from dialoogcoder.themes.labels import keywords
from dialoogcoder.themes.looked_at import DIMENSIONS, Said, looked_at
from dialoogcoder.themes.naming import label_threads, nearest_subtheme
from dialoogcoder.themes.parts import parts_of
from dialoogcoder.themes.representation import Material, Representation, with_surroundings, words
from dialoogcoder.themes.returning import count_conversations, count_people
from dialoogcoder.themes.spread import Told, spread_of
from dialoogcoder.themes.standing import choose_quotes
from dialoogcoder.themes.stop_words import stop_words
from dialoogcoder.themes.threads import Thread, numbers_of, threads_of, trend_of


@dataclass(frozen=True, slots=True)
class Named:
    """A thread of an earlier run to which an analyst gave a name."""

    label: str
    passage_ids: frozenset[str]


def find_themes(
    passages: Sequence[Passage],
    vectors: NDArray[np.float32],
    subjects: NDArray[np.float64],
    *,
    subject_titles: Sequence[str],
    transcripts: Sequence[Transcript],
    speakers: Sequence[Speaker],
    codings: Sequence[Coding],
    attributions: Sequence[Attribution],
    dimension: str,
    pipeline: DutchPipeline,
    embed: Callable[[Sequence[str]], NDArray[np.float32]],
    seed: int,
    granularity: str = "normaal",
    representative_quotes: int = 3,
    min_speakers: int = 3,
    min_transcripts: int = 2,
    outlier_share: float = 0.1,
    earlier: Earlier | None = None,
    named: Sequence[Named] = (),
) -> Threads:
    """Find the threads.

    Talk about the talk is left out: what is said in a conversation and carries no code of the
    main dimension.

    Args:
        passages: All passages.
        vectors: Their embeddings, shape (passages, dimensions).
        subjects: How near each is to the codebook's sub-themes, shape (passages, sub-themes).
        subject_titles: The sub-themes' titles.
        transcripts: The documents they are from.
        speakers: Who says them.
        codings: Their codes, by models and people.
        attributions: Where single quotes were said.
        dimension: The codebook's main dimension.
        pipeline: For sentences and noun phrases.
        embed: Gives the embeddings of phrases.
        seed: For every random start.
        granularity: ``grof``, ``normaal`` or ``fijn``.
        representative_quotes: Quotes that stand for a thread, at most one a speaker.
        min_speakers: A rode draad is told by so many ...
        min_transcripts: ... in so many documents, where there are so many; else it is a los
            onderwerp.
        outlier_share: At most this share of the passages stays without a thread.
        earlier: An earlier run whose threads the passages join.
        named: Threads with an analyst's name, which their like here keeps.

    Returns:
        Rode draden by size, then losse onderwerpen; one membership a passage, whose thread is
        None where it was not looked at or fits none.
    """
    from threadpoolctl import threadpool_limits

    places, said = looked_at(passages, transcripts, speakers, codings, attributions, dimension)
    running = frozenset(t.transcript_id for t in transcripts if t.kind != "citaten")
    around = with_surroundings(subjects, [p.transcript_id for p in passages], running)
    material = Material([p.text for p in passages], vectors, subjects, around).rows(places)
    ids = [own.passage.passage_id for own in said]
    ignored = stop_words(p.speaker for p in passages if p.speaker)
    representation = Representation(ignored)
    # The same sums in the same order, whatever the number of cores.
    with threadpool_limits(1):
        if earlier is None:
            grouping = group(
                material,
                ids,
                representation,
                granularity=granularity,
                outlier_share=outlier_share,
                seed=seed,
            )
            known: list[Theme | None] = [None] * len(grouping.stability)
        else:
            grouping, known_ids = join(
                material,
                ids,
                earlier,
                representation,
                granularity=granularity,
                outlier_share=outlier_share,
                seed=seed,
            )
            by_id: dict[str | None, Theme] = {t.theme_id: t for t in earlier.themes}
            known = [by_id.get(theme_id) for theme_id in known_ids]
        threads = threads_of(grouping, known, said, min_speakers, min_transcripts)
        content = [
            [pair for pair in words(text) if representation.tells(*pair)] for text in material.texts
        ]
        labels = numbers_of(threads, len(said))
        terms = keywords(content, labels, len(threads))
        subthemes = {
            t.theme_id: nearest_subtheme(material.subjects, t.own, subject_titles) for t in threads
        }
        found_names = label_threads(
            threads,
            material,
            grouping,
            terms,
            [subthemes[t.theme_id] for t in threads],
            ignored,
            pipeline,
            embed,
        )
        parts, part_members = _parts(threads, said, material, content, ignored, seed)
        merges = hierarchy(
            [[lemma for lemma, _ in own] for own in content], labels, [t.theme_id for t in threads]
        )
    kept = _kept_labels(threads, said, named)
    themes, details = [], []
    for thread, found, own_terms in zip(threads, found_names, terms, strict=True):
        voices = [said[i].voice for i in thread.own]
        label = thread.known.label if thread.known else kept.get(thread.theme_id, found)
        people_named = thread.theme_id in kept or (
            earlier is not None and thread.theme_id in earlier.named_by_people
        )
        themes.append(
            Theme(
                thread.theme_id,
                label,
                tuple(own_terms) or (thread.known.keywords if thread.known else ()),
                len(thread.own),
                count_people(voices),
                count_conversations(voices),
                round(thread.stability, 4),
            )
        )
        details.append(
            ThemeDetail(
                thread.theme_id,
                thread.kind,
                found,
                "mens" if people_named else "model",
                *trend_of(thread, len(said), earlier),
                subthemes[thread.theme_id],
            )
        )
    quotes = choose_quotes(threads, said, material, grouping, representative_quotes)
    theme_of = {i: t.theme_id for t in threads for i in t.own}
    shown = {quote.passage_id for quote in quotes if quote.kind == TYPICAL}
    members = {p.passage_id: ThemeMember(p.passage_id, None, 0.0, False) for p in passages}
    for i, own in enumerate(said):
        passage_id = own.passage.passage_id
        members[passage_id] = ThemeMember(
            passage_id,
            theme_of.get(i),
            round(float(grouping.strength[i]), 4),
            passage_id in shown,
        )
    told = [
        Told(theme_of.get(i), (own.voice.conversation, own.voice.person), own.values)
        for i, own in enumerate(said)
    ]
    return Threads(
        tuple(themes),
        tuple(members.values()),
        tuple(details),
        tuple(quotes),
        tuple(spread_of(told, (dimension, *DIMENSIONS))),
        tuple(parts),
        tuple(part_members),
        tuple(merges),
        len(said),
        _notices(threads, len(said)),
    )


def _parts(
    threads: Sequence[Thread],
    said: Sequence[Said],
    material: Material,
    content: Sequence[Sequence[tuple[str, str]]],
    ignored: frozenset[str],
    seed: int,
) -> tuple[list[ThemePart], list[ThemePartMember]]:
    parts: list[ThemePart] = []
    members: list[ThemePartMember] = []
    for thread in threads:
        labels = parts_of(material.rows(thread.own), ignored, seed=seed)
        terms = keywords([content[i] for i in thread.own], labels, int(labels.max(initial=-1)) + 1)
        for number, own_terms in enumerate(terms):
            own = [i for i, label in zip(thread.own, labels.tolist(), strict=True)
                   if label == number]  # fmt: skip
            part_id = f"{thread.theme_id}.{number + 1}"
            voices = [said[i].voice for i in own]
            parts.append(
                ThemePart(
                    part_id,
                    thread.theme_id,
                    ", ".join(own_terms[:3]),
                    tuple(own_terms),
                    len(own),
                    count_people(voices),
                    count_conversations(voices),
                )
            )
            members.extend(ThemePartMember(said[i].passage.passage_id, part_id) for i in own)
    return parts, members


def _kept_labels(
    threads: Sequence[Thread], said: Sequence[Said], named: Sequence[Named]
) -> dict[str, str]:
    here = {t.theme_id: frozenset(said[i].passage.passage_id for i in t.own) for t in threads}
    before = {str(number): own.passage_ids for number, own in enumerate(named)}
    return {
        theme_id: named[int(number)].label for theme_id, number in kept_names(here, before).items()
    }


def _notices(threads: Sequence[Thread], looked_at: int) -> tuple[str, ...]:
    if threads:
        return ()
    if looked_at >= FEWEST:
        return (
            f"Geen rode draden: in {looked_at} passages met inhoud keert geen onderwerp terug.",
        )
    return (
        f"Geen rode draden: {looked_at} passages met inhoud is te weinig "
        f"(minstens {FEWEST} verschillende zijn nodig).",
    )
