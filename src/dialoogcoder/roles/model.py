"""What was learned of roles, on disk as JSON that anyone can read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from dialoogcoder.errors import ModelError
from dialoogcoder.roles.linear import Linear

FILE = "model.json"
_KIND = "dialoogcoder-rollen"
_PARTS = ("turns", "leads", "tells")


@dataclass(frozen=True)
class RoleModel:
    """Three classifiers and their thresholds.

    Attributes:
        name: Folder's name.
        version: Of dialoogcoder that trained it.
        data_sha256: Of the conversations it learned from.
        turns: Whether a turn is a leader's, by its own words.
        leads: Whether a speaker leads, by their conduct.
        tells: Whether a place tells what somebody does.
        leads_from: Probability from which a speaker leads.
        tells_from: Probability from which a place counts.
    """

    name: str
    version: str
    data_sha256: str
    turns: Linear
    leads: Linear
    tells: Linear
    leads_from: float
    tells_from: float


def save_role_model(model: RoleModel, folder: Path) -> None:
    """Write a model into a folder, the same bytes for the same model."""
    folder.mkdir(parents=True, exist_ok=True)
    data: dict[str, Any] = {
        "kind": _KIND,
        "version": model.version,
        "data_sha256": model.data_sha256,
        "leads_from": model.leads_from,
        "tells_from": model.tells_from,
        **{part: getattr(model, part).as_json() for part in _PARTS},
    }
    text = json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True) + "\n"
    (folder / FILE).write_text(text, encoding="utf-8", newline="\n")


@lru_cache(maxsize=4)
def load_role_model(folder: Path) -> RoleModel:
    """Read a model.

    Raises:
        ModelError: The folder holds none, or a damaged one.
    """
    try:
        data = json.loads((folder / FILE).read_text(encoding="utf-8"))
        if not isinstance(data, Mapping) or data.get("kind") != _KIND:
            raise ValueError("another kind of file")
        parts = {part: Linear.from_json(data[part]) for part in _PARTS}
        return RoleModel(
            folder.name,
            str(data["version"]),
            str(data["data_sha256"]),
            **parts,
            leads_from=float(data["leads_from"]),
            tells_from=float(data["tells_from"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"model {folder}",
            f"no usable {FILE} ({error})",
            "a model of roles",
            "Train it anew: dialoogcoder train --roles.",
        ) from error
