"""One conversation in many formats: whatever its suffix, the same people say the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dialoogcoder.ingest import ingest
from dialoogcoder.model import Reading

SAID = [
    ("Anneke", "Goedemiddag, wie wil er als eerste iets zeggen over het dorp?"),
    ("Joost", "Dat de bus niet meer rijdt, daar heb ik het meeste last van."),
    ("Anneke", "Dank je, en wie heeft daar nog iets aan toe te voegen?"),
    ("Joost", "Nou ja, de winkel is ook dicht, dus je moet wel met de auto."),
]
LABELLED = "\n".join(f"{name}: {text}" for name, text in SAID)
CUES = "\n\n".join(
    f"00:00:{10 * i:02d}.000 --> 00:00:{10 * i + 9:02d}.000\n<v {name}>{text}</v>"
    for i, (name, text) in enumerate(SAID)
)
EAF = (
    '<?xml version="1.0" encoding="UTF-8"?><ANNOTATION_DOCUMENT><TIME_ORDER>'
    + "".join(f'<TIME_SLOT TIME_SLOT_ID="t{i}" TIME_VALUE="{i * 1000}"/>' for i in range(8))
    + "</TIME_ORDER>"
    + "".join(
        f'<TIER TIER_ID="{name}">'
        + "".join(
            f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{i}" TIME_SLOT_REF1="t{2 * i}" '
            f'TIME_SLOT_REF2="t{2 * i + 1}"><ANNOTATION_VALUE>{text}</ANNOTATION_VALUE>'
            "</ALIGNABLE_ANNOTATION></ANNOTATION>"
            for i, (who, text) in enumerate(SAID)
            if who == name
        )
        + "</TIER>"
        for name in ("Anneke", "Joost")
    )
    + "</ANNOTATION_DOCUMENT>"
)
FILES = {
    "a.txt": LABELLED,
    "a.md": LABELLED.replace("\n", "\n\n"),
    "a.vtt": f"WEBVTT\n\n{CUES}\n",
    "b.txt": f"WEBVTT\n\n{CUES}\n",
    "a.html": "<html><body><h1>Tafel</h1>"
    + "".join(f"<p><b>{name}:</b> {text}</p>" for name, text in SAID)
    + "</body></html>",
    "a.rtf": "{\\rtf1\\ansi " + "\\par ".join(f"{n}: {t}" for n, t in SAID) + "\\par}",
    "c.txt": "{\\rtf1\\ansi " + "\\par ".join(f"{n}: {t}" for n, t in SAID) + "\\par}",
    "a.csv": "spreker;tekst\n" + "\n".join(f'{n};"{t}"' for n, t in SAID),
    "a.tsv": "spreker\ttekst\n" + "\n".join(f"{n}\t{t}" for n, t in SAID),
    "a.json": json.dumps({"segments": [
        {"start": i, "end": i + 1, "text": t, "speaker": n} for i, (n, t) in enumerate(SAID)
    ]}),
    "a.eaf": EAF,
    "d.txt": "\n\n".join(f"{n}  0:{10 + i}\n{t}" for i, (n, t) in enumerate(SAID)),
}  # fmt: skip


def spoken(reading: Reading) -> list[tuple[str | None, str]]:
    texts = {t.transcript_id: t.text for t in reading.transcripts}
    return [(t.speaker, texts[t.transcript_id][t.start : t.end]) for t in reading.turns]


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_turns(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(FILES[name], encoding="utf-8")
    reading = ingest([tmp_path])
    assert [(speaker, " ".join(text.split())) for speaker, text in spoken(reading)] == SAID
    assert not reading.rejected


def test_what_was_mended_is_told_and_loses_nothing(tmp_path: Path) -> None:
    broken = LABELLED.replace("winkel", "cafÃ©")
    (tmp_path / "a.txt").write_text(broken, encoding="utf-8")
    reading = ingest([tmp_path])
    assert "café" in reading.transcripts[0].text
    assert len(reading.notices) == 1
    assert not reading.rejected


def test_a_link_that_leads_nowhere_is_told_of_and_one_to_a_folder_not_followed(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.txt").write_text(LABELLED, encoding="utf-8")
    (tmp_path / "kapot.txt").symlink_to(tmp_path / "weg.txt")
    (tmp_path / "lus").symlink_to(tmp_path, target_is_directory=True)
    reading = ingest([tmp_path])
    assert [t.source for t in reading.transcripts] == ["a.txt"]
    assert [r.source for r in reading.rejected] == ["kapot.txt"]


def test_another_language_is_refused_by_name_and_left_out_of_a_dutch_text(tmp_path: Path) -> None:
    english = "We talked about the future of the town and how people could take part in it. " * 4
    (tmp_path / "en.txt").write_text(english * 3, encoding="utf-8")
    dutch = "Wij spraken over de toekomst van het dorp en hoe mensen daaraan mee kunnen doen. " * 4
    (tmp_path / "nl.txt").write_text(f"{dutch}\n\n{english}\n\n{dutch}", encoding="utf-8")
    reading = ingest([tmp_path])
    assert [t.source for t in reading.transcripts] == ["nl.txt"]
    assert "We talked" not in reading.transcripts[0].text
    refused = {r.source.partition(",")[0]: r.reason for r in reading.rejected}
    assert "Engels" in refused["en.txt"]
    assert any(source.startswith("nl.txt") for source in refused)


def test_a_quote_printed_twice_is_one_passage_with_both_places(tmp_path: Path) -> None:
    quote = (
        "“Wij hebben de hele zomer buiten gegeten met de straat, en dat doen we nog steeds, "
        "elke vrijdag.”"
    )
    text = (
        "De bijeenkomst begon met een rondje langs de tafels in de zaal van het dorpshuis.\n\n"
        f"{quote} - Wijkverpleegkundige, themadialoog samen leven\n\n"
        "Daarna ging het gesprek over de vraag wat daarvan moet blijven in de straat.\n\n"
        f"{quote} - Wijkverpleegkundige, themadialoog samen leven\n"
    )
    (tmp_path / "verslag.txt").write_text(text, encoding="utf-8")
    reading = ingest([tmp_path])
    (turn,) = reading.turns
    assert [a.turn_id for a in reading.attributions] == [turn.turn_id, turn.turn_id]
    first, second = reading.attributions
    assert second.start > first.end
    printed = reading.transcripts[0].text[second.start : second.end]
    assert "elke vrijdag" in printed
    assert "Wijkverpleegkundige" in printed
