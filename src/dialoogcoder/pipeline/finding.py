"""Codebooks and models by path, or by the name of one that ships."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dialoogcoder.codebook import Codebook, codebook_of_codes, load_codebook
from dialoogcoder.coding import Model, load_model
from dialoogcoder.coding.labelled import codes_in
from dialoogcoder.errors import ModelError, RecipeError
from dialoogcoder.resources import locate, shipped
from dialoogcoder.roles.model import RoleModel, load_role_model

SHIPPED_MODEL = "perspectieven"
SHIPPED_ROLES = "rollen"
SHIPPED_CODEBOOK = "herstelperspectieven.toml"
# A model trained without a codebook carries the bare one made of its codes.
MODEL_CODEBOOK = "codeboek.toml"
CARD = "kaart.json"


def find_codebook(name: str) -> Codebook:
    """Load a codebook by path, or by the name of a shipped one.

    Raises:
        RecipeError: There is none of that name, or it does not hold.
    """
    path = locate(name, folder="pipelines", suffix=".toml")
    if path is None:
        raise RecipeError(
            f"codebook {name}", "no such file", "a codebook (TOML or .qdc)", "Give its path."
        )
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
    codes = codes_in(data, shipped_book)
    if name is not None or all(shipped_book.main.code_named(code) for code in codes):
        return shipped_book, False
    return codebook_of_codes(codes, title=data[0].stem), True


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


def measured_quality(name: str) -> dict[str, Any]:
    """What a model's card says of its quality on documents that it had not seen.

    Args:
        name: As `find_model` takes it.

    Returns:
        Who coded those documents, and for each dimension its passages, documents, macro-F1 with
        interval, and for each code its F1 with interval. Empty for a model without a readable
        card: then nothing is claimed.
    """
    folder = locate(SHIPPED_MODEL if name == "auto" else name, folder="models")
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8")) if folder else {}
        judged = [one["methods"]["this model"] for one in card.get("held_out", [])]
        return {
            "coders": list(card.get("coders", {}).get("names", [])),
            "dimensions": {one["dimension"]: _quality(one) for one in judged},
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _quality(judged: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "passages": judged["passages"],
        "documents": judged["documents"],
        "macro_f1": judged["macro_f1"],
        "interval": judged["intervals"]["macro_f1"],
        "two_choices": judged["two_choices"],
        "accuracy_of_rest": judged["accuracy_of_rest"],
        "codes": {s["code"]: [s["f1"], *s["f1_interval"]] for s in judged["scores"]},
    }


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
