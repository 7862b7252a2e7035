"""Coding: what was learned, what the codebook says, and how both are judged."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from dialoogcoder.cache import remembered
from dialoogcoder.codebook import load_codebook
from dialoogcoder.coding.agreement import Coded, agree
from dialoogcoder.coding.evaluation import score
from dialoogcoder.coding.labelled import Labelled, read_labelled
from dialoogcoder.coding.learned import fit_learned
from dialoogcoder.coding.material import prepare
from dialoogcoder.coding.models import load_model
from dialoogcoder.coding.stage import Prediction, code_passages
from dialoogcoder.embeddings import Embedder
from dialoogcoder.errors import DataError

ROOT = Path(__file__).parents[1]
BOOK = load_codebook(ROOT / "pipelines" / "herstelperspectieven.toml")
HEAD = "text,perspective,perspectives,verhaal,document\n"


def test_a_held_out_score_is_what_training_without_the_document_gives() -> None:
    texts = [
        "de operatie is uitgesteld", "wachtlijst bij de poli", "steun voor de winkel",
        "belasting terugbetalen", "de poli belde af", "de winkel is failliet",
    ]  # fmt: skip
    rng = np.random.default_rng(3)
    material = prepare(texts, rng.normal(size=(6, 512)).astype(np.float32))
    members = np.array([[1, 0], [1, 0], [0, 1], [0, 1], [1, 0], [0, 1]], dtype=bool)
    documents = ["a", "a", "b", "b", "c", "c"]
    views, held_out = fit_learned(material, members, documents)
    # The embeddings' features depend on the collection's centre only, which is put back here.
    seen = [i for i, d in enumerate(documents) if d != "b"]
    unit = material.vectors - views.centre
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    kernel = unit[seen] @ unit[seen].T + 0.1
    duals = np.linalg.solve(kernel + 1.0 * np.eye(4), 2.0 * members[seen] - 1.0)
    expected = (unit[[2, 3]] @ unit[seen].T + 0.1) @ duals
    found = held_out[[2, 3], :, 1] * views.meaning.spread + views.meaning.mean
    assert found == pytest.approx(expected, abs=1e-3)


def test_scores_are_counted_as_by_hand() -> None:
    codes = BOOK.main.code_ids
    rows = [
        Labelled("a", codes[0], (codes[0],), {}, "d"),
        Labelled("b", codes[0], (codes[0], codes[1]), {}, "d"),
        Labelled("c", codes[1], (codes[1],), {}, "e"),
        Labelled("d", "geen", (), {}, "e"),
    ]
    table = np.full((4, 7), 0.1)
    table[0, 0], table[1, 1], table[2, 1], table[3, 6] = 0.9, 0.8, 0.7, 0.9
    decided = table > 0.5
    result = score(rows, BOOK.main, BOOK, Prediction(table, decided))
    by_code = {s.code: (s.precision, s.recall, s.support) for s in result.scores}
    assert by_code[codes[0]] == (1.0, 0.5, 2)
    assert by_code[codes[1]] == (0.5, 1.0, 1)
    assert result.accuracy == 0.75
    assert result.documents == 2
    # Said: 1 + 1 + 1 codes, all of them right, of 4 that hold.
    assert result.sets_f1 == pytest.approx(6 / 7)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("tekst,x,,,a\n", "code 'x'"),
        ("tekst,geen,,boos,a\n", "code 'boos'"),
        ("", "no rows"),
    ],
)
def test_coded_passages_that_do_not_hold_are_refused_in_one_line(
    rows: str, found: str, tmp_path: Path
) -> None:
    file = tmp_path / "data.csv"
    file.write_text(HEAD + rows, encoding="utf-8")
    with pytest.raises(DataError, match=found) as caught:
        read_labelled(file, BOOK)
    assert "\n" not in str(caught.value)


def test_spreading_over_workers_changes_no_value() -> None:
    documents = [[f"zin {i} van document {d}" for i in range(250)] for d in range(2)]
    alone = Embedder().begin(documents)()
    with Embedder(2, worth_workers=True) as embedder:
        spread = embedder.begin(documents)()
    assert all(np.array_equal(a, b) for a, b in zip(alone, spread, strict=True))


def test_a_damaged_cache_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIALOOGCODER_CACHE", str(tmp_path))
    made: list[int] = []

    def make(texts: object) -> np.ndarray:
        made.append(1)
        return np.ones((2, 3), dtype=np.float32)

    for _ in range(2):
        assert remembered(["a", "b"], make).shape == (2, 3)
    assert len(made) == 1
    (entry,) = tmp_path.iterdir()
    entry.write_bytes(b"\x93NUMPY kapot")
    assert remembered(["a", "b"], make).shape == (2, 3)
    remembered(["a", "b"], make, anew=True)
    assert len(made) == 3


def test_gold_and_training_share_no_passage() -> None:
    def texts(path: Path) -> set[str]:
        with path.open(encoding="utf-8", newline="") as file:
            return {" ".join(row["text"].split()) for row in csv.DictReader(file)}

    gold = texts(ROOT / "tests" / "gold" / "passages.csv")
    training = texts(ROOT / "data" / "coded" / "training.csv")
    assert len(gold) >= 300
    assert len(training) >= 600
    assert not gold & training


def test_no_passages_give_no_codings() -> None:
    empty = prepare([], np.zeros((0, 512), dtype=np.float32))
    model = load_model(ROOT / "models" / "perspectieven")
    assert code_passages([], empty, codebook=BOOK, model=model) == []


def _coded(coder: str, answers: dict[str, str]) -> Coded:
    return Coded(coder, {text: tuple(codes.split(";")) for text, codes in answers.items()})


def test_alpha_and_kappa_are_those_of_the_hand_calculation() -> None:
    # Ten units, two values, two coders: the worked example of Krippendorff (2011), alpha .095.
    a, b = BOOK.main.code_ids[:2]
    first = [b, b, a, a, a, a, a, a, a, a]
    second = [a, b, b, a, a, b, a, b, a, a]
    names = [f"p{i}" for i in range(10)]
    result = agree(
        [
            _coded("x", dict(zip(names, first, strict=True))),
            _coded("y", dict(zip(names, second, strict=True))),
        ],
        BOOK,
    )
    assert result.overall[0].alpha == pytest.approx(0.095, abs=5e-4)
    (pair,) = result.pairs
    assert pair.agreement == 0.6
    # Expected agreement: .2 * .4 + .8 * .6 = .56.
    assert pair.kappa == pytest.approx((0.6 - 0.56) / (1 - 0.56))
    assert len(result.differences) == 4


def test_a_set_that_holds_the_other_is_nearer_than_one_that_overlaps() -> None:
    a, b, c = BOOK.main.code_ids[:3]
    inside = agree(
        [_coded("x", {"1": f"{a};{b}", "2": c}), _coded("y", {"1": a, "2": c})], BOOK
    ).overall[1]
    apart = agree([_coded("x", {"1": b, "2": c}), _coded("y", {"1": a, "2": c})], BOOK).overall[1]
    assert inside.name.startswith("sets of codes")
    assert inside.alpha > apart.alpha


def test_a_passage_that_one_coder_left_out_counts_for_nobody() -> None:
    a, b = BOOK.main.code_ids[:2]
    result = agree([_coded("x", {"1": a, "2": b, "3": a}), _coded("y", {"1": a, "2": b})], BOOK)
    assert result.overall[0].units == 2
    assert result.overall[0].alpha == 1.0


def test_agreement_needs_two_coders_and_a_passage_in_common() -> None:
    a = BOOK.main.code_ids[0]
    with pytest.raises(DataError, match="two or more"):
        agree([_coded("x", {"1": a})], BOOK)
    with pytest.raises(DataError, match="no passage in common"):
        agree([_coded("x", {"1": a}), _coded("y", {"2": a})], BOOK)
