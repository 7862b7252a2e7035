"""Coding: what was learned, what the codebook says, and how both are judged."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from dialoogcoder.cache import remembered
from dialoogcoder.codebook import load_codebook
from dialoogcoder.coding.agreement import Coded, agree, coders_of
from dialoogcoder.coding.classifier import Combination, Prediction, fit_combination
from dialoogcoder.coding.evaluation import score
from dialoogcoder.coding.labelled import Labelled, read_data, read_labelled
from dialoogcoder.coding.learned import Kernels, LearnedFitter, LearnedViews
from dialoogcoder.coding.material import Material, prepare
from dialoogcoder.coding.models import DimensionModel, load_model
from dialoogcoder.coding.stage import code_passages
from dialoogcoder.coding.vectors import embed_passages
from dialoogcoder.coding.views import CodebookViews
from dialoogcoder.embeddings import Embedder
from dialoogcoder.errors import DataError
from dialoogcoder.model import Passage

ROOT = Path(__file__).parents[1]
BOOK = load_codebook(ROOT / "pipelines" / "herstelperspectieven.toml")
HEAD = "text,perspective,perspectives,verhaal,document\n"


def _material(texts: list[str], *, seed: int = 3) -> Material:
    rng = np.random.default_rng(seed)
    return prepare(texts, rng.normal(size=(len(texts), 512)).astype(np.float32))


def test_a_held_out_score_is_what_training_without_the_document_gives() -> None:
    texts = [
        "de operatie is uitgesteld", "wachtlijst bij de poli", "steun voor de winkel",
        "belasting terugbetalen", "de poli belde af", "de winkel is failliet",
    ]  # fmt: skip
    material = _material(texts)
    members = np.array([[1, 0], [1, 0], [0, 1], [0, 1], [1, 0], [0, 1]], dtype=bool)
    documents = ["a", "a", "b", "b", "c", "c"]
    fitter = LearnedFitter(Kernels(material, documents), np.arange(6))
    learned, held_out = fitter.fit(members, "apart")
    together, all_held_out = fitter.fit(members, "together")
    seen = [i for i, d in enumerate(documents) if d != "b"]

    def without_b(features: np.ndarray) -> np.ndarray:
        # What depends on the collection alone (weights of words, centre) stays as it was.
        kernel = features[seen] @ features[seen].T + 0.1
        duals = np.linalg.solve(kernel + 1.0 * np.eye(4), 2.0 * members[seen] - 1.0)
        return (features[[2, 3]] @ features[seen].T + 0.1) @ duals

    words, meaning = _all_features(learned, material)
    for column, features in enumerate((words, meaning)):
        view = learned.views[column]
        found = held_out[[2, 3], :, column] * view.spread + view.mean
        assert found == pytest.approx(without_b(features), abs=1e-3)
    view = together.views[0]
    found = all_held_out[[2, 3], :, 0] * view.spread + view.mean
    assert found == pytest.approx(without_b(np.hstack([words, meaning])), abs=1e-3)


def _all_features(learned: LearnedViews, material: Material) -> tuple[np.ndarray, np.ndarray]:
    ngrams = learned.ngrams.weigh(material.ngrams).toarray()
    lemmas = learned.lemmas.weigh(material.lemmas).toarray() * 0.5
    unit = material.vectors - learned.centre
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    return np.hstack([ngrams, lemmas]), unit


def test_without_anything_learned_the_model_says_what_the_codebook_says() -> None:
    rng = np.random.default_rng(1)
    prior = rng.normal(size=(60, 3))
    members = rng.random((60, 3)) < 1 / (1 + np.exp(-prior))
    empty = np.zeros((60, 3, 2))
    fitted = fit_combination(empty, members, prior.argmax(axis=1), none=False, prior=prior)
    said = fitted.log_odds(empty, prior)
    assert (said.argmax(axis=1) == prior.argmax(axis=1)).all()
    assert (np.argsort(said.ravel()) == np.argsort(prior.ravel())).all()


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
    weighed = Prediction(table, decided)
    reviewed = np.array([False, True, False, False])
    result = score(rows, BOOK.main, weighed, first=True, reviewed=reviewed)
    by_code = {s.code: (s.precision, s.recall, s.support) for s in result.scores}
    assert by_code[codes[0]] == (1.0, 0.5, 2)
    assert by_code[codes[1]] == (0.5, 1.0, 1)
    assert result.accuracy == 0.75
    assert result.macro_f1 == pytest.approx(2 / 3)
    assert result.documents == 2
    # Said: 1 + 1 + 1 codes, all of them right, of 4 that hold.
    assert result.sets_f1 == pytest.approx(6 / 7)
    # The one that is wrong is the one set aside.
    assert (result.reviewed, result.accuracy_of_rest) == (0.25, 1.0)
    assert result.confusion[0][:2] == (1, 1)
    # Bins: .7 and .8 (one right, one wrong), .9 twice right: |1 - .7| / 4 + |0 - .8| / 4 + ...
    assert result.calibration_error == pytest.approx(0.3 / 4 + 0.8 / 4 + 0.1 / 2)
    low, high = result.intervals["accuracy"]
    # Two documents, .5 and 1.0 right: no resampling lies outside.
    assert (low, high) == (0.5, 1.0)


def test_the_words_told_are_what_the_log_odds_are_made_of() -> None:
    """Taking each view's part from the codebook and the model, the sum must be the same."""
    model = load_model(ROOT / "models" / "perspectieven")
    texts = [
        "De wachtlijst voor de operatie werd steeds langer en de operatie ging niet door.",
        "Ik krijg geen steun en moet de belasting nog terugbetalen, zei de winkelier.",
        "Wij hielpen elkaar in de straat, de buren deden boodschappen. De gemeente besliste niet.",
    ]
    passages = [Passage(str(i), "t", None, None, None, 0, len(t), t) for i, t in enumerate(texts)]
    material = prepare(texts, embed_passages(texts))
    codings, reasons = code_passages(passages, material, codebook=BOOK, model=model)
    own = [r for r in reasons if r.dimension == "perspectief"]
    assert [(c.passage_id, c.code) for c in codings
            if c.dimension == "perspectief" and c.decided] == [(r.passage_id, r.code) for r in own]  # fmt: skip
    first = next(r for r in own if r.passage_id == "0")
    assert first.subtheme == "Uitgestelde zorg en toegang tot zorg"
    assert first.words[0] in {"wachtlijst", "operatie"}
    trained = model.trained(BOOK, "perspectief")
    assert trained is not None
    views = CodebookViews(BOOK.main)
    compared = views.compare(material)
    full = trained.compare(compared, material)
    prior = model.general.log_odds(compared)
    odds = trained.combination.log_odds(full, prior)
    for reason in own:
        row, column = int(reason.passage_id), BOOK.main.code_ids.index(reason.code)
        assert reason.by_words + reason.by_meaning == pytest.approx(odds[row, column], abs=1e-3)
        by_hand = _by_words(trained, model.general, views, material, compared, full, row, column)
        assert reason.by_words == pytest.approx(by_hand, abs=1e-3)


def test_neighbours_tell_what_a_short_answer_is_about() -> None:
    model = load_model(ROOT / "models" / "perspectieven")
    texts = [
        "De operatie van mijn vader werd drie keer uitgesteld, de wachtlijst was te lang.",
        "Ja, en dan bel je nog een keer en dan is er weer niemand die het weet.",
        "De huisarts zei ook: de zorg loopt over, de verpleegkundigen zijn op.",
    ]
    passages = [Passage(str(i), "t", None, None, None, 0, len(t), t) for i, t in enumerate(texts)]
    material = prepare(texts, embed_passages(texts))

    def care(running: set[str]) -> list[float]:
        codings, reasons = code_passages(
            passages, material, codebook=BOOK, model=model, context=0.5, running=running
        )
        assert any(r.by_context for r in reasons) == bool(running)
        return [c.probability or 0.0 for c in codings if c.code == "gezond-groen"]

    alone, together = care(set()), care({"t"})
    assert together[1] > alone[1] + 0.1


def _by_words(
    trained: DimensionModel,
    general: Combination,
    views: CodebookViews,
    material: Material,
    compared: np.ndarray,
    full: np.ndarray,
    row: int,
    column: int,
) -> float:
    """What the four n-gram views and the learned view of words add, from the views' values."""

    def part(combination: Combination, values: np.ndarray, amounts: np.ndarray) -> float:
        """`values` decide which code is the rival; `amounts` are what counts."""
        count, total = values.shape[2], 0.0
        weights = combination.weights / combination.scale
        for view in range(count):
            own = values[row, :, view]
            rival = max((c for c in range(len(own)) if c != column), key=lambda c: own[c])
            lead = amounts[row, column, view] - amounts[row, rival, view]
            total += weights[view] * amounts[row, column, view] + weights[count + view] * lead
        return float(total)

    raw = compared.copy()
    raw[:, :, 4:] = 0.0
    words, _ = _all_features(trained.learned, material)
    learned = [
        (words @ np.vstack([view.ngrams, view.lemmas]) / view.spread)[:, :, None]
        for view in trained.learned.views
    ]
    amounts = np.concatenate([raw, *learned], axis=2)
    return part(trained.combination, full, amounts) + trained.combination.prior_weight * part(
        general, compared, raw
    )


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


def test_excel_with_semicolons_and_xlsx_are_read_like_csv(tmp_path: Path) -> None:
    from openpyxl import Workbook

    code = BOOK.main.code_ids[0]
    (tmp_path / "a.csv").write_text(
        f"text;perspective;document\nNiemand belde, é.;{code};x\n;;\n", encoding="cp1252"
    )
    book = Workbook()
    book.active.append(["text", "perspective", "document"])
    book.active.append(["Het is koud.", "geen", 12])
    book.save(tmp_path / "b.xlsx")
    data = read_data([tmp_path / "a.csv", tmp_path / "b.xlsx"], BOOK)
    assert [(r.text, r.primary, r.document) for r in data.rows] == [
        ("Niemand belde, é.", code, "x"),
        ("Het is koud.", "geen", "12"),
    ]
    (tmp_path / "stuk.xlsx").write_bytes(b"PK\x03\x04 geen zip")
    with pytest.raises(DataError, match="no readable Excel file"):
        read_data([tmp_path / "stuk.xlsx"], BOOK)


def test_a_passage_coded_twice_is_learned_from_once_and_compared(tmp_path: Path) -> None:
    a, b = BOOK.main.code_ids[:2]
    (tmp_path / "t.csv").write_text(
        f"text,perspective,coder\nEén,{a},overleg\nEén,{b},An\nEén,{a},Bo\nTwee,{b},overleg\n",
        encoding="utf-8",
    )
    data = read_data([tmp_path / "t.csv"], BOOK)
    assert [(r.text, r.primary) for r in data.rows] == [("Eén", a), ("Twee", b)]
    coders = {c.coder: c.answers for c in coders_of(data.all_rows)}
    assert coders == {"An": {"Eén": (b,)}, "Bo": {"Eén": (a,)}}


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
    assert code_passages([], empty, codebook=BOOK, model=model) == ([], [])


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
