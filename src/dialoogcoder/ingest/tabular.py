"""CSV and Excel: a quote list (a row is a quote) or a transcript (a row is a turn)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.canonical import canonical, one_line
from dialoogcoder.ingest.draft import (
    Draft,
    DraftTurn,
    Note,
    QuoteSetting,
    Utterance,
    join_utterances,
    write_out,
)
from dialoogcoder.ingest.heading import dialogue_form, find_date, official_theme, read_heading
from dialoogcoder.ingest.labels import as_role, read_label, seconds
from dialoogcoder.model import Rejection
from dialoogcoder.tables import restore

Row = Mapping[str, str]

# Column names as people write them, Dutch and English, for each thing a column can hold.
_COLUMNS = {
    "text": ("text", "tekst", "citaat", "quote", "uitspraak", "transcript", "utterance"),
    "speaker": ("spreker", "speaker", "naam", "name", "deelnemer", "participant", "wie"),
    "functie": ("functie", "function", "job", "beroep", "titel"),
    "gespreksrol": ("gespreksrol", "rol", "role"),
    "stakeholdergroep": ("stakeholdergroep", "groep", "group", "stakeholder"),
    "dialoogvorm": ("dialoogvorm", "vorm", "dialogue_form"),
    "dialoogthema": ("dialoogthema", "thema", "theme"),
    "datum": ("datum", "date"),
    "begin": (
        "begin",
        "start",
        "begin_s",
        "start_s",
        "starttijd",
        "start time",
        "tijd",
        "time",
        "tijdcode",
        "timestamp",
    ),
    "end": ("eind", "einde", "end", "end_s", "eindtijd", "end time", "stop"),
    "file": ("bestand", "file", "source", "bron"),
}
_QUOTE_COLUMNS = ("dialoogvorm", "dialoogthema", "stakeholdergroep", "functie")
_CLOCK = re.compile(r"^(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d+)?$")
csv.field_size_limit(50_000_000)


def named_columns(header: Sequence[str]) -> dict[str, str]:
    """Which column holds what: from our name for it to the header's own spelling."""
    found: dict[str, str] = {}
    plain = {one_line(name).lower().strip(): name for name in reversed(header) if name}
    for ours, names in _COLUMNS.items():
        for name in names:
            if name in plain and plain[name] not in found.values():
                found[ours] = plain[name]
                break
    return found


def parse_csv(text: str, source: str) -> tuple[list[str], list[Row]]:
    """Read CSV whatever its delimiter.

    Args:
        text: Canonical text of the file.
        source: Its name, for the message.

    Returns:
        The header and the rows, cells as they stand.

    Raises:
        RejectedSource: There is no header with two rows' worth of sense in it.
    """
    first = text.lstrip("\n").split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text.lstrip("\n"), newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise RejectedSource(
            source, f"CSV met een fout ({error})", "een CSV-tabel", "Bewaar de tabel opnieuw."
        ) from error
    return _header_and_rows(rows, source, delimiter)


def parse_xlsx(path: Path, source: str) -> tuple[list[str], list[Row]]:
    """Read the first sheet of an Excel workbook as `parse_csv` reads CSV.

    Raises:
        RejectedSource: The workbook can't be opened, or is empty.
    """
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        rows = [
            ["" if cell is None else str(cell) for cell in row]
            for row in book.worksheets[0].iter_rows(values_only=True)
        ]
        book.close()
    except Exception as error:
        # openpyxl raises whatever zipfile, its XML parser or its own classes meet first.
        raise RejectedSource(
            source,
            f"geen leesbare Excel-map ({type(error).__name__})",
            "een .xlsx-bestand zonder wachtwoord",
            "Open het in Excel en bewaar het opnieuw.",
        ) from error
    return _header_and_rows(rows, source, " ")


def _header_and_rows(
    rows: Sequence[Sequence[str]], source: str, delimiter: str
) -> tuple[list[str], list[Row]]:
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        raise RejectedSource(source, "lege tabel", "een kopregel en rijen", "Controleer de export.")
    header = [restore(cell).strip() for cell in filled[0]]
    last = len(header) - 1
    table: list[Row] = []
    for row in filled[1:]:
        # A row with more cells than the header has an unquoted delimiter in its last text.
        cells = [*row[:last], delimiter.join(row[last:]).rstrip(delimiter)]
        table.append(dict(zip(header, map(restore, cells), strict=False)))
    return header, table


def _time(cell: str) -> float | None:
    cell = cell.strip()
    if _CLOCK.match(cell):
        return seconds(cell)
    try:
        return round(float(cell.replace(",", ".")), 3)
    except ValueError:
        return None


def read_table(header: Sequence[str], rows: Sequence[Row], source: str) -> Draft:
    """Read a table as a quote list or as a transcript.

    A table with begin or end times, or with speakers and no column that only quote lists have,
    is a transcript; any other is a quote list, of which each row is exactly one quote.

    Args:
        header: Column names.
        rows: Cells by column name.
        source: File name, for kind, theme, date and messages.

    Returns:
        A draft of kind `citaten` or `gesprek`; empty rows are listed as rejected.

    Raises:
        RejectedSource: No column with text, or no row with any.
    """
    columns = named_columns(header)
    if "text" not in columns:
        raise RejectedSource(
            source,
            f"kolommen {', '.join(header)}",
            "een kolom tekst, text, citaat of quote",
            "Geef de kolom met de tekst een van deze namen.",
        )
    text_column = columns["text"]
    empty = tuple(
        Rejection(f"{source}, rij {number}", "geen tekst in de rij", "Vul de tekst aan.")
        for number, row in enumerate(rows, start=2)
        if not one_line(row.get(text_column, ""))
    )
    filled = [row for row in rows if one_line(row.get(text_column, ""))]
    if not filled:
        raise RejectedSource(
            source, "een tabel zonder tekst", "rijen met tekst", "Controleer de export."
        )
    timed = "begin" in columns or "end" in columns
    quotes = any(column in columns for column in _QUOTE_COLUMNS)
    if "speaker" in columns and (timed or not quotes):
        return _transcript(columns, filled, source, empty)
    return _quote_list(columns, filled, source, empty)


def _facts(speaker: str, columns: Mapping[str, str], row: Row, origin: str) -> Iterable[Note]:
    for fact in ("functie", "gespreksrol", "stakeholdergroep"):
        value = one_line(row.get(columns.get(fact, ""), ""))
        if value:
            yield Note(speaker, fact, value, origin)


def _transcript(
    columns: Mapping[str, str], rows: Sequence[Row], source: str, empty: tuple[Rejection, ...]
) -> Draft:
    utterances = []
    notes: dict[Note, None] = {}
    for row in rows:
        raw = one_line(row.get(columns["speaker"], ""))
        label = read_label(raw) if raw else None
        speaker = label.speaker if label else raw or None
        if speaker is not None:
            notes.update(dict.fromkeys(_facts(speaker, columns, row, "kolom")))
        if label and label.fact and label.value:
            notes[Note(label.speaker, label.fact, label.value, "label")] = None
        utterances.append(
            Utterance(
                speaker,
                one_line(row[columns["text"]]),
                _time(row.get(columns.get("begin", ""), "")),
                _time(row.get(columns.get("end", ""), "")),
            )
        )
    written, turns = write_out(join_utterances(utterances))
    return Draft("gesprek", written, turns, tuple(notes), read_heading(source), empty)


def _quote_list(
    columns: Mapping[str, str], rows: Sequence[Row], source: str, empty: tuple[Rejection, ...]
) -> Draft:
    heading = read_heading(source)
    parts: list[str] = []
    turns: list[DraftTurn] = []
    notes: dict[Note, None] = {}
    position = 0
    for row in rows:
        text = canonical(row[columns["text"]]).strip()
        functie = one_line(row.get(columns.get("functie", ""), ""))
        form = one_line(row.get(columns.get("dialoogvorm", ""), ""))
        theme = one_line(row.get(columns.get("dialoogthema", ""), ""))
        date = one_line(row.get(columns.get("datum", ""), ""))
        setting = QuoteSetting(
            printed=", ".join(part for part in (functie, f"{form} {theme}".strip()) if part),
            start=0,
            end=0,
            dialoogvorm=(dialogue_form(form) or form) if form else heading.dialoogvorm,
            dialoogthema=official_theme(theme) if theme else heading.dialoogthema,
            datum=(find_date(date) or date) if date else heading.datum,
        )
        speaker = one_line(row.get(columns.get("speaker", ""), "")) or setting.printed or None
        if speaker is not None:
            facts = list(_facts(speaker, columns, row, "kolom"))
            if not any(fact.fact == "gespreksrol" for fact in facts) and as_role(speaker):
                facts.append(Note(speaker, "gespreksrol", as_role(speaker) or "", "kolom"))
            notes.update(dict.fromkeys(facts))
        turns.append(DraftTurn(speaker, position, position + len(text), setting=setting))
        parts.append(text)
        position += len(text) + 2
    return Draft("citaten", "\n\n".join(parts) + "\n", tuple(turns), tuple(notes), heading, empty)
