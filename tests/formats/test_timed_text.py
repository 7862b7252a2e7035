"""Text exports of transcription services, CHAT and ELAN, and texts that only look like them."""

from __future__ import annotations

import string
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.canonical import canonical
from dialoogcoder.ingest.draft import Draft
from dialoogcoder.ingest.timed.chat import is_chat, read_chat
from dialoogcoder.ingest.timed.chat_codes import readable
from dialoogcoder.ingest.timed.eaf import is_eaf, read_eaf
from dialoogcoder.ingest.timed.exports import is_export, read_export

Turn = tuple[str | None, str, float | None]


def turns(draft: Draft) -> list[Turn]:
    assert canonical(draft.text) == draft.text
    return [(t.speaker, draft.text[t.start : t.end], t.begin_s) for t in draft.turns]


OTTER = """Themadialoog wonen en verkeer
Thu, Jun 3, 2021 10:00AM • 32:10

SUMMARY KEYWORDS
wonen, fiets, straat

SPEAKERS
Joke, Rik Bakker, Unknown Speaker

Joke  0:00\u0020\u0020
Welkom allemaal. We beginnen
Om 17:30
en niet later.

Rik Bakker  0:34\u0020\u0020
Dank. Zie 1:2 voor de schaal.

Unknown Speaker  0:35\u0020\u0020
Ja.

Joke  1:00:03\u0020\u0020
Goed.

Transcribed by https://otter.ai
"""

TEAMS = """Dialoogtafel samen leven-20210603_100000-Vergaderopname
3 juni 2021, 10:00AM
1h 2m 3s

Joke de Wit heeft de transcriptie gestart

Jansen, Wim (W.)\u00a0\u00a0\u00a00:03
Goedemorgen.
En welkom.

Joke de Wit   0:09
Dag.

Joke de Wit   0:08
Ja.

Jansen, Wim (W.)   1:02:03
Tot ziens.
Joke de Wit heeft de transcriptie gestopt
"""

TEAMS_COPIED = """Piet Maas
0 minuten 3 seconden0:03
Piet Maas 0 minuten 3 seconden
Eh, ja.
JV

Jet Visser
0 minuten 3 seconden0:03
Jet Visser 0 minuten 3 seconden
Het staat erin.
Jet Visser 0 minuten 7 seconden
Ja.
KL
Ko Laan
12 minuten12:00
Ko Laan 12 minuten
Klaar dan.
KL
Ko Laan
1 uur 2 minuten 1 seconde1:02:01
Ko Laan 1 uur 2 minuten 1 seconde
Dag.
"""

EXPORTS: dict[str, tuple[str, list[Turn]]] = {
    "otter": (
        OTTER,
        [
            ("Joke", "Welkom allemaal. We beginnen Om 17:30 en niet later.", 0.0),
            ("Rik Bakker", "Dank. Zie 1:2 voor de schaal.", 34.0),
            (None, "Ja.", 35.0),
            ("Joke", "Goed.", 3603.0),
        ],
    ),
    "teams": (
        TEAMS,
        [
            ("Jansen, Wim", "Goedemorgen. En welkom.", 3.0),
            ("Joke de Wit", "Dag. Ja.", 9.0),
            ("Jansen, Wim", "Tot ziens.", 3723.0),
        ],
    ),
    "teams gekopieerd": (
        TEAMS_COPIED,
        [
            ("Piet Maas", "Eh, ja.", 3.0),
            ("Jet Visser", "Het staat erin. Ja.", 3.0),
            ("Ko Laan", "Klaar dan. Dag.", 720.0),
        ],
    ),
    "naam boven de tijd": (
        "Joke de Wit\n0:03\nHallo.\n\nRik\n0:09\nDag.\nZeg.\nJoke de Wit\n0:12\nTot ziens.\n",
        [
            ("Joke de Wit", "Hallo.", 3.0),
            ("Rik", "Dag. Zeg.", 9.0),
            ("Joke de Wit", "Tot ziens.", 12.0),
        ],
    ),
    "naam onder de tijd": (
        "00:00:03 - 00:00:05\nJan Jansen\nHallo.\n00:00:06 - 00:00:07\nPiet (zzp'er)\nDag.\n",
        [("Jan Jansen", "Hallo.", 3.0), ("Piet", "Dag.", 6.0)],
    ),
    "happyscribe": (
        "[00:00:00.25] - Spreker 1\nHallo allemaal.\n\n[00:00:03.00] - Spreker 2\nJa hoor.\n\n"
        "[00:00:05.10] - Spreker 1\nMooi.\n",
        [
            ("Spreker 1", "Hallo allemaal.", 0.25),
            ("Spreker 2", "Ja hoor.", 3.0),
            ("Spreker 1", "Mooi.", 5.1),
        ],
    ),
    "trint, met een tijd in een beurt": (
        "[00:00:03] Jan Jansen\nHallo daar\n[00:00:20] en verder zeg ik\ndat het zo is.\n"
        "[00:00:30] Piet Smit\nDag.\n[00:00:40] Jan Jansen\nZo.\n",
        [
            ("Jan Jansen", "Hallo daar en verder zeg ik dat het zo is.", 3.0),
            ("Piet Smit", "Dag.", 30.0),
            ("Jan Jansen", "Zo.", 40.0),
        ],
    ),
    "spreker en tekst op een regel": (
        "[00:00:12.34] - Speaker 1 Hallo allemaal\n[00:00:19.00] - Speaker 2 Ja hoor, dag.\n",
        [("Speaker 1", "Hallo allemaal", 12.34), ("Speaker 2", "Ja hoor, dag.", 19.0)],
    ),
    "kolommen": (
        "00:00:12\tJan Jansen\tHallo.\n00:00:19\tEls (zzp'er)\tJa hoor.\n",
        [("Jan Jansen", "Hallo.", 12.0), ("Els", "Ja hoor.", 19.0)],
    ),
    "rev": (
        "Joke (00:03):\nHallo.\n\nRik (00:09):\nDag.\n\nJoke (00:19):\nGoed.\n",
        [("Joke", "Hallo.", 3.0), ("Rik", "Dag.", 9.0), ("Joke", "Goed.", 19.0)],
    ),
    "amberscript": (
        "SPEAKER 1 00:00:03\nHallo.\n\nSPEAKER 2 00:00:09\nDag.\n",
        [("SPEAKER 1", "Hallo.", 3.0), ("SPEAKER 2", "Dag.", 9.0)],
    ),
    "amberscript met labels": (
        "00:00:00\nSpreker 1: Hallo, welkom.\n\n00:00:09\nSpreker 2: Dag.\nEn zo.\n",
        [("Spreker 1", "Hallo, welkom.", 0.0), ("Spreker 2", "Dag. En zo.", 9.0)],
    ),
    "alleen tijden": (
        "0:01  \nToen ik klein was.\n\n0:15  \nHet was een slechte tijd.\n\n0:21\nIedereen.\n",
        [
            (None, "Toen ik klein was.", 1.0),
            (None, "Het was een slechte tijd.", 15.0),
            (None, "Iedereen.", 21.0),
        ],
    ),
    "tijden voor de tekst": (
        "[00:01] toen ik klein was\n[00:05] was het anders\n[00:09] Ja\n",
        [(None, "toen ik klein was", 1.0), (None, "was het anders", 5.0), (None, "Ja", 9.0)],
    ),
    "ondertitels van zoom, met de tijd van de dag": (
        "[Jan Jansen] 10:02:33\nHallo.\n\n[Piet Smit] 10:02:40\nDag.\n",
        [("Jan Jansen", "Hallo.", 0.0), ("Piet Smit", "Dag.", 7.0)],
    ),
    "markdown": (
        "# Gesprek\n\n**Jan Jansen** *0:03*\nHallo *daar*.\n\n**Piet Smit** *0:09*\nDag.\n",
        [("Jan Jansen", "Hallo *daar*.", 3.0), ("Piet Smit", "Dag.", 9.0)],
    ),
}


@pytest.mark.parametrize("export", EXPORTS)
def test_exports_give_their_turns(export: str) -> None:
    text, expected = EXPORTS[export]
    text = canonical(text)
    assert is_export(text)
    assert turns(read_export(text, "x.txt")) == expected


def test_what_stands_above_an_export_is_its_heading() -> None:
    heading = read_export(canonical(TEAMS), "x.txt").heading
    assert heading.datum == "2021-06-03"
    heading = read_export(canonical(OTTER), "x.txt").heading
    assert (heading.dialoogvorm, heading.dialoogthema) == ("themadialoog", "wonen & verkeer")


@pytest.mark.parametrize(
    "text",
    [
        "Agenda\n19:30 Opening\nDe voorzitter opent de avond.\n19:45 Wonen\nEr wordt gesproken.\n"
        "20:15 Pauze\nKoffie.\n20:30 Sluiting\nDe voorzitter sluit af.\n",
        "Programma\n\n09:00\nInloop\n09:30\nOpening\n10:00\nLezing\n12:00\nLunch\n",
        "09:00 – 09:30 Inloop\n09:30 – 10:00 Opening\n10:00 – 11:00 Lezing\n",
        "Transcript\n\n00:00:00\n \nJan: Hallo.\nPiet: Dag.\nJan: Ja.\n00:05:00\n \nPiet: Nee.\n"
        "Jan: Hoezo?\nPiet: Daarom.\n00:10:00\n \nJan: Zo.\nPiet: Ja.\n",
        "Joke: Welkom om 17:30.\nRik: Dank.\nJoke: De uitslag was\n2:1\nRik: Mooi.\n",
        "Datum: 3 juni 2021\nAanvang\n17:30\nPlaats\nUtrecht\n",
        "tijd;spreker;tekst\n00:00:05;An;Dag.\n00:01:33;Bo;Ja.\n00:02:14;An;Mooi.\n",
        "WEBVTT\n\n00:01.000 --> 00:02.000\nJan: Dag.\n\n00:02.000 --> 00:03.000\nBo: Ja.\n",
        "Een verslag zonder tijden.",
        "0:01\n\n0:02\n\n0:03\n",
        "",
    ],
)
def test_agendas_minutes_and_labelled_conversations_are_no_exports(text: str) -> None:
    assert not is_export(text)
    with pytest.raises(RejectedSource):
        read_export(text, "x.txt")


CHAT = """@UTF8
@Begin
@Languages:\tnld
@Participants:\tJAN Jan_de_Wit Participant, PIE Piet Investigator,
\tMIE Mie Teacher, OND Participant
@ID:\tnld|tafel|JAN|45;|male|||Participant|||
@Media:\ttafel, audio
@Date:\t03-JUN-2021
@Situation:\tthemadialoog samen leven
*JAN:\t<ik wou> [//] ik wilde &-uh naar (h)uis
\txxx (.) . \x15123_4560\x15
%mor:\tpro|ik v|willen
\tprep|naar
%com:\tlacht
*PIE:\tja ? \x154600_5000\x15
@Bg:\tkoffie
*JAN:\twij &*MIE:mhm_ja gaan +...
*JAN:\t[- eng] yes@s:eng en 0is ja [x 3] [=! lacht] .
*OND:\tnee , nooit .
@End
"""


def test_chat_keeps_what_was_said_and_by_whom() -> None:
    # The dispatcher's canonical text has lost the bullets around the times; both are read.
    for text in (CHAT, canonical(CHAT)):
        assert is_chat(text)
        draft = read_chat(text, "x.cha")
        assert turns(draft) == [
            ("Jan de Wit", "ik wou ik wilde uh naar huis [onverstaanbaar].", 0.123),
            ("Piet", "ja?", 4.6),
            ("Jan de Wit", "wij gaan...", None),
            ("Mie", "mhm ja", None),
            ("Jan de Wit", "yes en ja ja ja.", None),
            ("OND", "nee, nooit.", None),
        ]
        assert draft.turns[0].end_s == 4.56
    assert [(n.speaker, n.fact, n.value, n.origin) for n in draft.notes] == [
        ("Piet", "gespreksrol", "interviewer", "legenda"),
        ("Mie", "functie", "leraar", "legenda"),
    ]
    assert (draft.heading.datum, draft.heading.dialoogthema) == ("2021-06-03", "samen leven")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("hoi@l en huis+dier bij Sint_Nicolaas .", "hoi en huisdier bij Sint Nicolaas."),
        ("<dat is> [>] zo [<1] +/.", "dat is zo..."),
        ("+< ja maar +//?", "ja maar?"),
        ('+" kom mee +"/.', "kom mee."),
        ("mama ‡ kijk „ hè ?", "mama, kijk, hè?"),
        ("bal [= rode bal] gaatie [: gaat hij] [*] zo [+ exc] .", "bal gaatie zo."),
        ("<de <hele> [/] hele tijd> [///] altijd .", "de hele hele tijd altijd."),
        ("&=lacht &+fr &~bla &eh frans (1.5) ja: no:o .", "fr bla eh frans ja noo."),
        ("hij zei “ kom mee ” .", "hij zei “kom mee”."),
        ("0 . 100_2000", ""),
        ("www .", "[niet uitgeschreven]."),
        ("ik 100_200 ga 200_300naar .200_3000", "ik ga naar."),
        ('ja . %snd:"tafel.wav"_12_3400', "ja."),
        ("<onaf [/] zin [ stuk", "onaf zin stuk"),
        ("zin] af> .", "zin af."),
        ("om 17:30 zei ze 3,5 (niet 0,5) .", "om 17:30 zei ze 3,5 niet 0,5."),
        ("jan@voorbeeld.nl .", "jan@voorbeeld.nl."),
    ],
)
def test_codes_of_chat(line: str, text: str) -> None:
    assert readable(line).text == text


def test_chat_without_headers_ends_or_tabs_is_read_and_a_hostile_line_is_bounded() -> None:
    draft = read_chat("*JAN: ja\nen zo\n%com: x\n*PIE:nee .\n", "x.cha")
    assert turns(draft) == [("JAN", "ja en zo", None), ("PIE", "nee.", None)]
    assert readable("<" * 50_000 + "ja" + ">" * 50_000).text == "ja"
    assert len(readable("<" * 19 + "ja " + "> [x 99] " * 19).text.split()) <= 200


@pytest.mark.parametrize("text", ["", "@UTF8\n@Begin\n@End\n", "*JAN:\t0 .\n", "* item\n", "*JAN"])
def test_chat_without_speech_is_rejected(text: str) -> None:
    with pytest.raises(RejectedSource):
        read_chat(text, "x.cha")


ELAN = """<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT AUTHOR="" DATE="2021-06-03T10:00:00+01:00" FORMAT="3.0" VERSION="3.0"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd">
<HEADER MEDIA_FILE="" TIME_UNITS="milliseconds">
<MEDIA_DESCRIPTOR MEDIA_URL="file:///C:/tafel.wav" MIME_TYPE="audio/x-wav"/></HEADER>
<TIME_ORDER><TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="0"/>
<TIME_SLOT TIME_SLOT_ID="ts2" TIME_VALUE="1500"/><TIME_SLOT TIME_SLOT_ID="ts3"/>
<TIME_SLOT TIME_SLOT_ID="ts4" TIME_VALUE="3000"/></TIME_ORDER>
{tiers}
<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="default" TIME_ALIGNABLE="true"/>
</ANNOTATION_DOCUMENT>
"""


def aligned(number: int, begin: int, end: int, value: str) -> str:
    return (
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{number}" TIME_SLOT_REF1="ts{begin}"'
        f' TIME_SLOT_REF2="ts{end}"><ANNOTATION_VALUE>{value}</ANNOTATION_VALUE>'
        "</ALIGNABLE_ANNOTATION></ANNOTATION>"
    )


def referring(number: int, to: int, value: str) -> str:
    return (
        f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a{number}" ANNOTATION_REF="a{to}">'
        f"<ANNOTATION_VALUE>{value}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"
    )


def elan(tmp_path: Path, tiers: str) -> Path:
    path = tmp_path / "tafel.eaf"
    path.write_text(ELAN.format(tiers=tiers), encoding="utf-8")
    assert is_eaf(path.read_text(encoding="utf-8"))
    return path


def test_elan_tiers_are_speakers_and_dependent_tiers_are_left_out(tmp_path: Path) -> None:
    path = elan(
        tmp_path,
        '<TIER TIER_ID="A_spraak" PARTICIPANT="Jan (wethouder)" LINGUISTIC_TYPE_REF="default">'
        + aligned(1, 1, 2, "Hallo &amp;\n dag.") + aligned(2, 3, 4, "En zo.") + aligned(9, 4, 4, "")
        + '</TIER><TIER TIER_ID="Piet" LINGUISTIC_TYPE_REF="default">' + aligned(3, 2, 3, "Ja.")
        + '</TIER><TIER TIER_ID="A_vertaling" PARENT_REF="A_spraak">' + referring(4, 1, "Hello.")
        + '</TIER><TIER TIER_ID="A_woorden" PARENT_REF="A_spraak">' + aligned(5, 1, 2, "Hallo")
        + '</TIER><TIER TIER_ID="Opmerkingen">' + aligned(6, 1, 4, "telefoon gaat") + "</TIER>",
    )  # fmt: skip
    draft = read_eaf(path, "tafel.eaf")
    assert turns(draft) == [
        ("Jan", "Hallo & dag.", 0.0),
        ("Piet", "Ja.", 1.5),
        ("Jan", "En zo.", 2.25),
    ]
    assert [turn.end_s for turn in draft.turns] == [1.5, 2.25, 3.0]
    assert [(n.speaker, n.value) for n in draft.notes] == [("Jan", "wethouder")]


def test_elan_with_empty_stretches_has_its_words_in_the_tier_below(tmp_path: Path) -> None:
    path = elan(
        tmp_path,
        '<TIER TIER_ID="ref" PARTICIPANT="Jan">' + aligned(1, 1, 2, "001")
        + '</TIER><TIER TIER_ID="tx" PARTICIPANT="Jan" PARENT_REF="ref">' + referring(2, 1, "Hallo.")
        + '</TIER><TIER TIER_ID="en" PARTICIPANT="Jan" PARENT_REF="ref">' + referring(3, 1, "Hello.")
        + "</TIER>",
    )  # fmt: skip
    assert turns(read_eaf(path, "tafel.eaf")) == [("Jan", "Hallo.", 0.0)]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "ParseError"),
        (bytes(range(256)), "ParseError"),
        (ELAN.encode()[:400], "ParseError"),
        (b"<html><body>x</body></html>", "'html'"),
        (b"<ANNOTATION_DOCUMENT/>", "geen gesproken tekst"),
        (
            b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
            b"<ANNOTATION_DOCUMENT>&b;</ANNOTATION_DOCUMENT>",
            "EntitiesForbidden",
        ),
        (
            b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
            b"<ANNOTATION_DOCUMENT>&a;</ANNOTATION_DOCUMENT>",
            "EntitiesForbidden",
        ),
    ],
)
def test_elan_that_is_damaged_hostile_or_empty_is_rejected(
    tmp_path: Path, content: bytes, found: str
) -> None:
    path = tmp_path / "x.eaf"
    path.write_bytes(content)
    with pytest.raises(RejectedSource) as caught:
        read_eaf(path, "x.eaf")
    assert found in caught.value.found
    with pytest.raises(RejectedSource):
        read_eaf(tmp_path, "x.eaf")


SAID = st.lists(
    st.tuples(
        st.sampled_from(["Jan Jansen", "Piet Smit", "Els"]),
        st.lists(st.text(string.ascii_lowercase + "é", min_size=1, max_size=8), min_size=1, max_size=9),
    ),
    min_size=3,
    max_size=9,
)  # fmt: skip


@given(SAID, st.sampled_from(["otter", "happyscribe", "boven", "onder", "cha"]))
def test_turns_written_in_any_shape_come_back(
    said: list[tuple[str, list[str]]], shape: str
) -> None:
    forms = {
        "otter": "{name}  0:{second:02d}\n{text}\n\n",
        "happyscribe": "[00:00:{second:02d}.00] - {name}\n{text}\n\n",
        "boven": "{name}\n0:{second:02d}\n{text}\n",
        "onder": "00:00:{second:02d}\n{name}\n{text}\n",
        "cha": "*{code}:\tzeg {plain} .\n",
    }
    head = "@Begin\n@Participants:\tJAN Jan_Jansen Adult, PIE Piet_Smit Adult, ELS Els Adult\n"
    expected: list[tuple[str, str]] = []
    written = head if shape == "cha" else ""
    for second, (name, words) in enumerate(said):
        # In CHAT three letters can be a code.
        plain = "a".join(words)
        spoken = f"zeg a{plain}." if shape == "cha" else f"zeg {' '.join(words)}"
        written += forms[shape].format(
            name=name, second=second, text=spoken, code=name[:3].upper(), plain=f"a{plain}"
        )
        if expected and expected[-1][0] == name:
            expected[-1] = (name, f"{expected[-1][1]} {spoken}")
        else:
            expected.append((name, spoken))
    text = canonical(written)
    draft = read_chat(text, "x") if shape == "cha" else read_export(text, "x")
    assert [(speaker, spoken) for speaker, spoken, _ in turns(draft)] == [
        (name, canonical(spoken)) for name, spoken in expected
    ]


@given(st.sampled_from([OTTER, TEAMS, TEAMS_COPIED, CHAT]), st.data())
def test_a_damaged_text_is_read_or_rejected(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 40))
    instead = data.draw(st.text(st.sampled_from("0:9 \n*@%<>[]()&+_\t\x15.é\u0301"), max_size=12))
    damaged = canonical(text[:begin] + instead + text[begin + length :])
    for read in (read_export, read_chat):
        with suppress(RejectedSource):
            assert turns(read(damaged, "x"))


def test_a_bare_time_before_a_label_leaves_the_label_to_the_labels() -> None:
    text = "".join(
        f"00:0{i}:05 Spreker {i % 3 + 1}: Daar wil ik {i} dingen over zeggen.\n" for i in range(8)
    )
    assert not is_export(text)
