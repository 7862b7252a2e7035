"""What stands in exported files, read with other libraries than wrote them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest
from handmade import TALK, handmade, without_threads_and_speakers

from dialoogcoder.export import Run, Selection, select
from dialoogcoder.export.plain import EXPORT_COLUMNS, write_csv, write_jsonl
from dialoogcoder.export.spreadsheet import write_xlsx
from dialoogcoder.export.word import write_word
from dialoogcoder.ingest import ingest

Writer = Callable[[Run, Sequence[Mapping[str, Any]], Path], None]
WRITERS: dict[str, Writer] = {
    ".csv": write_csv, ".jsonl": write_jsonl, ".xlsx": write_xlsx, ".docx": write_word,
}  # fmt: skip
TEXTS = [said.text for said in TALK]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def run() -> Run:
    return handmade()


def written(run: Run, suffix: str, folder: Path, rows: Any = None, **options: Any) -> Path:
    path = folder / f"citaten{suffix}"
    WRITERS[suffix](run, rows or select(run), path, **options)
    return path


def read_back(path: Path) -> list[str]:
    """The texts as this program reads them from a quote list."""
    reading = ingest([path])
    assert [t.kind for t in reading.transcripts] == ["citaten"]
    text = reading.transcripts[0].text
    return [text[turn.start : turn.end] for turn in reading.turns]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_what_a_spreadsheet_would_run_is_harmless_and_comes_back_as_it_was_said(
    run: Run, suffix: str, tmp_path: Path
) -> None:
    path = written(run, suffix, tmp_path)
    if suffix == ".csv":
        cells = pd.read_csv(path, dtype=str, keep_default_na=False).to_numpy().ravel().tolist()
    else:
        sheets = openpyxl.load_workbook(path).worksheets
        every = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in every if cell.data_type == "f"]
        cells = [cell.value for cell in every if isinstance(cell.value, str)]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert "'=HYPERLINK(1)" in cells
    assert read_back(path) == TEXTS


def test_csv_for_dutch_excel_has_its_marks_and_comes_back(run: Run, tmp_path: Path) -> None:
    path = written(run, ".csv", tmp_path, excel_nl=True)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfpassage_id;transcript_id;")
    frame = pd.read_csv(path, sep=";", decimal=",", encoding="utf-8-sig")
    assert tuple(frame) == EXPORT_COLUMNS
    assert frame["probability"].tolist()[:2] == [0.9, 0.95]
    assert read_back(path) == TEXTS


def test_json_lines_keep_types_and_accents(run: Run, tmp_path: Path) -> None:
    path = written(run, ".jsonl", tmp_path)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row["text"] for row in rows] == TEXTS
    assert rows[3]["speaker"] == "<script>alert(1)</script>"
    assert rows[6]["probability"] is None
    assert rows[0]["attribution"] == "– Wethouder wonen, themadialoog wonen & verkeer"
    assert "José" in path.read_text(encoding="utf-8")
    assert len(pd.read_json(path, lines=True)) == 8


def test_the_workbook_is_four_sheets_of_real_tables(run: Run, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(run, ".xlsx", tmp_path))
    assert book.sheetnames == ["Citaten", "Rode draden", "Aantallen", "Verantwoording"]
    quotes = book["Citaten"]
    (table,) = quotes.tables.values()
    assert table.ref == "A1:U9"
    assert table.autoFilter is not None
    assert quotes.freeze_panes == "B2"
    assert quotes["A2"].alignment.wrap_text
    header = [cell.value for cell in quotes[1]]
    first = dict(zip(header, (cell.value for cell in quotes[2]), strict=True))
    assert first["citaat"] == TEXTS[0]
    assert first["perspectief"] == "Gezonde mensen in een groene leefomgeving"
    assert (first["kans"], first["nakijken"], first["tijd"]) == (0.9, "nee", "0:01:05")
    threads = {row[0]: row for row in book["Rode draden"].iter_rows(min_row=2, values_only=True)}
    assert threads["T02"][1] == "'=Alleen"
    assert "klopt niet" in threads["T02"][-1]
    counts = list(book["Aantallen"].iter_rows(values_only=True))
    total = next(row for row in counts if row[0] == "samen")
    # Six perspectives in the codebook's order, none, and all.
    assert total[1:] == (1, 1, 3, 2, 0, 0, 1, 8)
    told = " ".join(
        str(cell) for row in book["Verantwoording"].iter_rows(values_only=True) for cell in row
    )
    assert "model:proef@1 (7 passages), mens:AB (1 passages)" in told
    assert "macro-F1 0,86 voor perspectief (95 %: 0,84 tot 0,87)" in told


def test_a_text_longer_than_a_cell_is_cut_and_says_so(run: Run, tmp_path: Path) -> None:
    row = {**select(run)[0], "text": "😀 woord " * 5000}
    book = openpyxl.load_workbook(written(run, ".xlsx", tmp_path, [row]))
    cell = book["Citaten"]["A2"].value
    assert cell.startswith("😀 woord 😀")
    assert cell.endswith("quotes.csv)")
    assert len(cell.encode("utf-16-le")) // 2 <= 32_767


def paragraphs(path: Path) -> list[tuple[str, str]]:
    """Each paragraph's style and text, from the XML itself."""
    with zipfile.ZipFile(path) as file:
        body = ElementTree.fromstring(file.read("word/document.xml"))
    found = []
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        texts = [
            "\n" if node.tag == f"{W}br" and not node.attrib else node.text or ""
            for node in paragraph.iter()
            if node.tag in (f"{W}t", f"{W}br")
        ]
        found.append((style.get(f"{W}val", "") if style is not None else "", "".join(texts)))
    return found


def footnotes(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as file:
        notes = ElementTree.fromstring(file.read("word/footnotes.xml"))
    return {
        note.get(f"{W}id", ""): "".join(node.text or "" for node in note.iter(f"{W}t"))
        for note in notes
    }


def test_word_has_headings_quotes_attributions_and_places(run: Run, tmp_path: Path) -> None:
    path = written(run, ".docx", tmp_path)
    found = paragraphs(path)
    heads = [text for style, text in found if style == "Heading1"]
    assert heads == [
        "Nieuwe ongelijkheden", "Duurzaam economisch herstel",
        "Gezonde mensen in een groene leefomgeving",
        "Sociale en mentale veerkracht van de samenleving", "Geen perspectief",
        "Bijlage: hoe dit gemaakt is",
    ]  # fmt: skip
    quotes = [text for style, text in found if style == "Quote"]
    # What nobody said stands without quotation marks.
    said = [f"“{said.text}”" if said.speaker else said.text for said in TALK]
    assert sorted(quotes) == sorted(said)
    at = found.index(("Quote", f"“{TEXTS[0]}”"))
    assert found[at + 1] == ("Bronvermelding", "– Wethouder wonen, themadialoog wonen & verkeer")
    assert ("Heading2", "Huizen en wachtlijst") in found
    notes = footnotes(path)
    start, end = run.passages[3].start, run.passages[3].end
    place = next(note for note in notes.values() if "passage p4" in note)
    assert place.strip() == (
        f"themadialoog-wonen.txt, tekens {start}–{end}, 0:01:05 (passage p4). Duurzaam economisch "
        "herstel, kans 0,40, nakijken. Ook: Gezonde mensen in een groene leefomgeving. Knel."
    )
    assert any("Tegengeluid bij deze rode draad" in note for note in notes.values())
    with zipfile.ZipFile(path) as file:
        marks = ElementTree.fromstring(file.read("word/document.xml")).iter(f"{W}footnoteReference")
        assert {mark.get(f"{W}id") for mark in marks} == set(notes) - {"-1", "0"}
        assert b"footnotes+xml" in file.read("[Content_Types].xml")
        assert b"footnotes.xml" in file.read("word/_rels/document.xml.rels")


def test_quotes_of_one_asked_perspective_stand_under_it(run: Run, tmp_path: Path) -> None:
    selection = Selection(perspective=("gezond-groen",), limit=9)
    path = tmp_path / "citaten.docx"
    write_word(run, select(run, selection), path, selection=selection)
    found = paragraphs(path)
    heads = [text for style, text in found if style == "Heading1"]
    assert heads == ["Gezonde mensen in een groene leefomgeving", "Bijlage: hoe dit gemaakt is"]
    assert any("4 van de 8 passages. Gekozen op: perspectief gezond-groen" in t for _, t in found)


def test_word_leaves_out_what_xml_cannot_hold(run: Run, tmp_path: Path) -> None:
    rows = [{**select(run)[0], "text": "een\x00 bel\x07 en \ud83d niets"}]
    found = paragraphs(written(run, ".docx", tmp_path, rows))
    assert ("Quote", "“een bel en  niets”") in found


def test_the_words_document_is_read_by_this_programs_own_reader(run: Run, tmp_path: Path) -> None:
    reading = ingest([written(run, ".docx", tmp_path)])
    assert TEXTS[4] in reading.transcripts[0].text


@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_a_run_without_threads_and_speakers_is_written(suffix: str, tmp_path: Path) -> None:
    alone = without_threads_and_speakers()
    path = written(alone, suffix, tmp_path)
    assert path.stat().st_size
    if suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path)["Rode draden"]
        assert sheet["A1"].value == "Er zijn geen rode draden gevonden."
    if suffix == ".docx":
        assert ("Heading2", "Zonder rode draad") in paragraphs(path)


@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_the_same_run_gives_the_same_bytes_on_another_day(
    run: Run, suffix: str, tmp_path: Path
) -> None:
    path = written(run, suffix, tmp_path)
    first = path.read_bytes()
    if suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(path) as file:
            assert {part.date_time[0] for part in file.infolist()} == {1980}
            core = file.read("docProps/core.xml").decode()
        assert core.count("1980-01-01T00:00:00Z") == 2
    assert written(run, suffix, tmp_path).read_bytes() == first
