"""Codebooks to and from qualitative software (.qdc)."""

from __future__ import annotations

import dataclasses
import zipfile
from pathlib import Path

import pytest
from pyrefiqda import RefiCodebook
from typer.testing import CliRunner

from dialoogcoder.cli import app
from dialoogcoder.codebook import load_codebook
from dialoogcoder.errors import RecipeError
from dialoogcoder.export.refi import write_codebook
from dialoogcoder.export.saved import load_run
from dialoogcoder.pipeline.finding import find_codebook
from dialoogcoder.refiqda.descriptions import Described, read_description

ROOT = Path(__file__).parents[2]
SHIPPED = [ROOT / "pipelines" / f"{n}.toml" for n in ("herstelperspectieven", "energietransitie")]
G = [f"{n:08x}-0000-4000-8000-000000000000" for n in range(20)]

# As ATLAS.ti for Windows writes it: another version's schema, code groups, no hierarchy.
ATLAS = f"""<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:QDA-XML:codebook:0:4 Codebook.xsd" origin="ATLAS.ti Win 23.4.0" xmlns="urn:QDA-XML:codebook:1.0">
  <Codes>
    <Code guid="{G[1].upper()}" name="Eenzaamheid" color="#46AA00" isCodable="true">
      <Description>Alleen zijn en dat erg vinden.</Description>
    </Code>
    <Code guid="{G[2]}" name="Geld &amp; schulden" isCodable="true" />
  </Codes>
  <Sets><Set name="groep 1" guid="{G[3]}"><MemberCode guid="{G[1]}" /></Set></Sets>
</CodeBook>"""
# As NVivo for Mac: another namespace, one line, a root that holds all.
NVIVO = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="no" ?><CodeBook origin="NVivo 12 For Mac" '
    f'xmlns="urn:QDA-XML:codebook:1:0"><Codes><Code guid="{G[1]}" isCodable="true" name="Codes">'
    f'<Code guid="{G[2]}" isCodable="true" name="Wonen"><Description>Een dak.</Description>'
    f'<Code guid="{G[3]}" isCodable="true" name="Huur"><Code guid="{G[4]}" isCodable="true" '
    f'name="Sociale huur"/></Code></Code><Code guid="{G[5]}" isCodable="true" name="Werk"/>'
    "</Code></Codes></CodeBook>"
)
# As QualCoder: a byte order mark, categories that can't be coded with, an empty description.
QUALCODER = "\ufeff" + (
    f'<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="urn:QDA-XML:codebook:1.0" '
    f'origin="QualCoder"><Codes>\n<Code guid="{G[1]}" name="Zorg" isCodable="false">\n'
    f'<Code guid="{G[2]}" name="Wachten" isCodable="true" color="#ff0000"><Description/></Code>'
    f'</Code><Code guid="{G[3]}" name="wonen" isCodable="true">'
    "<Description>Huizen.\n\nWel:\n- te weinig\n- te duur\nNiet: kantoren\n"
    f"Signaalwoorden: huur; hypotheek\n</Description></Code></Codes></CodeBook>"
)


def book(tmp_path: Path, text: str, name: str = "boek.qdc") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_a_codebook_comes_back_as_it_was(path: Path, tmp_path: Path) -> None:
    written = load_codebook(path)
    write_codebook(written, tmp_path / "b.qdc")
    assert load_codebook(tmp_path / "b.qdc").dimensions == written.dimensions


def test_another_reader_finds_codes_with_sub_themes_and_definitions(tmp_path: Path) -> None:
    write_codebook(load_codebook(SHIPPED[0]), tmp_path / "b.qdc")
    found = RefiCodebook.load(tmp_path / "b.qdc")
    perspectives, story = found.codes.code
    assert (perspectives.name, perspectives.is_codable) == ("Perspectief", False)
    assert [c.name for c in perspectives.code][:2] == [
        "Nieuwe ongelijkheden",
        "Duurzaam economisch herstel",
    ]
    assert {c.name for c in story.code} >= {"Knelpunt", "Kiem", "Idee"}
    first = perspectives.code[0]
    assert first.description.startswith("Hier gaat het om wie harder is geraakt")
    assert "Persoonlijk leed en verlies" in {c.name for c in first.code}
    assert all(code.color for code in first.code)


def test_what_another_program_saved_is_read_the_same(tmp_path: Path) -> None:
    """The upper-case ids and new order of attributes of another writer change nothing."""
    written = load_codebook(SHIPPED[1])
    write_codebook(written, tmp_path / "b.qdc")
    RefiCodebook.save(RefiCodebook.load(tmp_path / "b.qdc"), tmp_path / "c.qdc")
    assert load_codebook(tmp_path / "c.qdc").dimensions == written.dimensions


def test_flat_codes_of_atlas_ti_are_codes(tmp_path: Path) -> None:
    (dimension,) = load_codebook(book(tmp_path, ATLAS)).dimensions
    assert [(c.id, c.title, c.definition) for c in dimension.codes] == [
        ("eenzaamheid", "Eenzaamheid", "Alleen zijn en dat erg vinden."),
        ("geld-schulden", "Geld & schulden", "Geld & schulden"),
    ]


def test_a_root_that_holds_all_is_the_dimension_and_deeper_codes_are_subthemes(
    tmp_path: Path,
) -> None:
    (dimension,) = load_codebook(book(tmp_path, NVIVO)).dimensions
    assert dimension.title == "Codes"
    assert [(c.title, [s.title for s in c.subthemes]) for c in dimension.codes] == [
        ("Wonen", ["Huur", "Huur / Sociale huur"]),
        ("Werk", []),
    ]


def test_labels_in_a_description_are_borders_and_signal_words(tmp_path: Path) -> None:
    care, living = load_codebook(book(tmp_path, QUALCODER)).main.codes
    assert [s.title for s in care.subthemes] == ["Wachten"]
    assert (living.definition, living.include, living.exclude) == (
        "Huizen.",
        ("te weinig", "te duur"),
        ("kantoren",),
    )
    assert [(s.title, s.terms) for s in living.subthemes] == [("wonen", ("huur", "hypotheek"))]


def test_namesakes_and_odd_names_get_ids_of_their_own(tmp_path: Path) -> None:
    names = ["Zorg", "zorg!", "Zórg", "；；", "geen", 'a";\n\\x', "geen "]
    codes = "".join(
        f'<Code guid="{G[i]}" name="{n.replace(chr(34), "&quot;")}" isCodable="true"/>'
        for i, n in enumerate(names)
    )
    dimension = load_codebook(book(tmp_path, f"<CodeBook><Codes>{codes}</Codes></CodeBook>")).main
    assert dimension.code_ids == ("zorg", "zorg-2", "zorg-3", "code", "a-x", "geen-2")
    assert dimension.none is not None
    assert dimension.codes[4].title == 'a"; \\x'


def test_codes_added_beside_the_dimensions_join_the_first(tmp_path: Path) -> None:
    path = tmp_path / "b.qdc"
    write_codebook(load_codebook(SHIPPED[0]), path)
    text = path.read_text(encoding="utf-8")
    extra = f'<Code guid="{G[1]}" name="Dieren" isCodable="true"/></Codes>'
    changed = load_codebook(book(tmp_path, text.replace("</Codes>", extra), "c.qdc"))
    assert [d.id for d in changed.dimensions] == ["perspectief", "verhaal"]
    assert changed.main.code_ids[-1] == "dieren"


def test_the_codebook_of_a_project_is_one_too(tmp_path: Path) -> None:
    inner = ATLAS.replace("<CodeBook ", "<Project ").replace("codebook", "project")
    inner = inner.replace("<Codes>", "<CodeBook><Codes>").replace("</Codes>", "</Codes></CodeBook>")
    path = tmp_path / "p.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        # ATLAS.ti names it after the project.
        archive.writestr(
            "mijn project.qde",
            inner.replace("</CodeBook>", "", 1)
            .replace("</Codes>", "</Codes></CodeBook>")
            .replace("\n</CodeBook>", "\n</Project>"),
        )
    assert load_codebook(path).main.code_ids == ("eenzaamheid", "geld-schulden")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "damaged"),
        ("geen xml", "damaged"),
        ("<html/>", "XML of another kind"),
        ("<CodeBook><Codes/></CodeBook>", "no codes"),
        (f'<CodeBook><Codes><Code guid="{G[1]}" name="een"/></Codes></CodeBook>', "1 codes"),
        ('<!DOCTYPE c [<!ENTITY a "b">]><CodeBook>&a;</CodeBook>', "no codes"),
        ("<CodeBook><Codes>" + "<Code>" * 5000 + "</Code>" * 5000 + "</Codes></CodeBook>", "damaged"),
    ],
    ids=["empty", "text", "html", "bare", "single", "entity", "deep"],
)  # fmt: skip
def test_what_is_no_codebook_is_told_in_one_line(text: str, found: str, tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=found) as error:
        load_codebook(book(tmp_path, text))
    assert "boek.qdc" in str(error.value)
    assert "\n" not in str(error.value)


def test_no_such_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="no such file"):
        find_codebook(str(tmp_path / "weg.qdc"))


def test_a_run_with_a_codebook_of_another_program(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        "tekst\nMijn buurvrouw zat maanden alleen thuis en sprak niemand, dat deed haar veel verdriet.\n"
        "Zij konden de huur niet meer betalen en hadden aan het eind van de maand niets over.\n",
        encoding="utf-8",
    )
    path = book(tmp_path, ATLAS)
    out = tmp_path / "uit"
    arguments = [
        "run",
        str(tmp_path / "t.csv"),
        "--out",
        str(out),
        "--codebook",
        str(path),
        "--quiet",
    ]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    run = load_run(out)
    assert run.codebook.main.code_ids == ("eenzaamheid", "geld-schulden")
    assert run.codebook.sha256 == load_codebook(path).sha256
    assert {r["perspective"] for r in run.rows()} <= {"eenzaamheid", "geld-schulden", "geen"}


def test_a_description_is_read_as_it_was_written() -> None:
    said = Described("Wat het is.", ("a", "- b"), ("c",), ("d; e", "f"), ("g: h",), "id-1", "Titel")
    assert read_description(said.text()) == said
    assert read_description("") == Described()
    assert read_description("Een zin:\nmet nog een.").definition == "Een zin: met nog een."


def test_equal_codebooks_give_equal_bytes(tmp_path: Path) -> None:
    one = load_codebook(SHIPPED[0])
    write_codebook(one, tmp_path / "a.qdc")
    write_codebook(dataclasses.replace(one, source=b"", sha256=""), tmp_path / "b.qdc")
    assert (tmp_path / "a.qdc").read_bytes() == (tmp_path / "b.qdc").read_bytes()
