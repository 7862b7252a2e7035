"""Joins networks that were trained apart, each from another seed, into one that adds what they say.

Where one guesses wrong the others seldom guess the same. Their layers stand side by side, so spaCy
needs nothing of its own to load them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.util import load_model_from_config
from thinc.api import Config, Model

_EMBEDS = "tok2vec"
# Its labels are found anew for each network; rare ones may be with one and not with another.
_LEMMAS = "trainable_lemmatizer"
_BESIDE = "concatenate.v1"


def _beside(settings: dict[str, Any], count: int) -> dict[str, Any]:
    """The settings of so many networks side by side."""
    return {"@layers": _BESIDE, "*": {f"net{i + 1}": deepcopy(settings) for i in range(count)}}


def join(parts: Sequence[Language]) -> Language:
    """One pipeline whose components decide by the sum of what those of each part say.

    Args:
        parts: Pipelines of the same settings, with a `tok2vec` that all components share.

    Returns:
        The pipeline.
    """
    config = Config(parts[0].config).interpolate()
    for settings in config["components"].values():
        if settings["factory"] == _EMBEDS:
            settings["model"] = _beside(settings["model"], len(parts))
        else:
            settings["model"]["tok2vec"]["width"] *= len(parts)
    language = load_model_from_config(config, auto_fill=True)
    for part in parts:
        for string in part.vocab.strings:
            language.vocab.strings.add(string)
    sample = [language.make_doc("Zo.")]
    for name in language.component_names:
        pipes = [part.get_pipe(name) for part in parts]
        own = language.get_pipe(name)
        if name == _EMBEDS:
            own.model.initialize(X=sample)
            for layer, pipe in zip(own.model.layers, pipes, strict=True):
                layer.from_bytes(pipe.model.to_bytes())
            continue
        own.from_bytes(pipes[0].to_bytes(exclude=["model", "vocab"]))
        rows = _same(pipes)
        if name == _LEMMAS:
            own.cfg["labels"] = [own.cfg["labels"][row] for row in rows[0]]
        elif len(rows[0]) < max(len(pipe.labels) for pipe in pipes):
            raise ValueError(name)
        _sum(own.model, [pipe.model for pipe in pipes], rows, sample)
    return language


def _same(pipes: Sequence[Any]) -> list[list[int]]:
    """Where the labels that all have stand with each, in the order of the first."""
    told = [
        [pipe.trees.tree_to_str(label) for label in pipe.labels]
        if hasattr(pipe, "trees")
        else list(pipe.labels)
        for pipe in pipes
    ]
    common = [label for label in told[0] if all(label in other for other in told)]
    return [[labels.index(label) for label in common] for labels in told]


def _sum(
    model: Model[Any, Any],
    parts: Sequence[Model[Any, Any]],
    rows: Sequence[Sequence[int]],
    sample: Sequence[Any],
) -> None:
    answers = [part.get_ref("softmax") for part in parts]
    model.get_ref("softmax").set_dim("nO", len(rows[0]))
    model.initialize(X=sample)
    pairs = list(zip(answers, rows, strict=True))
    softmax = model.get_ref("softmax")
    weights = [answer.get_param("W")[own] for answer, own in pairs]
    softmax.set_param("W", model.ops.xp.hstack(weights))
    softmax.set_param("b", sum(answer.get_param("b")[own] for answer, own in pairs))


def main(out: Path, *parts: Path) -> None:
    """Write the pipeline.

    Args:
        out: Its folder.
        parts: Folders of the trained ones.
    """
    join([spacy.load(part) for part in parts]).to_disk(out)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
