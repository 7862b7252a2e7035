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
from dialoogcoder.model import (
    DISSENT,
    TYPICAL,
    UNKNOWN,
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
from dialoogcoder.tables import csv_text, write_parquet


@dataclass(frozen=True, slots=True)
class Run:
    """All tables of a run, and the codebook they were coded with."""

    reading: Reading
    speakers: Sequence[Speaker]
    passages: Sequence[Passage]
    codings: Sequence[Coding]
    reasons: Sequence[CodingReason]
    threads: Threads
    codebook: Codebook
    review_below: float
    manifest: Mapping[str, Any]
    places: Sequence[PassagePlace] = ()

    def rows(self) -> list[dict[str, Any]]:
        """The rows of the quotes table, one a passage."""
        return quote_rows(
            self.reading,
            self.speakers,
            self.passages,
            self.codings,
            self.threads.themes,
            self.threads.members,
            self.codebook,
            review_below=self.review_below,
        )


MANIFEST = "manifest.json"
CODEBOOK = "codeboek.toml"


def tables_of(run: Run) -> dict[str, tuple[Sequence[Any], type]]:
    """Each table's name, its records and their type."""
    reading, threads = run.reading, run.threads
    return {
        "transcripts": (reading.transcripts, Transcript),
        "turns": (reading.turns, Turn),
        "speakers": (run.speakers, Speaker),
        "attributions": (reading.attributions, Attribution),
        "passages": (run.passages, Passage),
        "codings": (run.codings, Coding),
        "coding_reasons": (run.reasons, CodingReason),
        "themes": (threads.themes, Theme),
        "theme_members": (threads.members, ThemeMember),
        "theme_details": (threads.details, ThemeDetail),
        "theme_quotes": (threads.quotes, ThemeQuote),
        "theme_spread": (threads.spread, ThemeSpread),
        "theme_parts": (threads.parts, ThemePart),
        "theme_part_members": (threads.part_members, ThemePartMember),
        "theme_merges": (threads.hierarchy, ThemeMerge),
        "passage_map": (run.places, PassagePlace),
    }


def write_run(run: Run, out: Path) -> None:
    """Write a run's output; one that is cut off leaves the previous output whole.

    Args:
        run: The tables, and how they were made.
        out: Folder to write; one that holds something other than a run is refused.

    Raises:
        InputError: `out` is a file, or a folder with something else in it.
    """
    check_output(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        _write(run, beside)
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
    if out.is_file() or (out.is_dir() and any(out.iterdir()) and not (out / MANIFEST).exists()):
        raise InputError(
            str(out),
            "something that is no earlier run",
            "a new or empty folder, or an earlier run's",
            "Choose another --out.",
        )


def _write(run: Run, folder: Path) -> None:
    from dialoogcoder.export.report import report_html

    reading = run.reading
    tables = folder / "tables"
    tables.mkdir()
    for name, (records, kind) in tables_of(run).items():
        write_parquet(records, kind, tables / f"{name}.parquet")
    rows = run.rows()
    _text(folder / "quotes.csv", csv_text(QUOTE_COLUMNS, rows))
    _text(folder / "themes.csv", _themes_csv(run.threads, rows))
    rejected = [
        {"source": r.source, "reason": r.reason, "remedy": r.remedy} for r in reading.rejected
    ]
    _text(folder / "rejected.csv", csv_text(tuple(Rejection.__annotations__), rejected))
    _text(folder / "deelnemers.csv", _participants_csv(reading.transcripts, run.speakers))
    _text(folder / "report.html", report_html(run))
    _text(
        folder / MANIFEST,
        json.dumps(run.manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n",
    )
    # So that the output can be read and exported where the codebook is not at hand.
    (folder / CODEBOOK).write_bytes(run.codebook.source)


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


_THEME_COLUMNS = (
    "theme_id", "label", "subtheme", "keywords", "kind", "size", "speakers", "transcripts",
    "stability", "perspectives", "verhaal", "groups", "representatives", "dissent", "trend",
    "before",
)  # fmt: skip


def _themes_csv(threads: Threads, rows: Sequence[Mapping[str, Any]]) -> str:
    own: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["theme_id"]:
            own[row["theme_id"]].append(row)
    details = {detail.theme_id: detail for detail in threads.details}
    quotes: dict[tuple[str, str], list[ThemeQuote]] = defaultdict(list)
    for quote in sorted(threads.quotes, key=lambda quote: quote.rank):
        quotes[quote.theme_id, quote.kind].append(quote)

    def mix(theme_id: str, column: str) -> str:
        counts = Counter(row[column] for row in own[theme_id])
        return ";".join(f"{value}:{count}" for value, count in counts.most_common())

    def ids(theme_id: str, kind: str) -> str:
        return ";".join(quote.passage_id for quote in quotes[theme_id, kind])

    lines = []
    for theme in threads.themes:
        detail = details[theme.theme_id]
        lines.append(
            {
                "theme_id": theme.theme_id,
                "label": theme.label,
                "subtheme": detail.subtheme,
                "keywords": ";".join(theme.keywords),
                "kind": detail.kind,
                "size": theme.size,
                "speakers": theme.speakers,
                "transcripts": theme.transcripts,
                "stability": theme.stability,
                "perspectives": mix(theme.theme_id, "perspective"),
                "verhaal": mix(theme.theme_id, "verhaal"),
                "groups": mix(theme.theme_id, "stakeholdergroep"),
                "representatives": ids(theme.theme_id, TYPICAL),
                "dissent": ids(theme.theme_id, DISSENT),
                "trend": detail.trend,
                "before": detail.before,
            }
        )
    return csv_text(_THEME_COLUMNS, lines)
