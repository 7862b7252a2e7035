"""The stage itself: passages grouped, threads named, and told who carries them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.model import (
    DISSENT,
    LOS_ONDERWERP,
    NONE_CODE,
    PEOPLE,
    RODE_DRAAD,
    TYPICAL,
    UNKNOWN,
    Attribution,
    Coding,
    Passage,
    Speaker,
    Theme,
    ThemeDetail,
    ThemeMember,
    ThemePart,
    ThemePartMember,
    ThemeQuote,
    Threads,
    Transcript,
)
from dialoogcoder.nlp import DutchPipeline
from dialoogcoder.themes.continuing import Earlier, join, kept_names, trend
from dialoogcoder.themes.grouping import FEWEST, Grouping, group
from dialoogcoder.themes.hierarchy import hierarchy
from dialoogcoder.themes.labels import keywords, name_threads
from dialoogcoder.themes.parts import parts_of
from dialoogcoder.themes.phrases import Phrase, noun_phrases
from dialoogcoder.themes.quotes import Candidate, dissent, representatives
from dialoogcoder.themes.representation import Material, Representation, with_surroundings, words
from dialoogcoder.themes.returning import Voice, count_conversations, count_people, kind_of
from dialoogcoder.themes.spread import Told, spread_of
from dialoogcoder.themes.stop_words import stop_words

# A thread's name is made of so many of its passages, the most typical.
_NAMED_BY = 30
_LOOKED_AT_FOR_QUOTES = 300
VERHAAL = "verhaal"
GROUP = "stakeholdergroep"
_DIMENSIONS = (VERHAAL, GROUP, "dialoogvorm", "dialoogthema", "transcript_id")
_LETTERS = {RODE_DRAAD: "T", LOS_ONDERWERP: "L"}


@dataclass(frozen=True, slots=True)
class Named:
    """A thread of an earlier run to which an analyst gave a name."""

    label: str
    passage_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Said:
    """A passage that was looked at: who says it where, and its values in each dimension."""

    passage: Passage
    voice: Voice
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Thread:
    """A thread in the making; `own` are places among the passages that were looked at."""

    theme_id: str
    kind: str
    own: tuple[int, ...]
    stability: float
    known: Theme | None


def find_themes(
    passages: Sequence[Passage],
    vectors: NDArray[np.float32],
    subjects: NDArray[np.float64],
    *,
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
    outlier_share: float = 0.08,
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

    places, said = _looked_at(passages, transcripts, speakers, codings, attributions, dimension)
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
        threads = _threads(grouping, known, said, min_speakers, min_transcripts)
        content = [
            [pair for pair in words(text) if representation.tells(*pair)] for text in material.texts
        ]
        labels = _numbers(threads, len(said))
        terms = keywords(content, labels)
        found_names = _names(threads, material, grouping, terms, ignored, pipeline, embed)
        parts, part_members = _parts(threads, said, material, content, ignored, seed)
        merges = hierarchy(
            [[lemma for lemma, _ in own] for own in content], labels, [t.theme_id for t in threads]
        )
    kept = _kept_names(threads, said, named)
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
                *_trend(thread, len(said), earlier),
            )
        )
    quotes = _quotes(threads, said, material, grouping, representative_quotes)
    theme_of = {i: t.theme_id for t in threads for i in t.own}
    shown = {quote.passage_id for quote in quotes if quote.kind == TYPICAL}
    members = {p.passage_id: ThemeMember(p.passage_id, None, 0.0, False) for p in passages}
    for i, own in enumerate(said):
        passage_id = own.passage.passage_id
        members[passage_id] = ThemeMember(
            passage_id,
            theme_of.get(i),
            round(float(grouping.strength[i]), 4) if i in theme_of else 0.0,
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
        tuple(spread_of(told, (dimension, *_DIMENSIONS))),
        tuple(parts),
        tuple(part_members),
        tuple(merges),
        len(said),
        _notices(threads, len(said)),
    )


def _looked_at(
    passages: Sequence[Passage],
    transcripts: Sequence[Transcript],
    speakers: Sequence[Speaker],
    codings: Sequence[Coding],
    attributions: Sequence[Attribution],
    dimension: str,
) -> tuple[list[int], list[_Said]]:
    documents = {t.transcript_id: t for t in transcripts}
    who = {(s.transcript_id, s.speaker): s for s in speakers}
    settings = {a.turn_id: a for a in reversed(attributions)}
    codes = _decided(codings, dimension)
    verhalen = _decided(codings, VERHAAL)
    places, said = [], []
    for i, passage in enumerate(passages):
        document = documents[passage.transcript_id]
        own = codes.get(passage.passage_id, (NONE_CODE,))
        if document.kind == "gesprek" and own == (NONE_CODE,):
            continue
        speaker = who.get((passage.transcript_id, passage.speaker or ""))
        setting = settings.get(passage.first_turn or "")
        form = (setting or document).dialoogvorm
        subject = (setting or document).dialoogthema
        places.append(i)
        said.append(
            _Said(
                passage,
                Voice(passage.transcript_id, passage.speaker),
                {
                    dimension: own,
                    VERHAAL: verhalen.get(passage.passage_id, (NONE_CODE,)),
                    GROUP: (speaker.stakeholdergroep if speaker else UNKNOWN,),
                    "dialoogvorm": (form,) if form else (),
                    "dialoogthema": (subject,) if subject else (),
                    "transcript_id": (passage.transcript_id,),
                },
            )
        )
    return places, said


def _decided(codings: Sequence[Coding], dimension: str) -> dict[str, tuple[str, ...]]:
    """The codes that hold for each passage; where people coded, theirs."""
    held: dict[tuple[bool, str], list[str]] = {}
    for coding in codings:
        if coding.dimension == dimension and coding.decided:
            by_people = coding.coder.startswith(PEOPLE)
            held.setdefault((by_people, coding.passage_id), []).append(coding.code)
    result = {passage_id: codes for (people, passage_id), codes in held.items() if not people}
    result |= {passage_id: codes for (people, passage_id), codes in held.items() if people}
    return {passage_id: tuple(dict.fromkeys(codes)) for passage_id, codes in result.items()}


def _threads(
    grouping: Grouping,
    known: Sequence[Theme | None],
    said: Sequence[_Said],
    min_speakers: int,
    min_transcripts: int,
) -> list[_Thread]:
    everyone = [own.voice for own in said]
    made = []
    for number, theme in enumerate(known):
        own = tuple(np.flatnonzero(grouping.labels == number).tolist())
        if theme is not None:
            kind = RODE_DRAAD if theme.theme_id.startswith(_LETTERS[RODE_DRAAD]) else LOS_ONDERWERP
        else:
            kind = kind_of(
                [everyone[i] for i in own],
                everyone,
                min_speakers=min_speakers,
                min_transcripts=min_transcripts,
            )
        stability = float(grouping.stability[number])
        made.append(_Thread(theme.theme_id if theme else "", kind, own, stability, theme))
    # Python's sort keeps threads of one size in the order of their first passage.
    made.sort(key=lambda thread: (thread.kind != RODE_DRAAD, -len(thread.own)))
    last = {
        letter: max((int(t.theme_id[1:]) for t in made if t.theme_id.startswith(letter)), default=0)
        for letter in _LETTERS.values()
    }
    threads = []
    for thread in made:
        theme_id = thread.theme_id
        if not theme_id:
            letter = _LETTERS[thread.kind]
            last[letter] += 1
            theme_id = f"{letter}{last[letter]:02d}"
        threads.append(replace(thread, theme_id=theme_id))
    return threads


def _numbers(threads: Sequence[_Thread], count: int) -> NDArray[np.int64]:
    labels = np.full(count, -1, dtype=np.int64)
    for number, thread in enumerate(threads):
        labels[list(thread.own)] = number
    return labels


def _names(
    threads: Sequence[_Thread],
    material: Material,
    grouping: Grouping,
    terms: Sequence[Sequence[str]],
    ignored: frozenset[str],
    pipeline: DutchPipeline,
    embed: Callable[[Sequence[str]], NDArray[np.float32]],
) -> list[str]:
    """Label each thread by the noun phrases in those sentences that hold its keywords."""
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
    centres = np.array([material.vectors[list(t.own)].mean(axis=0) for t in threads if t.own])
    return name_threads([list(own.values()) for own in phrases], terms, centres, embed)


def _parts(
    threads: Sequence[_Thread],
    said: Sequence[_Said],
    material: Material,
    content: Sequence[Sequence[tuple[str, str]]],
    ignored: frozenset[str],
    seed: int,
) -> tuple[list[ThemePart], list[ThemePartMember]]:
    parts: list[ThemePart] = []
    members: list[ThemePartMember] = []
    for thread in threads:
        labels = parts_of(material.rows(thread.own), ignored, seed=seed)
        terms = keywords([content[i] for i in thread.own], labels)
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


def _kept_names(
    threads: Sequence[_Thread], said: Sequence[_Said], named: Sequence[Named]
) -> dict[str, str]:
    here = {t.theme_id: frozenset(said[i].passage.passage_id for i in t.own) for t in threads}
    before = {str(number): own.passage_ids for number, own in enumerate(named)}
    return {
        theme_id: named[int(number)].label for theme_id, number in kept_names(here, before).items()
    }


def _trend(thread: _Thread, total: int, earlier: Earlier | None) -> tuple[str | None, int | None]:
    if earlier is None:
        return None, None
    if thread.known is None:
        return "nieuw", 0
    before = thread.known.size
    return trend(len(thread.own), total, before, earlier.looked_at), before


def _quotes(
    threads: Sequence[_Thread],
    said: Sequence[_Said],
    material: Material,
    grouping: Grouping,
    count: int,
) -> list[ThemeQuote]:
    mean = material.vectors.mean(axis=0) if len(said) else 0.0
    quotes = []
    for thread in threads:
        own = sorted(thread.own, key=lambda i: (-grouping.strength[i], i))[:_LOOKED_AT_FOR_QUOTES]
        if not own:
            continue
        rows = material.vectors[own].astype(np.float64) - mean
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        centre = rows.mean(axis=0)
        near = rows @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
        usual = _usual_verhaal([said[i] for i in thread.own])
        candidates = [
            Candidate(
                said[i].passage.text,
                _person(said[i]),
                said[i].voice.conversation,
                said[i].values[GROUP][0],
                round((float(grouping.strength[i]) + float(near[place])) / 2, 6),
                usual is not None and not {usual, NONE_CODE} & set(said[i].values[VERHAAL]),
            )
            for place, i in enumerate(own)
        ]
        chosen = representatives(candidates, np.round(rows @ rows.T, 6), count)
        for rank, place in enumerate(chosen, start=1):
            quotes.append(
                ThemeQuote(
                    thread.theme_id,
                    said[own[place]].passage.passage_id,
                    TYPICAL,
                    rank,
                    f"{candidates[place].typical:.2f} typerend",
                )
            )
        against = dissent(candidates, chosen)
        if against is not None:
            place, because = against
            quotes.append(
                ThemeQuote(
                    thread.theme_id, said[own[place]].passage.passage_id, DISSENT, 1, because
                )
            )
    return quotes


def _person(said: _Said) -> str:
    # Whoever isn't named may be anybody, so each passage counts as somebody else's.
    return f"{said.voice.conversation}/{said.voice.person or said.passage.passage_id}"


def _usual_verhaal(said: Sequence[_Said]) -> str | None:
    """The verhaal that most of a thread's passages with one have, if there is one."""
    counts = Counter(v for own in said for v in own.values[VERHAAL] if v != NONE_CODE)
    most = counts.most_common(2)
    if not most or (len(most) > 1 and most[0][1] == most[1][1]):
        return None
    return most[0][0]


def _notices(threads: Sequence[_Thread], looked_at: int) -> tuple[str, ...]:
    if threads:
        return ()
    return (
        f"Geen rode draden: {looked_at} passages met inhoud is te weinig "
        f"(minstens {FEWEST} verschillende zijn nodig).",
    )
