"""A run: ingest, roles, passages, coding, themes, export."""

from __future__ import annotations

import dataclasses
import platform
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dialoogcoder import __version__
from dialoogcoder.codebook import Codebook
from dialoogcoder.coding import CodebookViews, Model, code_passages, given_codings, prepare
from dialoogcoder.coding.vectors import mean_of_sentences
from dialoogcoder.config import Recipe
from dialoogcoder.embeddings import DIMENSIONS, Embedder, embed
from dialoogcoder.errors import InputError
from dialoogcoder.export import Run, write_run
from dialoogcoder.export.passage_map import map_passages
from dialoogcoder.export.saved import load_run
from dialoogcoder.export.stage import check_output
from dialoogcoder.ingest import collect, ingest
from dialoogcoder.model import NONE_CODE, RODE_DRAAD, Passage
from dialoogcoder.nlp import DutchPipeline, load_pipeline
from dialoogcoder.passages import cut_passages
from dialoogcoder.pipeline.earlier import earlier_threads, named_by_people
from dialoogcoder.pipeline.finding import (
    find_codebook,
    find_model,
    find_role_model,
    measured_quality,
)
from dialoogcoder.roles import assign_roles
from dialoogcoder.themes import find_themes

Progress = Callable[[str, int, int, str], None]
"""Called with a stage, how much of it is done, of how much, and what it is at (or "")."""

# From so many bytes of input, worker processes are worth starting at once.
_LARGE = 200_000


@dataclass(frozen=True, slots=True)
class Summary:
    """What the command line tells at the end of a run."""

    documents: int
    rejected: int
    speakers_by_role: dict[str, int]
    passages_by_code: dict[str, int]
    threads: int
    single_topics: int
    without_thread: float
    thread_notices: tuple[str, ...]
    report: Path


def _unwatched(done: int, total: int, item: str) -> None:
    """Nobody watches this part."""


def _silent(stage: str, done: int, total: int, item: str) -> None:
    """Nobody watches the progress."""


def run(
    inputs: Sequence[Path],
    out: Path,
    recipe: Recipe,
    *,
    progress: Progress | None = None,
    force: bool = False,
    themes_from: Path | None = None,
) -> Summary:
    """Code the dialogues in files and folders and write the output contract's files.

    Args:
        inputs: Files and folders.
        out: Folder for the output; an earlier run there is replaced.
        recipe: All choices.
        progress: Called when a stage begins, and as it goes on.
        force: Look at nothing cached.
        themes_from: An earlier run, whose threads the passages join.

    Returns:
        Counts for a summary.

    Raises:
        DialoogcoderError: A user's error; nothing is written.
    """
    check_output(out)
    report = progress or _silent
    times: dict[str, float] = {}

    @contextmanager
    def timed(stage: str) -> Iterator[None]:
        report(stage, 0, 1, "")
        begin = time.perf_counter()
        yield
        report(stage, 1, 1, "")
        times[stage] = round(time.perf_counter() - begin, 3)

    files = collect(inputs).files
    large = sum(file.path.stat().st_size for file in files) >= _LARGE
    # Refused before anything heavy starts; the rest loads while the workers do.
    codebook = find_codebook(recipe.codebook)
    model = find_model(recipe.model, codebook)
    roles = find_role_model(recipe.roles)
    before = load_run(themes_from) if themes_from is not None else None
    with Embedder(recipe.workers, worth_workers=large) as embedder:
        pipeline = load_pipeline(recipe.language.pipeline)
        with timed("ingest"):
            reading = ingest(inputs, progress=partial(report, "ingest"))
        if not reading.transcripts:
            unread = "; ".join(f"{r.source}: {r.reason}" for r in reading.rejected[:3])
            raise InputError(
                ", ".join(map(str, inputs)), f"nothing readable ({unread})",
                "at least one transcript, report or quote list", "See the reasons.",
            )  # fmt: skip
        with timed("passages"):
            sizes = recipe.passages
            passages = cut_passages(
                reading.transcripts,
                reading.turns,
                reading.attributions,
                pipeline=pipeline,
                min_words=sizes.min_words,
                target_words=sizes.target_words,
                max_words=sizes.max_words,
                max_paragraph_words=sizes.max_paragraph_words,
            )
            finish = _begin_embedding(passages, pipeline, embedder, partial(report, "embeddings"))
        # Worker processes embed; meanwhile this one does what needs no embeddings.
        with timed("roles"):
            speakers = assign_roles(
                reading.transcripts, reading.turns, reading.notes, model=roles, pipeline=pipeline
            )
        _load_ahead()
        with timed("embeddings"):
            vectors = finish()
            earlier = None
            if before is not None:
                earlier = earlier_threads(
                    before,
                    codebook,
                    lambda old: _begin_embedding(old, pipeline, embedder, _unwatched)(),
                )
    with timed("coding"):
        material = prepare([p.text for p in passages], vectors)
        codings, reasons = code_passages(
            passages,
            material,
            codebook=codebook,
            model=model,
            context=recipe.coding.context,
            running={t.transcript_id for t in reading.transcripts if t.kind != "citaten"},
            anew=force,
        )
        codings += given_codings(passages, reading.codings, codebook=codebook)
    with timed("themes"):
        choices = recipe.themes
        views = CodebookViews(codebook.main)
        threads = find_themes(
            passages,
            vectors,
            views.subthemes(material),
            subject_titles=_subject_titles(codebook, views),
            transcripts=reading.transcripts,
            speakers=speakers,
            codings=codings,
            attributions=reading.attributions,
            dimension=codebook.main.id,
            pipeline=pipeline,
            embed=embed,
            seed=recipe.seed,
            granularity=choices.granularity,
            representative_quotes=choices.representatives,
            min_speakers=choices.min_speakers,
            min_transcripts=choices.min_transcripts,
            outlier_share=choices.outlier_share,
            earlier=earlier,
            named=named_by_people(out),
        )
    border = model.combination(codebook, codebook.main.id).review_below
    with timed("map"):
        places = map_passages(
            [member.passage_id for member in threads.members],
            vectors,
            [member.theme_id for member in threads.members],
        )
    result = Run(
        reading, speakers, passages, codings, reasons, threads, codebook, border, {}, places
    )
    with timed("export"):
        manifest = _manifest(result, recipe, model, pipeline, times)
        result = dataclasses.replace(result, manifest=manifest)
        write_run(result, out)
    return _summary(result, out)


def _subject_titles(codebook: Codebook, views: CodebookViews) -> list[str]:
    """The sub-themes' titles; none for what the codebook says of passages without a code."""
    coded = sum(max(1, len(code.subthemes)) for code in codebook.main.codes)
    return [title if i < coded else "" for i, title in enumerate(views.subtheme_titles)]


def _load_ahead() -> None:
    import bertopic  # noqa: F401
    import igraph  # noqa: F401
    import sklearn.feature_extraction.text  # noqa: F401

    from dialoogcoder.nlp import lemma

    lemma("gesprekken")


def _begin_embedding(
    passages: Sequence[Passage],
    pipeline: DutchPipeline,
    embedder: Embedder,
    progress: Callable[[int, int, str], None],
) -> Callable[[], NDArray[np.float32]]:
    spans = list(pipeline.sentences(p.text for p in passages))
    documents: dict[str, list[str]] = {}
    for passage, own in zip(passages, spans, strict=True):
        documents.setdefault(passage.transcript_id, []).extend(
            passage.text[s.start : s.end] for s in own
        )
    finish = embedder.begin(list(documents.values()), progress=progress)

    def vectors() -> NDArray[np.float32]:
        parts = finish()
        stacked = np.concatenate(parts) if parts else np.zeros((0, DIMENSIONS), dtype=np.float32)
        return mean_of_sentences(stacked, [len(own) for own in spans])

    return vectors


def _manifest(
    result: Run, recipe: Recipe, model: Model, pipeline: DutchPipeline, times: dict[str, float]
) -> dict[str, Any]:
    from importlib.metadata import version

    chosen = recipe.as_dict()
    # Where a file lay on this machine says nothing on another; its hash does.
    chosen["codebook"] = Path(recipe.codebook).name
    chosen["model"] = Path(recipe.model).name
    return {
        "dialoogcoder": __version__,
        "python": platform.python_version(),
        "versions": {
            n: version(n) for n in ("bertopic", "igraph", "numpy", "scikit-learn", "spacy")
        },
        "language_pipeline": pipeline.name,
        "recipe": chosen,
        "seed": recipe.seed,
        "inputs": {t.source: t.sha256 for t in result.reading.transcripts},
        "codebook": {"id": result.codebook.id, "sha256": result.codebook.sha256},
        "model": {
            "coder": model.coder,
            "codebook_sha256": model.codebook_sha256,
            # So that the report can tell how good the model is where its card is not at hand.
            "measured": measured_quality(recipe.model),
        },
        "counts": {
            "transcripts": len(result.reading.transcripts),
            "rejected": len(result.reading.rejected),
            "turns": len(result.reading.turns),
            "speakers": len(result.speakers),
            "passages": len(result.passages),
            "themes": len(result.threads.themes),
            "passages_looked_at_for_threads": result.threads.looked_at,
            "passages_without_theme": sum(m.theme_id is None for m in result.threads.members),
        },
        "notices": list(result.reading.notices),
        "thread_notices": list(result.threads.notices),
        "review_below": result.review_below,
        "seconds": times,
    }


def _summary(result: Run, out: Path) -> Summary:
    main = [
        c
        for c in result.codings
        if c.dimension == result.codebook.main.id and c.decided and c.probability is not None
    ]
    best: dict[str, Any] = {}
    for coding in main:
        held = best.get(coding.passage_id)
        if held is None or (coding.probability or 0) > (held.probability or 0):
            best[coding.passage_id] = coding
    by_code = Counter(c.code for c in best.values())
    return Summary(
        documents=len(result.reading.transcripts),
        rejected=len(result.reading.rejected),
        speakers_by_role=dict(Counter(s.gespreksrol for s in result.speakers).most_common()),
        passages_by_code={c: by_code[c] for c in (*result.codebook.main.code_ids, NONE_CODE)},
        threads=sum(d.kind == RODE_DRAAD for d in result.threads.details),
        single_topics=sum(d.kind != RODE_DRAAD for d in result.threads.details),
        without_thread=_without_thread(result),
        thread_notices=result.threads.notices,
        report=out / "report.html",
    )


def _without_thread(result: Run) -> float:
    """Share of the passages that were looked at for threads and fit none."""
    placed = sum(member.theme_id is not None for member in result.threads.members)
    looked_at = result.threads.looked_at
    return (looked_at - placed) / looked_at if looked_at else 0.0
