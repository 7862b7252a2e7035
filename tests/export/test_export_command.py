"""`dialoogcoder export` and `open_run`, on a run's folder."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pandas as pd
import pytest
from handmade import handmade, without_threads_and_speakers
from typer.testing import CliRunner, Result

import dialoogcoder
from dialoogcoder.cli import app
from dialoogcoder.errors import InputError
from dialoogcoder.export import write_run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("uit") / "run"
    write_run(handmade(), out)
    return out


def export(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["export", *map(str, arguments)])


def test_filters_together_print_the_quotes_that_are_left(folder: Path) -> None:
    result = export(folder, "--verhaal", "knel", "--role", "student", "--role", "WETHOUDER", "--search", "kamer", "--search", "huis")  # fmt: skip
    assert result.exit_code == 0
    frame = pd.read_csv(io.BytesIO(result.stdout_bytes))
    assert frame["passage_id"].tolist() == ["p1", "p5"]


def test_the_name_of_the_file_tells_the_format(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "beste.docx"
    result = export(folder, "--perspective", "veerkracht", "--limit", "1", "--out", out)
    assert result.output.strip() == f"{out}: 1 quotes"
    assert out.read_bytes().startswith(b"PK")


def test_without_a_name_an_earlier_file_is_not_replaced(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert export(folder, "--format", "xlsx").exit_code == 0
    kept = (tmp_path / "citaten.xlsx").read_bytes()
    again = export(folder, "--format", "xlsx", "--limit", "1")
    assert again.exit_code == 1
    assert "--out" in again.output
    assert (tmp_path / "citaten.xlsx").read_bytes() == kept


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--search", "olifant"), "no quote (8 in the run, then 0 with --search 'olifant')"),
        (("--theme", "T99"), "T01 = Huizen en wachtlijst"),
        (("--format", "xlsx", "--out", "a.docx"), ".xlsx"),
        (("--out", "a"), ".docx"),
        (("--format", "docx", "--out", "weg/a.docx"), "weg/a.docx"),
        (("--format", "xlsx", "--out", "a.xlsx", "--excel-nl"), "--format csv"),
        (("--format", "codebook", "--out", "a.qdc", "--limit", "1"), "leave them out"),
    ],
)
def test_a_users_error_is_one_line_and_writes_nothing(
    folder: Path,
    arguments: tuple[str, ...],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    result = export(folder, *arguments)
    assert result.exit_code == 1
    (line,) = result.output.strip().splitlines()
    assert told in line
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    result = export(tmp_path)
    assert result.exit_code == 1
    assert "no manifest.json" in result.output


def test_a_file_that_fails_leaves_the_earlier_one_whole(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    out = tmp_path / "citaten.docx"
    out.write_bytes(b"het eerste")
    monkeypatch.setattr("dialoogcoder.export.formats.write_word", full)
    result = export(folder, "--out", out)
    assert "No space left on device" in result.output
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [
        ("citaten.docx", b"het eerste")
    ]


def test_an_opened_run_is_data_frames_that_can_be_selected_and_exported(
    folder: Path, tmp_path: Path
) -> None:
    run = dialoogcoder.open_run(folder)
    assert len(run.quotes) == 8
    assert run.quotes["probability"].isna().sum() == 1
    assert run.tables["theme_members"]["theme_id"].isna().sum() == 3
    assert run.tables["rejected"]["source"].tolist() == ["kapot.docx"]
    chosen = run.select(perspective="gezond-groen", role=["wethouder"], sort="probability")
    assert chosen["passage_id"].tolist() == ["p2", "p1"]
    assert run.export(tmp_path / "a.xlsx", verhaal="knel", limit=2) == 2
    command = export(folder, "--verhaal", "knel", "--limit", "2", "--out", tmp_path / "b.xlsx")
    assert command.exit_code == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with pytest.raises(InputError, match="burger"):
        run.select(group="niemand")
    with pytest.raises(InputError, match="csv, xlsx, docx"):
        run.export(tmp_path / "a.pdf", format="pdf")


def test_tables_of_a_run_without_threads_keep_their_types(tmp_path: Path) -> None:
    write_run(without_threads_and_speakers(), tmp_path / "run")
    tables = dialoogcoder.open_run(tmp_path / "run").tables
    assert tables["themes"].empty
    assert str(tables["themes"]["size"].dtype) == "Int64"
    assert str(tables["speakers"]["speaker"].dtype) == "string"
    assert str(tables["codings"]["probability"].dtype) == "float64"


def test_importing_the_package_imports_no_tables() -> None:
    import subprocess

    code = "import sys, dialoogcoder; print('pandas' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
