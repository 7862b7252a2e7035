"""Quotes as a Word document: by perspective and thread, attributed, with the way back."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from dialoogcoder.export.attribution import attribution
from dialoogcoder.export.footnotes import Footnotes
from dialoogcoder.export.method import account, chosen_words, counted, dutch
from dialoogcoder.export.selection import EVERYTHING, Selection
from dialoogcoder.export.spreadsheet import NO_DAY, clock
from dialoogcoder.export.stage import Run
from dialoogcoder.model import DISSENT, NONE_CODE, Theme

Row = Mapping[str, Any]

# Ids of styles, which are their names as well.
_QUOTE: Final = "Quote"
_SOURCE: Final = "Bronvermelding"
# What XML can't hold; a recogniser's export may have it.
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_word(
    run: Run, rows: Sequence[Row], path: Path, *, selection: Selection = EVERYTHING
) -> None:
    """Write quotes as a Word document.

    Quotes stand in Word's own style for quotes, so that the house style of the document that they
    are pasted into dresses them.

    Args:
        run: The run they are of.
        rows: Rows of the quotes table, at least one.
        path: File to write.
        selection: How they were chosen, for the annex.
    """
    document = _document()
    notes = Footnotes(document)
    document.add_paragraph("Citaten uit de dialogen", "Title")
    people = {(row["transcript_id"], row["speaker"]) for row in rows if row["speaker"]}
    words = chosen_words(selection)
    document.add_paragraph(
        _safe(
            f"{counted(len(rows), 'citaat', 'citaten')} van "
            f"{counted(len(people), 'spreker', 'sprekers')}"
            + (f". Gekozen op: {words}." if words else ".")
        ),
        "Subtitle",
    )
    against = {quote.passage_id for quote in run.threads.quotes if quote.kind == DISSENT}
    themes = {theme.theme_id: theme for theme in run.threads.themes}
    for code, own in _by_perspective(run, rows):
        main = run.codebook.main
        title = main.title_of(code) if code != NONE_CODE else f"Geen {main.title.lower()}"
        document.add_heading(_safe(title), 1)
        document.add_paragraph(_counted(own))
        for theme_id, quotes in _by_thread(own):
            document.add_heading(
                _safe(themes[theme_id].label) if theme_id else "Zonder rode draad", 2
            )
            if theme_id:
                breadth = document.add_paragraph(_breadth(themes[theme_id]))
                breadth.paragraph_format.keep_with_next = True
            for row in quotes:
                _add_quote(document, notes, run, row, dissent=row["passage_id"] in against)
    _add_account(document, run, rows, selection)
    notes.attach()
    _save(document, path)


def _document() -> Any:
    from docx import Document
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    styles = document.styles
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "nl-NL")
    # python-docx's own template leaves out what the standard asks.
    document.settings.element.find(qn("w:zoom")).set(qn("w:percent"), "100")
    quote = styles[_QUOTE].paragraph_format
    quote.left_indent, quote.space_after, quote.keep_with_next = Cm(0.8), Pt(0), True
    source = styles.add_style(_SOURCE, WD_STYLE_TYPE.PARAGRAPH)
    source.base_style, source.quick_style = styles["Normal"], True
    source.paragraph_format.left_indent, source.paragraph_format.space_after = Cm(0.8), Pt(12)
    about = document.core_properties
    about.title, about.author, about.comments = "Citaten uit de dialogen", "dialoogcoder", ""
    about.last_modified_by, about.language = "dialoogcoder", "nl-NL"
    about.created = about.modified = NO_DAY
    return document


def _by_perspective(run: Run, rows: Sequence[Row]) -> Iterable[tuple[str, list[Row]]]:
    """Quotes under their first code, in the codebook's order.

    Where all carry one code, as when that was asked for, they all stand under it.
    """
    shared = set.intersection(*({row["perspective"], *_codes(row)} for row in rows))
    firsts = {row["perspective"] for row in rows}
    if len(shared) == 1 and len(firsts) > 1:
        yield shared.pop(), list(rows)
        return
    for code in (*run.codebook.main.code_ids, NONE_CODE):
        if code in firsts:
            yield code, [row for row in rows if row["perspective"] == code]


def _codes(row: Row) -> list[str]:
    return [code for code in row["perspectives"].split(";") if code]


def _by_thread(rows: Sequence[Row]) -> Iterable[tuple[str, list[Row]]]:
    """Quotes by thread, the largest here first, those without one last."""
    counts = Counter(row["theme_id"] or "" for row in rows)
    for theme_id in sorted(counts, key=lambda theme_id: (not theme_id, -counts[theme_id])):
        yield theme_id, [row for row in rows if (row["theme_id"] or "") == theme_id]


def _counted(rows: Sequence[Row]) -> str:
    doubtful = sum(row["needs_review"] for row in rows)
    number = counted(len(rows), "citaat", "citaten")
    if not doubtful:
        return f"{number}."
    return f"{number}, waarvan {doubtful} met een onzekere code: zie 'nakijken' in de voetnoot."


def _breadth(theme: Theme) -> str:
    return (
        f"Rode draad {theme.theme_id}: {theme.size} passages van "
        f"{counted(theme.speakers, 'spreker', 'sprekers')} in "
        f"{counted(theme.transcripts, 'document', 'documenten')}, "
        f"stabiliteit {dutch(theme.stability)}."
    )


def _add_quote(document: Any, notes: Footnotes, run: Run, row: Row, *, dissent: bool) -> None:
    # A paragraph of a report is nobody's words.
    text = f"“{row['text']}”" if row["speaker"] else row["text"]
    _styled(document, text, _QUOTE)
    notes.add(_styled(document, attribution(row), _SOURCE), _place(run, row, dissent))


def _styled(document: Any, text: str, style_id: str) -> Any:
    paragraph = document.add_paragraph(_safe(text))
    # By name python-docx reads all styles anew for each paragraph: three quarters of the time.
    paragraph._p.style = style_id
    return paragraph


def _place(run: Run, row: Row, dissent: bool) -> str:
    """The way back to the source, and how sure the code is."""
    title = run.codebook.main.title_of
    others = [title(code) for code in _codes(row) if code != row["perspective"]]
    where = [row["source"], f"tekens {row['start']}–{row['end']}", clock(row["begin_s"])]
    sure = "door een mens" if row["probability"] is None else f"kans {dutch(row['probability'])}"
    said = [
        f"{', '.join(part for part in where if part)} (passage {row['passage_id']})",
        f"{title(row['perspective'])}, {sure}{', nakijken' if row['needs_review'] else ''}",
    ]
    if others:
        said.append(f"ook: {'; '.join(others)}")
    if row["verhaal"] != NONE_CODE:
        said.append(row["verhaal"])
    if dissent:
        said.append("tegengeluid bij deze rode draad")
    return _safe(". ".join((said[0], *(part[:1].upper() + part[1:] for part in said[1:]))) + ".")


def _add_account(document: Any, run: Run, rows: Sequence[Row], selection: Selection) -> None:
    document.add_page_break()
    document.add_heading("Bijlage: hoe dit gemaakt is", 1)
    for section in account(run, rows, selection):
        document.add_heading(section.title, 2)
        for line in section.lines:
            document.add_paragraph(_safe(line))


def _safe(text: str) -> str:
    return _NO_XML.sub("", text)


def _save(document: Any, path: Path) -> None:
    """Save with the same day on every part, so that the same input gives the same bytes."""
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(path, "w") as file:
        for name in made.namelist():
            part = zipfile.ZipInfo(name, NO_DAY.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o644 << 16
            file.writestr(part, made.read(name))
