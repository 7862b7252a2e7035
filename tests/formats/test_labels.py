"""Speaker labels: each shape an analyst's files come in, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.canonical import canonical
from dialoogcoder.ingest.draft import Draft
from dialoogcoder.ingest.labels import conversation as labels
from dialoogcoder.ingest.labels.conversation import Label, read_conversation, read_label

Turns = list[tuple[str | None, str]]


def spoken(draft: Draft | None) -> Turns | None:
    if draft is None:
        return None
    return [(t.speaker, draft.text[t.start : t.end]) for t in draft.turns]


def read(text: str) -> Turns | None:
    return spoken(read_conversation(canonical(text), "gesprek.txt"))


def notes(text: str) -> list[tuple[str, str, str, str]]:
    draft = read_conversation(canonical(text), "gesprek.txt")
    assert draft is not None
    return [(n.speaker, n.fact, n.value, n.origin) for n in draft.notes]


def times(text: str) -> list[tuple[float | None, float | None]]:
    draft = read_conversation(canonical(text), "gesprek.txt")
    assert draft is not None
    return [(t.begin_s, t.end_s) for t in draft.turns]


SAID = (
    "Fijn dat u er bent.",
    "Dank u wel, ik kom graag.",
    "Vertel eens.",
    "Wij hebben een winkel.",
)


def alternating(one: str, other: str, pattern: str) -> str:
    return "".join(
        pattern.format(label=(one, other)[i % 2], text=text, i=i, n=i + 1)
        for i, text in enumerate(SAID)
    )


def expected(one: str, other: str) -> Turns:
    return [((one, other)[i % 2], text) for i, text in enumerate(SAID)]


@pytest.mark.parametrize(
    ("one", "other", "pattern"),
    [
        ("Anneke", "Bo", "{label}: {text}\n"),
        ("Anneke", "Bo", "{label}:{text}\n"),
        ("Anneke", "Bo", "{label} :  {text}\n\n"),
        ("Anneke", "Bo", "{label}:\n{text}\n\n"),
        ("Anneke", "Bo", "{label}:\t{text}\n"),
        ("Anneke", "Bo", "{label}\t{text}\n"),
        ("Anneke", "Bo", "[{label}] {text}\n"),
        ("Anneke", "Bo", "[{label}]: {text}\n"),
        ("Anneke", "Bo", "[{label}]\n{text}\n\n"),
        ("Anneke", "Bo", "<{label}> {text}\n"),
        ("Anneke", "Bo", "{label}\n{text}\n\n"),
        ("Anneke", "Bo", "**{label}:** {text}\n\n"),
        ("Anneke", "Bo", "**{label}**: {text}\n\n"),
        ("Anneke", "Bo", "__{label}:__ {text}\n\n"),
        ("Anneke", "Bo", "*{label}:* {text}\n\n"),
        ("Anneke", "Bo", "**{label}**\n{text}\n\n"),
        ("Anneke", "Bo", "### {label}\n\n{text}\n\n"),
        ("Anneke", "Bo", "> **{label}:** {text}\n\n"),
        ("Anneke", "Bo", "- {label}: {text}\n"),
        ("Anneke", "Bo", "• {label}: {text}\n"),
        ("Anneke", "Bo", "– {label}: {text}\n"),
        ("Anneke", "Bo", "{n} | {label}: {text}\n"),
        ("Anneke", "Bo", "{n}\t{label}: {text}\n"),
        ("Anneke", "Bo", "{n}. {label}: {text}\n"),
        ("Anneke", "Bo", "1{n}3  {label}: {text}\n"),
        ("Anneke", "Bo", "    {label}:   {text}   \n"),
        ("ANNEKE", "BO", "{label}: {text}\n"),
        ("Anneke de Vries", "Bo van 't Hek", "{label}: {text}\n"),
        ("Anneke de Vries", "Bo van 't Hek", "{label}\n{text}\n\n"),
        ("dr. J.P. de Vries", "Mr. B. Hek-Smit", "{label}: {text}\n"),
        ("De heer Bakker", "Mevrouw Demir", "{label}: {text}\n"),
        ("De heer Bakker", "Mevrouw Demir", "{label}:\n{text}\n\n"),
        ("DE HEER BAKKER", "MEVROUW DEMIR", "{label}: {text}\n"),
        ("De voorzitter", "Minister De Jonge", "{label}:\n{text}\n"),
        ("Spreker 1", "Spreker 2", "{label}: {text}\n"),
        ("Spreker 1", "Spreker 2", "{label}\n{text}\n\n"),
        ("Speaker 1", "Speaker 2", "{label}: {text}\n"),
        ("Speaker A", "Speaker B", "{label}: {text}\n"),
        ("SPEAKER_00", "SPEAKER_01", "{label}: {text}\n"),
        ("spk_0", "spk_1", "{label}: {text}\n"),
        ("S01", "S02", "{label}: {text}\n"),
        ("I", "R", "{label}: {text}\n"),
        ("I", "R1", "{label}:\t{text}\n"),
        ("Interviewer", "Respondent 3", "{label}: {text}\n"),
        ("Gespreksleider", "Wethouder", "{label}: {text}\n"),
        ("Huisarts", "Ondernemer", "{label}: {text}\n"),
        ("Roos", "Storm", "{label}: {text}\n"),
        ("Anneke en Bo", "Cees", "{label}: {text}\n"),
        ("D'Ancona", "Van der Meer", "{label}: {text}\n"),
        ("Şule Yılmaz", "Zoë", "{label}: {text}\n"),
        # With times: recorder, Otter, Teams, HappyScribe, Trint, Rev, Sonix, Zoom, WhatsApp.
        ("Anneke", "Bo", "00:1{i}:31\n{label}: {text}\n"),
        ("Anneke", "Bo", "00:1{i}:31\n\n{label}: {text}\n\n"),
        ("Anneke", "Bo", "00:1{i}:31\n{label}\n{text}\n\n"),
        ("Anneke", "Bo", "00:1{i}:31 {label}: {text}\n"),
        ("Anneke", "Bo", "1{i}:31 - {label}: {text}\n"),
        ("Anneke", "Bo", "[00:1{i}:31] {label}: {text}\n"),
        ("Anneke", "Bo", "(1{i}:31) {label}: {text}\n"),
        ("Anneke", "Bo", "[00:00:2{i}.010] - {label}\n{text}\n\n"),
        ("Spreker 1", "Spreker 2", "[00:00:2{i}.010] - {label} {text}\n"),
        ("Anneke Vos", "Bo", "{label}  0:0{i}  \n{text}\n\n"),
        ("Anneke Vos", "Unknown Speaker", "{label}  0:0{i}  \n{text}\n\n"),
        ("Anneke Vos", "Bo", "{label}\n0:0{i}\n{text}\n\n"),
        ("Anneke Vos", "Bo", "{label} (00:0{i}): {text}\n\n"),
        ("Anneke Vos", "Bo", "{label} (00:0{i}):\n{text}\n\n"),
        ("Anneke Vos", "Bo", "{label} [00:00:0{i}]:\n{text}\n\n"),
        ("Anneke Vos", "Bo", "{label} [00:00:0{i}] {text}\n"),
        ("Spreker 1", "Spreker 2", "{label} 00:00:0{i} - 00:00:1{i}\n{text}\n"),
        ("Anneke Vos", "Bo", "{label} (00:0{i})\n{text}\n\n"),
        ("Anneke Vos", "Bo", "{label} - 00:0{i}\n{text}\n\n"),
        ("Anneke Vos", "Bo", "[{label}] 14:03:2{i}\n{text}\n\n"),
        ("Anneke Vos", "Bo", "**{label}** *(00:0{i})*: {text}\n\n"),
        ("Anneke Vos", "Bo", "{label}: [00:00:0{i}] {text}\n"),
        ("Anneke Vos", "Bo", "0:0:{i}.0 --> 0:0:{n}.230\n{label}\n{text}\n\n"),
        ("Anneke Vos", "Bo", "12-03-2021 14:2{i} - {label}: {text}\n"),
        ("Anneke Vos", "Bo", "[12-03-2021, 14:22:0{i}] {label}: {text}\n"),
        ("I", "B", "{label}: {text} #00:00:1{i}-4#\n"),
    ],
)
def test_each_shape_gives_the_same_turns(one: str, other: str, pattern: str) -> None:
    assert read(alternating(one, other, pattern)) == expected(one, other)


@pytest.mark.parametrize(
    ("pattern", "begins"),
    [
        ("00:1{i}:31\n{label}: {text}\n", [631.0, 691.0, 751.0, 811.0]),
        ("(1{i}:31) {label}: {text}\n", [631.0, 691.0, 751.0, 811.0]),
        ("[00:00:2{i}.010] - {label}\n{text}\n\n", [20.01, 21.01, 22.01, 23.01]),
        ("{label}  0:0{i}  \n{text}\n\n", [0.0, 1.0, 2.0, 3.0]),
        ("{label}\n0:0{i}\n{text}\n\n", [0.0, 1.0, 2.0, 3.0]),
        ("{label} (00:0{i}): {text}\n\n", [0.0, 1.0, 2.0, 3.0]),
        ("{label}: [00:00:0{i}] {text}\n", [0.0, 1.0, 2.0, 3.0]),
        ("12-03-2021 14:2{i} - {label}: {text}\n", [None] * 4),
    ],
)
def test_times_beside_labels_are_kept(pattern: str, begins: list[float | None]) -> None:
    assert [begin for begin, _ in times(alternating("Anneke", "Bo", pattern))] == begins


def test_ranges_closing_times_and_a_time_within_a_turn() -> None:
    text = (
        "00:00:01 - 00:00:04\nAnneke: Dag.\n00:00:05 - 00:00:09\nBo: Dag Anneke.\n"
        "00:01:00\nEn nog iets.\nAnneke: Ja?\n"
    )
    assert read(text) == [
        ("Anneke", "Dag."),
        ("Bo", "Dag Anneke."),
        ("Bo", "En nog iets."),
        ("Anneke", "Ja?"),
    ]
    assert times(text) == [(1.0, 4.0), (5.0, None), (60.0, None), (None, None)]
    assert times(alternating("I", "B", "{label}: {text} #00:00:1{i}-4#\n"))[0] == (None, 10.0)


LEGEND = """Interview 7, 3 mei 2021
Legenda
I: interviewer
R1: respondent 1, vrouw, 34
R2: respondent 2, man, 51 jaar, loodgieter

I: Welkom allebei. Hoe gaat het?
R1: Goed.
R2: Ja, met mij ook wel.
I: Fijn.
R1: Zullen we?
R2: Begin maar.
"""


def test_a_legend_gives_notes_and_is_no_turn() -> None:
    turns = read(LEGEND)
    assert turns is not None
    assert turns[:3] == [
        ("I", "Welkom allebei. Hoe gaat het?"),
        ("R1", "Goed."),
        ("R2", "Ja, met mij ook wel."),
    ]
    assert len(turns) == 6
    assert notes(LEGEND) == [
        ("I", "gespreksrol", "interviewer", "legenda"),
        ("R1", "gespreksrol", "geïnterviewde", "legenda"),
        ("R2", "gespreksrol", "geïnterviewde", "legenda"),
        ("R2", "functie", "loodgieter", "legenda"),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "I = interviewer\nR1 = respondent 1 (vrouw, 34)\nR2 = loodgieter\n\n",
        "I – interviewer\nR1 – vrouw, 34\nR2 – loodgieter, man\n\n",
        "- I: interviewer\n- R1: vrouw van 34\n- R2: man, loodgieter\n\n",
        "Sprekers\nI\tinterviewer\nR1\trespondent\nR2\tloodgieter\n",
        "Sprekers: I = interviewer, R1 = vrouw van 34, R2 = loodgieter\n\n",
        "Legenda:\nI: Interviewer.\nR1: Respondent 1, vrouw.\nR2: Loodgieter, 51 jaar.\n",
    ],
)
def test_a_legend_comes_in_many_shapes(header: str) -> None:
    text = header + LEGEND.split("\n\n", 1)[1]
    turns = read(text)
    assert turns is not None
    assert len(turns) == 6
    found = notes(text)
    assert ("I", "gespreksrol", "interviewer", "legenda") in found
    assert [value.lower() for who, fact, value, _ in found if (who, fact) == ("R2", "functie")] == [
        "loodgieter"
    ]


def test_a_list_of_those_present_gives_notes_and_no_turn() -> None:
    text = (
        "Themadialoog, thema: wonen en verkeer\n3 juni 2021\nGespreksleider: Marga de Wit\n"
        "Aanwezig: Marga, Roos (wethouder), Kees (verslaglegger)\n\n"
        "Marga: Welkom.\nRoos: Dank je.\nMarga: Kees, jij?\nKees: Ik schrijf.\n"
    )
    draft = read_conversation(text, "x.txt")
    assert spoken(draft) == [
        ("Marga", "Welkom."),
        ("Roos", "Dank je."),
        ("Marga", "Kees, jij?"),
        ("Kees", "Ik schrijf."),
    ]
    assert draft is not None
    assert (draft.heading.dialoogvorm, draft.heading.dialoogthema) == (
        "themadialoog",
        "wonen & verkeer",
    )
    assert draft.heading.datum == "2021-06-03"
    assert notes(text) == [
        ("Marga", "gespreksrol", "gespreksleider", "legenda"),
        ("Roos", "functie", "wethouder", "legenda"),
        ("Kees", "gespreksrol", "verslaglegger", "legenda"),
    ]


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("An: ja. Bo: nee.", [("An", "ja."), ("Bo", "nee.")]),
        ("Ank: Kom je morgen?\nBo: Ja hoor.\n", [("Ank", "Kom je morgen?"), ("Bo", "Ja hoor.")]),
        (
            "An: ja. Bo: nee. An: jawel! Cees: hou op.",
            [("An", "ja."), ("Bo", "nee."), ("An", "jawel!"), ("Cees", "hou op.")],
        ),
        (
            "Anneke: Wie begint? Bo (wethouder): Ik.\nAnneke: Mooi / Bo: Goed dan.\n",
            [("Anneke", "Wie begint?"), ("Bo", "Ik."), ("Anneke", "Mooi"), ("Bo", "Goed dan.")],
        ),
        (
            "**An:** ja. **Bo:** nee. **An:** toch wel.",
            [("An", "ja."), ("Bo", "nee."), ("An", "toch wel.")],
        ),
        (
            "Interviewer: Hoe gaat het?\nRespondent: Goed.",
            [("Interviewer", "Hoe gaat het?"), ("Respondent", "Goed.")],
        ),
        (
            "(0:00) An: Hallo.\n(0:05) Bo: Dag. (0:07) An: Ja. Bo, jij? Bo: Nee.\n",
            [("An", "Hallo."), ("Bo", "Dag."), ("An", "Ja. Bo, jij?"), ("Bo", "Nee.")],
        ),
        (
            "An: Ik vroeg het Bo: kom je? Bo: nee, zei hij.\nBo: Nou.\nAn: Zo was het.\n",
            [
                ("An", "Ik vroeg het Bo: kom je? Bo: nee, zei hij."),
                ("Bo", "Nou."),
                ("An", "Zo was het."),
            ],
        ),
        ("Spreker 1: Dag. Spreker 2: Dag.", [("Spreker 1", "Dag."), ("Spreker 2", "Dag.")]),
    ],
)
def test_several_labels_on_one_line_and_two_turns_only(text: str, turns: Turns) -> None:
    assert read(text) == turns


def test_one_person_keeps_one_name() -> None:
    text = (
        "Anneke (voice-over): Welkom.\nBo (wethouder): Dag.\nAnneke (via Teams): Hoort u mij?\n"
        "BO: Ja.\nAnneke: Mooi.\nBo (lacht): Nou.\n[Anneke]: Dag.\n"
    )
    turns = read(text)
    assert turns is not None
    assert [speaker for speaker, _ in turns] == ["Anneke", "Bo"] * 3 + ["Anneke"]
    assert notes(text) == [("Bo", "functie", "wethouder", "label")]


@pytest.mark.parametrize(
    ("raw", "label"),
    [
        ("Anneke", Label("Anneke")),
        ("Anneke (wethouder)", Label("Anneke", "functie", "wethouder")),
        ("Anneke [wethouder]", Label("Anneke", "functie", "wethouder")),
        ("Anneke, wethouder", Label("Anneke", "functie", "wethouder")),
        ("Anneke de Wit (gespreksleider)", Label("Anneke de Wit", "gespreksrol", "gespreksleider")),
        ("Anneke (v, 34)", Label("Anneke")),
        ("Anneke (34, huisarts)", Label("Anneke", "functie", "huisarts")),
        ("Anneke (voice-over)", Label("Anneke")),
        ("Anneke (aan de telefoon)", Label("Anneke")),
        ("Anneke (00:12)", Label("Anneke")),
        ("De heer Bos (VVD)", Label("De heer Bos", "functie", "VVD")),
        ("Wethouder Snoek", Label("Wethouder Snoek", "functie", "Wethouder")),
        ("De wethouder", Label("De wethouder", "functie", "wethouder")),
        ("De voorzitter", Label("De voorzitter", "gespreksrol", "gespreksleider")),
        ("Interviewer 2", Label("Interviewer 2", "gespreksrol", "interviewer")),
        ("MODERATOR", Label("MODERATOR", "gespreksrol", "gespreksleider")),
        ("Utrecht, 3 juni", None),
        ("Let op", None),
        ("Conclusie", None),
        ("https", None),
        ("Ja, Anneke", None),
        ("Mijn buurvrouw zei", None),
        ("Een wethouder", None),
        ("Huisarts, themadialoog gezondheid", None),
        ("Themadialoog, thema", None),
        ("Tafel 3", None),
        ("Wat is er", None),
        ("", None),
    ],
)
def test_a_label_taken_apart(raw: str, label: Label | None) -> None:
    assert read_label(raw) == label


TRAPS = """Anneke: We beginnen om 17:30, dat is afgesproken.
Let op: er zijn regels.
17:30 is ook echt 17:30.
Bo: Conclusie: wij zijn er. En dan nog iets: het kan.
Zie https://voorbeeld.nl voor de rest.
https://voorbeeld.nl/agenda: daar staat het.
Anneke: Mijn buurman zei toen: Bo, doe het niet. Bo zei: dat kan.
Ik sprak Bo gisteren. Bo: “Dat gaat niet door.” Zo zei hij het.
Conclusie: het gaat door.
Bo: Ja, kijk: zo is het.
Eén ding: betalen.
"""


def test_what_only_looks_like_a_label_stays_in_the_turn() -> None:
    assert read(TRAPS) == [
        (
            "Anneke",
            "We beginnen om 17:30, dat is afgesproken.\nLet op: er zijn regels.\n"
            "17:30 is ook echt 17:30.",
        ),
        (
            "Bo",
            "Conclusie: wij zijn er. En dan nog iets: het kan.\n"
            "Zie https://voorbeeld.nl voor de rest.\n"
            "https://voorbeeld.nl/agenda: daar staat het.",
        ),
        (
            "Anneke",
            "Mijn buurman zei toen: Bo, doe het niet. Bo zei: dat kan.\n"
            "Ik sprak Bo gisteren. Bo: “Dat gaat niet door.” Zo zei hij het.\n"
            "Conclusie: het gaat door.",
        ),
        ("Bo", "Ja, kijk: zo is het.\nEén ding: betalen."),
    ]


def test_a_line_broken_before_a_name_quotes_somebody() -> None:
    text = (
        "Anneke: Wij stonden daar dus in de regen en toen zei\nBo: dat komt nooit meer goed.\n"
        "Bo: Dat heb ik niet gezegd.\nAnneke: Jawel, en je zei het tegen iedereen die daar\n"
        "stond te wachten.\nBo: Nou.\n"
    )
    assert read(text) == [
        (
            "Anneke",
            "Wij stonden daar dus in de regen en toen zei\nBo: dat komt nooit meer goed.",
        ),
        ("Bo", "Dat heb ik niet gezegd."),
        ("Anneke", "Jawel, en je zei het tegen iedereen die daar\nstond te wachten."),
        ("Bo", "Nou."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        # An agenda.
        "19:00 Inloop\n19:30 Opening: door de wethouder\n20:00 Pauze\n20:15 Anneke Vos: wonen\n"
        "20:45 Pauze\n21:00 Sluiting\n",
        # Minutes with headings that end in a colon.
        "Opening:\nDe voorzitter opent de vergadering.\nMededelingen:\nEr zijn er geen.\n"
        "Rondvraag:\nNiemand heeft iets.\nSluiting:\nOm tien uur.\n",
        # The same headings at each table.
        "Tafel 1\nZorgen: het geld is op.\nTafelopbrengst: een buurtfonds.\nTafel 2\n"
        "Zorgen: de jeugd komt niet.\nTafelopbrengst: een jongerenraad.\n",
        # A form.
        "Naam: Anneke Vos\nFunctie: wethouder\nDatum: 3 juni 2021\nPlaats: Zwolle\n",
        # A list of people.
        "Anneke Vos: wethouder\nBo Jansen: huisarts\nCees Smit: bakker\n",
        # Options, not people.
        "A: eerst het huis, dan de straat.\nB: eerst de straat, dan het huis.\n",
        # Running text.
        "Het was druk. Er was één wens: rust. Iedereen zei het: rust, en nog eens rust.\n",
        "Utrecht: De raad vergaderde gisteren.\nEr werd niets besloten.\n",
        # Quotes of a report.
        "Een wethouder:\n“Wij willen het anders gaan doen.”\n\nEen huisarts:\n“Wij ook, echt.”\n",
        "Wethouder: “Wij willen het anders gaan doen.”\n\nTekst van het verslag.\n\n"
        "Huisarts: “Wij ook, en wel meteen morgen.”\n",
        # A report whose headings are repeated, alone on their lines.
        "Wonen\nEr werd veel gezegd.\n\nVerkeer\nDat ook.\n\nWonen\nNog eens.\n\nVerkeer\nJa.\n",
        "",
        ":",
        ": : :\n:\n",
    ],
)
def test_no_conversation(text: str) -> None:
    assert read(text) is None


def test_a_speaker_heard_once_is_known_by_the_layout() -> None:
    text = (
        "Anneke: Welkom, ik heet u van harte\nwelkom in dit huis.\n\nBo: Dank u wel voor\n"
        "Utrecht: dat was mooi.\n\nAnneke: Wie wil er\nbeginnen?\n\nCees: Ik wel.\n\n"
        "Anneke: Goed.\n\nBo: Prima.\n"
    )
    turns = read(text)
    assert turns is not None
    assert [speaker for speaker, _ in turns] == ["Anneke", "Bo", "Anneke", "Cees", "Anneke", "Bo"]


def test_unknown_speakers_have_no_name() -> None:
    text = "Anneke: Hoort u mij?\n???: Ja.\nAnneke: Wie was dat?\n???: Ik.\n"
    turns = read(text)
    assert turns is not None
    assert [speaker for speaker, _ in turns] == ["Anneke", None, "Anneke", None]


def test_one_numbered_speaker_is_a_conversation_and_one_name_is_not() -> None:
    assert read("Spreker 1: Dag allemaal.\nSpreker 1: Tot ziens.\n") == [
        ("Spreker 1", "Dag allemaal."),
        ("Spreker 1", "Tot ziens."),
    ]
    assert read("Anneke: Dag allemaal.\nAnneke: Tot ziens.\n") is None


def test_line_numbers_are_no_speech() -> None:
    text = "1 | Anneke: Wij zijn\n2 | begonnen.\n3 |\n4 | Bo: Mooi.\n5 | Anneke: Ja.\n6 | Bo: Nou\n7 | dan.\n"
    assert read(text) == [
        ("Anneke", "Wij zijn\nbegonnen."),
        ("Bo", "Mooi."),
        ("Anneke", "Ja."),
        ("Bo", "Nou\ndan."),
    ]


def test_headings_and_times_between_lines_are_no_speech() -> None:
    text = (
        "# Gesprek\n\n**An:** Wij beginnen.\n\n## Deel 1: wonen\n\n**Bo:** Goed.\n\n---\n\n"
        "[00:01:00] En verder.\n\n**An:** Hoe laat?\n\n**Bo:** Even kijken:\n17:30\n**An:** Goed.\n"
    )
    assert read(text) == [
        ("An", "Wij beginnen."),
        ("Bo", "Goed."),
        ("Bo", "En verder."),
        ("An", "Hoe laat?"),
        ("Bo", "Even kijken:\n17:30"),
        ("An", "Goed."),
    ]


def test_ten_thousand_speakers() -> None:
    syllables = "ba de fi go ku la me ni po ru".split()
    names = [
        "".join(syllables[int(d)] for d in f"{number:04d}").capitalize() for number in range(10_000)
    ]
    text = "".join(f"{name}: Dit zeg ik nu.\n" for name in (*names, *names))
    turns = read(text)
    assert turns is not None
    assert [speaker for speaker, _ in turns] == [*names, *names]


@pytest.mark.parametrize(
    "text",
    [
        "An: " + "woord " * 2_000_000 + "\nBo: ja.\n",
        "woord " * 2_000_000,
        "a: " * 700_000,
        "A. B: " * 100_000,
        "Anneke " * 300_000 + ":",
        "Anneke\n" * 100_000,
        "[" * 2_000_000,
        "[Anneke " * 200_000,
        "12:" * 700_000,
        "00:12:31\n" * 200_000,
        " " * 2_000_000 + "Anneke: ja",
        "A" * 2_000_000 + ": ja\nBo: nee\n",
        "**" * 1_000_000,
        "- " * 1_000_000,
        "1 | " * 500_000,
        "Anneke (" * 300_000,
        "Ja. Anneke,  " * 150_000 + ": nee",
        ". " * 1_000_000,
        "\n" * 2_000_000 + "An: ja.\nBo: nee.\n",
    ],
    ids=lambda text: text[:12].strip() or "wit",
)
def test_hostile_text_takes_seconds_at_most(text: str) -> None:
    read_conversation(text, "x.txt")


def test_more_labels_than_memory_holds_are_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "MAX_LABELS", 10)
    with pytest.raises(RejectedSource):
        read_conversation("An: ja.\nBo: nee.\n" * 6, "x.txt")


# Anything that people say, without what would itself be a label.
WORDS = st.sampled_from(
    "ja nee wij hebben gisteren om 17:30 een brief gekregen van de gemeente en toen dacht ik nou "
    "goed dat is mooi zo'n huis, maar (lacht) het kost € 300.000 en ’s avonds [...] niets".split()
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=12).map(
    lambda words: " ".join(words).capitalize() + "."
)
SPEAKERS = st.sampled_from(
    ["Anneke", "Bo", "Cees de Wit", "De heer Bakker", "Mevrouw Demir", "Spreker 3", "R1", "ILSE"]
)
SHAPES = st.sampled_from(
    [
        "{s}: {t}\n", "{s}:\n{t}\n\n", "[{s}] {t}\n", "**{s}:** {t}\n\n", "- {s}: {t}\n",
        "{s}\t{t}\n", "00:12:31\n{s}: {t}\n", "[00:00:24.010] - {s}\n{t}\n\n", "{s}  0:12\n{t}\n\n",
        "(12:31) {s}: {t}\n", "7 | {s}: {t}\n", "{s} (voice-over): {t}\n", "{s} (huisarts): {t}\n",
    ]
)  # fmt: skip


@given(
    st.lists(st.tuples(SPEAKERS, SENTENCES), min_size=2, max_size=12).filter(
        lambda turns: len({speaker for speaker, _ in turns}) > 1
    ),
    SHAPES,
)
@settings(max_examples=300, deadline=None)
def test_turns_written_in_any_shape_come_back(turns: Turns, shape: str) -> None:
    # Everybody speaks twice, so that the shape alone does not have to make them speakers.
    turns = [*turns, *turns]
    text = canonical("".join(shape.format(s=speaker, t=said) for speaker, said in turns))
    assert spoken(read_conversation(text, "x.txt")) == turns


@given(st.text(alphabet="AnBo:[]()*- \n\t.,12|R?“”", max_size=200))
@settings(max_examples=400, deadline=None)
def test_nothing_said_is_lost_or_doubled(text: str) -> None:
    draft = read_conversation(canonical(text), "x.txt")
    if draft is None:
        return
    position = 0
    for turn in draft.turns:
        assert position <= turn.start < turn.end <= len(draft.text)
        assert draft.text[turn.start : turn.end].strip() == draft.text[turn.start : turn.end]
        # Between two turns stand labels, times, headings and rules only.
        gap = draft.text[position : turn.start].strip()
        assert position == 0 or len(gap) < 120 or "#" in gap or "---" in gap
        position = turn.end
    assert not draft.text[position:].strip() or draft.turns


@pytest.mark.parametrize(
    "labels",
    [
        ("Rood", "Geel", "Blauw"),
        ("Stoel 1", "Stoel 2", "Stoel 3"),
        ("spr1", "spr2", "spr3"),
        ("Kanaal 1", "Kanaal 2", "Kanaal 3"),
        ("spk 0", "spk 1", "spk 2"),
        ("anneke", "jan willem", "mw. de boer"),
    ],
)
def test_whatever_returns_before_nearly_every_line_is_a_label(labels: tuple[str, ...]) -> None:
    said = ("Zullen we?", "Ja hoor.", "Ik wacht nog even.", "Dan begin ik.")
    text = "".join(f"{label}: {words}\n" for words in said for label in labels)
    draft = read_conversation(text, "opname.txt")
    assert draft is not None
    assert [turn.speaker for turn in draft.turns] == list(labels) * len(said)


@pytest.mark.parametrize("mark", ["", "#"])
def test_numbers_before_nearly_every_line_are_speakers(mark: str) -> None:
    said = ("Zullen we?", "Ja hoor.", "Ik wacht nog even.", "Dan begin ik.")
    text = "".join(f"{mark}{number}: {words}\n" for words in said for number in (1, 2))
    draft = read_conversation(text, "opname.txt")
    assert draft is not None
    assert [turn.speaker for turn in draft.turns] == ["Spreker 1", "Spreker 2"] * len(said)
    listed = "".join(f"{mark}{number}: Een punt van de agenda.\n" for number in range(1, 13))
    assert read_conversation(listed, "agenda.txt") is None


def test_fields_that_stand_once_are_no_labels() -> None:
    text = "Artikel 1: Wonen.\nArtikel 2: Zorg.\nArtikel 3: Werk.\nPlaats: Ede.\nDatum: 3 mei.\n"
    assert read_conversation(text, "regels.txt") is None
