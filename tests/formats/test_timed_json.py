"""JSON of Whisper's relatives, Amberscript and the services, and JSON that is something else."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.canonical import canonical
from dialoogcoder.ingest.draft import Draft
from dialoogcoder.ingest.timed.amberscript import is_amberscript, read_amberscript
from dialoogcoder.ingest.timed.whisper import is_whisper, read_whisper

Turn = tuple[str | None, str, float | None, float | None]


def turns(draft: Draft) -> list[Turn]:
    return [(t.speaker, draft.text[t.start : t.end], t.begin_s, t.end_s) for t in draft.turns]


def read(data: Any) -> list[Turn]:
    text = json.dumps(data)
    assert is_whisper(text)
    return turns(read_whisper(text, "opname.json"))


def word(text: str, start: float, end: float, **more: Any) -> dict[str, Any]:
    return {"word": text, "start": start, "end": end, **more}


def test_whisper_without_speakers_begins_a_turn_after_a_silence() -> None:
    segments = [
        {"id": 0, "seek": 0, "start": 0.0, "end": 3.2, "text": " Goedemorgen.", "tokens": [50364]},
        {"id": 1, "seek": 0, "start": 3.2, "end": 5.0, "text": " Hoort u mij?", "tokens": []},
        {"id": 2, "seek": 0, "start": 5.1, "end": 5.1, "text": "", "tokens": []},
        {"id": 3, "seek": 0, "start": 9.0, "end": 10.0, "text": " Ja.", "tokens": []},
    ]
    data = {"text": " Goedemorgen. Hoort u mij? Ja.", "segments": segments, "language": "nl"}
    assert read(data) == [
        (None, "Goedemorgen. Hoort u mij?", 0.0, 5.0),
        (None, "Ja.", 9.0, 10.0),
    ]
    assert read(segments) == read(data)


def test_whisperx_changes_speaker_within_a_segment() -> None:
    words = [
        word("Bent", 0.1, 0.3, speaker="SPEAKER_01"),
        word("u", 0.3, 0.4, speaker="SPEAKER_01"),
        {"word": "17?"},
        word("Ja,", 1.0, 1.2, speaker="SPEAKER_00"),
        word("hoor.", 1.2, 1.5, speaker="SPEAKER_00"),
    ]
    segments = [
        {"start": 0.1, "end": 1.5, "text": " Bent u 17? Ja, hoor.", "words": words,
         "speaker": "SPEAKER_01"},
        {"start": 1.6, "end": 2.0, "text": " Mooi.", "words": [], "speaker": "SPEAKER_00"},
        {"start": 2.0, "end": 2.5, "text": " Zo is het.", "speaker": None,
         "words": [word("Andere", 2.0, 2.1, speaker="SPEAKER_02")]},
    ]  # fmt: skip
    data = {"segments": segments, "word_segments": words, "language": "nl"}
    assert read(data) == [
        ("SPEAKER_01", "Bent u 17?", 0.1, 0.4),
        ("SPEAKER_00", "Ja, hoor. Mooi.", 1.0, 2.0),
        (None, "Zo is het.", 2.0, 2.5),
    ]


def test_whisper_cpp_counts_in_milliseconds() -> None:
    rows = [
        {
            "timestamps": {"from": "00:00:00,000", "to": "00:00:02,400"},
            "offsets": {"from": 0, "to": 2400},
            "text": " Wie begint?",
            "speaker": "0",
        },
        {
            "timestamps": {"from": "00:00:02,400", "to": "00:00:03,000"},
            "text": " Ik.",
            "speaker": "1",
        },
        {"offsets": {"from": 3000, "to": 3500}, "text": " Mooi.", "speaker": "?"},
    ]
    data = {
        "systeminfo": "AVX = 1",
        "model": {},
        "result": {"language": "nl"},
        "transcription": rows,
    }
    assert read(data) == [
        ("Spreker 0", "Wie begint?", 0.0, 2.4),
        ("Spreker 1", "Ik.", 2.4, 3.0),
        (None, "Mooi.", 3.0, 3.5),
    ]


def test_numbers_in_strings_nulls_and_other_names_of_fields() -> None:
    rows = [
        {
            "startTime": "0,5",
            "endTime": "00:00:02.250",
            "body": "Eerst.",
            "speaker": {"name": "An"},
        },
        {"startTime": None, "endTime": "later", "body": "Dan.", "speaker": {"name": "An", "id": 3}},
        {"startTime": "1e400", "endTime": -3, "body": None, "speaker": "Bo"},
        {"startTime": 1e308, "endTime": 2, "body": "Eind \ud800e\u0301.", "speaker": "Bo"},
        None,
        "ruis",
    ]
    assert read({"version": "1.0.0", "segments": rows}) == [
        ("An", "Eerst. Dan.", 0.5, 2.25),
        ("Bo", "Eind \ufffdé.", None, 2.0),
    ]


def test_chunks_of_the_pipeline_and_bare_text() -> None:
    chunks = [
        {"timestamp": [0.0, 2.0], "text": " Dag allemaal."},
        {"timestamp": [2.0, None], "text": " Welkom."},
    ]
    assert read({"text": "x", "chunks": chunks}) == [(None, "Dag allemaal. Welkom.", 0.0, 2.0)]
    assert read({"text": "Alleen tekst."}) == [(None, "Alleen tekst.", None, None)]


AMBERSCRIPT = {
    "id": "5c9e45057103e464a4c6f477",
    "recordId": "abc",
    "filename": "Themadialoog samen leven 2021-06-03.mp3",
    "startTimeOffset": 0.0,
    "speakers": [
        {"spkid": "spk1", "name": "Joke (gespreksleider)"},
        {"spkid": "spk2", "name": "Spreker 2"},
        {"spkid": "spk3", "name": None},
    ],
    "segments": [
        {
            "speaker": "spk1",
            "words": [
                {"start": 0.45, "end": 1.08, "duration": 0.63, "text": "Dag,", "conf": 1.0, "pristine": True},
                {"start": 1.11, "end": 1.65, "duration": 0.54, "text": "welkom", "conf": 0.4, "pristine": False},
                {"start": 1.65, "end": 1.65, "duration": None, "text": ".", "conf": None, "pristine": True},
            ],
        },
        {"speaker": "spk1", "words": [{"start": 2.0, "end": 2.5, "text": "Wie begint?"}]},
        {"speaker": "spk2", "words": [{"start": "3.0", "end": "3.5", "text": "Ik"}, {"text": "!"}]},
        {"speaker": "spk3", "words": [{"start": 4.0, "end": 4.2, "text": "(gelach)"}, {"text": None}]},
        {"speaker": "spk9", "words": []},
    ],
    "highlights": [],
}  # fmt: skip


def test_amberscript_has_words_speakers_by_number_and_a_file_name() -> None:
    text = json.dumps(AMBERSCRIPT)
    assert is_amberscript(text)
    draft = read_amberscript(text, "x.json")
    assert turns(draft) == [
        ("Joke", "Dag, welkom. Wie begint?", 0.45, 2.5),
        ("Spreker 2", "Ik!", 3.0, 3.5),
        ("spk3", "(gelach)", 4.0, 4.2),
    ]
    assert [(n.speaker, n.fact, n.value) for n in draft.notes] == [
        ("Joke", "gespreksrol", "gespreksleider")
    ]
    assert (draft.heading.dialoogthema, draft.heading.datum) == ("samen leven", "2021-06-03")
    assert turns(read_whisper(text, "x.json")) == turns(draft)
    assert not is_amberscript('{"segments": [{"text": "a", "words": []}]}')
    with pytest.raises(RejectedSource, match="'speakers' en 'segments'"):
        read_amberscript('{"segments": []}', "x.json")


def items(*words: tuple[str, str, str]) -> list[dict[str, Any]]:
    return [
        {"type": kind, "alternatives": [{"content": text, "confidence": "0.9"}],
         **({"start_time": at, "end_time": f"{float(at) + 0.4}"} if at else {})}
        for text, at, kind in words
    ]  # fmt: skip


SERVICES: dict[str, tuple[Any, list[Turn]]] = {
    "assemblyai": (
        {
            "audio_duration": 8,
            "text": "Dag. Ja.",
            "utterances": [
                {"speaker": "A", "start": 250, "end": 2100, "text": "Dag allemaal.", "words": []},
                {"speaker": "B", "start": 2200, "end": 8000, "text": "Ja.", "words": []},
            ],
        },
        [("Spreker A", "Dag allemaal.", 0.25, 2.1), ("Spreker B", "Ja.", 2.2, 8.0)],
    ),
    "deepgram": (
        {
            "metadata": {"channels": 1},
            "results": {
                "channels": [
                    {
                        "alternatives": [
                            {
                                "transcript": "Dag. Ja hoor.",
                                "words": [
                                    word("dag", 0.1, 0.5, punctuated_word="Dag.", speaker=0),
                                    word("ja", 0.6, 0.8, punctuated_word="Ja", speaker=1),
                                    word("hoor", 0.8, 1.0, punctuated_word="hoor.", speaker=1),
                                ],
                            }
                        ]
                    }
                ]
            },
        },
        [("Spreker 0", "Dag.", 0.1, 0.5), ("Spreker 1", "Ja hoor.", 0.6, 1.0)],
    ),
    "azure": (
        {
            "source": "x",
            "recognizedPhrases": [
                {"speaker": 2, "offset": "PT2.5S", "duration": "PT1M1S", "nBest": [{"display": "Ja."}]},
                {"speaker": 1, "offsetInTicks": 5000000.0, "durationInTicks": 10000000.0,
                 "nBest": [{"display": "Dag."}]},
            ],
        },
        [("Spreker 1", "Dag.", 0.5, 1.5), ("Spreker 2", "Ja.", 2.5, 63.5)],
    ),
    "azure snel": (
        {
            "durationMilliseconds": 900,
            "phrases": [
                {"speaker": 1, "offsetMilliseconds": 40, "durationMilliseconds": 500, "text": "Dag."}
            ],
        },
        [("Spreker 1", "Dag.", 0.04, 0.54)],
    ),
    "amazon": (
        {
            "jobName": "x",
            "results": {
                "speaker_labels": {
                    "segments": [
                        {"speaker_label": "spk_0", "items": [{"start_time": "0.1", "speaker_label": "spk_0"}]},
                        {"speaker_label": "spk_1", "items": [{"start_time": "1.0", "speaker_label": "spk_1"}]},
                    ]
                },
                "items": items(
                    ("Dag", "0.1", "pronunciation"), (".", "", "punctuation"), ("Ja", "1.0", "pronunciation")
                ),
            },
        },
        [("spk_0", "Dag.", 0.1, 0.5), ("spk_1", "Ja", 1.0, 1.4)],
    ),
    "speechmatics": (
        {
            "format": "2.9",
            "results": [
                {"type": "word", "start_time": 0.1, "end_time": 0.5, "alternatives": [{"content": "Dag", "speaker": "S1"}]},
                {"type": "punctuation", "attaches_to": "previous", "start_time": 0.5, "end_time": 0.5,
                 "alternatives": [{"content": ".", "speaker": "S1"}]},
                {"type": "word", "start_time": 0.9, "end_time": 1.5, "alternatives": [{"content": "Ja", "speaker": "S2"}]},
            ],
        },
        [("S1", "Dag.", 0.1, 0.5), ("S2", "Ja", 0.9, 1.5)],
    ),
    "elevenlabs": (
        {
            "language_code": "nld",
            "text": "Dag. Ja",
            "words": [
                {"text": "Dag.", "start": 0.1, "end": 0.5, "type": "word", "speaker_id": "speaker_0"},
                {"text": " ", "start": 0.5, "end": 0.6, "type": "spacing", "speaker_id": "speaker_0"},
                {"text": "(gelach)", "start": 0.5, "end": 0.6, "type": "audio_event", "speaker_id": "speaker_0"},
                {"text": "Ja", "start": 0.9, "end": 1.5, "type": "word", "speaker_id": "speaker_1"},
            ],
        },
        [("speaker_0", "Dag.", 0.1, 0.5), ("speaker_1", "Ja", 0.9, 1.5)],
    ),
    "rev": (
        {
            "monologues": [
                {
                    "speaker": 0,
                    "elements": [
                        {"type": "text", "value": "Dag", "ts": 0.1, "end_ts": 0.5},
                        {"type": "punct", "value": ". "},
                        {"type": "text", "value": "Welkom", "ts": 0.6, "end_ts": 0.9},
                    ],
                }
            ]
        },
        [("Spreker 0", "Dag. Welkom", 0.1, 0.9)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("service", SERVICES)
def test_the_services_are_known_by_their_fields(service: str) -> None:
    data, expected = SERVICES[service]
    assert read(data) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "geen geldige JSON"),
        ('{"segments": [', "geen geldige JSON (JSONDecodeError, regel 1)"),
        ("[" * 100_000, "geen geldige JSON (RecursionError)"),
        ('{"a":' * 100_000, "geen geldige JSON (RecursionError)"),
        ("1" * 5000, "geen geldige JSON (ValueError)"),
        ('{"naam": "x", "prijs": 3}', "JSON met de velden 'naam', 'prijs'"),
        ("{}", "een leeg JSON-object"),
        ("[1, 2]", "een JSON-lijst met 2 waarden zonder tekst en tijd"),
        ('[{"text": "hoi", "user": "x"}]', "een JSON-lijst; het eerste deel is JSON met de velden"),
        ("null", "losse JSON-waarde (NoneType)"),
        ('{"segments": [{"start": 0, "end": 1, "text": " "}]}', "geen gesproken tekst"),
        ('{"segments": null, "words": [null], "results": [], "speakers": 3}', "JSON met de velden"),
    ],
)
def test_other_json_is_rejected_with_what_it_is(text: str, found: str) -> None:
    with pytest.raises(RejectedSource) as caught:
        read_whisper(text, "x.json")
    assert found in caught.value.found
    assert "\n" not in str(caught.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from("segments words text start end speaker speakers results alternatives type "
                        "offsets from to spkid channels utterances phrases monologues items".split()),
        inner,
        max_size=5,
    ),
    max_leaves=24,
)  # fmt: skip


@given(JSON)
def test_any_json_is_read_or_rejected(data: Any) -> None:
    text = json.dumps(data)
    is_whisper(text)
    with suppress(RejectedSource):
        draft = read_whisper(text, "x.json")
        assert canonical(draft.text) == draft.text


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["A", "B", "C"]),
            st.lists(st.text("abcdé.,?", min_size=1, max_size=5), min_size=1, max_size=6),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_words_of_a_segment_are_divided_without_loss(said: list[tuple[str, list[str]]]) -> None:
    words = [{"word": text, "speaker": f"SPEAKER_{name}"} for name, texts in said for text in texts]
    text = " ".join(word["word"] for word in words)
    segments = [
        {"start": 0.0, "end": 9.0, "text": f" {text}x", "speaker": "SPEAKER_A", "words": words}
    ]
    draft = turns(read_whisper(json.dumps({"segments": segments}), "x.json"))
    assert " ".join(spoken for _, spoken, _, _ in draft) == f"{text}x"
