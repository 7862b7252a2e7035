"""The flow: ingest, roles, passages, coding, themes, export, in that order."""

from __future__ import annotations

import json
import platform
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dialoogcoder import __version__
from dialoogcoder.codebook import Codebook, codebook_of_codes, load_codebook
from dialoogcoder.coding import (
    CodebookViews,
    Model,
    code_passages,
    given_codings,
    load_model,
    prepare,
    save_model,
)
from dialoogcoder.coding.card import card_json, model_card
from dialoogcoder.coding.judged import Trained, train_and_judge
from dialoogcoder.coding.labelled import codes_in, read_data
from dialoogcoder.coding.vectors import mean_of_sentences
from dialoogcoder.config import Recipe
from dialoogcoder.embeddings import DIMENSIONS, Embedder
from dialoogcoder.errors import InputError, ModelError, RecipeError
from dialoogcoder.export import Run, write_run
from dialoogcoder.export.stage import check_output
from dialoogcoder.ingest import collect, ingest
from dialoogcoder.model import NONE_CODE, Passage
from dialoogcoder.nlp import DutchPipeline, load_pipeline
from dialoogcoder.passages import cut_passages
from dialoogcoder.resources import locate, shipped
from dialoogcoder.roles import assign_roles
from dialoogcoder.roles.evaluation import GoldSpeaker, RoleEvaluation
from dialoogcoder.roles.evaluation import evaluate_roles as compare_roles
from dialoogcoder.roles.gold import read_fragments, read_gold
from dialoogcoder.roles.model import RoleModel, load_role_model, save_role_model
from dialoogcoder.roles.training import HandCoded
from dialoogcoder.roles.training import train_roles as learn_roles
from dialoogcoder.tables import csv_text
from dialoogcoder.themes import find_themes

Progress = Callable[[str, int, int, str], None]
"""Called with a stage, how much of it is done, of how much, and what it is at (or "")."""

SHIPPED_MODEL = "perspectieven"
SHIPPED_ROLES = "rollen"
SHIPPED_CODEBOOK = "herstelperspectieven.toml"
# A model trained without a codebook carries the bare one made of its codes.
MODEL_CODEBOOK = "codeboek.toml"
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
    report: Path


def find_codebook(name: str) -> Codebook:
    """Load a codebook by path, or by the name of a shipped one.

    Raises:
        RecipeError: There is none of that name, or it does not hold.
    """
    path = locate(name, folder="pipelines", suffix=".toml")
    if path is None:
        raise RecipeError(f"codebook {name}", "no such file", "a TOML codebook", "Give its path.")
    return load_codebook(path)


def codebook_for(name: str | None, model: str | None) -> Codebook:
    """The codebook to use: the one named, else the one that travels with a model, else the shipped.

    Args:
        name: What the user named, if anything.
        model: The model that the user named, if any.

    Raises:
        RecipeError: There is none of that name, or it does not hold.
    """
    beside = codebook_beside(model) if name is None and model is not None else None
    return find_codebook(name or beside or SHIPPED_CODEBOOK)


def codebook_beside(model: str) -> str | None:
    """Path of the codebook that travels with a model, if one does."""
    folder = locate(model, folder="models")
    if folder is None or not (folder / MODEL_CODEBOOK).is_file():
        return None
    return str(folder / MODEL_CODEBOOK)


def codebook_of_data(name: str | None, data: Sequence[Path]) -> tuple[Codebook, bool]:
    """The codebook of coded passages: the one named, the shipped if it has all codes, or a bare.

    Args:
        name: What the user named, if anything.
        data: The coded passages.

    Returns:
        The codebook, and whether it was made of the data's own codes.

    Raises:
        RecipeError: The codebook named does not hold, or the codes can't be codes.
        DataError: The data can't be read.
    """
    shipped_book = find_codebook(name or SHIPPED_CODEBOOK)
    codes = codes_in(data)
    if name is not None or all(shipped_book.main.code_named(code) for code in codes):
        return shipped_book, False
    return codebook_of_codes(codes, title=data[0].stem), True


def train(
    data: Sequence[Path],
    out: Path,
    *,
    codebook: str | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Trained:
    """Train a model on hand-coded passages and write it with its card.

    Args:
        data: Files of coded passages.
        out: Folder for the model, named after it; `model.json` and `weights.npz` are the model,
            `KAART.md` and `kaart.json` its card, `twijfel.csv` the likely label errors. A model
            without a codebook of its own carries a bare one, `codeboek.toml`.
        codebook: A codebook by path or name; without one the shipped one where it has all of the
            data's codes, else a bare one made of those.
        progress: Called with the fits done, all fits, and "".

    Returns:
        The model and what was measured.

    Raises:
        DialoogcoderError: The data or the codebook can't be used; nothing is written.
    """
    if out.exists() and not out.is_dir():
        raise InputError(str(out), "a file", "a folder for the model", "Choose another --out.")
    book, bare = codebook_of_data(codebook, data)
    shipped_book = find_codebook(SHIPPED_CODEBOOK)
    # The shipped codebook's own model is where the weights for any codebook come from.
    general = None if book.sha256 == shipped_book.sha256 else find_model("auto", book).general
    trained = train_and_judge(
        read_data(data, book),
        book,
        name=out.name,
        general=general,
        workers=Recipe().workers,
        progress=progress,
    )
    save_model(trained.model, out)
    if bare:
        (out / MODEL_CODEBOOK).write_bytes(book.source)
    _write(out / "KAART.md", model_card(trained, book))
    card = card_json(trained, book)
    _write(out / "kaart.json", json.dumps(card, ensure_ascii=False, indent=1) + "\n")
    doubts = [
        {"dimension": own.model.dimension, **asdict(doubt)}
        for own in trained.held_out
        for doubt in own.doubts
    ]
    header = ("dimension", "document", "given", "suggested", "probability", "text")
    _write(out / "twijfel.csv", csv_text(header, doubts))
    return trained


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def find_model(name: str, codebook: Codebook) -> Model:
    """Load a model by folder, or by the name of a shipped one.

    Args:
        name: A folder, a shipped model's name, or ``auto`` for the shipped one; that serves any
            codebook, one it was not trained with by its general weights alone.
        codebook: The codebook of the run.

    Raises:
        ModelError: There is none of that name, it can't be used, or it was asked for by name
            and trained with another codebook.
    """
    if name == "auto":
        return load_model(shipped(f"models/{SHIPPED_MODEL}"))
    path = locate(name, folder="models")
    if path is None:
        raise ModelError(f"model {name}", "no such folder", "a trained model", "Give its path.")
    model = load_model(path)
    if model.codebook_sha256 != codebook.sha256:
        raise ModelError(
            f"model {name}",
            f"trained with another codebook than {codebook.id} {codebook.version}",
            "the codebook it was trained with",
            "Give that one with --codebook, train anew, or leave --model out.",
        )
    return model


def find_role_model(name: str) -> RoleModel:
    """Load a model of roles by folder, or by the name of a shipped one.

    Args:
        name: A folder, a shipped model's name, or ``auto`` for the shipped one.

    Raises:
        ModelError: There is none of that name, or it can't be used.
    """
    path = locate(SHIPPED_ROLES if name == "auto" else name, folder="models")
    if path is None:
        raise ModelError(f"model {name}", "no such folder", "a model of roles", "Give its path.")
    return load_role_model(path)


def evaluate_roles(
    data: Sequence[Path], *, model: str = "auto", language: str = "auto"
) -> RoleEvaluation:
    """Tell how good roles are on conversations of which a person wrote down who is who.

    Args:
        data: Lists of who is who, or folders with such lists; see `roles.gold.read_gold`. The
            lists are only compared with, never used to find roles.
        model: Of roles.
        language: The Dutch pipeline.

    Raises:
        DialoogcoderError: A list or the model can't be used.
    """
    gold = read_gold(data)
    used = find_role_model(model)
    pipeline = load_pipeline(language)
    found = {}
    for source, path in gold.files.items():
        reading = ingest([path])
        found[source] = assign_roles(
            reading.transcripts, reading.turns, reading.notes, model=used, pipeline=pipeline
        )
    return compare_roles(gold.people, found)


def train_roles(data: Sequence[Path], out: Path) -> RoleModel:
    """Train a model of roles and write it.

    Args:
        data: Lists of who is who, or folders with such lists, and fragments (`.jsonl`, also in
            those folders). Conversations under one folder are one group: never divided between
            learning and testing.
        out: Folder for the model.

    Raises:
        DialoogcoderError: A list can't be used; nothing is written.
    """
    if out.exists() and not out.is_dir():
        raise InputError(str(out), "a file", "a folder for the model", "Choose another --out.")
    model = learn_roles(hand_coded(data), name=out.name)
    save_role_model(model, out)
    return model


def hand_coded(data: Sequence[Path]) -> list[HandCoded]:
    """Read hand-coded conversations and fragments for `train_roles`.

    Raises:
        DialoogcoderError: One can't be used.
    """
    fragments = [path for path in data if path.suffix == ".jsonl"]
    lists = [path for path in data if path not in fragments]
    fragments += [
        found for path in lists if path.is_dir() for found in sorted(path.glob("*.jsonl"))
    ]
    coded: list[HandCoded] = []
    if lists:
        gold = read_gold(lists)
        for source, path in gold.files.items():
            people = [person for person in gold.people if person.source == source]
            named = {
                label.casefold(): person
                for person in people
                for label in (person.speaker, *person.also)
            }
            reading = ingest([path])
            texts = {t.transcript_id: t.text for t in reading.transcripts}
            turns = tuple(
                (turn.speaker, texts[turn.transcript_id][turn.start : turn.end])
                for turn in reading.turns
                if turn.speaker is not None
            )
            known = {
                speaker: named[speaker.casefold()]
                for speaker in dict.fromkeys(speaker for speaker, _ in turns)
                if speaker.casefold() in named
            }
            coded.append(HandCoded(source, source.partition("/")[0], turns, known))
    for path in fragments:
        coded += [
            HandCoded(
                fragment.source,
                path.stem,
                fragment.turns,
                {
                    speaker: GoldSpeaker(
                        fragment.source, speaker, "", fragment.functions.get(speaker, ""), ""
                    )
                    for speaker, _ in fragment.turns
                },
                whole=False,
            )
            for fragment in read_fragments(path)
        ]
    return coded


def _silent(stage: str, done: int, total: int, item: str) -> None:
    """Nobody watches the progress."""


def run(
    inputs: Sequence[Path],
    out: Path,
    recipe: Recipe,
    *,
    progress: Progress | None = None,
    force: bool = False,
) -> Summary:
    """Code the dialogues in files and folders and write the output contract's files.

    Args:
        inputs: Files and folders.
        out: Folder for the output; an earlier run there is replaced.
        recipe: All choices.
        progress: Called when a stage begins, and as it goes on.
        force: Look at nothing cached.

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
    primary_none = {
        c.passage_id
        for c in codings
        if c.dimension == codebook.main.id and c.code == NONE_CODE and c.decided
    }
    with timed("themes"):
        choices = recipe.themes
        themes, members = find_themes(
            passages,
            vectors,
            [p.passage_id not in primary_none for p in passages],
            CodebookViews(codebook.main).subthemes(material),
            seed=recipe.seed,
            granularity=choices.granularity,
            representatives=choices.representatives,
            min_speakers=choices.min_speakers,
            min_transcripts=choices.min_transcripts,
            outlier_share=choices.outlier_share,
        )
    border = model.combination(codebook, codebook.main.id).review_below
    result = Run(reading, speakers, passages, codings, reasons, themes, members, codebook, border)
    with timed("export"):
        write_run(result, _manifest(result, recipe, model, pipeline, times), out)
    return _summary(result, out)


def _load_ahead() -> None:
    import bertopic  # noqa: F401
    import sklearn.cluster
    import sklearn.metrics  # noqa: F401

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
        "versions": {n: version(n) for n in ("bertopic", "numpy", "scikit-learn", "spacy")},
        "language_pipeline": pipeline.name,
        "recipe": chosen,
        "seed": recipe.seed,
        "inputs": {t.source: t.sha256 for t in result.reading.transcripts},
        "codebook": {"id": result.codebook.id, "sha256": result.codebook.sha256},
        "model": {"coder": model.coder, "codebook_sha256": model.codebook_sha256},
        "counts": {
            "transcripts": len(result.reading.transcripts),
            "rejected": len(result.reading.rejected),
            "turns": len(result.reading.turns),
            "speakers": len(result.speakers),
            "passages": len(result.passages),
            "themes": len(result.themes),
            "passages_without_theme": sum(m.theme_id is None for m in result.members),
        },
        "notices": list(result.reading.notices),
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
        threads=len(result.themes),
        report=out / "report.html",
    )
