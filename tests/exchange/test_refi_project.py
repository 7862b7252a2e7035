"""A run as a REFI-QDA project: what other programs find in it, and what comes back from it."""

from __future__ import annotations

import csv
import dataclasses
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pyrefiqda import RefiProject
from typer.testing import CliRunner

from dialoogcoder.cli import app
from dialoogcoder.coding import read_data
from dialoogcoder.errors import DataError
from dialoogcoder.export import Run
from dialoogcoder.export.refi import write_project
from dialoogcoder.export.saved import load_run
from dialoogcoder.model import Speaker, Threads
from dialoogcoder.refiqda import read_project

SCHEMA = etree.XMLSchema(etree.parse(str(Path(__file__).with_name("Project-v1.0.xsd"))))
# Emoji of one and of several code points, and é in both forms.
TABLE = """Themadialoog gezondheid
Gespreksleider: Welkom allemaal 👋🏽, fijn dat u er bent, we beginnen met een rondje langs de tafel.
Truus: Bij ons in het cafe\u0301 😀😀 zijn de operaties uitgesteld, de wachtlijst in het ziekenhuis is nu negen maanden & dat vind ik "te lang".
Harm: Voor ons bedrijf was de steun van de overheid nét genoeg, maar nu moet het belastinguitstel terug en dan gaan er winkels failliet.
Gespreksleider: Dank u wel, dat is helder. Wie wil daarop reageren en wat zou er volgens u moeten veranderen?
Truus: Dat je buurman helpt met de boodschappen 🛒 en dat dat gewoon is gebleven in het dorp, dat vond ik mooi en dat moeten we houden.
Harm: De gemeente moet de ondernemers in de binnenstad nu eindelijk laten meebeslissen over de regels, want niemand vroeg ons iets.
"""
# Markup and formulas for names.
QUOTES = """tekst,spreker,functie
"De leraren waren 's avonds nog aan het bellen met leerlingen zonder laptop, dat zie je nergens terug.",Mia,docent
"Mijn dochter van zestien heeft een jaar op haar kamer gezeten, en haar vriendinnen is ze kwijtgeraakt.",Mia,docent
"Het bos achter ons huis was ineens vol, en dat gun je iedereen, maar er is te weinig groen in de wijk.",Joop,boswachter
"De regels veranderden elke week, en niemand in Den Haag vroeg ons wat dat voor de winkel betekende.",Jo <script> & Co,"<b>baas</b>"
"Ik heb mijn moeder een half jaar alleen door het raam gezien, en dat draag ik nog altijd met me mee.",=1+1,"@SUM(A1)"
"""


def dialoogcoder(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a run over a conversation, a quote list and a project that people coded."""
    inputs = tmp_path_factory.mktemp("in")
    (inputs / "tafel.txt").write_text(TABLE, encoding="utf-8")
    (inputs / "lijst.csv").write_text(QUOTES, encoding="utf-8")
    hand_coded(inputs / "eerder.qdpx")
    out = tmp_path_factory.mktemp("uit") / "run"
    assert dialoogcoder("run", inputs, "--out", out, "--quiet")[0] == 0
    return out


@pytest.fixture(scope="module")
def run(folder: Path) -> Run:
    return load_run(folder)


def hand_coded(path: Path) -> None:
    """A project in which Ank gave a perspective and a code of her own."""
    text = TABLE.replace("Themadialoog gezondheid\n", "Verkenningsdialoog\n")
    parts = {
        "onder collega's": "helpt met de boodschappen",
        "Gezonde mensen in een groene leefomgeving": "de wachtlijst",
    }
    codes = marks = ""
    for number, (code, words) in enumerate(parts.items()):
        guid = f"{number}" * 8 + "-0000-4000-8000-000000000000"
        line = next(line for line in text.splitlines() if words in line)
        start = text.index(line) + line.index(":") + 2
        codes += f'<Code guid="{guid}" name="{code}" isCodable="true"/>'
        marks += (
            f'<PlainTextSelection guid="{guid}" startPosition="{start}" '
            f'endPosition="{text.index(line) + len(line)}"><Coding guid="{guid}" '
            f'creatingUser="A"><CodeRef targetGUID="{guid}"/></Coding></PlainTextSelection>'
        )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "project.qde",
            f'<Project name="p"><Users><User guid="A" name="Ank de Wit"/></Users><CodeBook><Codes>{codes}'
            f'</Codes></CodeBook><Sources><TextSource guid="S" name="tafel twee" plainTextPath='
            f'"internal://s.txt">{marks}</TextSource></Sources></Project>',
        )
        archive.writestr("sources/s.txt", text)


def exported(run: Run, path: Path, rows: Any = None) -> Path:
    write_project(run, run.rows() if rows is None else rows, path)
    with zipfile.ZipFile(path) as archive:
        SCHEMA.assertValid(etree.fromstring(archive.read("project.qde")))
    return path


def loaded(path: Path) -> Any:
    """The project as pyrefiqda, which shares no code with this program, reads it."""
    return RefiProject.load(path, extract_dir=str(path.with_suffix("")))


def text_of(source: Any, path: Path) -> str:
    name = RefiProject.resolve_source_path(source.plain_text_path, path.with_suffix(""))
    return Path(name).read_bytes().decode("utf-8")


def codes_by_guid(codes: Any) -> dict[str, Any]:
    found = {}
    for code in codes:
        found[code.guid] = code
        found |= codes_by_guid(code.code)
    return found


def test_each_selection_lies_on_the_words_of_a_passage(run: Run, tmp_path: Path) -> None:
    path = exported(run, tmp_path / "p.qdpx")
    project = loaded(path)
    said = {passage.text for passage in run.passages}
    found = set()
    for source in project.sources.text_source:
        text = text_of(source, path)
        assert unicodedata.is_normalized("NFC", text)
        assert "\r" not in text
        assert not text.startswith("\ufeff")
        for selection in source.plain_text_selection:
            found.add(text[selection.start_position : selection.end_position])
    assert found == said
    assert any("café 😀😀 zijn" in words for words in found)


def test_coders_are_users_and_what_the_program_found_is_its_own(run: Run, tmp_path: Path) -> None:
    project = loaded(exported(run, tmp_path / "p.qdpx"))
    users = {user.guid: user.name for user in project.users.user}
    assert sorted(users.values()) == ["Ank de Wit", "dialoogcoder", "model perspectieven@0.3"]
    codes = codes_by_guid(project.code_book.codes.code)
    by_user: dict[str, set[str]] = {}
    for source in project.sources.text_source:
        for selection in source.plain_text_selection:
            for coding in selection.coding:
                assert coding.creating_user == selection.creating_user
                by_user.setdefault(users[coding.creating_user], set()).add(
                    codes[coding.code_ref.target_guid].name
                )
    assert by_user["Ank de Wit"] == {
        "Gezonde mensen in een groene leefomgeving",
        "onder collega's",
    }
    assert by_user["model perspectieven@0.3"] >= {"Duurzaam economisch herstel", "Kiem", "Geen"}
    assert by_user["dialoogcoder"] >= {
        "Jo <script> & Co (lijst.csv)",
        "=1+1 (lijst.csv)",
        "gespreksleider",
    }


def test_a_person_s_code_lies_where_it_was_given_though_accents_were_composed(run: Run) -> None:
    texts = {t.transcript_id: t.text for t in run.reading.transcripts}
    places = {p.passage_id: texts[p.transcript_id] for p in run.passages}
    marked = {
        c.code: places[c.passage_id][c.start : c.end] for c in run.codings if c.coder[:5] == "mens:"
    }
    assert marked["gezond-groen"].startswith("Bij ons in het café 😀😀 zijn")
    assert marked["gezond-groen"].endswith('dat vind ik "te lang".')
    assert marked["onder collega's"].startswith("Dat je buurman")


def test_a_model_tells_how_sure_it_was_and_why(run: Run, tmp_path: Path) -> None:
    project = loaded(exported(run, tmp_path / "p.qdpx"))
    told = [
        s.description or "" for t in project.sources.text_source for s in t.plain_text_selection
    ]
    row = next(r for r in run.rows() if "belastinguitstel" in r["text"])
    share = f"{row['probability']:.2f}".replace(".", ",")
    assert any(
        text.startswith(f"Perspectief: Duurzaam economisch herstel, kans {share}; deelthema ")
        for text in told
    )


def test_speakers_are_cases_with_roles_and_the_places_where_they_speak(
    run: Run, tmp_path: Path
) -> None:
    project = loaded(exported(run, tmp_path / "p.qdpx"))
    names = {variable.guid: variable.name for variable in project.variables.variable}
    cases = {case.name: case for case in project.cases.case}
    values = {
        names[value.variable_ref.target_guid]: value.text_value
        for value in cases["Joop (lijst.csv)"].variable_value
    }
    assert values["functie"] == "boswachter"
    places = {
        selection.guid
        for source in project.sources.text_source
        for selection in source.plain_text_selection
    }
    assert all(ref.target_guid in places for case in cases.values() for ref in case.selection_ref)
    assert len(cases["Mia (lijst.csv)"].selection_ref) == 2
    # NVivo and QualCoder find a case's text by the code of the same id.
    codes = codes_by_guid(project.code_book.codes.code)
    assert all(codes[case.guid].name == case.name for case in cases.values())
    (source,) = [s for s in project.sources.text_source if s.name == "tafel.txt"]
    about = {names[v.variable_ref.target_guid]: v.text_value for v in source.variable_value}
    assert about == {
        "soort": "gesprek",
        "dialoogvorm": "themadialoog",
        "dialoogthema": "gezondheid",
    }


def test_names_and_ids_of_codes_are_unique(run: Run, tmp_path: Path) -> None:
    project = loaded(exported(run, tmp_path / "p.qdpx"))
    codes = []

    def walk(nodes: Any) -> None:
        for node in nodes:
            codes.append(node)
            walk(node.code)

    walk(project.code_book.codes.code)
    assert len({code.name.casefold() for code in codes}) == len(codes)
    assert len({code.guid for code in codes}) == len(codes)
    assert "Geen" in {code.name for code in codes}
    assert "Geen (Verhaal)" in {code.name for code in codes}


def test_threads_are_codes_in_a_set(tmp_path: Path, threaded: Run) -> None:
    project = loaded(exported(threaded, tmp_path / "p.qdpx"))
    codes = codes_by_guid(project.code_book.codes.code)
    sets = {
        group.name: {codes[member.target_guid].name for member in group.member_code}
        for group in project.sets.set
    }
    labels: dict[str, set[str]] = {"Rode draden": set(), "Losse onderwerpen": set()}
    kinds = {"rode draad": "Rode draden", "los onderwerp": "Losse onderwerpen"}
    for theme, detail in zip(threaded.threads.themes, threaded.threads.details, strict=True):
        labels[kinds[detail.kind]].add(theme.label)
    assert sets == {name: own for name, own in labels.items() if own}


@pytest.fixture(scope="module")
def threaded(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run over the samples, which is large enough for threads."""
    out = tmp_path_factory.mktemp("draden") / "run"
    raw = Path(__file__).parents[2] / "data" / "raw"
    assert dialoogcoder("run", raw, "--out", out, "--quiet")[0] == 0
    return load_run(out)


def test_the_same_run_gives_the_same_bytes(folder: Path, run: Run, tmp_path: Path) -> None:
    first = exported(run, tmp_path / "een.qdpx").read_bytes()
    rows = list(reversed(load_run(folder).rows()))
    assert exported(load_run(folder), tmp_path / "twee.qdpx", rows).read_bytes() == first


def test_chosen_rows_alone_are_coded_but_the_texts_stay_whole(run: Run, tmp_path: Path) -> None:
    row = next(r for r in run.rows() if "boodschappen" in r["text"] and r["source"] == "tafel.txt")
    path = exported(run, tmp_path / "p.qdpx", [row])
    project = loaded(path)
    texts = {source.name: text_of(source, path) for source in project.sources.text_source}
    assert texts == {t.source.replace("/", " - "): t.text for t in run.reading.transcripts}
    coded = {
        (source.name, texts[source.name][s.start_position : s.end_position])
        for source in project.sources.text_source
        for s in source.plain_text_selection
    }
    assert coded == {("tafel.txt", row["text"])}
    assert {c.name for c in codes_by_guid(project.code_book.codes.code).values()} >= {
        "Nieuwe ongelijkheden",
        "Truus (tafel.txt)",
    }
    assert "Harm (tafel.txt)" not in {
        c.name for c in codes_by_guid(project.code_book.codes.code).values()
    }


@pytest.mark.parametrize("bare", ["threads", "speakers", "codings", "all"])
def test_a_run_without_it_is_valid_too(bare: str, run: Run, tmp_path: Path) -> None:
    empty: dict[str, Any] = {
        "threads": {"threads": Threads((), ())},
        "speakers": {"speakers": ()},
        "codings": {"codings": (), "reasons": ()},
        "all": {
            "passages": (),
            "codings": (),
            "reasons": (),
            "speakers": (),
            "threads": Threads((), ()),
        },
    }[bare]
    poorer = dataclasses.replace(run, **empty)
    rows = [] if bare == "all" else run.rows()
    assert loaded(exported(poorer, tmp_path / "p.qdpx", rows)).sources.text_source


def test_what_xml_cannot_carry_is_left_out_of_names(run: Run, tmp_path: Path) -> None:
    speakers = [
        dataclasses.replace(s, functie="baas\x00\x0b\ud800]]>") if s.speaker == "Mia" else s
        for s in run.speakers
    ]
    odd = Speaker("lijst", "\uffff", "deelnemer", None, "onbekend", 1.0, "\x1b[31m")
    project = loaded(
        exported(dataclasses.replace(run, speakers=[*speakers, odd]), tmp_path / "p.qdpx")
    )
    values = {v.text_value for case in project.cases.case for v in case.variable_value}
    assert "baas]]>" in values


def test_run_export_run_gives_the_same_codings(folder: Path, run: Run, tmp_path: Path) -> None:
    path = exported(run, tmp_path / "p.qdpx")
    assert dialoogcoder("run", path, "--out", tmp_path / "weer", "--quiet")[0] == 0
    again = load_run(tmp_path / "weer")

    def told(one: Run) -> set[tuple[Any, ...]]:
        texts = {p.passage_id: p.text for p in one.passages}
        return {
            (texts[c.passage_id], c.dimension, c.code, c.coder, c.probability, c.decided)
            for c in one.codings
        }

    assert told(again) == told(run)
    assert {c.coder for c in again.codings} == {"mens:Ank de Wit", "model:perspectieven@0.3"}
    assert [t.kind for t in again.reading.transcripts] == ["gesprek", "citaten", "gesprek"]
    # And once more: what came back is exported as it was.
    assert {(c.code, c.user) for c in read_project(path, "p").codings} == {
        (c.code, c.user) for c in read_project(exported(again, tmp_path / "q.qdpx"), "q").codings
    }


def test_agree_finds_a_run_and_its_export_alike(folder: Path, run: Run, tmp_path: Path) -> None:
    path = exported(run, tmp_path / "p.qdpx")
    model = "model:perspectieven@0.3"
    code, output = dialoogcoder("agree", folder, path, "--coder", model)
    assert code == 0, output
    assert f"{model} (p.qdpx)" in output
    assert "0 passages on whose primary code they differ" in output


def test_nobody_learns_from_what_a_model_coded(run: Run, tmp_path: Path) -> None:
    path = exported(run, tmp_path / "p.qdpx", [r for r in run.rows() if r["source"] == "tafel.txt"])
    with pytest.raises(DataError, match="nothing that a person coded"):
        read_data([path], run.codebook)
    people = [
        r
        for r in run.rows()
        if r["perspective"] == "gezond-groen" and r["coder"] == "mens:Ank de Wit"
    ]
    data = read_data([exported(run, tmp_path / "q.qdpx", people)], run.codebook)
    assert [(row.primary, row.coder) for row in data.rows] == [("gezond-groen", "mens:Ank de Wit")]


def test_the_quotes_of_a_project_that_came_back_name_no_speaker_as_a_perspective(
    run: Run, tmp_path: Path
) -> None:
    """As when another program kept the codes of threads and speakers, but not whose they were."""
    path = exported(run, tmp_path / "p.qdpx")
    bare = tmp_path / "kaal.qdpx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            raw = old.read(name)
            if name == "project.qde":
                tree = etree.fromstring(raw)
                for element in tree.iter():
                    element.attrib.pop("creatingUser", None)
                raw = etree.tostring(tree)
            new.writestr(name, raw)
    assert dialoogcoder("run", bare, "--out", tmp_path / "uit", "--quiet")[0] == 0
    with (tmp_path / "uit" / "quotes.csv").open(encoding="utf-8", newline="") as file:
        found = {row["perspective"] for row in csv.DictReader(file)}
    assert found <= {*run.codebook.main.code_ids, "geen", "onder collega's"}
