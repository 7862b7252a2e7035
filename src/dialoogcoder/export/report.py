"""`report.html`: one self-contained Dutch page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from dialoogcoder.codebook import Codebook
from dialoogcoder.model import (
    NONE_CODE,
    STAKEHOLDERGROEPEN,
    CodingReason,
    Reading,
    Speaker,
    Theme,
)

_STYLE = """
:root{color-scheme:light dark}
body{font:1rem/1.55 system-ui,sans-serif;max-width:68rem;margin:0 auto;padding:1.5rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .7rem;
border-bottom:1px solid #8886;vertical-align:top}td.n,th.n{text-align:right}
blockquote{margin:.8rem 0;padding-left:1rem;border-left:4px solid #2a6f97}
.wide{overflow-x:auto;font-size:.9rem}caption{text-align:left;font-weight:600;padding:.4rem 0}
blockquote footer{font-size:.9rem}.doubt{font-weight:600}
"""
_BEST = 5


def _table(caption: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    def cell(tag: str, value: object) -> str:
        kind = ' class="n"' if isinstance(value, int | float) else ""
        return f"<{tag}{kind}>{escape(str(value))}</{tag}>"

    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in header)
    body = "".join(f"<tr>{''.join(cell('td', v) for v in row)}</tr>" for row in rows)
    return (
        f'<div class="wide" tabindex="0"><table><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


Why = Mapping[tuple[str, str], CodingReason]
"""Reasons by passage and code."""


def _quote(row: dict[str, Any], why: Why) -> str:
    form = " ".join(part for part in (row["dialoogvorm"], row["dialoogthema"]) if part)
    by = ", ".join(str(part) for part in (row["functie"] or row["speaker"], form) if part)
    sure = "door een mens" if row["probability"] is None else f"kans {row['probability']:.2f}"
    doubt = ' <span class="doubt">(nakijken)</span>' if row["needs_review"] else ""
    return (
        f"<blockquote><p>{escape(row['text'])}</p><footer>– {escape(by or 'zonder spreker')} · "
        f"{escape(row['verhaal'])} · {sure}{doubt} · "
        f"{escape(row['source'])}, tekens {row['start']}–{row['end']}"
        f"{_because(why.get((row['passage_id'], row['perspective'])))}</footer></blockquote>"
    )


def _because(reason: CodingReason | None) -> str:
    if reason is None:
        return ""
    words = f": {', '.join(reason.words)}" if reason.words else ""
    return f"<br>Waarom: {escape(reason.subtheme)}{escape(words)}"


def _best(rows: Sequence[dict[str, Any]], code: str) -> list[dict[str, Any]]:
    """The surest quotes of a code that read well alone, one a speaker."""
    own = sorted(
        (row for row in rows if row["perspective"] == code),
        key=lambda row: (
            row["needs_review"],
            not 15 <= len(row["text"].split()) <= 80,
            row["speaker"] is None,
            -(row["probability"] or 1.0),
        ),
    )
    chosen: list[dict[str, Any]] = []
    heard: set[tuple[str, str]] = set()
    for row in own:
        person = (row["transcript_id"], row["speaker"] or row["passage_id"])
        if person not in heard and len(chosen) < _BEST:
            heard.add(person)
            chosen.append(row)
    return chosen


def report_html(
    reading: Reading,
    speakers: Sequence[Speaker],
    themes: Sequence[Theme],
    rows: Sequence[dict[str, Any]],
    reasons: Sequence[CodingReason],
    codebook: Codebook,
) -> str:
    """Render the report.

    Args:
        reading: What was read and rejected.
        speakers: Who spoke.
        themes: The threads.
        rows: The rows of the quotes table.
        reasons: Why each code was given.
        codebook: For the titles of codes.

    Returns:
        A page that asks nothing of any other computer.
    """
    counts = Counter(row["perspective"] for row in rows)
    why = {(r.passage_id, r.code): r for r in reasons if r.dimension == codebook.main.id}
    parts = [
        "<h1>Gecodeerde dialogen</h1>",
        f"<p>{len(reading.transcripts)} documenten, {len(speakers)} sprekers, {len(rows)} "
        "passages. De tekst heeft deze computer niet verlaten. De codes zijn voorstellen van "
        "een model: kijk na wat u gebruikt. Bij elk citaat staat waarom: het deelthema waar het "
        "het dichtst bij ligt, en de woorden die de code het meest droegen.</p>",
        _table(
            "Gelezen documenten",
            ("bron", "soort", "dialoogvorm", "dialoogthema"),
            [
                (t.source, t.kind, t.dialoogvorm or "–", t.dialoogthema or "–")
                for t in reading.transcripts
            ],
        ),
    ]
    if reading.rejected:
        parts.append(
            _table(
                "Niet gebruikt",
                ("bron", "reden", "wat te doen"),
                [(r.source, r.reason, r.remedy) for r in reading.rejected],
            )
        )
    parts.append("<h2>Perspectieven</h2>")
    groups = [g for g in STAKEHOLDERGROEPEN if any(r["stakeholdergroep"] == g for r in rows)]
    cells = Counter((row["perspective"], row["stakeholdergroep"]) for row in rows)
    codes = (*codebook.main.code_ids, NONE_CODE)
    parts.append(
        _table(
            "Passages naar perspectief en groep van de spreker",
            ("groep", *(codebook.main.title_of(code) for code in codes)),
            [
                *((group, *(cells[code, group] for code in codes)) for group in groups),
                ("samen", *(counts[code] for code in codes)),
            ],
        )
    )
    for code in (*codebook.main.code_ids, NONE_CODE):
        parts.append(f"<h3>{escape(codebook.main.title_of(code))}: {counts[code]} passages</h3>")
        if code != NONE_CODE:
            parts.extend(_quote(row, why) for row in _best(rows, code))
    parts.append("<h2>Rode draden</h2>")
    if not themes:
        parts.append("<p>Te weinig passages voor rode draden.</p>")
    for theme in themes:
        parts.append(
            f"<h3>{escape(theme.label)}</h3><p>{theme.size} passages, {theme.speakers} sprekers, "
            f"{theme.transcripts} documenten, stabiliteit {theme.stability:.2f}. "
            f"Trefwoorden: {escape(', '.join(theme.keywords))}.</p>"
        )
        parts.extend(
            _quote(row, why)
            for row in rows
            if row["theme_id"] == theme.theme_id and row["representative"]
        )
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="nl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Gecodeerde dialogen</title><style>{_STYLE}</style></head>\n"
        f"<body><main>\n{body}\n</main></body></html>\n"
    )
