"""The report without a browser: hostile and empty runs, its policy, its size, its map."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lxml import html
from typer.testing import CliRunner

from dialoogcoder.cli import app
from dialoogcoder.export.attribution import said_by
from dialoogcoder.export.page.words import counted, date, number, percent
from dialoogcoder.export.passage_map import map_passages
from dialoogcoder.export.report import report_html
from dialoogcoder.export.saved import load_run
from dialoogcoder.export.stage import Run
from dialoogcoder.model import Threads
from enlarging import enlarged

NAME = "<script>alert(1)</script>"
HOSTILE = [
    ("Scriptje", "\"><img src=x onerror=alert(1)>",
     "De wachtlijst in de zorg </script><script>alert(2)</script> is nu negen maanden, 😀 zei e\u0301\u0301n."),
    ("=1+1", "{{ 7 * 7 }}", "Voor ons bedrijf was de steun -- <!-- net genoeg & nu moet het belastinguitstel terug."),
    ("", "wethouder", "Wij bouwen te weinig woningen en starters komen er niet meer tussen in deze stad."),
]  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("in")
    with (folder / "citaten.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["spreker", "functie", "tekst", "dialoogvorm", "dialoogthema"])
        writer.writerows([*row, "themadialoog", "wonen & verkeer"] for row in HOSTILE)
    out = tmp_path_factory.mktemp("uit") / "run"
    result = CliRunner().invoke(app, ["run", str(folder), "--out", str(out), "--quiet"])
    assert result.exit_code == 0, result.output
    run = load_run(out)

    def renamed(records: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(replace(r, speaker=NAME) if r.speaker == "Scriptje" else r for r in records)

    # Reading takes such a name apart; the page must not count on it.
    return replace(
        run,
        reading=replace(run.reading, turns=renamed(run.reading.turns)),
        passages=renamed(run.passages),
        speakers=renamed(run.speakers),
    )


def scripts(page: str) -> list[html.HtmlElement]:
    return list(html.fromstring(page.encode()).iter("script"))


def test_markup_in_names_and_texts_is_text(hostile: Run) -> None:
    page = report_html(hostile)
    tree = html.fromstring(page.encode())
    assert [script.get("type") for script in scripts(page)] == ["application/json", None]
    assert not tree.xpath("//img | //@onerror | //*[@style] | //iframe")
    said = [element.text_content() for element in tree.xpath("//p[@class='said' and text()]")]
    assert any("</script><script>alert(2)</script> is nu" in text for text in said)
    assert any("😀 zei é" in text for text in said)
    assert "49" not in "".join(tree.xpath("//p[@class='by']//text()"))
    assert any(b.text_content() == NAME for b in tree.xpath("//p/b"))
    data = json.loads(scripts(page)[0].text)
    assert data["speaker_words"][0] == NAME


def test_a_run_without_threads_says_so(hostile: Run) -> None:
    assert not hostile.threads.themes
    page = report_html(hostile)
    assert "Er zijn geen rode draden gevonden" in page
    assert 'id="draad-' not in page


def test_a_run_of_nothing_is_a_page(hostile: Run) -> None:
    empty = replace(
        hostile, passages=(), codings=(), reasons=(), speakers=(), places=(), threads=Threads((), ()),
        reading=replace(hostile.reading, turns=(), attributions=()),
    )  # fmt: skip
    page = report_html(empty)
    assert "0 passages" in page
    assert "Er zijn geen sprekers herkend" in page
    assert 'id="kaart"' not in page


def test_the_policy_allows_this_style_and_this_script_and_nothing_else(hostile: Run) -> None:
    page = report_html(hostile)
    tree = html.fromstring(page.encode())
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag, kind in (("style", "style"), ("script", "script")):
        [text] = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert not re.search(r"(?:src|href)=\"(?:https?:|//)", page)


def test_each_chart_is_a_table_and_each_link_leads_somewhere(hostile: Run) -> None:
    tree = html.fromstring(report_html(hostile).encode())
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    inside = [link[1:] for link in tree.xpath("//a/@href") if link.startswith("#")]
    assert {link.partition("?")[0] for link in inside} <= set(ids)
    for bar in tree.xpath("//*[contains(@class, 'bar') and name()='svg']"):
        row = next(bar.iterancestors("tr"))
        assert re.search(r"\d", row.text_content())


def test_a_run_read_back_gives_the_page_that_the_run_wrote(hostile: Run, tmp_path: Path) -> None:
    assert report_html(hostile) == report_html(hostile)
    assert hostile.manifest["model"]["measured"]["dimensions"]["perspectief"]["macro_f1"] > 0.5


def test_a_model_of_another_codebook_claims_no_quality(hostile: Run) -> None:
    manifest = json.loads(json.dumps(hostile.manifest))
    manifest["model"]["codebook_sha256"] = "0" * 64
    page = report_html(replace(hostile, manifest=manifest))
    assert "met een ander codeboek geleerd" in page
    assert "F1 per code" not in page
    del manifest["model"]["measured"]
    assert "niet gemeten" in report_html(replace(hostile, manifest=manifest))


def test_five_thousand_passages_stay_under_six_megabytes(hostile: Run) -> None:
    # As long as the recipe wishes them: 70 words, each.
    said = " ".join(
        ["En toen zei mijn buurvrouw dat het zo niet langer kon."] * 6 + ["Ja hoor nee."]
    )
    assert len(said.split()) == 69
    count = len(hostile.passages)
    starts = [n * (len(said) + 2) for n in range(count)]
    [transcript] = hostile.reading.transcripts
    long = replace(
        hostile,
        reading=replace(
            hostile.reading,
            transcripts=(replace(transcript, text="\n\n".join([said] * count)),),
        ),
        passages=[
            replace(p, start=start, end=start + len(said), text=said)
            for p, start in zip(hostile.passages, starts, strict=True)
        ],
    )
    page = report_html(enlarged(long, 5_000))
    assert page.count(said) > 5_000
    assert len(page.encode()) < 6_000_000


def test_numbers_and_dates_are_written_as_dutch_writes_them() -> None:
    assert number(12345.678, 2) == "12.345,68"
    assert [percent(1, 3), percent(1, 1000), percent(0, 0), percent(1, 1)] == [
        "33%", "< 1%", "0%", "100%",
    ]  # fmt: skip
    assert counted(1, "spreker", "sprekers") == "1 spreker"
    assert [date("2021-09-09"), date("voorjaar 2021"), date(None)] == [
        "9 sep 2021", "voorjaar 2021", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"functie": "wethouder"}, "Wethouder, themadialoog wonen & verkeer"),
        ({"stakeholdergroep": "burger"}, "Burger, themadialoog wonen & verkeer"),
        ({"gespreksrol": "deelnemer"}, "Deelnemer, themadialoog wonen & verkeer"),
        ({"dialoogvorm": None, "functie": "ic-arts"}, "Ic-arts, wonen & verkeer"),
        ({"speaker": None, "dialoogvorm": None, "dialoogthema": None}, "Tekst zonder spreker"),
    ],
)
def test_a_quote_is_attributed_by_role_and_dialogue(
    facts: dict[str, str | None], expected: str
) -> None:
    row = {
        "functie": None, "stakeholdergroep": "onbekend", "gespreksrol": "onbekend",
        "speaker": "Piet Jansen", "dialoogvorm": "themadialoog",
        "dialoogthema": "wonen & verkeer", "source": "verslag.txt",
    }  # fmt: skip
    assert said_by(row | facts) == expected


@pytest.mark.parametrize("count", [0, 1, 2, 7, 8, 60, 2100])
def test_the_map_puts_like_by_like_and_is_the_same_each_time(count: int) -> None:
    generator = np.random.default_rng(1)
    centres = generator.normal(size=(2, 16))
    kinds = np.arange(count) % 2
    vectors = (centres[kinds] + 0.1 * generator.normal(size=(count, 16))).astype(np.float32)
    ids = [f"p{n}" for n in range(count)]
    # Three threads; every fifth passage is in none.
    theme_of = [None if n % 5 == 4 else f"T0{n % 2 + 1 + (n % 7 == 0) * 2}" for n in range(count)]
    places = map_passages(ids, vectors, theme_of)
    assert [place.passage_id for place in places] == ids
    assert all(0 <= value <= 1 for place in places for value in (place.x, place.y))
    assert places == map_passages(ids, vectors, theme_of)
    if count >= 60:
        at = np.array([(place.x, place.y) for place in places])
        apart = np.linalg.norm(at[kinds == 0].mean(axis=0) - at[kinds == 1].mean(axis=0))
        assert apart > 0.3


def test_passages_that_are_all_alike_have_a_place() -> None:
    alike = np.ones((20, 8), np.float32)
    for theme_of in ([None] * 20, [f"T{n % 4}" for n in range(20)]):
        assert len(map_passages([str(n) for n in range(20)], alike, theme_of)) == 20


def test_a_report_s_headings_and_attributions_stand_between_its_passages(
    hostile: Run,
) -> None:
    text = "Wonen\n\n“De huur is hoog.” – Huurder, themadialoog wonen\n\nDe zaal knikte."
    quote, rest = text.index("De huur"), text.index("De zaal")
    [transcript], first = hostile.reading.transcripts, hostile.passages[0]
    turn = replace(
        hostile.reading.turns[0], speaker="Huurder, themadialoog wonen", start=quote, end=quote + 17
    )
    said = replace(
        first, start=quote, end=quote + 17, text="De huur is hoog.", speaker=turn.speaker
    )
    told = replace(
        hostile.passages[1], first_turn=None, last_turn=None, speaker=None,
        start=rest, end=len(text), text=text[rest:],
    )  # fmt: skip
    run = replace(
        hostile,
        reading=replace(
            hostile.reading,
            transcripts=(replace(transcript, text=text, kind="verslag"),),
            turns=(turn,),
        ),
        passages=(said, told),
        speakers=(),
    )
    tree = html.fromstring(report_html(run).encode())
    beside = [" ".join(p.text_content().split()) for p in tree.xpath("//p[@class='beside']")]
    assert beside == ["Wonen", "– Huurder, themadialoog wonen"]
