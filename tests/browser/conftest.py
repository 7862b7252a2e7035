"""A browser that opens a report from disk and writes down all that goes wrong in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dialoogcoder.cli import app
from dialoogcoder.export.stage import Run

ROOT = Path(__file__).parents[2]
NO_BROWSER = (
    "There is no Chromium here, so that the report was not opened in a browser: "
    "install Debian's package `chromium` (apt-get install chromium) to run these tests."
)
_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
)  # fmt: skip


@dataclass
class Visit:
    """A page that was opened; `trouble` is what the console and the page complained of."""

    page: Any
    trouble: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM is None:
        for item in items:
            if item.path.parent == Path(__file__).parent:
                item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_QUIET))
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Any) -> Iterator[Any]:
    """Opens a file and gives the page; all pages are checked for trouble when the test ends."""
    visits: list[Visit] = []

    def open_page(path: Path, hash_: str = "", **options: Any) -> Any:
        context = browser.new_context(locale="nl-NL", **options)
        seen = Visit(context.new_page())
        visits.append(seen)
        seen.page.on("console", lambda message: seen.trouble.append(message.text))
        seen.page.on("pageerror", lambda error: seen.trouble.append(str(error)))
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.goto(f"{path.as_uri()}{hash_}")
        return seen.page

    yield open_page
    for seen in visits:
        address = seen.page.url.split("#")[0]
        leaving = [u for u in seen.requests if u.split("#")[0] != address]
        assert [u for u in leaving if not u.startswith("data:")] == []
        assert seen.trouble == []
        seen.page.context.close()


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sample") / "run"
    result = CliRunner().invoke(
        app, ["run", str(ROOT / "data" / "raw"), "--out", str(out), "--quiet"]
    )
    assert result.exit_code == 0, result.output
    return out


@pytest.fixture(scope="session")
def sample(sample_folder: Path) -> Run:
    from dialoogcoder.export.saved import load_run

    return load_run(sample_folder)


@pytest.fixture(scope="session")
def report(sample_folder: Path) -> Path:
    return sample_folder / "report.html"
