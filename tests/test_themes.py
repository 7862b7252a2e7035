"""Threads: what returns is found again, named, quoted, and told apart from what one table says."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from dialoogcoder.coding.vectors import embed_passages
from dialoogcoder.export.saved import load_run
from dialoogcoder.model import DISSENT, TYPICAL
from dialoogcoder.nlp import load_pipeline
from dialoogcoder.themes.continuing import trend
from dialoogcoder.themes.fusion import fuse, nearest
from dialoogcoder.themes.grouping import NOWHERE, Grouping, group
from dialoogcoder.themes.hierarchy import hierarchy
from dialoogcoder.themes.naming import nearest_subtheme
from dialoogcoder.themes.phrases import noun_phrases
from dialoogcoder.themes.quotes import Candidate, dissent, representatives
from dialoogcoder.themes.representation import Material, Representation, with_surroundings
from dialoogcoder.themes.returning import Voice, kind_of
from dialoogcoder.themes.stop_words import stop_words
from test_run import run

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold"


@pytest.fixture(scope="module")
def written() -> tuple[list[str], list[str], NDArray[np.float32]]:
    """Passages that somebody grouped by hand: thread, text, embedding."""
    with (GOLD / "draden-geschreven.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = [row["text"] for row in rows]
    return [row["thema"] for row in rows], texts, embed_passages(texts)


def grouped(texts: list[str], vectors: NDArray[np.float32], **choices: object) -> Grouping:
    nothing = np.zeros((len(texts), 0))
    options = {"granularity": "normaal", "outlier_share": 0.08, "seed": 2021, **choices}
    ids = [f"p{i}" for i in range(len(texts))]
    return group(
        Material(texts, vectors, nothing, nothing), ids, Representation(stop_words([])), **options
    )


# ---- finding -------------------------------------------------------------------------------


def test_threads_are_nearer_to_a_persons_than_words_alone_would_be(written) -> None:
    gold, texts, vectors = written
    found = grouped(texts, vectors)
    assert 15 <= found.labels.max() + 1 <= 60
    assert normalized_mutual_info_score(gold, found.labels) > 0.45
    assert (found.labels == NOWHERE).mean() <= 0.1


def test_the_same_passages_give_the_same_threads_and_more_copies_change_nothing(written) -> None:
    _, texts, vectors = written
    first = grouped(texts[:150], vectors[:150])
    again = grouped(texts[:150], vectors[:150])
    assert first.labels.tolist() == again.labels.tolist()
    assert first.stability.tolist() == again.stability.tolist()
    twice = grouped([*texts[:150], texts[3].upper()], np.vstack([vectors[:150], vectors[3:4]]))
    assert twice.labels[150] == twice.labels[3]
    assert adjusted_rand_score(first.labels, twice.labels[:150]) == 1.0


def test_a_text_that_returns_word_for_word_is_kept_apart(written) -> None:
    _, texts, vectors = written
    copies = ["Dit onderwerp staat niet op de agenda van deze bijeenkomst."] * 6
    more = np.vstack([vectors[:100], np.repeat(vectors[200:201], 6, axis=0)])
    found = grouped([*texts[:100], *copies], more)
    own = set(found.labels[100:].tolist())
    assert len(own) == 1
    assert own <= found.standard
    assert not own & set(found.labels[:100].tolist())


def test_coarse_normal_fine_give_more_and_more_threads(written) -> None:
    _, texts, vectors = written
    counts = [
        grouped(texts, vectors, granularity=name).labels.max()
        for name in ("grof", "normaal", "fijn")
    ]
    assert counts[0] < counts[1] < counts[2]


def test_no_passage_stays_out_when_none_may(written) -> None:
    _, texts, vectors = written
    found = grouped(texts[:120], vectors[:120], outlier_share=0.0)
    # What the dissolving of threads of one or two leaves is all that may be left.
    assert (found.labels == NOWHERE).sum() <= 2


@pytest.mark.parametrize("count", [0, 1, 2, 19])
def test_too_few_passages_give_none_and_no_crash(written, count: int) -> None:
    _, texts, vectors = written
    found = grouped(texts[:count], vectors[:count])
    assert (found.labels == NOWHERE).all()
    assert len(found.stability) == 0


def test_passages_that_share_no_word_and_no_meaning_do_not_crash() -> None:
    texts = [chr(97 + i // 26) * 5 + chr(97 + i % 26) * 5 for i in range(40)]
    vectors = np.zeros((40, 8), dtype=np.float32)
    found = grouped(texts, vectors)
    assert len(found.labels) == 40


@given(st.integers(2, 30), st.integers(0, 5))
def test_a_fused_graph_is_symmetric_and_has_nobody_as_his_own_neighbour(n: int, seed: int) -> None:
    points = np.random.default_rng(seed).normal(size=(n, 6))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    graph = fuse([nearest(points), nearest(points[:, ::-1].copy())])
    assert abs(graph - graph.T).max() == 0
    assert graph.diagonal().sum() == 0
    assert (graph.data > 0).all()


def test_of_equally_near_passages_the_first_come_first() -> None:
    same = np.ones((6, 2)) / np.sqrt(2)
    assert nearest(same, count=3).rows[4].tolist() == [0, 1, 2]


def test_only_what_follows_in_a_conversation_lends_its_subject() -> None:
    rows = np.array([[1.0], [0.0], [0.0], [4.0]])
    around = with_surroundings(rows, ["a", "a", "b", "b"], frozenset("a"))
    assert around.ravel().tolist() == [1.0, 0.25, 0.0, 4.0]


# ---- what returns --------------------------------------------------------------------------


def voices(*said: tuple[str, str | None]) -> list[Voice]:
    return [Voice(conversation, person) for conversation, person in said]


def test_what_one_table_tells_is_no_rode_draad() -> None:
    everyone = voices(("a", "An"), ("a", "Bo"), ("a", "Cas"), ("b", "An"), ("b", "Dirk"))
    options = {"min_speakers": 3, "min_transcripts": 2}
    assert kind_of(everyone[:3], everyone, **options) == "los onderwerp"
    assert kind_of(everyone[1:4], everyone, **options) == "rode draad"
    # The same name at another table is somebody else; one person twice is one.
    assert kind_of(voices(("a", "An"), ("b", "An"), ("a", "An")), everyone, **options) == (
        "los onderwerp"
    )


def test_nobody_need_return_in_more_conversations_than_there_are() -> None:
    report = voices(*[("verslag", None)] * 4)
    assert kind_of(report, report, min_speakers=3, min_transcripts=2) == "rode draad"


# ---- names ---------------------------------------------------------------------------------


def test_noun_phrases_are_dutch_ones_and_leave_out_what_says_nothing() -> None:
    text = "De sociale huurwoningen in de stad zijn een hoog ding, zegt de wethouder van Zwolle."
    (words,) = load_pipeline("nl_dialoog").tagged([text])
    said = {p.said for p in noun_phrases(words, stop_words([]), str.islower)}
    assert {
        "sociale huurwoningen in de stad",
        "sociale huurwoningen",
        "wethouder van Zwolle",
    } <= said
    assert not any("ding" in phrase for phrase in said)


def test_a_thread_is_near_a_sub_theme_only_when_its_passages_clearly_are() -> None:
    subjects = np.zeros((20, 3))
    subjects[:4, 0] = 1.0  # four passages near the first sub-theme, and only those
    subjects[:, 1] = np.arange(20) / 20
    titles = ["Wonen", "Zorg", ""]
    assert nearest_subtheme(subjects, [0, 1, 2, 3], titles) == "Wonen"
    assert nearest_subtheme(subjects, [8, 9, 10], titles) is None
    assert nearest_subtheme(subjects, [], titles) is None
    assert nearest_subtheme(subjects, [0, 1, 2, 3], ["", "Zorg", ""]) is None


# ---- quotes --------------------------------------------------------------------------------


def candidate(
    text: str, person: str, typical: float, table: str = "a", **more: object
) -> Candidate:
    return Candidate(text, person, table, str(more.get("group", "burger")), typical, False)


LONG = " ".join(["De huur ging bij ons omhoog en het loon bleef gelijk."] * 2)


def test_representative_quotes_are_of_different_people_and_read_alone() -> None:
    own = [
        candidate(f"Ja dat dus, {LONG}", "An", 0.9),
        candidate(LONG, "Bo", 0.8),
        candidate(f"{LONG} Echt waar.", "Bo", 0.79),
        candidate("Te kort.", "Cas", 0.99),
        candidate(LONG.replace("huur", "rente"), "Dirk", 0.6, table="b", group="ondernemer"),
        candidate(LONG, "Eef", 0.3),
    ]
    chosen = representatives(own, np.eye(6), 4)
    # Bo before Dirk; An's quote leans on what was said before, so it comes last; Cas's is too
    # short, and Eef's stands for something else.
    assert chosen == [1, 4, 0]


def test_a_near_copy_is_not_a_second_example() -> None:
    own = [candidate(LONG, name, t) for name, t in (("An", 0.9), ("Bo", 0.85), ("Cas", 0.6))]
    likeness = np.array([[1, 0.98, 0.2], [0.98, 1, 0.2], [0.2, 0.2, 1]])
    assert representatives(own, likeness, 2) == [0, 2]


def test_dissent_is_told_by_words_and_by_whom_they_answer() -> None:
    agrees = candidate(
        "Thuiswerken heeft mij rust gebracht, ik wil dat nooit meer kwijt.", "An", 0.9
    )
    angry = candidate(
        "Onzin, wat ze op dat filmpje beweren, en mijn broer gelooft het.", "Cas", 0.8
    )
    differs = Candidate(
        "Daar ben ik het niet mee eens, An, voor ons thuis was het een hel met drie kinderen.",
        "Bo", "a", "burger", 0.5, True, "An",
    )  # fmt: skip
    assert dissent([agrees, angry]) is None
    found = dissent([agrees, angry, differs])
    assert found is not None
    assert found[0] == 2
    assert "niet mee eens" in found[1]
    assert "antwoordt An" in found[1]


# ---- the run -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("draden") / "run"
    assert run("run", ROOT / "data" / "raw", "--out", out, "--quiet")[0] == 0
    return out


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_samples_threads_return_have_names_and_quotes(samples: Path) -> None:
    saved = load_run(samples)
    rows = table(samples / "themes.csv")
    labels = [row["label"] for row in rows]
    assert len(set(labels)) == len(labels)
    assert not any("_" in label for label in labels)
    text = {p.passage_id: p for p in saved.passages}
    kinds = {d.theme_id: d.kind for d in saved.threads.details}
    for theme in saved.threads.themes:
        if kinds[theme.theme_id] == "rode draad":
            assert theme.transcripts >= 2
            assert 0 <= theme.stability <= 1
        own = [q for q in saved.threads.quotes if q.theme_id == theme.theme_id]
        shown = [text[q.passage_id] for q in own if q.kind == TYPICAL]
        people = [(p.transcript_id, p.speaker) for p in shown if p.speaker]
        assert len(set(people)) == len(people)
        assert sum(q.kind == DISSENT for q in own) <= 1
    member = {m.passage_id: m.theme_id for m in saved.threads.members}
    placed = sum(theme is not None for theme in member.values())
    assert placed == sum(theme.size for theme in saved.threads.themes)
    assert placed >= 0.9 * saved.threads.looked_at


def test_the_samples_threads_are_near_those_that_a_person_found(samples: Path) -> None:
    gold = {
        (row["document"], int(row["start"])): row["thread"] for row in table(GOLD / "draden.csv")
    }
    saved = load_run(samples)
    member = {m.passage_id: m.theme_id or "" for m in saved.threads.members}
    source = {t.transcript_id: t.source for t in saved.reading.transcripts}
    pairs = [
        (gold[source[p.transcript_id], p.start], member[p.passage_id])
        for p in saved.passages
        if gold.get((source[p.transcript_id], p.start), "-") not in ("-", "los")
    ]
    known, found = zip(*pairs, strict=True)
    assert len(pairs) > 200
    assert normalized_mutual_info_score(known, found) > 0.55


def test_spread_adds_up(samples: Path) -> None:
    saved = load_run(samples)
    for theme in saved.threads.themes:
        told = [s for s in saved.threads.spread if s.theme_id == theme.theme_id]
        for dimension in ("stakeholdergroep", "transcript_id"):
            assert sum(s.passages for s in told if s.dimension == dimension) == theme.size
    assert all(0 < s.share <= 1 for s in saved.threads.spread)


def test_a_name_given_by_an_analyst_stays(samples: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    run("run", ROOT / "data" / "raw", "--out", out, "--quiet")
    rows = table(out / "themes.csv")
    text = (out / "themes.csv").read_text(encoding="utf-8")
    named = text.replace(f"\n{rows[1]['theme_id']},{rows[1]['label']},",
                         f"\n{rows[1]['theme_id']},Mijn eigen naam,")  # fmt: skip
    (out / "themes.csv").write_text(named, encoding="utf-8")
    run("run", ROOT / "data" / "raw", "--out", out, "--quiet")
    again = {row["theme_id"]: row["label"] for row in table(out / "themes.csv")}
    assert again[rows[1]["theme_id"]] == "Mijn eigen naam"
    assert again[rows[0]["theme_id"]] == rows[0]["label"]
    details = {d.theme_id: d for d in load_run(out).threads.details}
    assert details[rows[1]["theme_id"]].named_by == "mens"
    assert details[rows[1]["theme_id"]].found_label == rows[1]["label"]


def test_a_name_given_in_dutch_excel_is_read(samples: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    shutil.copytree(samples, out)
    rows = table(out / "themes.csv")
    rows[0]["label"] = "Reünie en café"
    lines = [";".join(f'"{cell}"' for cell in row.values()) for row in rows]
    text = "\r\n".join([";".join(rows[0]), *lines])
    (out / "themes.csv").write_bytes(text.encode("cp1252"))
    assert load_run(out).threads.themes[0].label == "Reünie en café"
    (out / "themes.csv").write_bytes(b"\x81\x00")
    assert load_run(out).threads.themes[0].label != "Reünie en café"


def test_next_month_joins_known_threads_and_keeps_their_ids_and_names(
    samples: Path, tmp_path: Path
) -> None:
    new = tmp_path / "nieuw"
    new.mkdir()
    for name in ("middenvelddialoog.txt", "wetenschapsdialoog.json"):
        (new / name).write_bytes((ROOT / "data" / "raw" / name).read_bytes())
    out = tmp_path / "run"
    run("run", new, "--out", out, "--themes-from", samples, "--quiet")
    before = {t.theme_id: t for t in load_run(samples).threads.themes}
    saved = load_run(out)
    old_member = {m.passage_id: m.theme_id for m in load_run(samples).threads.members}
    for member in saved.threads.members:
        if old_member[member.passage_id] is not None:
            assert member.theme_id == old_member[member.passage_id]
    for theme, detail in zip(saved.threads.themes, saved.threads.details, strict=True):
        if theme.theme_id in before:
            assert theme.label == before[theme.theme_id].label
            assert detail.before == before[theme.theme_id].size
            assert (detail.trend == "weg") == (theme.size == 0)
        else:
            assert detail.trend == "nieuw"


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [(0, 5, "weg"), (30, 5, "groeit"), (5, 6, "blijft"), (2, 30, "krimpt")],
)
def test_a_trend_is_more_than_chance(now: int, before: int, expected: str) -> None:
    assert trend(now, 100, before, 100) == expected


def test_themes_from_something_else_is_one_clear_line(tmp_path: Path) -> None:
    code, said = run(
        "run", ROOT / "data" / "raw", "--out", tmp_path / "x", "--themes-from", tmp_path, "--quiet"
    )
    assert code == 1
    assert "manifest.json" in said
    assert len(said.strip().splitlines()) == 1


@pytest.mark.parametrize("broken", ["{}", "geen json", "[]", '{"notices": 3}'])
def test_a_run_with_a_broken_manifest_is_one_clear_line(
    samples: Path, tmp_path: Path, broken: str
) -> None:
    shutil.copytree(samples, tmp_path / "run")
    (tmp_path / "run" / "manifest.json").write_text(broken, encoding="utf-8")
    code, said = run(
        "run", ROOT / "data" / "raw", "--out", tmp_path / "x",
        "--themes-from", tmp_path / "run", "--quiet",
    )  # fmt: skip
    assert code == 1
    assert len(said.strip().splitlines()) == 1


def test_a_handful_of_passages_is_told_to_be_too_few(tmp_path: Path) -> None:
    source = tmp_path / "citaten.csv"
    source.write_text("text\nDe huur is te hoog voor wie alleen woont.\n", encoding="utf-8")
    run("run", source, "--out", tmp_path / "run", "--quiet")
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))
    assert "te weinig" in manifest["thread_notices"][0]
    assert table(tmp_path / "run" / "themes.csv") == []


def test_the_hierarchy_merges_threads_that_share_words_first() -> None:
    passages = [
        ("école", "leraar", "toets", "klas"),
        ("leraar", "toets", "klas", "laptop"),
        ("student", "toets", "leraar", "kamer"),
        ("student", "kamer", "toets", "studeren"),
        ("belasting", "uitstel", "steun", "schuld"),
        ("belasting", "steun", "terugbetalen", "schuld"),
    ]
    merges = hierarchy(passages, np.array([0, 0, 1, 1, 2, 2]), ["T01", "T02", "T03"])
    assert [(m.merged_id, {m.left_id, m.right_id}) for m in merges] == [
        ("G01", {"T01", "T02"}),
        ("G02", {"T03", "G01"}),
    ]
    assert merges[0].distance < merges[1].distance
    known = {word for passage in passages for word in passage}
    assert all(word in known for merge in merges for word in merge.keywords)
