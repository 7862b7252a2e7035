"""Quotes as an Excel workbook: quotes, threads, counts, and how it was made."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from dialoogcoder.export.attribution import attribution
from dialoogcoder.export.method import account
from dialoogcoder.export.selection import EVERYTHING, Selection
from dialoogcoder.export.sheets import Column, put_table
from dialoogcoder.export.stage import Run
from dialoogcoder.model import DISSENT, NONE_CODE, TYPICAL

Row = Mapping[str, Any]

# The same input gives the same bytes, so no clock: the day on which zip files begin.
NO_DAY: Final = datetime(1980, 1, 1)

_QUOTE_COLUMNS: Final = (
    Column("citaat", 70),
    Column("bronvermelding", 34),
    Column("perspectief", 26),
    Column("ook perspectief", 22),
    Column("verhaal", 9),
    Column("rode draad", 22),
    Column("kans", 7, "0.00"),
    Column("nakijken", 10),
    Column("gecodeerd door", 18),
    Column("typerend", 10),
    Column("spreker", 18),
    Column("functie", 24),
    Column("gespreksrol", 14),
    Column("stakeholdergroep", 18),
    Column("dialoogvorm", 18),
    Column("dialoogthema", 18),
    Column("tijd", 10),
    Column("bron", 30),
    Column("van teken", 10),
    Column("tot teken", 10),
    Column("passage", 30),
)
_THREAD_COLUMNS: Final = (
    Column("draad", 8),
    Column("naam", 28),
    Column("soort", 14),
    Column("trefwoorden", 40),
    Column("passages", 10),
    Column("in deze selectie", 10),
    Column("sprekers", 10),
    Column("documenten", 12),
    Column("stabiliteit", 11, "0.00"),
    Column("verhaal", 16),
    Column("groepen", 34),
    Column("typerend citaat", 60),
    Column("tegengeluid", 60),
)


def write_xlsx(
    run: Run, rows: Sequence[Row], path: Path, *, selection: Selection = EVERYTHING
) -> None:
    """Write quotes as a workbook.

    A text that a spreadsheet would run as a formula gets an apostrophe before it, which reading
    the workbook back with this program takes off again.

    Args:
        run: The run they are of.
        rows: Rows of the quotes table, at least one.
        path: File to write.
        selection: How they were chosen, for the sheet on how it was made.
    """
    import xlsxwriter

    with xlsxwriter.Workbook(
        path,
        {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    ) as book:
        book.set_properties({"title": "Citaten", "comments": "dialoogcoder", "created": NO_DAY})
        quotes = _sheet(book, "Citaten", wide=True)
        put_table(book, quotes, _QUOTE_COLUMNS, [_quote(run, row) for row in rows])
        quotes.freeze_panes(1, 1)
        _put_threads(book, run, rows)
        _put_counts(book, run, rows)
        _put_account(book, run, rows, selection)


def _sheet(book: Any, name: str, *, wide: bool) -> Any:
    sheet = book.add_worksheet(name)
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    if wide:
        sheet.set_landscape()
        sheet.repeat_rows(0)
    return sheet


def _quote(run: Run, row: Row) -> tuple[object, ...]:
    title = run.codebook.main.title_of
    others = [code for code in row["perspectives"].split(";") if code != row["perspective"]]
    return (
        row["text"], attribution(row), title(row["perspective"]),
        "; ".join(title(code) for code in others if code), row["verhaal"], row["theme_label"],
        row["probability"], row["needs_review"], row["coder"], row["representative"],
        row["speaker"], row["functie"], row["gespreksrol"], row["stakeholdergroep"],
        row["dialoogvorm"], row["dialoogthema"], clock(row["begin_s"]), row["source"],
        row["start"], row["end"], row["passage_id"],
    )  # fmt: skip


def clock(seconds: float | None) -> str:
    """A moment in a recording: ``0:12:05``; empty where there is none."""
    if seconds is None:
        return ""
    minutes, second = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{second:02}"


def _put_threads(book: Any, run: Run, rows: Sequence[Row]) -> None:
    sheet = _sheet(book, "Rode draden", wide=True)
    threads = run.threads
    if not threads.themes:
        sheet.write_string(0, 0, "Er zijn geen rode draden gevonden.")
        return
    every = {row["passage_id"]: row for row in run.rows()}
    own: dict[str, list[Row]] = defaultdict(list)
    for row in every.values():
        own[row["theme_id"] or ""].append(row)
    chosen = Counter(row["theme_id"] for row in rows)
    kinds = {detail.theme_id: detail.kind for detail in threads.details}
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for quote in sorted(threads.quotes, key=lambda quote: quote.rank):
        row = every[quote.passage_id]
        said[quote.theme_id, quote.kind].append(f"“{row['text']}” {attribution(row)}")

    def mix(theme_id: str, column: str) -> str:
        counts = Counter(row[column] for row in own[theme_id])
        return ", ".join(f"{value} {count}" for value, count in counts.most_common())

    lines = [
        (
            theme.theme_id, theme.label, kinds.get(theme.theme_id), ", ".join(theme.keywords),
            theme.size, chosen[theme.theme_id], theme.speakers, theme.transcripts,
            theme.stability, mix(theme.theme_id, "verhaal"),
            mix(theme.theme_id, "stakeholdergroep"),
            "\n".join(said[theme.theme_id, TYPICAL][:1]),
            "\n".join(said[theme.theme_id, DISSENT]),
        )
        for theme in threads.themes
    ]  # fmt: skip
    put_table(book, sheet, _THREAD_COLUMNS, lines)
    sheet.freeze_panes(1, 2)


def _put_counts(book: Any, run: Run, rows: Sequence[Row]) -> None:
    sheet = _sheet(book, "Aantallen", wide=False)
    bold = book.add_format({"bold": True})
    main = run.codebook.main
    codes = (*main.code_ids, NONE_CODE)
    every = Counter(row["perspective"] for row in rows)
    at = 0
    for name, column in (
        ("stakeholdergroep", "stakeholdergroep"),
        ("verhaal", "verhaal"),
        ("bron", "source"),
    ):
        cells = Counter((row[column], row["perspective"]) for row in rows)
        totals = Counter(row[column] for row in rows)
        lines: list[tuple[object, ...]] = [
            (value, *(cells[value, code] for code in codes), totals[value])
            for value in sorted(totals)
        ]
        sheet.write_string(
            at, 0, f"Passages in deze selectie ({len(rows)} van {len(run.passages)}), "
            f"naar perspectief en {name}", bold,
        )  # fmt: skip
        columns = [Column(name, 34), *(Column(main.title_of(code), 16) for code in codes)]
        columns.append(Column("samen", 10))
        sums = [*(every[code] for code in codes), len(rows)]
        at = put_table(book, sheet, columns, lines, at=at + 1, totals=sums) + 1


def _put_account(book: Any, run: Run, rows: Sequence[Row], selection: Selection) -> None:
    sheet = _sheet(book, "Verantwoording", wide=False)
    lines = [
        (section.title, line) for section in account(run, rows, selection) for line in section.lines
    ]
    put_table(book, sheet, (Column("onderwerp", 24), Column("uitleg", 100)), lines)
    sheet.freeze_panes(1, 0)
