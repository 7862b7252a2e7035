"""The report writer's table: one row a passage."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from dialoogcoder.codebook import Codebook
from dialoogcoder.model import (
    NONE_CODE,
    PEOPLE,
    UNKNOWN,
    Attribution,
    Coding,
    Passage,
    Reading,
    Speaker,
    Theme,
    ThemeMember,
)

QUOTE_COLUMNS: Final = (
    "passage_id", "transcript_id", "source", "first_turn", "start", "end", "begin_s", "speaker",
    "gespreksrol", "functie", "stakeholdergroep", "dialoogvorm", "dialoogthema", "perspective",
    "perspectives", "probability", "needs_review", "verhaal", "theme_id", "theme_label",
    "representative", "coder", "text",
)  # fmt: skip


def quote_rows(
    reading: Reading,
    speakers: Sequence[Speaker],
    passages: Sequence[Passage],
    codings: Sequence[Coding],
    themes: Sequence[Theme],
    members: Sequence[ThemeMember],
    codebook: Codebook,
    *,
    review_below: float,
) -> list[dict[str, Any]]:
    """Join the tables to one row a passage.

    `needs_review` marks a primary whose lead over the best code that doesn't hold is, in
    log-odds, below `review_below`.

    Returns:
        Rows with the keys of `QUOTE_COLUMNS`, in the passages' order.
    """
    transcripts = {t.transcript_id: t for t in reading.transcripts}
    turns = {t.turn_id: t for t in reading.turns}
    who = {(s.transcript_id, s.speaker): s for s in speakers}
    # Of a quote printed twice the first attribution counts.
    settings: Mapping[str, Attribution] = {a.turn_id: a for a in reversed(reading.attributions)}
    labels = {t.theme_id: t.label for t in themes}
    member_of = {m.passage_id: m for m in members}
    codes: dict[tuple[str, str], list[Coding]] = defaultdict(list)
    for coding in codings:
        codes[coding.passage_id, coding.dimension].append(coding)
    rows = []
    for passage in passages:
        transcript = transcripts[passage.transcript_id]
        turn = turns.get(passage.first_turn or "")
        setting = settings.get(passage.first_turn or "")
        speaker = who.get((passage.transcript_id, passage.speaker or ""))
        member = member_of.get(passage.passage_id)
        main = codes[passage.passage_id, codebook.main.id]
        rows.append(
            {
                "passage_id": passage.passage_id,
                "transcript_id": passage.transcript_id,
                "source": transcript.source,
                "first_turn": passage.first_turn,
                "start": passage.start,
                "end": passage.end,
                "begin_s": turn.begin_s if turn else None,
                "speaker": passage.speaker,
                "gespreksrol": speaker.gespreksrol if speaker else UNKNOWN,
                "functie": speaker.functie if speaker else None,
                "stakeholdergroep": speaker.stakeholdergroep if speaker else UNKNOWN,
                "dialoogvorm": setting.dialoogvorm if setting else transcript.dialoogvorm,
                "dialoogthema": setting.dialoogthema if setting else transcript.dialoogthema,
                **_coded(main, review_below),
                "verhaal": _single(codes[passage.passage_id, "verhaal"]),
                "theme_id": member.theme_id if member else None,
                "theme_label": labels.get(member.theme_id or "") if member else None,
                "representative": member.representative if member else False,
                "text": passage.text,
            }
        )
    return rows


def _ranked(codings: Sequence[Coding]) -> list[Coding]:
    return sorted(codings, key=lambda c: -(c.probability or 0.0))


def _by_people(codings: Sequence[Coding]) -> list[Coding]:
    return [c for c in codings if c.coder.startswith(PEOPLE) and c.decided]


def _single(codings: Sequence[Coding]) -> str:
    people = _by_people(codings)
    if people:
        return people[0].code
    decided = [c for c in _ranked(codings) if c.decided]
    return decided[0].code if decided else NONE_CODE


def _coded(codings: Sequence[Coding], review_below: float) -> dict[str, Any]:
    people = _by_people(codings)
    if people:
        # What a person said stands; the model's own answer stays in the tables.
        codes = list(dict.fromkeys(c.code for c in people))
        return {
            "perspective": codes[0],
            "perspectives": ";".join(c for c in codes if c != NONE_CODE),
            "probability": None,
            "needs_review": False,
            "coder": ";".join(dict.fromkeys(c.coder for c in people)),
        }
    ranked = _ranked(codings)
    decided = [c for c in ranked if c.decided]
    primary = decided[0]
    codes = [c.code for c in decided if c.code != NONE_CODE]
    rival = max((c.probability or 0.0 for c in ranked if not c.decided), default=0.0)
    lead = _log_odds(primary.probability or 0.0) - _log_odds(rival)
    return {
        "perspective": primary.code,
        "perspectives": ";".join(codes),
        "probability": primary.probability,
        "needs_review": lead < review_below,
        "coder": primary.coder,
    }


def _log_odds(probability: float) -> float:
    # Codings are rounded to four decimals.
    inside = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(inside / (1 - inside))
