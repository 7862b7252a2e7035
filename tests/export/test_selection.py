"""Which quotes a filter leaves."""

from __future__ import annotations

from dataclasses import fields

import pytest
from handmade import handmade, without_threads_and_speakers

from dialoogcoder.errors import InputError
from dialoogcoder.export import Run, Selection, select
from dialoogcoder.export.attribution import attribution


@pytest.fixture(scope="module")
def run() -> Run:
    return handmade()


def ids(run: Run, **filters: object) -> str:
    given = {n: (v,) if isinstance(v, str) and n != "sort" else v for n, v in filters.items()}
    return " ".join(row["passage_id"] for row in select(run, Selection(**given)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, "p1 p2 p3 p4 p5 p6 p7 p8"),
        # The second code of p4 counts as well, and a title is as good as an id.
        ({"perspective": "GEZOND-groen"}, "p1 p2 p4 p8"),
        ({"perspective": "Sociale en mentale veerkracht van de samenleving"}, "p5 p6"),
        ({"perspective": "veerkracht"}, "p5 p6"),
        ({"perspective": "geen"}, "p3"),
        ({"perspective": ("veerkracht", "geen")}, "p3 p5 p6"),
        ({"verhaal": "Knel"}, "p1 p4 p5"),
        ({"role": "Wethouders"}, "p1 p2"),
        ({"role": "gespreksleider"}, "p3"),
        ({"role": "student"}, "p5"),
        ({"group": "maatschappelijke organisatie"}, "p7"),
        ({"group": "wetenschappers"}, "p6"),
        ({"dialogue_form": "Themadialoog"}, "p1 p2 p3 p4"),
        ({"dialogue_theme": "wonen"}, "p1 p2 p3 p4"),
        ({"dialogue_theme": "wonen en verkeer"}, "p1 p2 p3 p4"),
        ({"theme": "t02"}, "p4 p5 p6"),
        ({"theme": "huizen en WACHTLIJST"}, "p1 p2"),
        # What a person coded has no probability, and is sure.
        ({"min_probability": 0.9}, "p1 p2 p3 p7"),
        ({"reviewed": True}, "p7"),
        ({"representative": True}, "p1"),
        ({"dissent": True}, "p6"),
        ({"verhaal": "knel", "theme": "T02", "role": "student"}, "p5"),
    ],
)
def test_a_filter_leaves_what_it_says(run: Run, filters: dict[str, object], expected: str) -> None:
    assert ids(run, **filters) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("huis", "p1 p3"),
        ("HUIZEN wachtlijst", "p1 p3"),
        ("bouwen", "p2"),
        ("woning*", "p2"),
        ("*ning*", "p2"),
        ("cafe", "p5"),
        ("cafe\u0301", "p5"),
        (("bouwen", "café"), "p2 p5"),
    ],
)
def test_a_search_finds_words_in_any_form(run: Run, query: str, expected: str) -> None:
    assert ids(run, search=query) == expected


def test_the_best_are_sure_said_by_participants_and_read_well_alone(run: Run) -> None:
    # p7 is sure and short; p3 is the leader's; p8 nobody's; p4 is to be reviewed.
    assert ids(run, limit=9) == "p1 p5 p6 p7 p2 p3 p8 p4"
    assert ids(run, limit=2) == "p1 p5"
    # Quotes that carry the asked code first come before those that carry it besides another.
    assert ids(run, perspective="gezond-groen", limit=9) == "p1 p2 p8 p4"


def test_no_more_of_one_speaker_than_asked(run: Run) -> None:
    assert ids(run, max_per_speaker=1, sort="source") == "p1 p3 p4 p5 p6 p7 p8"
    assert ids(run, max_per_speaker=1, limit=3) == "p1 p5 p6"
    # A paragraph without a speaker isn't the speaker of another.
    alone = without_threads_and_speakers()
    assert ids(alone, max_per_speaker=1) == "p8"


@pytest.mark.parametrize(
    ("order", "first"),
    [("source", "p1"), ("probability", "p7"), ("speaker", "p4"), ("group", "p1"),
     ("dialogue", "p1"), ("thread", "p1"), ("perspective", "p4"), ("best", "p1")],
)  # fmt: skip
def test_orders(run: Run, order: str, first: str) -> None:
    found = ids(run, sort=order).split()
    assert sorted(found) == ["p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8"]
    assert found[0] == first


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("perspective", "nieuwe-ongelijkheden = Nieuwe ongelijkheden"),
        ("verhaal", "knel"),
        ("role", "wethouder wonen"),
        ("group", "burger"),
        ("dialogue_form", "verkenningsdialoog"),
        ("dialogue_theme", "wonen & verkeer"),
        ("theme", "T01 = Huizen en wachtlijst"),
        ("sort", "best, source"),
    ],
)
def test_a_value_that_is_not_there_lists_those_that_are(
    run: Run, option: str, expected: str
) -> None:
    assert option in {field.name for field in fields(Selection)}
    with pytest.raises(InputError) as caught:
        ids(run, **{option: "bestaatniet"})
    assert "bestaatniet" in str(caught.value)
    assert expected in str(caught.value)
    assert "\n" not in str(caught.value)


def test_nothing_left_says_which_filter_left_nothing(run: Run) -> None:
    with pytest.raises(InputError, match="8 in the run, then 2 with --role 'wethouder', then 0"):
        ids(run, role="wethouder", search="olifant")
    with pytest.raises(InputError, match="no word"):
        ids(run, search="...")


@pytest.mark.parametrize(
    ("passage", "line"),
    [
        ("p1", "– Wethouder wonen, themadialoog wonen & verkeer"),
        ("p3", "– Gespreksleider, themadialoog wonen & verkeer"),
        ("p5", "– Student pedagogiek, verkenningsdialoog"),
        ("p6", "– Wetenschapper, verkenningsdialoog"),
        ("p7", "– Vertegenwoordiger van een maatschappelijke organisatie, verkenningsdialoog"),
        ("p8", "– Tekst zonder spreker"),
    ],
)
def test_a_quote_is_attributed_by_what_somebody_does_and_never_by_name(
    run: Run, passage: str, line: str
) -> None:
    row = next(row for row in run.rows() if row["passage_id"] == passage)
    assert attribution(row) == line
