"""What the pipeline that ships does with text as people write it."""

from __future__ import annotations

import pytest

from dialoogcoder.nlp import load_pipeline


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Zo doen wij dat.", ["Zo", "doen", "wij", "dat", "."]),
        ("Dat ligt voor de hand.", ["Dat", "ligt", "voor", "de", "hand", "."]),
        ("Dit (zei hij): ja.", ["Dit", "(", "zei", "hij", ")", ":", "ja", "."]),
        ("In de jaren '90, toen.", ["In", "de", "jaren", "'90", ",", "toen", "."]),
        ("Dhr. Mol, o.a. daar.", ["Dhr.", "Mol", ",", "o.a.", "daar", "."]),
    ],
)
def test_words_are_cut_as_the_treebank_does(text: str, words: list[str]) -> None:
    (tagged,) = load_pipeline("nl_dialoog").tagged([text])
    assert [word.text for word in tagged] == words
