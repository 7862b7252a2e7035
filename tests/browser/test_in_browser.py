"""The report as people use it: searched, followed, copied, darkened, printed, by keyboard."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pdfplumber
import pytest

from dialoogcoder.export.report import report_html
from dialoogcoder.export.stage import Run
from dialoogcoder.model import Rejection
from enlarging import enlarged

Visit = Callable[..., Any]
ROWS = "#citatentabel tbody tr"


def count(page: Any) -> str:
    return str(page.inner_text("#aantal"))


def view(page: Any) -> dict[str, list[str]]:
    """What the address keeps of the search."""
    return parse_qs(page.url.partition("#citaten?")[2])


def violations(page: Any, within: str = "html") -> list[tuple[str, list[str]]]:
    from axe_playwright_python.sync_playwright import Axe

    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
    results = Axe().run(page, context=within, options={"runOnly": rules}).response
    assert len(results["passes"]) > 5
    return [
        (v["id"], [node["html"][:120] for node in v["nodes"][:3]]) for v in results["violations"]
    ]


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280)])
def test_axe_finds_nothing(visit: Visit, report: Path, scheme: str, width: int) -> None:
    page = visit(report, color_scheme=scheme, viewport={"width": width, "height": 900})
    # One conversation is made as all others are; axe looks at each letter's contrast.
    page.locator("details.conversation").last.locator("summary").click()
    page.locator("#meer-filters summary").click()
    assert violations(page) == []
    page.fill("#f-zoek", "thuis")
    page.wait_for_selector("mark")
    assert violations(page, "#citaten") == []
    page.focus("#kaartvlak")
    page.keyboard.press("ArrowRight")
    assert page.is_visible("#kaartlezen")
    assert violations(page, "#kaart") == []
    page.fill("#f-zoek", "zxzxzx")
    page.locator("#aantal", has_text="Geen citaten").wait_for()
    assert violations(page, "#citaten") == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1920])
def test_nothing_sticks_out_of_the_page(visit: Visit, report: Path, width: int) -> None:
    page = visit(report, viewport={"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 1280])
def test_words_without_end_don_t_stick_out_either(
    visit: Visit, sample: Run, tmp_path: Path, width: int
) -> None:
    endless = "Aansprakelijkheidsverzekering" * 8
    reading = sample.reading
    long = replace(
        sample,
        reading=replace(
            reading,
            transcripts=[replace(t, source=f"{endless}.txt") for t in reading.transcripts],
            rejected=[Rejection(endless, endless, endless)],
        ),
        speakers=[replace(s, functie=endless, stakeholdergroep=endless) for s in sample.speakers],
        threads=replace(
            sample.threads,
            themes=[replace(t, label=endless, keywords=(endless,)) for t in sample.threads.themes],
        ),
    )
    path = tmp_path / "lang.html"
    path.write_text(report_html(long), encoding="utf-8")
    page = visit(path, viewport={"width": width, "height": 900})
    page.locator("#meer-filters summary").click()
    page.locator("details.conversation summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_words_are_found_without_accents_or_capitals_and_marked(
    visit: Visit, report: Path, sample: Run
) -> None:
    page = visit(report)
    assert count(page) == f"{len(sample.passages)} citaten gevonden."
    page.fill("#f-zoek", "EEN dag")
    page.wait_for_selector("mark")
    expected = [
        p.text for p in sample.passages
        if "dag" in p.text.lower() and "een" in p.text.lower().replace("é", "e")
    ]  # fmt: skip
    assert count(page).startswith(f"{len(expected)} ")
    assert {m.lower().replace("é", "e") for m in page.locator("mark").all_inner_texts()} <= {
        "een", "dag", "eendag",
    }  # fmt: skip


def test_filters_work_together_and_the_address_gives_the_same_view_back(
    visit: Visit, report: Path, sample: Run
) -> None:
    page = visit(report)
    # A code and a group of which some passage has that code in the second place.
    second = next(
        row for row in sample.rows()
        if ";" in row["perspectives"] and row["stakeholdergroep"] != "onbekend"
    )  # fmt: skip
    code, group = second["perspectives"].split(";")[1], second["stakeholdergroep"]
    page.select_option("#f-perspectief", code)
    page.select_option("#f-groep", group)
    rows = [row for row in sample.rows() if row["stakeholdergroep"] == group]
    carried = sum(code in row["perspectives"].split(";") for row in rows)
    assert count(page) == f"{carried} citaten gevonden."
    assert view(page) == {"perspectief": [code], "groep": [group]}
    page.locator("#meer-filters summary").click()
    page.select_option("#f-eerste", "ja")
    first = sum(row["perspective"] == code for row in rows)
    assert first < carried
    assert count(page) == f"{first} citaten gevonden."
    again = visit(report, "#" + page.url.partition("#")[2])
    assert count(again) == count(page)
    assert again.input_value("#f-groep") == group
    assert again.locator(ROWS).all_inner_texts() == page.locator(ROWS).all_inner_texts()
    page.click("#wis")
    assert count(page) == f"{len(sample.passages)} citaten gevonden."


def test_an_address_that_names_what_is_not_there_finds_as_if_it_were_not_named(
    visit: Visit, report: Path, sample: Run
) -> None:
    page = visit(report, "#citaten?perspectief=%22%3Cb%3E&zoek=%E0%A4%A&onzin=1")
    assert page.input_value("#f-perspectief") == ""
    page = visit(report, "#bestaat-niet%E0%A4%A")
    assert count(page) == f"{len(sample.passages)} citaten gevonden."


def test_a_quote_can_be_clicked_while_the_search_field_has_the_focus(
    visit: Visit, report: Path
) -> None:
    page = visit(report)
    page.locator("#f-zoek").press_sequentially("huur")
    page.wait_for_selector("mark")
    page.locator(f"{ROWS} a.context").first.click()
    page.wait_for_selector(".passage.here")


def test_the_numbers_of_a_chart_are_those_of_the_list_behind_it(visit: Visit, report: Path) -> None:
    page = visit(report)
    row = page.locator("#perspectief-duurzaam-herstel tr", has=page.locator("a.find")).first
    expected = row.locator("td").first.inner_text()
    row.locator("a.find").click()
    page.locator("#aantal", has_text=f"{expected} citaten").wait_for()


def test_five_quotes_of_a_function_on_a_theme_one_a_speaker(
    visit: Visit, report: Path, sample: Run
) -> None:
    page = visit(report, "#citaten?functie=WETHOUDER&perspreker=1")
    texts = page.locator(f"{ROWS} .by").all_inner_texts()
    speakers = {
        (row["transcript_id"], row["speaker"])
        for row in sample.rows() if "wethouder" in (row["functie"] or "").lower()
    }  # fmt: skip
    assert speakers
    assert len(texts) == len(speakers)
    assert all("wethouder" in text.lower() for text in texts)


def test_who_speaks_against_a_thread_is_found_by_a_filter(
    visit: Visit, report: Path, sample: Run
) -> None:
    page = visit(report, "#citaten?soort=tegengeluid")
    expected = {q.passage_id for q in sample.threads.quotes if q.kind == "tegengeluid"}
    found = page.locator(f"{ROWS} a.context").evaluate_all(
        "links => links.map(a => decodeURIComponent(a.hash.slice(1)))"
    )
    assert set(found) == expected


def test_from_a_quote_to_its_conversation_and_back(visit: Visit, report: Path) -> None:
    page = visit(report, "#citaten?verhaal=knel")
    said = page.locator(f"{ROWS} .said").first.inner_text()
    page.locator(f"{ROWS} a.context").first.click()
    passage = page.locator(".passage.here")
    assert passage.locator(".said").inner_text() == said
    assert passage.is_visible()
    box = passage.bounding_box()
    assert 0 <= box["y"] < page.viewport_size["height"]
    # Its neighbours stand around it, and what was too short to code as well.
    conversation = page.locator("details.conversation[open]")
    assert conversation.count() == 1
    assert conversation.locator(".passage").count() > 3
    page.go_back()
    page.wait_for_url(lambda url: "#citaten?" in url)
    assert page.input_value("#f-verhaal") == "knel"


def test_all_text_of_a_conversation_stands_in_it(visit: Visit, report: Path, sample: Run) -> None:
    page = visit(report)
    for transcript in sample.reading.transcripts:
        shown = page.locator(f"[id='gesprek-{transcript.transcript_id}']").text_content()
        for turn in sample.reading.turns:
            if turn.transcript_id == transcript.transcript_id:
                for line in transcript.text[turn.start : turn.end].split("\n"):
                    for word in line.split():
                        assert word in shown


def test_copying_gives_the_quote_with_its_attribution(visit: Visit, report: Path) -> None:
    page = visit(
        report, "#citaten?functie=wethouder",
        permissions=["clipboard-read", "clipboard-write"],
    )  # fmt: skip
    page.locator(f"{ROWS} button.copy").first.click()
    page.locator("#melding", has_text="gekopieerd").wait_for()
    said = page.locator(f"{ROWS} .said").first.text_content()
    by = page.locator(f"{ROWS} .by").first.inner_text()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"“{said}” {by}"
    assert "ethouder" in by


def test_copying_works_where_the_browser_gives_a_file_no_clipboard(
    visit: Visit, report: Path
) -> None:
    page = visit(report)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.locator("#perspectieven button.copy").first.click()
    page.locator("#melding", has_text="gekopieerd").wait_for()


def test_dark_is_chosen_and_kept(visit: Visit, report: Path) -> None:
    page = visit(report, color_scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    page.select_option("#weergave", "dark")
    dark = page.evaluate(ground)
    assert dark != "rgb(255, 255, 255)"
    page.reload()
    assert page.evaluate(ground) == dark


def test_the_search_is_used_with_the_keyboard_alone(visit: Visit, report: Path) -> None:
    page = visit(report)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"
    page.focus("#f-zoek")
    page.keyboard.type("huur")
    page.keyboard.press("Enter")
    assert view(page) == {"zoek": ["huur"]}
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('a.context')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector(".passage.here")
    assert "huur" in page.evaluate("document.activeElement.innerText").lower()


def test_the_map_is_walked_with_arrows_and_shows_what_was_found(visit: Visit, report: Path) -> None:
    page = visit(report)
    page.focus("#kaartvlak")
    seen = []
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
        seen.append(page.inner_text("#kaartlezen"))
    assert len(set(seen)) > 1
    page.keyboard.press("Enter")
    page.wait_for_selector(".passage.here")
    assert page.inner_text(".passage.here .said")[:40] == seen[-1][:40]
    page.fill("#f-zoek", "huur")
    page.wait_for_selector("mark")
    found = page.evaluate("document.getElementById('kaartgevonden').getAttribute('d')")
    assert f"{found.count('M')} " in count(page)


def test_pointing_at_the_map_shows_the_quote(visit: Visit, report: Path) -> None:
    page = visit(report, viewport={"width": 1280, "height": 1000})
    page.locator("#kaartvlak").scroll_into_view_if_needed()
    box = page.locator("#kaartvlak svg").bounding_box()
    x, y = page.evaluate("[data.x[7], data.y[7]]")
    page.mouse.move(box["x"] + x * box["width"] / 1000, box["y"] + y * box["height"] / 1000)
    assert page.inner_text("#kaartlezen .said")[:30] == page.evaluate("textOf(7)")[:30]


def test_without_javascript_every_passage_can_be_read(
    visit: Visit, report: Path, sample: Run
) -> None:
    page = visit(report, java_script_enabled=False)
    assert page.locator(".passage .said").count() == len(sample.passages)
    assert page.locator("#zoekformulier").is_hidden()
    assert page.locator(".unscripted").is_visible()
    first = page.locator("details.conversation").first
    first.locator("summary").click()
    assert first.locator(".passage .said").first.is_visible()


def test_on_paper_the_text_is_there_and_the_buttons_are_not(
    visit: Visit, report: Path, sample: Run
) -> None:
    page = visit(report, color_scheme="dark")
    with pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True, format="A4"))) as pdf:
        text = "\n".join(p.extract_text() or "" for p in pdf.pages)
        # Printed on white, whatever the screen shows.
        assert pdf.pages[0].to_image(resolution=30).original.getpixel((2, 2)) == (255, 255, 255)
    for theme in sample.threads.themes:
        assert theme.label in text
    assert "Hoe is dit gemaakt?" in text
    assert "Kopieer citaat" not in text


def test_a_run_of_twenty_thousand_passages_can_be_searched(
    visit: Visit, sample: Run, tmp_path: Path
) -> None:
    path = tmp_path / "groot.html"
    path.write_text(report_html(enlarged(sample, 20_000)), encoding="utf-8")
    page = visit(path)
    assert count(page) == "20.000 citaten gevonden."
    assert page.locator(ROWS).count() == 25
    page.fill("#f-zoek", "huur")
    page.wait_for_selector("mark")
    page.locator(f"{ROWS} a.context").last.click()
    page.locator(".passage.here").wait_for()
