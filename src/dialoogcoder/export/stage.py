"""The stage itself: every file of the output contract, written beside and then put in place."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dialoogcoder.codebook import Codebook
from dialoogcoder.errors import InputError
from dialoogcoder.export.quotes import QUOTE_COLUMNS, quote_rows
from dialoogcoder.export.report import report_html
from dialoogcoder.model import (
    UNKNOWN,
    Attribution,
    Coding,
    CodingReason,
    Passage,
    Reading,
    Rejection,
    Speaker,
    Theme,
    ThemeMember,
    Transcript,
    Turn,
)
from dialoogcoder.tables import csv_text, write_parquet

_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Run:
    """All tables of a run, and the codebook they were coded with."""

    reading: Reading
    speakers: Sequence[Speaker]
    passages: Sequence[Passage]
    codings: Sequence[Coding]
    reasons: Sequence[CodingReason]
    themes: Sequence[Theme]
    members: Sequence[ThemeMember]
    codebook: Codebook
    review_below: float


def write_run(run: Run, manifest: Mapping[str, Any], out: Path) -> None:
    """Write a run's output; one that is cut off leaves the previous output whole.

    Args:
        run: The tables.
        manifest: How the run was made.
        out: Folder to write; one that holds something other than a run is refused.

    Raises:
        InputError: `out` is a file, or a folder with something else in it.
    """
    check_output(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        _write(run, manifest, beside)
        beside.chmod(0o755)
        if out.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{out.name}-oud-", dir=out.parent))
            out.rename(old / "run")
            beside.rename(out)
            shutil.rmtree(old)
        else:
            beside.rename(out)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def check_output(out: Path) -> None:
    """Refuse an output folder that isn't ours to replace.

    Raises:
        InputError: It is a file, or a folder that holds something other than a run.
    """
    if out.is_file() or (out.is_dir() and any(out.iterdir()) and not (out / _MANIFEST).exists()):
        raise InputError(
            str(out),
            "something that is no earlier run",
            "a new or empty folder, or an earlier run's",
            "Choose another --out.",
        )


def _write(run: Run, manifest: Mapping[str, Any], folder: Path) -> None:
    reading = run.reading
    tables = folder / "tables"
    tables.mkdir()
    for name, records, kind in (
        ("transcripts", reading.transcripts, Transcript),
        ("turns", reading.turns, Turn),
        ("speakers", run.speakers, Speaker),
        ("attributions", reading.attributions, Attribution),
        ("passages", run.passages, Passage),
        ("codings", run.codings, Coding),
        ("coding_reasons", run.reasons, CodingReason),
        ("themes", run.themes, Theme),
        ("theme_members", run.members, ThemeMember),
    ):
        write_parquet(records, kind, tables / f"{name}.parquet")
    rows = quote_rows(
        reading,
        run.speakers,
        run.passages,
        run.codings,
        run.themes,
        run.members,
        run.codebook,
        review_below=run.review_below,
    )
    _text(folder / "quotes.csv", csv_text(QUOTE_COLUMNS, rows))
    _text(folder / "themes.csv", _themes_csv(run.themes, rows))
    rejected = [
        {"source": r.source, "reason": r.reason, "remedy": r.remedy} for r in reading.rejected
    ]
    _text(folder / "rejected.csv", csv_text(tuple(Rejection.__annotations__), rejected))
    _text(folder / "deelnemers.csv", _participants_csv(reading.transcripts, run.speakers))
    page = report_html(reading, run.speakers, run.themes, rows, run.reasons, run.codebook)
    _text(folder / "report.html", page)
    _text(
        folder / _MANIFEST,
        json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n",
    )


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


_PARTICIPANTS = (
    "bestand", "spreker", "gespreksrol", "functie", "stakeholdergroep", "bewijs",
)  # fmt: skip


def _participants_csv(transcripts: Sequence[Transcript], speakers: Sequence[Speaker]) -> str:
    """Who is who as found, for the analyst to correct and put beside the sources.

    What is unknown stays empty: put back as it is, it leaves the finding to the program.
    """
    sources = {t.transcript_id: t.source for t in transcripts if t.kind == "gesprek"}
    rows = [
        {
            "bestand": sources[speaker.transcript_id],
            "spreker": speaker.speaker,
            "gespreksrol": speaker.gespreksrol.replace(UNKNOWN, ""),
            "functie": speaker.functie or "",
            "stakeholdergroep": speaker.stakeholdergroep.replace(UNKNOWN, ""),
            "bewijs": speaker.evidence,
        }
        for speaker in speakers
        if speaker.transcript_id in sources
    ]
    return csv_text(_PARTICIPANTS, rows)


def _themes_csv(themes: Sequence[Theme], rows: Sequence[Mapping[str, Any]]) -> str:
    own: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["theme_id"]:
            own[row["theme_id"]].append(row)
    header = ("theme_id", "label", "keywords", "size", "speakers", "transcripts", "stability",
              "perspectives", "representatives")  # fmt: skip
    lines = []
    for theme in themes:
        mix = Counter(row["perspective"] for row in own[theme.theme_id])
        lines.append(
            {
                "theme_id": theme.theme_id,
                "label": theme.label,
                "keywords": ";".join(theme.keywords),
                "size": theme.size,
                "speakers": theme.speakers,
                "transcripts": theme.transcripts,
                "stability": theme.stability,
                "perspectives": ";".join(f"{code}:{n}" for code, n in mix.most_common()),
                "representatives": ";".join(
                    row["passage_id"] for row in own[theme.theme_id] if row["representative"]
                ),
            }
        )
    return csv_text(header, lines)
