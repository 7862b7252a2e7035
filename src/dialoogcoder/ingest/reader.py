"""Chooses the reader of a file by its suffix and by what is in it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Final

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.canonical import decode_text, mend_and_tell, mending_notice
from dialoogcoder.ingest.draft import Draft
from dialoogcoder.ingest.labels.conversation import read_conversation
from dialoogcoder.ingest.language import dutch_part
from dialoogcoder.ingest.office.archives import check_archive, office_suffix
from dialoogcoder.ingest.office.opendocument import read_opendocument
from dialoogcoder.ingest.office.richtext import read_richtext
from dialoogcoder.ingest.office.webpage import read_webpage
from dialoogcoder.ingest.office.word import read_word
from dialoogcoder.ingest.paragraphs import paragraphs
from dialoogcoder.ingest.pdf.reading import read_pdf
from dialoogcoder.ingest.qdpx import read_qdpx
from dialoogcoder.ingest.report import read_report
from dialoogcoder.ingest.tables.tabular import looks_like_table, read_csv, read_xlsx
from dialoogcoder.ingest.timed.chat import is_chat, read_chat
from dialoogcoder.ingest.timed.eaf import is_eaf, read_eaf
from dialoogcoder.ingest.timed.exports import is_export, read_export
from dialoogcoder.ingest.timed.subtitles import is_timed, read_timed
from dialoogcoder.ingest.timed.whisper import is_whisper, read_whisper

# Readers that give a document's paragraphs, one a line.
_LINES: Final[dict[str, Callable[[Path, str], list[str]]]] = {
    ".docx": read_word,
    ".odt": read_opendocument,
    ".rtf": read_richtext,
    ".html": read_webpage,
    ".htm": read_webpage,
    ".pdf": read_pdf,
}
_TABLES: Final = (".csv", ".tsv", ".tab")
_WORKBOOKS: Final = (".xlsx", ".xlsm")
_TEXTS: Final = (".txt", ".md", ".text", ".vtt", ".srt", ".cha", ".json")
SUFFIXES: Final = (*_TEXTS, *_TABLES, *_WORKBOOKS, *_LINES, ".eaf", ".qdpx")

# More than any transcript; beyond it memory could run out.
MAX_BYTES: Final = 50_000_000


def read_file(path: Path, source: str) -> list[tuple[str, Draft]]:
    """Read one file.

    Args:
        path: The file.
        source: Its name in the output.

    Returns:
        Each document in it with its name in the output; one, but for a project of several texts.

    Raises:
        RejectedSource: It is of no known kind, too large, damaged, empty or not in Dutch.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise RejectedSource(
            source,
            f"bestandssoort '{suffix or 'zonder achtervoegsel'}'",
            ", ".join(SUFFIXES),
            "Bewaar het als een van deze soorten.",
        )
    try:
        size = path.stat().st_size
        if size > MAX_BYTES and suffix != ".qdpx":
            raise RejectedSource(
                source,
                f"een bestand van {size // 1_000_000} MB",
                f"hooguit {MAX_BYTES // 1_000_000} MB",
                "Splits het in kleinere bestanden.",
            )
        if suffix == ".qdpx":
            return read_qdpx(path, source, read_text)
        return [(source, _dutch(_read_document(path, source, suffix), source))]
    except OSError as error:
        raise RejectedSource(
            source,
            f"niet te openen ({error.strerror or type(error).__name__})",
            "een leesbaar bestand",
            "Controleer de rechten op het bestand.",
        ) from error


def _read_document(path: Path, source: str, suffix: str) -> Draft:
    if suffix in _TEXTS:
        # A text by name that is a document by content is read as what it is.
        suffix = next((s for s in (office_suffix(path),) if s in _LINES), suffix)
    if suffix in _WORKBOOKS:
        check_archive(path, source)
        return read_xlsx(path, source)
    if suffix in _LINES:
        return _from_lines(_LINES[suffix](path, source), source)
    if suffix == ".eaf":
        return read_eaf(path, source)
    decoded = decode_text(path.read_bytes(), source)
    draft = _from_text(decoded.text, source, suffix, path)
    notice = mending_notice(decoded, source)
    return dataclasses.replace(draft, notices=(*draft.notices, notice)) if notice else draft


def _from_text(text: str, source: str, suffix: str, path: Path) -> Draft:
    if suffix == ".json" or is_whisper(text):
        return read_whisper(text, source)
    if suffix == ".cha" or is_chat(text):
        return read_chat(text, source)
    if suffix in (".vtt", ".srt") or is_timed(text):
        return read_timed(text, source)
    if is_eaf(text):
        return read_eaf(path, source)
    if suffix in _TABLES or looks_like_table(text):
        return read_csv(text, source)
    if is_export(text):
        return read_export(text, source)
    return read_text(text, source)


def _from_lines(lines: list[str], source: str) -> Draft:
    """A conversation where the lines have speaker labels or times, else a report."""
    lines = [mend_and_tell(line)[0] for line in lines]
    text = "\n".join(lines)
    if is_timed(text):
        return read_timed(text, source)
    if is_export(text):
        return read_export(text, source)
    conversation = read_conversation(text, source)
    if conversation is not None:
        return conversation
    return _report([" ".join(line.split()) for line in lines if line.strip()], source)


def read_text(text: str, source: str) -> Draft:
    """Read a text as a conversation where it has speaker labels, else as running text.

    Raises:
        RejectedSource: Nothing but white space is in it.
    """
    conversation = read_conversation(text, source)
    return conversation if conversation is not None else _report(paragraphs(text), source)


def _report(pieces: list[str], source: str) -> Draft:
    if not any(any(char.isalpha() for char in piece) for piece in pieces):
        raise RejectedSource(
            source, "geen tekst", "een gesprek of verslag", "Controleer de export."
        )
    kept, refused = dutch_part(pieces, source)
    own = [piece for piece, keep in zip(pieces, kept, strict=True) if keep]
    draft = read_report(own, source)
    return dataclasses.replace(draft, rejected=(*draft.rejected, *refused))


def _dutch(draft: Draft, source: str) -> Draft:
    """Leave out the turns in another language; a report's paragraphs were judged before."""
    if draft.kind == "verslag" or not draft.turns:
        return draft
    said = [draft.text[turn.start : turn.end] for turn in draft.turns]
    unit = "rij" if draft.kind == "citaten" else "beurt"
    kept, refused = dutch_part(said, source, [turn.speaker for turn in draft.turns], unit=unit)
    if draft.kind == "citaten":
        return draft  # Each row of a quote list is a passage, whatever its language.
    turns = tuple(turn for turn, keep in zip(draft.turns, kept, strict=True) if keep)
    return dataclasses.replace(draft, turns=turns, rejected=(*draft.rejected, *refused))
