"""REFI-QDA projects as input: texts, and people's codes with their places."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from dialoogcoder.cli import app
from dialoogcoder.codebook import load_codebook
from dialoogcoder.coding import read_data
from dialoogcoder.errors import DataError, RejectedSource
from dialoogcoder.ingest import ingest
from dialoogcoder.ingest.canonical import canonical
from dialoogcoder.ingest.draft import Draft
from dialoogcoder.ingest.qdpx import read_qdpx
from dialoogcoder.refiqda import read_project

ROOT = Path(__file__).parents[1]
BOOK = load_codebook(ROOT / "pipelines" / "herstelperspectieven.toml")
A, B = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
CODE, OTHER = "33333333-3333-4333-8333-333333333333", "44444444-4444-4444-8444-444444444444"
PART = "99999999-9999-4999-8999-999999999999"
TABLE = (
    "Anneke: Goedemiddag, wie wil er beginnen met een korte ronde langs de tafel vandaag?\r\n"
    "Joost: De wachtlijst is lang. 😀 Bij ons in het ziekenhuis zijn ze moe, café dicht, alles op.\r\n"
    "Anneke: Dank je. En de rest, wat zien jullie in het dorp en op het werk gebeuren?\r\n"
    "Joost: Dat je buurman helpt met de boodschappen en dat dat gewoon is gebleven, mooi toch.\r\n"
)


def project(path: Path, text: str, selections: str, *, inside: bool = False) -> Path:
    """A project as programs write it: upper-case ids, a BOM, Windows line ends, text beside it."""
    content = f"<PlainTextContent>{text}</PlainTextContent>" if inside else ""
    where = "" if inside else ' plainTextPath="internal://bron.TXT"'
    xml = f"""<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="proef" origin="een programma">
<Users><User guid="{A}" name="Ank"/><User guid="{B}" id="BO"/></Users>
<CodeBook><Codes><Code guid="{CODE}" name="Gezonde mensen in een groene leefomgeving" isCodable="true">
<Code guid="{PART}" name="adempauze" isCodable="true"/></Code>
<Code guid="{OTHER}" name="buren" isCodable="true"/></Codes></CodeBook>
<Sources><!-- eerst een tekst -->
<TextSource guid="55555555-5555-4555-8555-555555555555" name="tafel één"{where} creatingUser="{A}">{content}
{selections}</TextSource>
<PictureSource guid="66666666-6666-4666-8666-666666666666" name="foto van de flap"/></Sources></Project>"""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", xml)
        if not inside:
            archive.writestr("sources/bron.txt", "\ufeff".encode() + text.encode())
    return path


def selection(text: str, part: str, code: str, user: str) -> str:
    start = text.index(part)
    return (
        f'<PlainTextSelection guid="77777777-7777-4777-8777-77777777777{len(part) % 10}" '
        f'startPosition="{start}" endPosition="{start + len(part)}" creatingUser="{user}">'
        f'<Coding guid="88888888-8888-4888-8888-888888888888" creatingUser="{user}">'
        f'<CodeRef targetGUID="{code.upper()}"/></Coding></PlainTextSelection>'
    )


@pytest.fixture
def dialogue(tmp_path: Path) -> Path:
    marks = selection(
        TABLE, "Bij ons in het ziekenhuis zijn ze moe, café dicht, alles op.", CODE, A
    )
    marks += selection(TABLE, "buurman helpt met de boodschappen", OTHER, B)
    return project(tmp_path / "proef.qdpx", TABLE, marks)


def test_codes_lie_on_the_words_they_were_given_to(dialogue: Path) -> None:
    reading = ingest([dialogue])
    (transcript,) = reading.transcripts
    assert transcript.source == "proef.qdpx/tafel één"
    assert [t.speaker for t in reading.turns] == ["Anneke", "Joost", "Anneke", "Joost"]
    assert [(c.coder, c.code, transcript.text[c.start : c.end]) for c in reading.codings] == [
        (
            "mens:Ank",
            "Gezonde mensen in een groene leefomgeving",
            "Bij ons in het ziekenhuis zijn ze moe, café dicht, alles op.",
        ),
        ("mens:BO", "buren", "buurman helpt met de boodschappen"),
    ]
    assert [r.source for r in reading.rejected] == ["proef.qdpx/foto van de flap"]


def test_what_people_coded_stands_in_the_quotes(dialogue: Path, tmp_path: Path) -> None:
    out = tmp_path / "uit"
    assert (
        CliRunner().invoke(app, ["run", str(dialogue), "--out", str(out), "--quiet"]).exit_code == 3
    )
    with (out / "quotes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_people = {
        row["coder"]: row["perspective"] for row in rows if row["coder"] != rows[0]["coder"]
    }
    assert by_people == {"mens:Ank": "gezond-groen", "mens:BO": "buren"}


def test_coded_text_is_training_data(dialogue: Path) -> None:
    with pytest.raises(DataError, match="code 'buren'"):
        read_data([dialogue], BOOK)
    # Inside XML a line end is one character, whatever the file has.
    text = TABLE.replace("\r\n", "\n")
    marks = selection(text, "De wachtlijst is lang.", CODE, A)
    data = read_data([project(dialogue.with_name("b.qdpx"), text, marks, inside=True)], BOOK)
    (row,) = data.rows
    assert (row.text, row.primary, row.document, row.coder) == (
        "De wachtlijst is lang.",
        "gezond-groen",
        "tafel één",
        "mens:Ank",
    )


def test_a_code_below_a_known_one_is_a_part_of_it(tmp_path: Path) -> None:
    text = TABLE.replace("\r\n", "\n")
    marks = selection(text, "De wachtlijst is lang.", PART, A)
    data = read_data([project(tmp_path / "deel.qdpx", text, marks)], BOOK)
    assert [row.primary for row in data.rows] == ["gezond-groen"]


@given(
    pieces=st.lists(
        st.sampled_from(
            ["e\u0301", "é", "o\u0308\u0304", "😀", "👋🏽", "a", "&", " ", "\r\n", "\ufeff"]
        ),
        min_size=1,
        max_size=30,
    ),
    cut=st.tuples(st.integers(0, 29), st.integers(1, 30)),
)
def test_whatever_the_accents_a_code_keeps_its_words(
    pieces: list[str], cut: tuple[int, int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = "".join(pieces)
    first, last = min(cut), max(cut)
    start, marked = len("".join(pieces[:first])), "".join(pieces[first:last])
    marks = (
        f'<PlainTextSelection guid="{B}" startPosition="{start}" '
        f'endPosition="{start + len(marked)}"><Coding guid="{A}"><CodeRef targetGUID="{CODE}"/>'
        "</Coding></PlainTextSelection>"
    )
    path = project(tmp_path_factory.mktemp("p") / "p.qdpx", text, marks)
    ((_, draft),) = read_qdpx(path, "p", lambda own, _: Draft("verslag", own, ()))
    found = [draft.text[c.start : c.end] for c in draft.codings]
    wanted = canonical(marked).strip()
    assert found == ([wanted] if wanted else [])


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04 half", b"geen zip", bytes(range(256)) * 9])
def test_what_is_no_project_is_refused(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "stuk.qdpx").write_bytes(raw)
    with pytest.raises(RejectedSource, match="project"):
        read_project(tmp_path / "stuk.qdpx", "stuk.qdpx")


def test_an_entity_is_not_looked_up(tmp_path: Path) -> None:
    (tmp_path / "geheim.txt").write_text("GEHEIM", encoding="utf-8")
    xml = (
        f'<!DOCTYPE p [<!ENTITY x SYSTEM "file://{tmp_path}/geheim.txt">]>'
        '<Project name="p"><Sources><TextSource guid="a" name="b">'
        "<PlainTextContent>voor &x; na</PlainTextContent></TextSource></Sources></Project>"
    )
    with zipfile.ZipFile(tmp_path / "x.qdpx", "w") as archive:
        archive.writestr("project.qde", xml)
    found = read_project(tmp_path / "x.qdpx", "x.qdpx")
    assert "GEHEIM" not in "".join(s.text for s in found.sources)
