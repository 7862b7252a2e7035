"""A run as it was saved, read back into the tables it was written from."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from dialoogcoder.codebook import load_codebook
from dialoogcoder.errors import InputError
from dialoogcoder.export.stage import CODEBOOK, MANIFEST, Run
from dialoogcoder.model import (
    Attribution,
    Coding,
    CodingReason,
    Passage,
    PassagePlace,
    Reading,
    Rejection,
    Speaker,
    Theme,
    ThemeDetail,
    ThemeMember,
    ThemeMerge,
    ThemePart,
    ThemePartMember,
    ThemeQuote,
    ThemeSpread,
    Threads,
    Transcript,
    Turn,
)
from dialoogcoder.tables import read_parquet, restore


def load_run(folder: Path) -> Run:
    """Read a run's output folder.

    Args:
        folder: As `write_run` wrote it.

    Returns:
        The run. What only the sources say (notes on speakers, codes that people had given) is
        not kept apart in the output, and so not read back.

    Raises:
        InputError: It is no run's folder, or one of its files is missing or broken.
    """
    place = folder / MANIFEST
    if not place.is_file():
        raise InputError(
            str(folder), f"no {MANIFEST}", "the output folder of `dialoogcoder run`",
            "Give the folder that --out named.",
        )  # fmt: skip

    def table(name: str, kind: type[Any]) -> tuple[Any, ...]:
        path = folder / "tables" / f"{name}.parquet"
        try:
            return tuple(read_parquet(kind, path))
        except (OSError, ValueError, TypeError) as error:
            raise InputError(
                str(path), f"no readable table ({type(error).__name__})",
                "a table of this version of dialoogcoder", "Run anew into this folder.",
            ) from error  # fmt: skip

    try:
        manifest = json.loads(place.read_text(encoding="utf-8"))
        with (folder / "rejected.csv").open(encoding="utf-8", newline="") as file:
            rejected = tuple(
                Rejection(**{key: restore(cell) for key, cell in row.items()})
                for row in csv.DictReader(file)
            )
        notices = tuple(manifest["notices"])
        thread_notices = tuple(manifest["thread_notices"])
        looked_at = int(manifest["counts"]["passages_looked_at_for_threads"])
        review_below = float(manifest["review_below"])
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise InputError(
            str(folder),
            f"a broken or older file ({error})",
            "a complete run",
            "Run anew into this folder.",
        ) from error
    reading = Reading(
        transcripts=table("transcripts", Transcript),
        turns=table("turns", Turn),
        notes=(),
        attributions=table("attributions", Attribution),
        rejected=rejected,
        notices=notices,
    )
    themes, details = _named(
        table("themes", Theme), table("theme_details", ThemeDetail), folder / "themes.csv"
    )
    threads = Threads(
        themes=themes,
        members=table("theme_members", ThemeMember),
        details=details,
        quotes=table("theme_quotes", ThemeQuote),
        spread=table("theme_spread", ThemeSpread),
        parts=table("theme_parts", ThemePart),
        part_members=table("theme_part_members", ThemePartMember),
        hierarchy=table("theme_merges", ThemeMerge),
        looked_at=looked_at,
        notices=thread_notices,
    )
    return Run(
        reading,
        table("speakers", Speaker),
        table("passages", Passage),
        table("codings", Coding),
        table("coding_reasons", CodingReason),
        threads,
        load_codebook(folder / CODEBOOK),
        review_below,
        manifest,
        table("passage_map", PassagePlace),
    )


def _named(
    themes: tuple[Theme, ...], details: tuple[ThemeDetail, ...], path: Path
) -> tuple[tuple[Theme, ...], tuple[ThemeDetail, ...]]:
    """The threads under the names that an analyst gave them in `themes.csv`.

    Dutch Excel saves with semicolons, and in Windows' own encoding. A file that was taken away, or
    that is no table any more, renames nothing.
    """
    try:
        source = path.read_bytes()
        try:
            text = source.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = source.decode("cp1252")
        header = text.partition("\n")[0]
        delimiter = ";" if header.count(";") > header.count(",") else ","
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    except (OSError, UnicodeDecodeError, csv.Error):
        return themes, details
    given = {row.get("theme_id"): restore(row.get("label") or "").strip() for row in rows}
    renamed = {t.theme_id for t in themes if given.get(t.theme_id, t.label) not in ("", t.label)}
    return (
        tuple(replace(t, label=given[t.theme_id]) if t.theme_id in renamed else t for t in themes),
        tuple(replace(d, named_by="mens") if d.theme_id in renamed else d for d in details),
    )
