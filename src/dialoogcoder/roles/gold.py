"""Lists in which a person wrote down who is who: `deelnemers.csv`, or a list of the same form."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dialoogcoder.errors import DataError
from dialoogcoder.model import GESPREKSROLLEN, STAKEHOLDERGROEPEN, UNKNOWN
from dialoogcoder.roles.evaluation import GoldSpeaker
from dialoogcoder.tables import restore

LIST = "deelnemers.csv"
_COLUMNS = ("bestand", "spreker", "gespreksrol", "functie", "stakeholdergroep")
_ALSO = "ook"
_ALLOWED = {"gespreksrol": GESPREKSROLLEN, "stakeholdergroep": STAKEHOLDERGROEPEN}


@dataclass(frozen=True, slots=True)
class GoldList:
    """A list read: its people, and the files it speaks of, by the names it has for them."""

    people: tuple[GoldSpeaker, ...]
    files: dict[str, Path]


def read_gold(data: Sequence[Path]) -> GoldList:
    """Read lists of who is who.

    Args:
        data: Lists (CSV), or folders with `deelnemers.csv` in them or in subfolders; a list
            names files by their path from the folder it is in. A column `ook` may hold
            somebody's other labels in the document, joined by `;`.

    Returns:
        The people, each under the path of the file they speak in.

    Raises:
        DataError: A list can't be read, lacks a column, names a file that is not there or a
            value that does not exist.
    """
    people: list[GoldSpeaker] = []
    files: dict[str, Path] = {}
    for path in _lists(data):
        for number, row in enumerate(_rows(path), start=2):
            place = f"{path}, row {number}"
            file = path.parent / row["bestand"]
            source = file.as_posix()
            if not file.is_file():
                raise DataError(place, f"file '{row['bestand']}'", "a file beside the list",
                                "Correct the name.")  # fmt: skip
            for fact, allowed in _ALLOWED.items():
                if row[fact] and row[fact].lower() not in allowed:
                    raise DataError(
                        place, f"{fact} '{row[fact]}'", ", ".join(allowed), "Correct it."
                    )
            files[source] = file
            people.append(
                GoldSpeaker(
                    source,
                    _name(row["spreker"]),
                    row["gespreksrol"].lower() or UNKNOWN,
                    row["functie"],
                    row["stakeholdergroep"].lower() or UNKNOWN,
                    tuple(_name(n) for n in row.get(_ALSO, "").split(";") if n.strip()),
                )
            )
    return GoldList(tuple(people), files)


def _lists(data: Sequence[Path]) -> Iterator[Path]:
    for given in data:
        found = sorted(given.rglob(LIST)) if given.is_dir() else [given]
        if not found:
            raise DataError(
                str(given), f"no {LIST}", "a list of who is who", "Put one beside the files."
            )
        yield from found


def _name(label: str) -> str:
    """A label without the function in brackets that may stand behind it."""
    return label.split(" (")[0].strip()


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(str(path), "no readable list", "a CSV in UTF-8", "Check it.") from error
    reader = csv.DictReader(io.StringIO(text))
    missing = [name for name in _COLUMNS if name not in (reader.fieldnames or [])]
    if missing:
        raise DataError(
            str(path),
            f"no column {', '.join(missing)}",
            f"columns {', '.join(_COLUMNS)}",
            "Add it, or correct the header.",
        )
    return [
        {key: restore((value or "").strip()) for key, value in row.items() if isinstance(key, str)}
        for row in reader
    ]


@dataclass(frozen=True, slots=True)
class Fragment:
    """A few turns of a conversation, and what is told in them of what somebody does."""

    source: str
    turns: tuple[tuple[str, str], ...]
    functions: dict[str, str]


def read_fragments(path: Path) -> list[Fragment]:
    """Read fragments: JSON Lines with `beurten` (label, text) and `functies` (by label).

    Raises:
        DataError: A line is something else.
    """
    fragments = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            data = json.loads(line)
            turns = tuple((str(speaker), str(text)) for speaker, text in data["beurten"])
            functions = {str(k): str(v) for k, v in data["functies"].items()}
            fragments.append(Fragment(f"{path.stem}-{number:03d}", turns, functions))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        place = f"{path}, line {len(fragments) + 1}"
        raise DataError(place, str(error), "beurten and functies", "Correct it.") from error
    return fragments
