"""WebVTT and SubRip as Teams, Zoom, YouTube and editors write them, and every bad form of them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.canonical import canonical, decode
from dialoogcoder.ingest.draft import Draft
from dialoogcoder.ingest.timed.subtitles import is_timed, read_timed

Turns = list[tuple[str | None, str]]


def turns(draft: Draft) -> Turns:
    return [(turn.speaker, draft.text[turn.start : turn.end]) for turn in draft.turns]


def times(draft: Draft) -> list[tuple[float | None, float | None]]:
    return [(turn.begin_s, turn.end_s) for turn in draft.turns]


def read(content: str | bytes) -> Draft:
    raw = content.encode() if isinstance(content, str) else content
    text = decode(raw, "opname.vtt")
    assert is_timed(text)
    return read_timed(text, "opname.vtt")


TEAMS = (
    "\ufeffWEBVTT\r\n\r\n"
    "3f2c8a10-5d2e-4a7b-9c1d-0a1b2c3d4e5f/12-0\r\n00:00:03.120 --> 00:00:06.480\r\n"
    "<v Jansen, Wim (W.)>Goedemorgen allemaal, we gaan het\r\nhebben over wonen.</v>\r\n\r\n"
    "3f2c8a10-5d2e-4a7b-9c1d-0a1b2c3d4e5f/12-1\r\n00:00:06.480 --> 00:00:09.000\r\n"
    "<v Jansen, Wim (W.)>Wie begint er?</v>\r\n\r\n"
    "3f2c8a10-5d2e-4a7b-9c1d-0a1b2c3d4e5f/15-0\r\n00:00:08.200 --> 00:00:12.000\r\n"
    "<v Els Tak (Gast)>Ik wil wel &amp; graag.</v>\r\n\r\n"
    "3f2c8a10-5d2e-4a7b-9c1d-0a1b2c3d4e5f/16-0\r\n00:00:12.500 --> 00:00:13.000\r\n"
    "<v Onbekende spreker>Mooi.</v>\r\n"
)


def test_teams_keeps_whole_names_and_knows_an_unknown_speaker() -> None:
    draft = read(TEAMS)
    assert turns(draft) == [
        ("Jansen, Wim", "Goedemorgen allemaal, we gaan het hebben over wonen. Wie begint er?"),
        ("Els Tak", "Ik wil wel & graag."),
        (None, "Mooi."),
    ]
    assert times(draft) == [(3.12, 9.0), (8.2, 12.0), (12.5, 13.0)]
    assert draft.notes == ()


def test_a_sentence_that_teams_cut_in_parts_is_not_broken_by_a_word_in_between() -> None:
    guid = "3f2c8a10-5d2e-4a7b-9c1d-0a1b2c3d4e5f"
    draft = read(
        f"WEBVTT\n\n{guid}/1-0\n00:00:00.000 --> 00:00:04.000\n<v An>Wij wilden dus</v>\n\n"
        f"{guid}/1-1\n00:00:04.000 --> 00:00:06.000\n<v An>een tuin.</v>\n\n"
        f"{guid}/2-0\n00:00:02.000 --> 00:00:03.000\n<v Bo>Ja.</v>\n"
    )
    assert turns(draft) == [("An", "Wij wilden dus een tuin."), ("Bo", "Ja.")]


ZOOM = """WEBVTT

1
00:00:01.000 --> 00:00:03.000
Fatima Bos: Welkom, we beginnen om 17:30.

2
00:00:03.500 --> 00:00:05.000
Fatima Bos: Let op: de opname loopt.

3
00:00:05.200 --> 00:00:06.000
Henk: Ja.

4
00:00:06.100 --> 00:00:09.000
Ria de Wit (wethouder): Dank je. Zie https://voorbeeld.nl voor de rest.
"""


def test_zoom_has_names_before_the_text() -> None:
    draft = read(ZOOM)
    assert turns(draft) == [
        ("Fatima Bos", "Welkom, we beginnen om 17:30. Let op: de opname loopt."),
        ("Henk", "Ja."),
        ("Ria de Wit", "Dank je. Zie https://voorbeeld.nl voor de rest."),
    ]
    assert [(n.speaker, n.fact, n.value) for n in draft.notes] == [
        ("Ria de Wit", "functie", "wethouder")
    ]


YOUTUBE = """WEBVTT
Kind: captions
Language: nl

00:00:00.160 --> 00:00:02.470 align:start position:0%
\u0020
goedemorgen<00:00:00.520><c> allemaal</c><00:00:01.000><c> en</c>

00:00:02.470 --> 00:00:02.480 align:start position:0%
goedemorgen allemaal en
\u0020

00:00:02.480 --> 00:00:04.869 align:start position:0%
goedemorgen allemaal en
welkom<00:00:02.720><c> bij</c><00:00:03.000><c> de</c><00:00:03.300><c> tafel</c>

00:00:04.869 --> 00:00:04.879 align:start position:0%
welkom bij de tafel
\u0020

00:00:04.879 --> 00:00:07.000 align:start position:0%
welkom bij de tafel
ja<00:00:05.100><c> ja</c>

00:00:12.000 --> 00:00:14.000 align:start position:0%
ja ja
nu<00:00:12.500><c> echt</c>
"""


def test_rolling_captions_have_every_word_once() -> None:
    draft = read(YOUTUBE)
    assert turns(draft) == [
        (None, "goedemorgen allemaal en welkom bij de tafel ja ja"),
        (None, "nu echt"),
    ]
    assert times(draft) == [(0.16, 7.0), (12.0, 14.0)]


def test_short_captions_that_scroll_have_every_word_once() -> None:
    draft = read(
        "WEBVTT\n\n00:01.000 --> 00:02.000\nGoedemorgen\n\n00:02.000 --> 00:03.000\n"
        "Goedemorgen\nallemaal welkom\n\n00:03.000 --> 00:04.000\nallemaal welkom\nbij ons\n"
    )
    assert turns(draft) == [(None, "Goedemorgen allemaal welkom bij ons")]


def test_captions_that_grow_have_every_word_once() -> None:
    draft = read(
        "1\n00:00:01,000 --> 00:00:02,000\nIk wil\n\n2\n00:00:02,000 --> 00:00:03,000\n"
        "Ik wil graag <i>beginnen</i>\n\n3\n00:00:03,000 --> 00:00:04,000\n"
        "Ik wil graag beginnen met R&amp;D\n\n4\n00:00:04,000 --> 00:00:05,000\n"
        "Ik wil graag beginnen met R&amp;D\nen dan de tuin\n"
    )
    assert turns(draft) == [(None, "Ik wil graag beginnen met R&D en dan de tuin")]


def test_who_says_the_same_twice_is_believed() -> None:
    srt = "".join(
        f"{i}\n00:00:0{i},000 --> 00:00:0{i},900\n{text}\n\n"
        for i, text in enumerate(["Ja.", "Ja.", "Nee hoor.", "Dat is zo.", "Dat is zo."], start=1)
    )
    assert turns(read(srt)) == [(None, "Ja. Ja. Nee hoor. Dat is zo. Dat is zo.")]


MESSY_VTT = """WEBVTT - themadialoog wonen en verkeer, 3 juni 2021

STYLE
::cue { color: red }

REGION
id:fred

NOTE een opmerking
over twee regels

inleiding
00:01.000 --> 00:03.000 line:0 position:20% align:start
<v.luid Wim Bos>Eerste <b>regel</b>

en na een witregel verder.

NOTE nog een

derde deel
00:09.000 --> 00:08.000
<v Wim Bos>Deze eindigt te vroeg, <3 en <onverstaanbaar>.

tweede deel
00:04.000 --> 00:06.500
<c.geel>Zonder stem</c> gaat hij door.
NOTEN zijn duur.
<v Els Tak>Hoeveel?</v>

cijfer
00:07.000 --> 00:07.500
2
"""


def test_comments_styles_ids_and_settings_are_left_out_and_words_are_not() -> None:
    draft = read(MESSY_VTT)
    assert turns(draft) == [
        (
            "Wim Bos",
            "Eerste regel en na een witregel verder. Zonder stem gaat hij door. NOTEN zijn duur.",
        ),
        ("Els Tak", "Hoeveel? 2"),
        ("Wim Bos", "Deze eindigt te vroeg, <3 en <onverstaanbaar>."),
    ]
    assert times(draft) == [(1.0, 6.5), (4.0, 7.5), (9.0, None)]
    assert (draft.heading.dialoogvorm, draft.heading.dialoogthema) == (
        "themadialoog",
        "wonen & verkeer",
    )
    assert draft.heading.datum == "2021-06-03"


MESSY_SRT = """1
00:00:01,000 --> 00:00:03,000 X1:10 X2:20 Y1:5 Y2:9
{\\an8}<i>- Hallo allemaal.</i>
- Dag.

00:00:03.000 --> 00:00:05.000
Eerste regel

tweede regel
00:00:05,000 --> 00:00:06,000
- JAN: Zo.
PIET: Ook.
4
0:00:06,000 -> 0:00:07,000
[Muziek]

5
00:00:08,000 --> 00:00:09,000
[Jan] <font color="#ffffff">Het kost -5 graden.</font>

6
00:00:10,000 --> 00:00:12,000
PIET: Mijn buurvrouw zei: doe het niet.
"""


def test_subrip_with_dots_missing_numbers_positions_and_three_kinds_of_labels() -> None:
    assert turns(read(MESSY_SRT)) == [
        (None, "Hallo allemaal."),
        (None, "Dag. Eerste regel tweede regel"),
        ("JAN", "Zo."),
        ("PIET", "Ook. [Muziek]"),
        ("JAN", "Het kost -5 graden."),
        ("PIET", "Mijn buurvrouw zei: doe het niet."),
    ]


def test_names_on_the_first_line_of_cues() -> None:
    draft = read(
        "0:0:0.0 --> 0:0:3.710\nJansen, Wim (W.)\nHallo allemaal,\n\n"
        "0:0:3.710 --> 0:0:5.0\nJansen, Wim (W.)\nwelkom.\n\n0:0:6.2 --> 0:0:7.0\nEls Tak\nDag.\n"
    )
    assert turns(draft) == [("Jansen, Wim", "Hallo allemaal, welkom."), ("Els Tak", "Dag.")]


def test_whispers_console_output_has_its_text_behind_the_times() -> None:
    draft = read(
        "[00:00.000 --> 00:04.000]  Goedemorgen.\n[00:04.000 --> 00:05.000]  En door.\n"
        "[00:09.000 --> 00:10.000]  Nieuw: dat is zo.\n"
    )
    assert turns(draft) == [(None, "Goedemorgen. En door."), (None, "Nieuw: dat is zo.")]
    assert times(draft) == [(0.0, 5.0), (9.0, 10.0)]


def test_doubled_line_ends_and_two_recordings_in_one_file() -> None:
    one = "1\r\n00:00:05,000 --> 00:00:06,000\r\nAN: Eerst.\r\n\r\n2\r\n"
    two = "00:00:07,000 --> 00:00:08,000\r\nBO: Dan.\r\n\r\n"
    again = "1\r\n00:00:01,000 --> 00:00:02,000\r\nAN: Later.\r\n\r\n"
    text = (one + two + again).replace("\r\n", "\r\r\n")
    assert turns(read(text)) == [("AN", "Eerst."), ("BO", "Dan."), ("AN", "Later.")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "WEBVTT",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n\n",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jan></v>\n",
        "1\n00:00:01,000 --> 00:00:02,000\n...\n",
        "gewone tekst zonder tijden",
        "--> --> -->\n\x00\x01\x02",
    ],
)
def test_a_file_without_speech_is_rejected(text: str) -> None:
    with pytest.raises(RejectedSource) as caught:
        read_timed(canonical(text), "leeg.vtt")
    assert "\n" not in str(caught.value)


NAMES = st.sampled_from(["Wim Bos", "Els Tak", "Ria de Wit", "Deelnemer 3"])
SPOKEN = st.lists(
    st.text(st.characters(categories=("L", "Nd"), include_characters="'é"), min_size=1, max_size=9),
    min_size=1,
    max_size=12,
).map(lambda words: " ".join(["zeg", *words]))


def check(draft: Draft) -> None:
    assert canonical(draft.text) == draft.text
    for turn in draft.turns:
        said = draft.text[turn.start : turn.end]
        assert said
        assert said == " ".join(said.split())
        assert turn.begin_s is None or turn.begin_s >= 0
        assert turn.begin_s is None or turn.end_s is None or turn.end_s >= turn.begin_s


def clock(second: int, mark: str) -> str:
    return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}{mark}000"


def joined(said: list[tuple[str, str]]) -> Turns:
    expected: Turns = []
    for name, text in said:
        if expected and expected[-1][0] == name:
            expected[-1] = (name, f"{expected[-1][1]} {canonical(text)}")
        else:
            expected.append((name, canonical(text)))
    return expected


@given(st.lists(st.tuples(NAMES, SPOKEN), min_size=1, max_size=12))
def test_cues_written_in_either_format_come_back(said: list[tuple[str, str]]) -> None:
    # Cues that go on with all words of the one before are a rolling caption.
    said = [(name, f"{i}e {text}") for i, (name, text) in enumerate(said)]
    vtt = "WEBVTT\n\n" + "\n".join(
        f"{clock(3 * i, '.')} --> {clock(3 * i + 2, '.')}\n<v {name}>{text}</v>\n"
        for i, (name, text) in enumerate(said)
    )
    srt = "\n".join(
        f"{i + 1}\n{clock(3 * i, ',')} --> {clock(3 * i + 2, ',')}\n{name}: {text}\n"
        for i, (name, text) in enumerate([*said, *said])
    )
    assert turns(read_timed(canonical(vtt), "x.vtt")) == joined(said)
    assert turns(read_timed(canonical(srt), "x.srt")) == joined([*said, *said])
    check(read_timed(canonical(vtt), "x.vtt"))


@given(st.sampled_from([TEAMS, ZOOM, YOUTUBE, MESSY_VTT, MESSY_SRT]), st.data())
def test_a_damaged_file_is_read_or_rejected(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 40))
    instead = data.draw(
        st.text(st.sampled_from("<>/v:-[](){}\\ \n0129.,\x00é\u0301&;N"), max_size=12)
    )
    damaged = canonical(text[:begin] + instead + text[begin + length :])
    with suppress(RejectedSource):
        check(read_timed(damaged, "x.vtt"))
