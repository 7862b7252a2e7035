"""The main job from end to end, through the command line."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from dialoogcoder.cli import app
from dialoogcoder.codebook import load_codebook
from dialoogcoder.coding import load_model, prepare, read_data
from dialoogcoder.coding.training import Trainer
from dialoogcoder.coding.vectors import embed_passages
from dialoogcoder.export.quotes import QUOTE_COLUMNS
from dialoogcoder.model import Passage, Speaker, Transcript
from dialoogcoder.tables import read_parquet

ROOT = Path(__file__).parents[1]
TABLE = """Gespreksleider: Welkom allemaal, fijn dat u er bent, we beginnen met een kort rondje langs de tafel.
Truus: Ik ben Truus, ik werk als verpleegkundige, en de operaties die wij hebben uitgesteld die halen we nooit meer in, de wachtlijst bij ons is nu negen maanden.
Gespreksleider: Dank u wel.
Harm: Voor ons bedrijf was de steun van de overheid net genoeg, maar nu moet het belastinguitstel terug en dan gaan er hier in de straat winkels failliet.
"""


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    folder = tmp_path_factory.mktemp("in")
    (folder / "tafel.txt").write_text(TABLE, encoding="utf-8")
    (folder / "kapot.docx").write_bytes(b"geen Word")
    out = tmp_path_factory.mktemp("uit") / "run"
    code, _ = run("run", folder, "--out", out, "--quiet")
    return out, code


def test_every_file_of_the_contract_is_there_and_a_bad_input_gives_exit_code_3(
    coded: tuple[Path, int],
) -> None:
    out, code = coded
    assert code == 3
    names = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}
    tables = "turns speakers passages codings coding_reasons themes theme_members".split()
    assert names >= {
        "quotes.csv", "themes.csv", "rejected.csv", "report.html", "manifest.json",
        *(f"tables/{table}.parquet" for table in tables),
    }  # fmt: skip
    assert "kapot.docx" in (out / "rejected.csv").read_text(encoding="utf-8")


def test_quotes_carry_speaker_code_and_the_way_back(coded: tuple[Path, int]) -> None:
    out, _ = coded
    with (out / "quotes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == QUOTE_COLUMNS
    truus = next(row for row in rows if row["speaker"] == "Truus")
    assert (truus["functie"], truus["stakeholdergroep"]) == ("verpleegkundige", "zorgprofessional")
    assert truus["perspective"] == "gezond-groen"
    harm = next(row for row in rows if row["speaker"] == "Harm")
    assert harm["perspective"] == "duurzaam-herstel"
    texts = {
        t.transcript_id: t.text
        for t in read_parquet(Transcript, out / "tables" / "transcripts.parquet")
    }
    for passage in read_parquet(Passage, out / "tables" / "passages.parquet"):
        assert passage.text == texts[passage.transcript_id][passage.start : passage.end]


def test_a_run_in_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    source = tmp_path / "tafel.txt"
    source.write_text(TABLE, encoding="utf-8")
    assert run("run", source, "--out", tmp_path / "een", "--quiet")[0] == 0
    # Sets come in another order there.
    other = dict(os.environ, PYTHONHASHSEED="4711")
    command = [sys.executable, "-m", "dialoogcoder", "run", source, "--out", tmp_path / "twee"]
    subprocess.run(list(map(str, command)), env=other, check=True, capture_output=True)
    for file in (tmp_path / "een").rglob("*"):
        if file.is_file() and file.name != "manifest.json":
            twin = tmp_path / "twee" / file.relative_to(tmp_path / "een")
            assert file.read_bytes() == twin.read_bytes(), file.name
    manifest = json.loads((tmp_path / "een" / "manifest.json").read_text(encoding="utf-8"))
    assert str(tmp_path) not in json.dumps(manifest)


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "weg", "--out", "x"),
        ("run", ".", "--out", "x", "--recipe", "geen"),
        ("run", ".", "--out", "x", "--codebook", "geen.toml"),
        ("run", ".", "--out", "x", "--model", "geen"),
        ("evaluate", "weg.csv"),
    ],
)
def test_a_users_error_is_one_line_and_writes_nothing(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "leeg.txt").write_text("Een zin die nergens over gaat.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    code, output = run(*arguments)
    assert code == 1
    assert len(output.strip().splitlines()) == 1
    assert not (tmp_path / "x").exists()


def test_the_samples_speakers_are_who_their_gold_says(tmp_path: Path) -> None:
    out = tmp_path / "uit"
    assert run("run", ROOT / "data" / "raw", "--out", out, "--quiet")[0] == 0
    sources = {
        t.transcript_id: t.source
        for t in read_parquet(Transcript, out / "tables" / "transcripts.parquet")
    }
    speakers = {
        (sources[s.transcript_id], s.speaker): s
        for s in read_parquet(Speaker, out / "tables" / "speakers.parquet")
    }
    path = ROOT / "tests" / "gold" / "voorbeelden-deelnemers.csv"
    with path.open(encoding="utf-8", newline="") as file:
        gold = list(csv.DictReader(file))
    pairs = [(g, speakers[Path(g["bestand"]).name, g["spreker"]]) for g in gold]
    leaders = [(g["gespreksrol"], s.gespreksrol) for g, s in pairs]
    assert sum(a == b for a, b in leaders) >= 0.95 * len(leaders)
    assert not [b for a, b in leaders if b == "gespreksleider" and a != "gespreksleider"]
    grouped = [(g, s) for g, s in pairs if g["stakeholdergroep"] != "onbekend"]
    right = sum(g["stakeholdergroep"] == s.stakeholdergroep for g, s in grouped)
    assert right >= 0.75 * len(grouped)


def test_the_filled_in_list_of_a_run_can_be_corrected_and_put_back(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "tafel.txt").write_text(TABLE, encoding="utf-8")
    assert run("run", source, "--out", tmp_path / "uit", "--quiet")[0] == 0
    with (tmp_path / "uit" / "deelnemers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["bewijs"] for row in rows)
    rows[-1]["functie"] = "nachtzuster"
    with (source / "deelnemers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert run("run", source, "--out", tmp_path / "uit2", "--quiet")[0] == 0
    found = read_parquet(Speaker, tmp_path / "uit2" / "tables" / "speakers.parquet")
    assert {s.speaker: s.functie for s in found}[rows[-1]["spreker"]] == "nachtzuster"


def test_the_reports_quotes_are_those_of_the_gold(tmp_path: Path) -> None:
    name = "verslag-regionale-dialoogdag.txt"
    assert run("run", ROOT / "data" / "raw" / name, "--out", tmp_path / "uit", "--quiet")[0] == 0
    columns = ("functie", "dialoogvorm", "dialoogthema", "text")

    def quotes(path: Path) -> list[tuple[str, ...]]:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["functie"]]
        return [tuple(" ".join(row[c].split()) for c in columns) for row in rows]

    assert quotes(tmp_path / "uit" / "quotes.csv") == quotes(ROOT / "tests" / "gold" / "quotes.csv")


def test_output_never_replaces_something_that_is_no_run(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text(TABLE, encoding="utf-8")
    mine = tmp_path / "mijn"
    mine.mkdir()
    (mine / "brief.txt").write_text("bewaar mij", encoding="utf-8")
    assert run("run", tmp_path / "t.txt", "--out", mine)[0] == 1
    assert (mine / "brief.txt").read_text(encoding="utf-8") == "bewaar mij"


def _some_training(path: Path, documents: int) -> None:
    """A part of the training passages: the first of each of the last documents."""
    with (ROOT / "data" / "coded" / "training.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["coder"] == "schrijver"]
    names = list(dict.fromkeys(row["document"] for row in rows))[-documents:]
    chosen = [row for row in rows if row["document"] in names]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file, ["text", "perspective", "verhaal", "document", "coder"], extrasaction="ignore"
        )
        writer.writeheader()
        writer.writerows(chosen)
        # A second coder, who says geen to one passage.
        writer.writerow({**chosen[0], "coder": "ander", "perspective": "geen"})


def test_training_writes_a_model_and_a_card_that_can_be_defended(tmp_path: Path) -> None:
    _some_training(tmp_path / "data.csv", 8)
    out = [tmp_path / name / "eigen" for name in ("een", "twee")]
    for folder in out:
        code, printed = run("train", tmp_path / "data.csv", "--out", folder)
        assert code == 0, printed
    for name in ("model.json", "weights.npz", "KAART.md", "kaart.json", "twijfel.csv"):
        assert (out[0] / name).read_bytes() == (out[1] / name).read_bytes(), name
    card = json.loads((out[0] / "kaart.json").read_text(encoding="utf-8"))
    first = card["held_out"][0]
    assert list(first["methods"]) == [
        "majority", "TF-IDF + logistic regression", "codebook alone", "this model",
    ]  # fmt: skip
    assert first["methods"]["this model"]["documents"] == 8
    assert first["methods"]["this model"]["macro_f1"] > first["methods"]["majority"]["macro_f1"]
    # A quarter of seven documents is too few to learn from; half, three quarters and all are told.
    assert len(first["learning_curve"]) == 3
    assert card["coders"]["names"] == ["ander", "schrijver"]
    assert "Krippendorff" in (out[0] / "KAART.md").read_text(encoding="utf-8")
    code, printed = run(
        "evaluate", tmp_path / "data.csv", "--model", out[0],
        "--json", tmp_path / "e.json", "--picture", tmp_path / "e.png",
    )  # fmt: skip
    assert code == 0, printed
    found = json.loads((tmp_path / "e.json").read_text(encoding="utf-8"))
    assert found["dimensions"][0]["dimension"] == "perspectief"
    assert (tmp_path / "e.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("a,geen,d1\nb,geen,d2\nc,geen,d3\n", "one code only"),
        ("a,geen,d1\nb,gezond-groen,d2\n", "2 documents; expected 3 or more"),
        (",geen,d1\n", "no passage with text"),
    ],
)
def test_data_that_cannot_be_learned_from_is_refused_in_one_line(
    rows: str, expected: str, tmp_path: Path
) -> None:
    (tmp_path / "d.csv").write_text("text,perspective,document\n" + rows, encoding="utf-8")
    code, printed = run("train", tmp_path / "d.csv", "--out", tmp_path / "m")
    assert code == 1
    assert expected in printed
    assert len(printed.strip().splitlines()) == 1
    assert not (tmp_path / "m").exists()


def test_the_shipped_model_is_what_training_gives() -> None:
    codebook = load_codebook(ROOT / "pipelines" / "herstelperspectieven.toml")
    data = read_data([ROOT / "data" / "coded" / "training.csv"], codebook)
    texts = [row.text for row in data.rows]
    trainer = Trainer(data.rows, prepare(texts, embed_passages(texts)), codebook)
    fresh = trainer.fit(np.arange(len(texts)), name="perspectieven", data_sha256=data.sha256)
    shipped = load_model(ROOT / "models" / "perspectieven")
    assert fresh.data_sha256 == shipped.data_sha256
    assert fresh.codebook_sha256 == shipped.codebook_sha256 == codebook.sha256
    for name, own in shipped.dimensions.items():
        twin = fresh.dimensions[name]
        # Another processor's linear algebra may differ in the last digits.
        assert twin.combination.weights == pytest.approx(own.combination.weights, abs=1e-3)
        for one, other in zip(twin.learned.views, own.learned.views, strict=True):
            assert one.ngrams == pytest.approx(other.ngrams, abs=1e-3)
            assert one.meaning == pytest.approx(other.meaning, abs=1e-3)


def test_a_model_of_another_codebook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text(TABLE, encoding="utf-8")
    book = (ROOT / "pipelines" / "herstelperspectieven.toml").read_text(encoding="utf-8")
    (tmp_path / "ander.toml").write_text(book + "\n# anders\n", encoding="utf-8")
    common = ("run", tmp_path / "t.txt", "--out", tmp_path / "uit")
    code, output = run(*common, "--codebook", tmp_path / "ander.toml", "--model", "perspectieven")
    assert code == 1
    assert "another codebook" in output


def test_a_codebook_of_ones_own_works_without_training(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text(TABLE, encoding="utf-8")
    (tmp_path / "eigen.toml").write_text(
        '[[dimension]]\nid = "onderwerp"\n'
        '[[dimension.code]]\nid = "zorg"\ndefinition = "Ziekenhuis, operaties, wachtlijst, arts."\n'
        '[[dimension.code]]\nid = "geld"\ndefinition = "Steun, belastinguitstel, failliet, winkel."\n',
        encoding="utf-8",
    )
    out = tmp_path / "uit"
    code, _ = run(
        "run", tmp_path / "t.txt", "--out", out, "--codebook", tmp_path / "eigen.toml", "--quiet"
    )
    assert code == 0
    assert "zorg" in (out / "quotes.csv").read_text(encoding="utf-8")


def test_passages_with_codes_of_their_own_train_a_model_without_a_codebook(tmp_path: Path) -> None:
    said = {
        "geluid in de klas": ("het is te hard in het lokaal", "kinderen horen de juf niet door het lawaai"),
        "vies schoolplein": ("er ligt elke dag afval bij de glijbaan", "het plein is vies en vol blikjes"),
        "te weinig fietsplek": ("mijn fiets staat altijd klem", "er is geen rek vrij voor de fietsen"),
    }  # fmt: skip
    lines = ["text,perspective,document"]
    lines += [
        f"{t} {w},{code},d{i}"
        for code, texts in said.items()
        for t in texts
        for i, w in enumerate(("vandaag", "zeggen ze", "vond Joris"))
    ]
    (tmp_path / "gecodeerd.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    code, output = run("train", tmp_path / "gecodeerd.csv", "--out", tmp_path / "model")
    assert code == 0, output
    (tmp_path / "t.csv").write_text(
        "tekst\n"
        "Wat mij stoort is dat er nergens een rek vrij is en dat alle fietsen klem staan.\n"
        "Bij ons ligt het plein vol afval en blikjes en de glijbaan is gewoon helemaal vies.\n",
        encoding="utf-8",
    )
    out = tmp_path / "uit"
    assert (
        run("run", tmp_path / "t.csv", "--out", out, "--model", tmp_path / "model", "--quiet")[0]
        == 0
    )
    with (out / "quotes.csv").open(encoding="utf-8", newline="") as file:
        found = [(row["perspective"], row["coder"]) for row in csv.DictReader(file)]
    assert found == [
        ("te weinig fietsplek", "model:model@0.3"),
        ("vies schoolplein", "model:model@0.3"),
    ]
