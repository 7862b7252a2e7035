"""Codes that people had given in the source become codings of the passages they lie on."""

from __future__ import annotations

from collections.abc import Sequence

from dialoogcoder.codebook import Codebook
from dialoogcoder.coding.placing import place_code
from dialoogcoder.model import Coding, GivenCoding, Passage

# A code holds for a passage when it lies on this share of it, or the passage on this share of it.
_OVERLAP = 0.5


def given_codings(
    passages: Sequence[Passage], given: Sequence[GivenCoding], *, codebook: Codebook
) -> list[Coding]:
    """Place people's codes on passages.

    Args:
        passages: The passages.
        given: What people coded.
        codebook: A code named by id or title of one of its dimensions is that code, and so is one
            that is a part of it; any other stands on its dimension under its own name.

    Returns:
        One coding for each passage and code, by the person who gave it, with the place that the
        person marked and no probability.
    """
    by_transcript: dict[str, list[Passage]] = {}
    for passage in passages:
        by_transcript.setdefault(passage.transcript_id, []).append(passage)
    found: dict[tuple[str, str, str, str], Coding] = {}
    for coding in given:
        asked = coding.dimension or codebook.main.id
        if codebook.dimension(asked) is None:
            continue  # An answer to a question that this codebook doesn't ask.
        dimension, code = place_code(
            codebook, coding.code, dimension=coding.dimension, above=coding.above
        ) or (asked, coding.code)
        for passage in by_transcript.get(coding.transcript_id, ()):
            shared = min(passage.end, coding.end) - max(passage.start, coding.start)
            length = min(passage.end - passage.start, coding.end - coding.start)
            if length > 0 and shared >= _OVERLAP * length:
                key = (passage.passage_id, dimension, code, coding.coder)
                found.setdefault(
                    key,
                    Coding(
                        passage.passage_id, dimension, code, coding.coder, None, True,
                        coding.start, coding.end,
                    ),
                )  # fmt: skip
    return list(found.values())
