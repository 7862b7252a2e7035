"""Who speaks, and what is cut into passages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialoogcoder.ingest import ingest
from dialoogcoder.model import Transcript, Turn
from dialoogcoder.nlp import load_pipeline
from dialoogcoder.passages import cut_passages
from dialoogcoder.pipeline import find_role_model
from dialoogcoder.roles import assign_roles
from dialoogcoder.roles.functions import stakeholder_group

TABLE = """Spreker 1: Doet hij het?
Spreker 2: Welkom allemaal, fijn dat jullie er zijn vanavond. We beginnen met een voorstelrondje, wie wil er beginnen?
Spreker 3: Ik ben Truus, ik werk als wijkverpleegkundige in Emmen, en ja, ik heb er veel over te zeggen, want wij stonden er gewoon alleen voor die maanden en niemand die belde, niemand.
Spreker 2: Dank je wel. Kun je dat toelichten? En daarna geef ik het woord aan Harm. Harm, jij hebt een melkveebedrijf, toch?
Spreker 1: Ik ben gepensioneerd en ik zeg niet zoveel hoor.
Spreker 3: Nou, neem nou de mondkapjes, die kregen we niet en dan moest je toch naar binnen bij de mensen, dat doet wat met je.
Spreker 2: Als ik het goed begrijp voelde je je in de steek gelaten? Wie heeft daar nog iets bij?
Spreker 1: Ja, precies.
Spreker 4: Ik ben stratenmaker bij de gemeente, en wij moesten gewoon door, elke dag naar buiten, daar heeft niemand het over gehad.
Spreker 2: Tot slot een laatste rondje, en dan bedankt allemaal voor vanavond.
"""


def test_an_unnamed_leader_is_known_by_conduct_and_not_by_talking_most(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text(TABLE, encoding="utf-8")
    reading = ingest([tmp_path])
    speakers = assign_roles(
        reading.transcripts,
        reading.turns,
        reading.notes,
        model=find_role_model("auto"),
        pipeline=load_pipeline(),
    )
    found = {s.speaker: s for s in speakers}
    assert found["Spreker 2"].gespreksrol == "gespreksleider"
    assert found["Spreker 3"].gespreksrol == "deelnemer"
    assert found["Spreker 3"].functie == "wijkverpleegkundige in Emmen"
    assert found["Spreker 3"].stakeholdergroep == "zorgprofessional"
    assert found["Spreker 1"].stakeholdergroep == "burger"


@pytest.mark.parametrize(
    ("functie", "group"),
    [
        ("Wethouder", "bestuurder"),
        ("Zorgondernemer", "ondernemer"),
        ("Provinciehoofd Staatsbosbeheer", "overheidsprofessional"),
        ("Gepensioneerde", "burger"),
        ("zzp'er bewonersparticipatie", "ondernemer"),
        ("adviseur bij de gemeente", "overheidsprofessional"),
        ("universitair docent sociologie", "wetenschapper"),
        ("installatiebedrijf in Drachten", "ondernemer"),
        ("bij een installatiebedrijf", "onbekend"),
        ("benieuwd", "onbekend"),
    ],
)
def test_a_function_gives_its_group_or_unknown(functie: str, group: str) -> None:
    assert stakeholder_group(functie) == group


def test_short_agreement_is_no_passage_but_stays_a_turn(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text(TABLE, encoding="utf-8")
    reading = ingest([tmp_path])
    passages = cut_passages(
        reading.transcripts, reading.turns, reading.attributions, pipeline=load_pipeline()
    )
    assert len(reading.turns) == 10
    assert not any("Ja, precies" in p.text for p in passages)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(alphabet="abc é.?! \n", min_size=1, max_size=400), min_size=1, max_size=5))
def test_a_passage_is_the_text_at_its_offsets_and_loses_no_word(parts: list[str]) -> None:
    text = "\n".join(parts)
    position = 0
    turns = []
    for number, part in enumerate(parts):
        turns.append(Turn(f"x-b{number}", "x", "A", position, position + len(part), None, None))
        position += len(part) + 1
    transcript = Transcript("x", text, "x.txt", "0", "gesprek", None, None, None)
    passages = cut_passages(
        [transcript],
        turns,
        [],
        pipeline=load_pipeline(),
        min_words=1,
        target_words=6,
        max_words=12,
    )
    assert all(p.text == text[p.start : p.end] for p in passages)
    for turn in turns:
        said = text[turn.start : turn.end].split()
        if any(any(c.isalpha() for c in word) for word in said):
            own = [p.text for p in passages if p.first_turn == turn.turn_id]
            assert [word for piece in own for word in piece.split()] == said


def test_imports_go_down_and_stages_do_not_import_each_other() -> None:
    root = Path(__file__).parents[1] / "src" / "dialoogcoder"
    stages = {"ingest", "roles", "passages", "coding", "themes", "export"}
    for path in root.rglob("*.py"):
        own = path.relative_to(root).parts[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith(
                "dialoogcoder."
            ):
                continue
            target = (node.module or "").split(".")[1]
            if own in stages:
                assert target not in (stages - {own}) | {"cli", "pipeline"}, (path, target)
            elif own.removesuffix(".py") not in {"cli", "pipeline", "__main__", "__init__"}:
                assert target not in stages | {"cli", "pipeline"}, (path, target)
