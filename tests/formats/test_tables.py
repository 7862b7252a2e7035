"""CSV and Excel: every way in which a table of quotes or turns gets here."""

from __future__ import annotations

import contextlib
import csv
import datetime
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.canonical import one_line
from dialoogcoder.ingest.draft import Draft
from dialoogcoder.ingest.tables.tabular import (
    looks_like_table,
    named_columns,
    parse_csv,
    read_csv,
    read_table,
    read_xlsx,
)

openpyxl = pytest.importorskip("openpyxl")


def said(draft: Draft) -> list[tuple[str | None, str]]:
    return [(turn.speaker, draft.text[turn.start : turn.end]) for turn in draft.turns]


def times(draft: Draft) -> list[tuple[float | None, float | None]]:
    return [(turn.begin_s, turn.end_s) for turn in draft.turns]


def left_out(draft: Draft) -> list[tuple[str, str]]:
    return [(line.source, line.reason) for line in draft.rejected]


TURNS = [("An", "Dag, hoe is het?"), ("Bo", "Goed; dank je")]


@pytest.mark.parametrize(
    "text",
    [
        'spreker,tekst\nAn,"Dag, hoe is het?"\nBo,Goed; dank je\n',
        'Spreker;Tekst\nAn;Dag, hoe is het?\nBo;"Goed; dank je"\n',
        "SPEAKER\tTEXT\nAn\tDag, hoe is het?\nBo\tGoed; dank je\n",
        "naam|uitspraak\nAn|Dag, hoe is het?\nBo|Goed; dank je\n",
        'sep=;\nWie;Utterance\nAn;Dag, hoe is het?\nBo;"Goed; dank je"\n',
        '"sep=,"\n"Speaker Name","Text"\n"An","Dag, hoe is het?"\n"Bo","Goed; dank je"\n',
        '"Naam", "Tekst"\n"An", "Dag, hoe is het?"\n"Bo", "Goed; dank je"\n',
        "Opname van dinsdag\n\n\nspreker\ttekst\nAn\tDag, hoe is het?\nBo\tGoed; dank je\n",
        "spreker;tekst\nAn;Dag, hoe is het?\nBo;Goed; dank je\n",
        "tekst,spreker\nDag, hoe is het?,An\nGoed; dank je,Bo\n",
        "spreker\ttekst\n1\tAn\tDag, hoe is het?\n2\tBo\tGoed; dank je\n",
        "nr;spreker;tekst;\n1;An;Dag,;;;\n2;An;hoe;\n3;An;is;\n4;An;het?;\n5;Bo;Goed; dank je;\n",
    ],
)
def test_any_delimiter_title_and_order_gives_the_same_turns(text: str) -> None:
    draft = read_csv(text, "x.csv")
    assert draft.kind == "gesprek"
    assert said(draft) == TURNS
    assert draft.rejected == ()


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("Naam_Spreker;Quote Text", {"speaker": "Naam_Spreker", "text": "Quote Text"}),
        ("START_TIME;end time;Content;who", {"begin": "START_TIME", "end": "end time"}),
        ("Begin (s);Einde (s);Transcript;Naam:", {"begin": "Begin (s)", "end": "Einde (s)"}),
        ("Begin Time - hh:mm:ss.ms;Tekst", {"begin": "Begin Time - hh:mm:ss.ms", "text": "Tekst"}),
        ("Role title;Tekst/citaat", {"functie": "Role title", "text": "Tekst/citaat"}),
        ("*tekst*;'Functie'", {"text": "*tekst*", "functie": "'Functie'"}),
        ("bestand;spreker;functie", {"file": "bestand", "speaker": "spreker"}),
        ("Tekst;tekst;Tijd", {"text": "Tekst", "begin": "Tijd"}),
    ],
)
def test_column_names_in_both_languages_and_any_spelling(header: str, what: dict[str, str]) -> None:
    assert what.items() <= named_columns(header.split(";")).items()


def test_a_quote_list_keeps_each_row_and_its_setting() -> None:
    text = (
        "Themadialoog wonen en verkeer;;;\nDatum;3 juni 2021;;\n;;;\nNaam;Rol;Citaat;Groep\n"
        "An;wethouder;Mooi.;bestuurders\nAn;wethouder;Nog iets.;\n;gespreksleider;Welkom.;iets\n"
        'Co;;"Eerste regel\n\ntweede, regel.";burger\n'
    )
    draft = read_csv(text, "x.csv")
    assert draft.kind == "citaten"
    assert said(draft) == [
        ("An", "Mooi."),
        ("An", "Nog iets."),
        (None, "Welkom."),
        ("Co", "Eerste regel\n\ntweede, regel."),
    ]
    assert [(n.speaker, n.fact, n.value) for n in draft.notes] == [
        ("An", "functie", "wethouder"),
        ("An", "stakeholdergroep", "bestuurder"),
        ("Co", "stakeholdergroep", "burger"),
    ]
    setting = draft.turns[0].setting
    assert setting is not None
    assert (setting.dialoogvorm, setting.dialoogthema, setting.datum) == (
        "themadialoog",
        "wonen & verkeer",
        "2021-06-03",
    )


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("0:01;0:03", (1.0, 3.0)),
        ("00:12:31,5;00:12:40.25", (751.5, 760.25)),
        ("[01:02:03];(1:02:04)", (3723.0, 3724.0)),
        ("751,5;760.25", (751.5, 760.25)),
        ("1.751,5;1.760,0", (1751.5, 1760.0)),
        ("00:00:02:05;00:00:03:00", (2.2, 3.0)),
        ("12 s;13,5 sec", (12.0, 13.5)),
        ("0:01.0 - 0:03.5;", (1.0, 3.5)),
        ("0:03;0:01", (3.0, None)),
        ("9;1", (9.0, None)),
        ("gisteren;2021-05-06 12:00", (None, None)),
        (";", (None, None)),
    ],
)
def test_times_as_people_and_programs_write_them(
    rows: str, expected: tuple[float | None, float | None]
) -> None:
    draft = read_csv(f"begin;eind;spreker;tekst\n{rows};An;Ja, dat is zo.\n", "x.csv")
    assert times(draft) == [expected]


def test_a_recognisers_milliseconds_become_seconds_and_silence_parts_turns() -> None:
    text = (
        'start,end,text\n0,2400,"Goedemorgen allemaal, welkom."\n2400,5000,We gaan beginnen.\n'
        "9000,9900,Wie wil er?\n"
    )
    draft = read_csv(text, "x.csv")
    assert said(draft) == [
        (None, "Goedemorgen allemaal, welkom. We gaan beginnen."),
        (None, "Wie wil er?"),
    ]
    assert times(draft) == [(0.0, 5.0), (9.0, 9.9)]
    draft = read_csv("start_ms;speaker;text\n500;SPEAKER_00;Ja.\n900;SPEAKER_01;Nee.\n", "x.csv")
    assert times(draft) == [(0.5, None), (0.9, None)]
    draft = read_csv("start;speaker;text\n500;A;Ja.\n503;B;Nee.\n", "x.csv")
    assert (times(draft), [t.speaker for t in draft.turns]) == (
        [(500.0, None), (503.0, None)],
        ["Spreker A", "Spreker B"],
    )


HEADLESS = [
    ("An", "Dag allemaal, fijn dat jullie er zijn vanavond."),
    ("Bo", "Dank je wel, graag gedaan hoor."),
    ("An", "Zullen we dan maar beginnen?"),
    ("Bo", "Ja."),
]


def test_no_header_but_a_clear_speaker_and_text_column() -> None:
    rows = [f"{speaker};{text}" for speaker, text in HEADLESS]
    assert said(read_csv("\n".join(rows), "x.csv")) == HEADLESS
    rows = [f"0:0{at};{text};{speaker}" for at, (speaker, text) in enumerate(HEADLESS)]
    draft = read_csv("\n".join(rows), "x.csv")
    assert said(draft) == HEADLESS
    assert times(draft) == [(0.0, None), (1.0, None), (2.0, None), (3.0, None)]
    rows = ["Wie aan tafel;Inbreng bij ronde"] + [f"{a};{b} Echt waar." for a, b in HEADLESS]
    assert said(read_csv("\n".join(rows), "x.csv"))[0] == ("An", f"{HEADLESS[0][1]} Echt waar.")


def test_one_column_of_quotes_without_a_name_is_read_under_its_title() -> None:
    text = (
        "Themadialoog samen leven\nIk ben gaan wandelen, elke dag weer.\nNiemand vroeg mij iets.\n"
    )
    draft = read_csv(text, "x.csv")
    assert said(draft) == [
        (None, "Ik ben gaan wandelen, elke dag weer."),
        (None, "Niemand vroeg mij iets."),
    ]
    assert draft.heading.dialoogthema == "samen leven"


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ('spreker,tekst\nAn,"Dag\nallemaal, en\n""welkom"""\nBo,Ja\n', ['Dag allemaal, en "welkom"', "Ja"]),
        ('spreker,tekst\nAn,"Dag allemaal\nBo,"Ja hoor"\nAn,"Nee"\n', ["Dag allemaal", "Ja hoor", "Nee"]),
        ('spreker,tekst\nAn,"Dag allemaal\nBo,Ja hoor\nAn,Nee\n', ["Dag allemaal", "Ja hoor", "Nee"]),
        ('spreker,tekst\nAn,Dag\nBo,"Ja, hoor', ["Dag", "Ja, hoor"]),
        ('spreker,tekst\nAn,"Hij zei "nee, joh" toen"\nBo,Ja\n', ['Hij zei "nee, joh" toen', "Ja"]),
        ('spreker;tekst\nAn;Hij zei "nee" toen\nBo;"" ja\n', ['Hij zei "nee" toen', '" ja']),
        ("spreker;tekst\nAn;Dit is een\nvervolg van net\nBo;Ja\n", ["Dit is een vervolg van net", "Ja"]),
        ("spreker;tekst;tekst\nAn;Dag;\nBo;Ja;en nee\n", ["Dag", "Ja en nee"]),
    ],
)  # fmt: skip
def test_quotes_over_lines_left_open_or_unescaped(text: str, turns: list[str]) -> None:
    assert [text for _, text in said(read_csv(text, "x.csv"))] == turns


def test_an_open_quote_does_not_swallow_the_rows_up_to_a_later_one() -> None:
    rows = [f"Sp{n % 3};{'“' if n else ''}beurt {n}, ja;12{n}" for n in range(40)]
    rows[4] = 'Sp1;"beurt 4, ja;124'
    rows[30] = 'Sp0;"beurt 30, ja";1230'
    draft = read_csv("\n".join(["spreker;tekst;begin", *rows]), "x.csv")
    assert len(draft.turns) == 40


def test_rows_without_text_and_columns_not_read_are_listed() -> None:
    text = (
        "spreker;tekst;toelichting van de notulist\nAn;Ja.;dit zei ze na een lange stilte\n"
        "Tafel 2;;\n;;\nBo;;\nBo;;\nCo\nBo;Nee.;hij keek daarbij de zaal niet aan\n"
    )
    draft = read_csv(text, "x.csv")
    assert said(draft) == [("An", "Ja."), ("Bo", "Nee.")]
    assert left_out(draft) == [
        ("x.csv, rij 3", "geen tekst in de rij (wel: 'Tafel 2')"),
        ("x.csv, rij 5-6", "geen tekst in de rij (wel: 'Bo')"),
        ("x.csv, rij 7", "geen tekst in de rij (wel: 'Co')"),
        (
            "x.csv, kolom 'toelichting van de notulist'",
            "nog een kolom met tekst; gelezen is 'tekst'",
        ),
    ]


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "a,b\n1,2\n", "spreker;tekst\n", "spreker;tekst\nAn;\n", '"', '"\n', ";;;\n", "sep=;"],
)  # fmt: skip
def test_a_table_without_text_is_rejected_with_a_remedy(text: str) -> None:
    with pytest.raises(RejectedSource) as caught:
        read_csv(text, "x.csv")
    assert caught.value.remedy
    assert "\n" not in caught.value.reason


def test_a_column_with_words_but_without_a_name_is_listed() -> None:
    draft = read_csv("spreker;tekst;\nAn;Ja.;zacht\nBo;Nee.;\nBo;Toch;boos\n", "x.csv")
    assert left_out(draft) == [
        ("x.csv, kolom 'kolom 3'", "nog een kolom met tekst; gelezen is 'tekst'")
    ]


def test_a_table_that_is_no_transcript_is_still_parsed() -> None:
    header, rows = parse_csv(
        "Deelnemers van de tafel;;\nbestand;spreker;functie\na.txt;Joke;bakker\n", "x"
    )
    assert header == ["bestand", "spreker", "functie"]
    assert [dict(row) for row in rows] == [
        {"bestand": "a.txt", "spreker": "Joke", "functie": "bakker"}
    ]
    assert [row.number for row in rows if hasattr(row, "number")] == [3]
    draft = read_table(["tekst", "wie"], [{"tekst": "Ja.", "wie": "An"}, {"tekst": ""}], "x.csv")
    assert (said(draft), left_out(draft)) == (
        [("An", "Ja.")],
        [("x.csv, rij 3", "geen tekst in de rij")],
    )


def test_a_table_is_known_by_its_content() -> None:
    assert looks_like_table("spreker\ttekst\nAn\tDag.\nBo\tJa.\n")
    assert looks_like_table("start,end,text\n0,2,Dag.\n2,4,Ja.\n")
    assert not looks_like_table("An: Dag, hoe is het?\nBo: Goed.\n")
    assert not looks_like_table("Verslag\n\nTekst, en nog meer tekst. Spreker: An.\n")
    assert not looks_like_table("")


def book(path: Path, fill: Callable[[Any], None]) -> Path:
    workbook = openpyxl.Workbook()
    fill(workbook)
    workbook.save(path)
    return path


def test_the_first_sheet_with_a_text_column_is_read_and_the_others_are_listed(
    tmp_path: Path,
) -> None:
    def fill(workbook: Any) -> None:
        workbook.active.title = "Uitleg"
        workbook.active.append(["Dit blad legt uit wat er verder in de map staat."])
        workbook.active.append(["Het is door de notulist van de avond gemaakt."])
        hidden = workbook.create_sheet("Oud")
        hidden.sheet_state = "hidden"
        hidden.append(["citaat"])
        hidden.append(["Een oude versie."])
        workbook.create_sheet("Leeg")
        quotes = workbook.create_sheet("Citaten")
        quotes.append(["Verkenningsdialoog jongeren"])
        quotes.merge_cells("A1:D1")
        quotes.append([])
        quotes.append(["Naam", "Functie", "Datum", "Citaat"])
        quotes.append(["An", "bakker", datetime.datetime(2021, 5, 6), "Mooi weer."])
        quotes.append([None, None, datetime.date(2021, 5, 7), "En nog_x000D_ iets."])
        quotes.merge_cells("A4:A5")
        quotes.merge_cells("B4:B5")
        quotes.append(["Bo", None, "8 mei 2021", 2021.0])
        quotes.append(["Co", None, None, "#REF!"])
        quotes.append(["Di", None, None, '=A4&" zegt iets"'])
        more = workbook.create_sheet("Meer")
        more.append(["tekst"])
        more.append(["Ook een tekst."])

    draft = read_xlsx(book(tmp_path / "x.xlsx", fill), "x.xlsx")
    assert [(who, one_line(text)) for who, text in said(draft)] == [
        ("An", "Mooi weer."),
        ("An", "En nog iets."),
        ("Bo", "2021"),
    ]
    assert [turn.setting.datum for turn in draft.turns if turn.setting] == [
        "2021-05-06",
        "2021-05-07",
        "2021-05-08",
    ]
    assert draft.heading.dialoogvorm == "verkenningsdialoog"
    assert [(n.speaker, n.fact, n.value) for n in draft.notes] == [("An", "functie", "bakker")]
    assert left_out(draft) == [
        ("x.xlsx, rij 7", "geen tekst in de rij (wel: 'Co')"),
        ("x.xlsx, rij 8", "een formule zonder opgeslagen uitkomst"),
        ("x.xlsx, blad 'Uitleg'", "nog een blad met een kolom tekst; gelezen is één blad"),
        ("x.xlsx, blad 'Oud'", "een verborgen blad met een kolom tekst; gelezen is één blad"),
        ("x.xlsx, blad 'Meer'", "nog een blad met een kolom tekst; gelezen is één blad"),
    ]


def test_times_numbers_and_far_cells_of_a_sheet(tmp_path: Path) -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.active
        sheet.append(["tijd", "wie", "tekst"])
        sheet.append([datetime.time(0, 0, 5), 1, "Dag."])
        sheet.append([datetime.timedelta(seconds=65.5), 2, "Ja."])
        sheet.append([70.25, 1, True])
        sheet.cell(row=900, column=3, value="Ver weg.")

    draft = read_xlsx(book(tmp_path / "x.xlsx", fill), "x.xlsx")
    assert said(draft) == [
        ("Spreker 1", "Dag."),
        ("Spreker 2", "Ja."),
        ("Spreker 1", "waar"),
        (None, "Ver weg."),
    ]
    assert [begin for begin, _ in times(draft)] == [5.0, 65.5, 70.25, None]


def test_a_text_merged_over_rows_is_there_once(tmp_path: Path) -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.active
        for row in (["spreker", "tekst"], ["An", "Samen gezegd."], ["Bo", None], ["Co", "Nee."]):
            sheet.append(row)
        sheet.merge_cells("B2:B3")

    draft = read_xlsx(book(tmp_path / "x.xlsx", fill), "x.xlsx")
    assert said(draft) == [("An", "Samen gezegd."), ("Co", "Nee.")]
    assert left_out(draft) == [("x.xlsx, rij 3", "geen tekst in de rij (wel: 'Bo')")]


def test_a_wrong_size_in_the_file_hides_no_rows(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", lambda b: [b.active.append(r) for r in (["citaat"], ["Een."], ["Twee."])])  # fmt: skip
    written = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="A1:A3"', b'ref="A1:A2"'))
    path.write_bytes(written.getvalue())
    assert [text for _, text in said(read_xlsx(path, "x.xlsx"))] == ["Een.", "Twee."]


def test_what_is_no_workbook_is_rejected(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", lambda b: b.active.append(["citaat"]))
    whole = path.read_bytes()
    entity = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
    with_entity = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(with_entity, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, entity + data if name.endswith("sheet1.xml") else data)
    bad = {
        whole: "een tabel, zonder tekst",
        whole[: len(whole) // 2]: "geen leesbare Excel-map (BadZipFile)",
        b"": "geen leesbare Excel-map (BadZipFile)",
        b"\xd0\xcf\x11\xe0" + bytes(600): "een Excel-map met een wachtwoord, of een oude .xls",
        random.Random(5).randbytes(900): "geen leesbare Excel-map (BadZipFile)",
        with_entity.getvalue(): "geen leesbare Excel-map",
    }
    for content, found in bad.items():
        path.write_bytes(content)
        with pytest.raises(RejectedSource) as caught:
            read_xlsx(path, "x.xlsx")
        assert caught.value.found.startswith(found)


def test_a_damaged_workbook_never_gives_a_traceback(tmp_path: Path) -> None:
    def fill(workbook: Any) -> None:
        for n in range(30):
            workbook.active.append(["spreker", "tekst"] if n == 0 else [f"Sp{n % 3}", f"beurt {n}"])

    whole = book(tmp_path / "x.xlsx", fill).read_bytes()
    chance = random.Random(7)
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        (tmp_path / "y.xlsx").write_bytes(damaged[: chance.randint(10, len(damaged))])
        with contextlib.suppress(RejectedSource):
            read_xlsx(tmp_path / "y.xlsx", "y.xlsx")


SPEAKERS = ["An", "Bo de Wit", "Mevrouw Tak", "SPEAKER_01", "Spreker 2"]
TEXTS = st.text(alphabet="aeéë bcd.,;|\t\"'“”:-\n\r=+1", min_size=1, max_size=40).map(
    lambda text: f"Nou {one_line(text)}".strip()
)


@given(
    st.lists(st.tuples(st.sampled_from(SPEAKERS), TEXTS), min_size=1, max_size=12),
    st.sampled_from(",;\t|"),
    st.booleans(),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_turns_written_as_csv_come_back(
    turns: list[tuple[str, str]], delimiter: str, swapped: bool, quoting: Any
) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, quoting=quoting, lineterminator="\n")
    order = -1 if swapped else 1
    writer.writerow(["spreker", "tekst"][::order])
    writer.writerows([*turn][::order] for turn in turns)
    expected: list[tuple[str, str]] = []
    for speaker, text in turns:
        if expected and expected[-1][0] == speaker:
            expected[-1] = (speaker, f"{expected[-1][1]} {text}")
        else:
            expected.append((speaker, text))
    assert said(read_csv(buffer.getvalue(), "x.csv")) == expected


@given(st.integers(3, 30), st.sampled_from(['"', "\n", '"\n', ";"]), st.data())
def test_stray_quotes_and_line_ends_lose_and_double_no_row(
    rows: int, strays: str, data: Any
) -> None:
    text = "spreker;tekst;nr\n" + "".join(f'Sp{n % 4};"w{n}x en, ja";{n}\n' for n in range(rows))
    # One delimiter too many can be undone; two damages in one row may move its text elsewhere.
    for _ in range(1 if strays == ";" else data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(20, len(text) - 1))
        text = text[:at] + data.draw(st.sampled_from(strays)) + text[at:]
    try:
        draft = read_csv(text, "x.csv")
    except RejectedSource:
        return
    found = draft.text + " ".join(line.reason for line in draft.rejected)
    for n in range(rows):
        assert found.count(f"w{n}x") == text.count(f"w{n}x")


@given(st.text(alphabet="ab;,\t|\"\n '=é", max_size=80))
def test_any_text_is_a_table_or_rejected(text: str) -> None:
    for tried in (text, f"tekst;spreker\n{text}", f"spreker,tekst\n{text}"):
        with contextlib.suppress(RejectedSource):
            read_csv(tried, "x.csv")
