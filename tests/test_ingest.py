"""What ingest makes of conversations, timed transcripts, tables and reports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialoogcoder.errors import InputError
from dialoogcoder.ingest import ingest
from dialoogcoder.ingest.canonical import canonical
from dialoogcoder.ingest.files import transcript_ids
from dialoogcoder.model import Reading
from dialoogcoder.tables import neutralise, restore


def read(tmp_path: Path, name: str, content: str | bytes) -> Reading:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return ingest([tmp_path])


def spoken(reading: Reading) -> list[tuple[str | None, str]]:
    texts = {t.transcript_id: t.text for t in reading.transcripts}
    return [(t.speaker, texts[t.transcript_id][t.start : t.end]) for t in reading.turns]


CONVERSATION = """Themadialoog, thema: wonen en verkeer
3 juni 2021, online
Aanwezig: Joke, Rik, Ferdi

Joke: Welkom. We beginnen om 17:30, dat is afgesproken.
Rik (wethouder): Let op: ik moet eerder weg.
Maar dat komt goed.
Joke: Conclusie: we zijn er. Zie https://voorbeeld.nl voor de rest.
Ferdi: Mijn buurvrouw zei: doe het niet.
"""


def test_a_labelled_text_becomes_turns_and_its_heading_is_no_turn(tmp_path: Path) -> None:
    reading = read(tmp_path, "tafel.txt", CONVERSATION)
    assert spoken(reading) == [
        ("Joke", "Welkom. We beginnen om 17:30, dat is afgesproken."),
        ("Rik", "Let op: ik moet eerder weg.\nMaar dat komt goed."),
        ("Joke", "Conclusie: we zijn er. Zie https://voorbeeld.nl voor de rest."),
        ("Ferdi", "Mijn buurvrouw zei: doe het niet."),
    ]
    transcript = reading.transcripts[0]
    assert (transcript.kind, transcript.dialoogvorm) == ("gesprek", "themadialoog")
    assert (transcript.dialoogthema, transcript.datum) == ("wonen & verkeer", "2021-06-03")
    assert [(n.speaker, n.fact, n.value) for n in reading.notes] == [
        ("Rik", "functie", "wethouder")
    ]


def test_webvtt_joins_one_speakers_cues_and_keeps_times(tmp_path: Path) -> None:
    vtt = (
        "\ufeffWEBVTT\r\n\r\nNOTE gemaakt door de recorder\r\n\r\n1\r\n"
        "00:01.000 --> 00:04.500\r\n<v Wim Bos>Goedemorgen, eh,</v>\r\n\r\n2\r\n"
        "00:04.500 --> 00:06.000\r\n<v Wim Bos>allemaal.\r\n\r\n"
        "00:00:07.000 --> 00:00:09.000\r\n<v Els Tak>Dag &amp; welkom.</v>\r\n"
    )
    reading = read(tmp_path, "opname.vtt", vtt)
    assert spoken(reading) == [
        ("Wim Bos", "Goedemorgen, eh, allemaal."),
        ("Els Tak", "Dag & welkom."),
    ]
    assert [(t.begin_s, t.end_s) for t in reading.turns] == [(1.0, 6.0), (7.0, 9.0)]


def test_subrip_with_names_in_front(tmp_path: Path) -> None:
    srt = (
        "1\n00:00:01,000 --> 00:00:03,000\nJan: Hallo daar\n\n2\n00:00:03,000 --> 00:00:05,000\n"
        "en verder.\n\n3\n00:00:05,000 --> 00:00:06,000\nPiet: Dag.\n\n"
        "4\n00:00:06,000 --> 00:00:07,000\nJan: Nou.\n\n5\n00:00:07,000 --> 00:00:08,000\nPiet: Ja.\n"
    )
    assert spoken(read(tmp_path, "x.srt", srt)) == [
        ("Jan", "Hallo daar en verder."),
        ("Piet", "Dag."),
        ("Jan", "Nou."),
        ("Piet", "Ja."),
    ]


def test_whisper_json_with_and_without_speakers(tmp_path: Path) -> None:
    segments = [
        {"start": 0.0, "end": 2.0, "text": " Hoort u mij?", "speaker": "SPEAKER_01"},
        {"start": 2.0, "end": 3.0, "text": " Ja.", "speaker": "SPEAKER_00"},
    ]
    reading = read(tmp_path, "a.json", json.dumps({"segments": segments}))
    assert spoken(reading) == [("SPEAKER_01", "Hoort u mij?"), ("SPEAKER_00", "Ja.")]
    for segment in segments:
        del segment["speaker"]
    assert spoken(read(tmp_path, "a.json", json.dumps({"segments": segments}))) == [
        (None, "Hoort u mij? Ja.")
    ]


def test_a_table_of_turns_and_a_quote_list(tmp_path: Path) -> None:
    reading = read(tmp_path, "turns.csv", "tijd;spreker;tekst\n00:10;An;Dag.\n00:12;Bo;Ja; hoor\n")
    assert spoken(reading) == [("An", "Dag."), ("Bo", "Ja; hoor")]
    (tmp_path / "turns.csv").unlink()
    quotes = (
        'citaat,functie,dialoogthema\n"Mooi, hè","wethouder",samen leven\n,,\n"\'=1+1 is raar",,\n'
    )
    reading = read(tmp_path, "quotes.csv", quotes)
    assert [text for _, text in spoken(reading)] == ["Mooi, hè", "=1+1 is raar"]
    assert reading.transcripts[0].kind == "citaten"
    assert reading.attributions[0].dialoogthema == "samen leven"


REPORT = """Verslag van een dag

In dit verslag staat wat er is gezegd. De leus “samen sterk” stond op de muur. Volgens het
rapport geldt: “Wie meedoet, telt mee in alles wat wij doen.” - Rapport Meedoen, 2019

“ Wij hebben in de straat een eigen tuin gemaakt en [...] dat
willen we houden.” -
Gepensioneerde themadialoog samen
leven

“Het moet sneller, en niet over tien jaar.’ – Directeur van een
school, middenvelddialoog
"""


def test_a_report_gives_its_attributed_quotes_and_no_others(tmp_path: Path) -> None:
    reading = read(tmp_path, "verslag.txt", REPORT)
    assert [text for _, text in spoken(reading)] == [
        "Wij hebben in de straat een eigen tuin gemaakt en [...] dat willen we houden.",
        "Het moet sneller, en niet over tien jaar.",
    ]
    assert [(a.dialoogvorm, a.dialoogthema) for a in reading.attributions] == [
        ("themadialoog", "samen leven"),
        ("middenvelddialoog", None),
    ]
    assert [n.value for n in reading.notes if n.fact == "functie"] == [
        "Gepensioneerde",
        "Directeur van een school",
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("leeg.txt", b""),
        ("wit.txt", b" \n\t\n"),
        ("kapot.docx", b"PK\x03\x04 geen zip"),
        ("kapot.json", b'{"segments": ['),
        ("ruis.txt", bytes(range(256)) * 40),
        ("foto.png", b"\x89PNG"),
        ("zonder.csv", b"a,b\n1,2\n"),
        ("leeg.vtt", b"WEBVTT\n\n"),
    ],
)
def test_a_bad_file_is_listed_with_a_remedy_and_the_rest_is_read(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / "goed.txt").write_text(CONVERSATION, encoding="utf-8")
    reading = read(tmp_path, name, content)
    assert [t.source for t in reading.transcripts] == ["goed.txt"]
    assert [r.source for r in reading.rejected] == [name]
    assert reading.rejected[0].reason
    assert reading.rejected[0].remedy


def test_a_participants_list_wins_and_names_what_it_does_not_know(tmp_path: Path) -> None:
    (tmp_path / "tafel.txt").write_text(CONVERSATION, encoding="utf-8")
    rows = "bestand,spreker,functie\ntafel.txt,Ferdi,bakker\ntafel.txt,Niemand,smid\n"
    reading = read(tmp_path, "deelnemers.csv", rows)
    assert ("Ferdi", "bakker") in [(n.speaker, n.value) for n in reading.notes]
    assert [r.source for r in reading.rejected] == ["deelnemers.csv, rij 3"]


def test_no_such_input_is_a_users_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        ingest([tmp_path / "weg"])


def test_ids_do_not_depend_on_order() -> None:
    assert transcript_ids(["a/tafel.txt", "b/tafel.txt", "é n.vtt"]) == [
        "a-tafel-txt",
        "b-tafel-txt",
        "e-n",
    ]


@given(st.text())
def test_canonical_text_is_canonical(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


@given(st.text())
def test_a_neutralised_cell_comes_back(text: str) -> None:
    assert restore(neutralise(text)) == text
