"""The commands and the notebook of docs/rapporteren.md do what it says, on the sample."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from dialoogcoder.cli import app
from dialoogcoder.export.formats import FORMATS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "rapporteren.md").read_text(encoding="utf-8")
SAMPLE = "data/coded/voorbeeld"
COMMANDS = re.findall(r"^\.venv/bin/dialoogcoder (export .+)$", PAGE, re.MULTILINE)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("voorbeeld") / "run"
    result = CliRunner().invoke(
        app, ["run", str(ROOT / "data" / "raw"), "--out", str(out), "--quiet"]
    )
    assert result.exit_code == 0
    return out


def test_every_command_of_the_page_gives_quotes(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(COMMANDS) >= 6
    for command in COMMANDS:
        arguments = [str(sample) if word == SAMPLE else word for word in shlex.split(command)]
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == 0, (command, result.output)


def test_the_notebook_of_the_page_runs(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, object] = {}
    exec(code.replace(SAMPLE, str(sample)), names)
    assert (tmp_path / "studenten.docx").exists()


def test_the_students_knel_are_what_the_page_says(sample: Path) -> None:
    import dialoogcoder

    found = dialoogcoder.open_run(sample).select(role="student", verhaal="knel")
    assert isinstance(found, pd.DataFrame)
    # Roles and codes get better; a handful stays.
    assert 5 <= len(found) <= 14
    assert found["functie"].str.startswith(("studeer", "student")).all()


def test_the_page_names_every_filter_and_format() -> None:
    help_text = CliRunner().invoke(app, ["export", "--help"], terminal_width=200).output
    options = set(re.findall(r"--[a-z-]+", help_text)) - {"--help"}
    assert not [option for option in options if f"`{option}" not in PAGE]
    assert not [kind for kind in FORMATS if f"`{kind}`" not in PAGE]
