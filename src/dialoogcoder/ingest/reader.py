"""Chooses the reader of a file by its suffix and by what is in it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.canonical import decode
from dialoogcoder.ingest.draft import Draft
from dialoogcoder.ingest.labels import read_conversation
from dialoogcoder.ingest.paragraphs import paragraphs
from dialoogcoder.ingest.qdpx import read_qdpx
from dialoogcoder.ingest.report import read_report
from dialoogcoder.ingest.tabular import parse_csv, parse_xlsx, read_table
from dialoogcoder.ingest.timed import is_timed, read_timed
from dialoogcoder.ingest.whisper import read_whisper
from dialoogcoder.ingest.word import read_word

TEXT_SUFFIXES = (".txt", ".md", ".text")
TIMED_SUFFIXES = (".vtt", ".srt")
OFFICE_SUFFIXES = (".docx", ".xlsx")
SUFFIXES = (*TEXT_SUFFIXES, *TIMED_SUFFIXES, ".csv", ".json", *OFFICE_SUFFIXES, ".qdpx")

# More than any transcript; beyond it memory could run out.
MAX_BYTES = 50_000_000


def read_file(path: Path, source: str) -> list[tuple[str, Draft]]:
    """Read one file.

    Args:
        path: The file.
        source: Its name in the output.

    Returns:
        Each document in it with its name in the output; one, but for a project of several texts.

    Raises:
        RejectedSource: It is of no known kind, too large, damaged or empty.
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
        return [(source, _read_document(path, source, suffix))]
    except OSError as error:
        raise RejectedSource(
            source,
            f"niet te openen ({error.strerror or type(error).__name__})",
            "een leesbaar bestand",
            "Controleer de rechten op het bestand.",
        ) from error


def _read_document(path: Path, source: str, suffix: str) -> Draft:
    if suffix in OFFICE_SUFFIXES:
        return _read_office(path, source, suffix)
    text = decode(path.read_bytes(), source)
    if suffix == ".json":
        return read_whisper(text, source)
    if suffix in TIMED_SUFFIXES or is_timed(text):
        return read_timed(text, source)
    if suffix == ".csv":
        header, rows = parse_csv(text, source)
        return read_table(header, rows, source)
    return read_text(text, source)


def _read_office(path: Path, source: str, suffix: str) -> Draft:
    _check_archive(path, source)
    if suffix == ".xlsx":
        header, rows = parse_xlsx(path, source)
        return read_table(header, rows, source)
    lines = read_word(path, source)
    conversation = read_conversation("\n".join(lines), source)
    if conversation is not None:
        return conversation
    return _report([" ".join(line.split()) for line in lines if line.strip()], source)


def _check_archive(path: Path, source: str) -> None:
    """Office files are zip archives: refuse a damaged one, and one that unpacks to a flood."""
    if path.stat().st_size == 0:
        raise RejectedSource(source, "leeg bestand", "tekst", "Controleer de export.")
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise RejectedSource(
            source,
            "geen heel Office-bestand",
            "een .docx of .xlsx zonder wachtwoord",
            "Open het in Word of Excel en bewaar het opnieuw.",
        ) from error
    if unpacked > 10 * MAX_BYTES:
        raise RejectedSource(
            source,
            f"uitgepakt {unpacked // 1_000_000} MB",
            f"hooguit {10 * MAX_BYTES // 1_000_000} MB",
            "Splits het in kleinere bestanden.",
        )


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
    return read_report(pieces, source)
