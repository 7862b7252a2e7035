"""A run made by hand, with what goes wrong in exports: formulas, tags, emoji, accents, gaps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from dialoogcoder.codebook import load_codebook
from dialoogcoder.export import Run
from dialoogcoder.model import (
    Coding,
    Kind,
    Passage,
    Reading,
    Rejection,
    Speaker,
    Theme,
    ThemeDetail,
    ThemeMember,
    ThemeQuote,
    Threads,
    Transcript,
    Turn,
)

ROOT = Path(__file__).parents[2]
MODEL = "model:proef@1"


@dataclass(frozen=True)
class Said:
    """A passage and what is known of it; `codes` are perspectives with their probability."""

    dialogue: str
    speaker: str | None
    text: str
    codes: tuple[tuple[str, float | None], ...]
    verhaal: str = "geen"
    theme: str | None = None
    coder: str = MODEL


WONEN = "themadialoog-wonen"
JONG = "verkenningsdialoog"
VERSLAG = "verslag"
PEOPLE = (
    (WONEN, "Els", "deelnemer", "wethouder wonen", "bestuurder"),
    (WONEN, "Leider", "gespreksleider", None, "onbekend"),
    (WONEN, "<script>alert(1)</script>", "deelnemer", "=HYPERLINK(1)", "ondernemer"),
    (JONG, "Spreker 1", "deelnemer", "studeer pedagogiek", "burger"),
    (JONG, "Spreker 2", "deelnemer", None, "wetenschapper"),
    (JONG, "José", "deelnemer", None, "maatschappelijke-organisatie"),
)
TALK = (
    Said(WONEN, "Els", "De huizen zijn te duur voor starters in onze gemeente, en de wachtlijst groeit elk jaar een beetje verder door.", (("gezond-groen", 0.9),), "knel", "T01"),
    Said(WONEN, "Els", "Wij bouwden tien woningen.", (("gezond-groen", 0.95),), "kiem", "T01"),
    Said(WONEN, "Leider", "Mooi, wie wil er reageren op wat de wethouder net zei over de huizen en de wachtlijst in onze gemeente hier?", (("geen", 0.99),)),
    Said(WONEN, "<script>alert(1)</script>", "=1+1 is wat de belasting doet 😀, zei zij.\nEn toen?", (("duurzaam-herstel", 0.4), ("gezond-groen", 0.35), ("geen", 0.25)), "knel", "T02"),
    Said(JONG, "Spreker 1", "Op mijn kamer was ik alleen, een café was er niet, en ik vond dat niemand het zag of er naar vroeg.", (("sociale-veerkracht", 0.8),), "knel", "T02"),
    Said(JONG, "Spreker 2", "Dat klopt niet: uit het onderzoek blijkt juist dat jongeren elkaar meer zagen dan in alle jaren daarvoor bij elkaar.", (("sociale-veerkracht", 0.7),), "geen", "T02"),
    Said(JONG, "José", "'Juist' zei ze, en dat was dat.", (("nieuwe-ongelijkheden", None),), "idee", None, "mens:AB"),
    Said(VERSLAG, None, "Aan de tafels ging het over het wonen.", (("gezond-groen", 0.6),)),
)  # fmt: skip
DECIDED = 0.3


def _transcript(name: str, kind: Kind, form: str | None, theme: str | None) -> Transcript:
    text = "\n".join(said.text for said in TALK if said.dialogue == name)
    return Transcript(name, text, f"{name}.txt", "0" * 64, kind, form, theme, None)


def handmade() -> Run:
    """Eight passages of three documents, two threads."""
    transcripts = (
        _transcript(WONEN, "gesprek", "themadialoog", "wonen & verkeer"),
        _transcript(JONG, "gesprek", "verkenningsdialoog", None),
        _transcript(VERSLAG, "verslag", None, None),
    )
    turns, passages, codings, members = [], [], [], []
    at = dict.fromkeys((WONEN, JONG, VERSLAG), 0)
    for number, said in enumerate(TALK, start=1):
        start = at[said.dialogue]
        end = start + len(said.text)
        at[said.dialogue] = end + 1
        name = f"p{number}"
        turns.append(Turn(f"b{number}", said.dialogue, said.speaker, start, end, 65.0, None))
        passages.append(
            Passage(
                name, said.dialogue, f"b{number}", f"b{number}", said.speaker, start, end, said.text
            )
        )
        codings += [
            Coding(
                name,
                "perspectief",
                code,
                said.coder,
                sure,
                sure is None or sure > DECIDED,
                start,
                end,
            )
            for code, sure in said.codes
        ]
        codings.append(Coding(name, "verhaal", said.verhaal, said.coder, 0.6, True, start, end))
        members.append(ThemeMember(name, said.theme, 0.5, number == 1))
    threads = Threads(
        themes=(
            Theme("T01", "Huizen en wachtlijst", ("huizen", "wachtlijst"), 2, 1, 1, 0.8),
            Theme("T02", "=Alleen", ("alleen", "zien"), 3, 3, 2, 0.6),
        ),
        members=tuple(members),
        details=(
            ThemeDetail("T01", "los onderwerp", "Huizen", "mens", None, None),
            ThemeDetail("T02", "rode draad", "=Alleen", "model", None, None),
        ),
        quotes=(
            ThemeQuote("T01", "p1", "typerend", 1, "staat het dichtst bij de draad"),
            ThemeQuote("T02", "p6", "tegengeluid", 1, "zegt 'klopt niet'"),
        ),
        looked_at=7,
    )
    book = load_codebook(ROOT / "pipelines" / "herstelperspectieven.toml")
    return Run(
        Reading(transcripts, tuple(turns), (), (), (Rejection("kapot.docx", "leeg", "Controleer."),)),
        tuple(Speaker(d, s, role, job, group, 1.0, "") for d, s, role, job, group in PEOPLE),
        tuple(passages),
        tuple(codings),
        (),
        threads,
        book,
        1.0,
        {
            "dialoogcoder": "0.1.0", "language_pipeline": "nl_dialoog 1.0.0", "notices": [],
            "thread_notices": [], "recipe": {"name": "standaard"}, "review_below": 1.0,
            "seed": 2021, "versions": {"spacy": "3.8"},
            "counts": {
                "passages": 8, "passages_looked_at_for_threads": 7, "passages_without_theme": 2,
                "rejected": 1, "speakers": 6, "themes": 2, "transcripts": 3, "turns": 8,
            },
            "model": {
                "coder": MODEL,
                "measured": {
                    "coders": ["schrijver"],
                    "dimensions": {
                        "perspectief": {
                            "documents": 219, "passages": 3372, "macro_f1": 0.8555,
                            "interval": [0.8366, 0.8706], "codes": {},
                            "accuracy_of_rest": 0.9313, "two_choices": 0.9646,
                        },
                    },
                },
            },
        },
    )  # fmt: skip


def without_threads_and_speakers() -> Run:
    """The report alone: one paragraph, nobody speaks, no thread."""
    run = handmade()
    kept = run.passages[-1:]
    return replace(
        run,
        speakers=(),
        passages=kept,
        codings=tuple(c for c in run.codings if c.passage_id == kept[0].passage_id),
        threads=Threads((), ()),
    )
