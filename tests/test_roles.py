"""Who leads, what people do, and one person under several labels."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dialoogcoder.errors import DataError
from dialoogcoder.ingest import ingest
from dialoogcoder.names import parse_name
from dialoogcoder.pipeline import evaluate_roles, train_roles
from dialoogcoder.roles.functions import stakeholder_group

GOLD = Path(__file__).parent / "gold"


def speakers_of(tmp_path: Path, text: str) -> list[str | None]:
    (tmp_path / "gesprek.txt").write_text(text, encoding="utf-8")
    return [turn.speaker for turn in ingest([tmp_path]).turns]


def test_short_and_full_names_of_one_person_join(tmp_path: Path) -> None:
    text = """Marga: Welkom allemaal, wie begint er?
Ank: Ik wil wel, het was een raar jaar.
Marga: Vertel eens.
ANK: Nou, de winkel was dicht.
Marga: En toen?
mw. Boersma: Toen ging hij weer open.
Marga: Gelukkig.
Ank Boersma: Zeg dat wel.
"""
    assert set(speakers_of(tmp_path, text)) == {"Marga", "Ank Boersma"}


def test_initials_are_the_one_person_whose_they_can_be(tmp_path: Path) -> None:
    text = """Femke van der Laan: Goedenavond, zullen we beginnen?
Otto Brink: Ja, graag, ik moet om negen uur weg.
FvdL: Dan doen we eerst de brug.
Otto Brink: Die brug, daar heb ik wel iets over.
Opa: Ik ook.
Fleur Dekker: En ik dan?
F.D.: Nou, dan begin ik maar gewoon.
Opa: Ga je gang.
"""
    assert set(speakers_of(tmp_path, text)) == {
        "Femke van der Laan", "Otto Brink", "Fleur Dekker", "Opa",
    }  # fmt: skip


def test_namesakes_and_people_who_answer_one_another_stay_apart(tmp_path: Path) -> None:
    text = """Jan: Ik heb er geen verstand van.
Jan de Wit: Ik wel, en ik vind het niks.
Jan: Dat zeg je altijd.
Jan de Wit: Omdat het zo is.
Piet: Hou op, allebei.
Jan de Boer: Laat ze maar.
"""
    assert set(speakers_of(tmp_path, text)) == {"Jan", "Jan de Wit", "Piet", "Jan de Boer"}


@pytest.mark.parametrize(
    ("written", "first", "surname", "sex"),
    [
        ("mw. De Boer", "", "boer", "v"),
        ("Ank de Boer", "ank", "boer", ""),
        ("BOER, Ank de", "ank", "boer", ""),
        ("Wethouder Jansen", "", "jansen", ""),
    ],
)
def test_a_name_taken_apart(written: str, first: str, surname: str, sex: str) -> None:
    name = parse_name(written)
    assert name is not None
    assert (name.first, name.surname, name.sex) == (first, surname, sex)


def test_codes_are_no_names() -> None:
    assert parse_name("Spreker 3") is None
    assert parse_name("SPEAKER_00") is None


@pytest.mark.parametrize("name", ["gezien.csv", "ongezien.csv"])
def test_functions_of_an_independent_list_get_their_group(name: str) -> None:
    with (GOLD / "functies" / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    right = sum(stakeholder_group(row["functie"]) == row["stakeholdergroep"] for row in rows)
    assert len(rows) == 300
    assert right >= 0.85 * len(rows)


def test_roles_of_the_gold_conversations_are_as_good_as_documented() -> None:
    known = evaluate_roles([GOLD / "gesprekken" / "open", GOLD / "voorbeelden-deelnemers.csv"])
    assert known.leaders["named"].f1 == 1.0
    assert known.leaders["anonymous"].f1 >= 0.90
    assert known.leaders["all"].false_without == 0
    assert known.speakers.value == 1.0
    assert known.functions.value >= 0.90
    assert known.functions_none.value >= 0.90
    assert known.groups.value >= 0.90
    assert known.groups_unknown.value >= 0.90
    sealed = evaluate_roles([GOLD / "gesprekken" / "sealed"])
    assert sealed.leaders["all"].f1 >= 0.94
    assert sealed.leaders["all"].false_without == 0
    assert sealed.functions.value >= 0.87
    assert sealed.groups.value >= 0.88


def test_a_list_that_names_nobody_who_speaks_is_refused_before_learning(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Spreker 1: Wie wil er?\nSpreker 2: Ik wel, ik ben bakker.\nSpreker 1: Mooi.\n",
        encoding="utf-8",
    )
    (tmp_path / "deelnemers.csv").write_text(
        "bestand,spreker,gespreksrol,functie,stakeholdergroep\n"
        "a.txt,#1,gespreksleider,,\na.txt,#2,deelnemer,bakker,ondernemer\n",
        encoding="utf-8",
    )
    with pytest.raises(DataError, match=r"speakers Spreker 1, Spreker 2; expected .*#1"):
        train_roles([tmp_path], tmp_path / "model")


def test_a_list_with_an_unknown_value_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("An: ja.\nBo: nee.\n", encoding="utf-8")
    (tmp_path / "deelnemers.csv").write_text(
        "bestand,spreker,gespreksrol,functie,stakeholdergroep\na.txt,An,baas,,\n", encoding="utf-8"
    )
    with pytest.raises(DataError, match="baas"):
        evaluate_roles([tmp_path])
