"""Learning from what people coded, and judging against it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from dialoogcoder.coding import save_model
from dialoogcoder.coding.card import card_json, model_card
from dialoogcoder.coding.judged import Trained, train_and_judge
from dialoogcoder.coding.labelled import read_data
from dialoogcoder.config import Recipe
from dialoogcoder.errors import DataError, InputError
from dialoogcoder.ingest import ingest
from dialoogcoder.nlp import load_pipeline
from dialoogcoder.pipeline.finding import (
    MODEL_CODEBOOK,
    SHIPPED_CODEBOOK,
    codebook_of_data,
    find_codebook,
    find_model,
    find_role_model,
)
from dialoogcoder.roles import assign_roles
from dialoogcoder.roles.evaluation import GoldSpeaker, RoleEvaluation
from dialoogcoder.roles.evaluation import evaluate_roles as compare_roles
from dialoogcoder.roles.gold import Fragment, read_fragments, read_gold
from dialoogcoder.roles.model import RoleModel, save_role_model
from dialoogcoder.roles.training import HandCoded
from dialoogcoder.roles.training import train_roles as learn_roles
from dialoogcoder.tables import csv_text

# So many names of a list show whom it means.
_SHOWN = 5


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
    lists = [path for path in data if path.suffix != ".jsonl"]
    fragments = [path for path in data if path.suffix == ".jsonl"]
    for folder in lists:
        fragments += sorted(folder.glob("*.jsonl")) if folder.is_dir() else []
    coded = _conversations(lists) if lists else []
    return coded + [
        _coded_fragment(fragment, path.stem)
        for path in fragments
        for fragment in read_fragments(path)
    ]


def _conversations(lists: Sequence[Path]) -> list[HandCoded]:
    gold = read_gold(lists)
    coded = []
    for source, path in gold.files.items():
        named = {
            label.casefold(): person
            for person in gold.people
            if person.source == source
            for label in (person.speaker, *person.also)
        }
        reading = ingest([path])
        texts = {t.transcript_id: t.text for t in reading.transcripts}
        turns = tuple(
            (turn.speaker, texts[turn.transcript_id][turn.start : turn.end])
            for turn in reading.turns
            if turn.speaker is not None
        )
        speakers = dict.fromkeys(speaker for speaker, _ in turns)
        known = {s: named[s.casefold()] for s in speakers if s.casefold() in named}
        if named and not known:
            raise DataError(
                str(path),
                f"speakers {', '.join(list(speakers)[:_SHOWN]) or 'none'}",
                f"those of the list: {', '.join(sorted(named)[:_SHOWN])}",
                "Name them in the list as a run's deelnemers.csv does.",
            )
        coded.append(HandCoded(source, path.parent.as_posix(), turns, known))
    return coded


def _coded_fragment(fragment: Fragment, group: str) -> HandCoded:
    people = {
        speaker: GoldSpeaker(fragment.source, speaker, "", fragment.functions.get(speaker, ""), "")
        for speaker, _ in fragment.turns
    }
    return HandCoded(fragment.source, group, fragment.turns, people, whole=False)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
