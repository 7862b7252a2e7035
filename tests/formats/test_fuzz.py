"""Mutated files of every kind: each is read or rejected, none ends in a traceback or is lost."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from dialoogcoder.ingest import ingest
from dialoogcoder.ingest.reader import SUFFIXES

ROOT = Path(__file__).parents[2]
SEEDS = [
    *sorted((ROOT / "data" / "raw").iterdir()),
    *sorted(p for p in (ROOT / "tests" / "formats" / "fixtures").rglob("*") if p.is_file()),
]
# A few thousand in all: DIALOOGCODER_FUZZ=40 pytest tests/formats/test_fuzz.py
ROUNDS = int(os.environ.get("DIALOOGCODER_FUZZ", "2"))
JUNK = (
    b"\x00",
    b"\xff\xfe",
    b"-->",
    b"<v ",
    b'"',
    b"\r",
    b"{",
    b"]",
    b"&#x0;",
    b":",
    b"\n\n",
    b"\xe2",
)


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """One to eight small accidents: cut off, flipped, doubled, swapped or junk put in."""
    data = bytearray(raw)
    for _ in range(chance.randint(1, 8)):
        if not data:
            break
        at = chance.randrange(len(data))
        kind = chance.randrange(6)
        if kind == 0:
            del data[at:]
        elif kind == 1:
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 2:
            data[at:at] = chance.choice(JUNK) * chance.randint(1, 3)
        elif kind == 3:
            data[at:at] = data[at : at + chance.randint(1, 400)]
        elif kind == 4:
            del data[at : at + chance.randint(1, 400)]
        else:
            data[at : at + 8] = bytes(chance.randrange(256) for _ in range(8))
    return bytes(data)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda p: p.name)
def test_a_mutated_file_is_read_or_rejected(seed: Path, tmp_path: Path) -> None:
    raw = seed.read_bytes()
    chance = random.Random(seed.name)
    names = []
    for number in range(ROUNDS):
        # Now and then under the suffix of another kind.
        suffix = chance.choice(SUFFIXES) if chance.random() < 0.2 else seed.suffix
        path = tmp_path / f"{number:03d}{suffix}"
        path.write_bytes(mutated(raw, chance))
        names.append(path.name)
    reading = ingest([tmp_path])
    told = {t.source.partition("/")[0] for t in reading.transcripts}
    told |= {r.source.partition("/")[0].partition(",")[0] for r in reading.rejected}
    assert told == set(names)
    for turn in reading.turns:
        text = next(t.text for t in reading.transcripts if t.transcript_id == turn.transcript_id)
        assert 0 <= turn.start < turn.end <= len(text)
