"""Office files are zip archives: which are whole, within bounds, open, and without DTD."""

from __future__ import annotations

import mmap
import zipfile
from pathlib import Path
from typing import Final

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.office.xmlprolog import refuse_dtd

# More than any transcript or report with pictures unpacks to.
MAX_UNPACKED = 500_000_000
# A tree takes some twenty times the size of the densest XML.
MAX_XML = 50_000_000
MAX_MEMBERS = 10_000

_CHUNK = 1 << 16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS: Final = {".docx": "Word", ".odt": "LibreOffice Writer", ".xlsx": "Excel"}
# Of these the XML becomes a tree in memory; spreadsheets are read as a stream.
_AS_TREE = (".docx", ".odt")


def office_suffix(path: Path) -> str | None:
    """The suffix that fits what is in a file, whatever its name says.

    Args:
        path: The file.

    Returns:
        ``.docx``, ``.xlsx``, ``.pptx``, ``.odt``, ``.ods``, ``.odp``, ``.rtf``, ``.pdf``, ``.doc``
        or ``.xls``; None for another kind, and for one that can't be opened.
    """
    try:
        with path.open("rb") as file:
            head = file.read(8)
        if head == _OLE:
            streams = _ole_streams(path)
            return ".doc" if "WordDocument" in streams else ".xls" if streams else None
        if head.startswith(b"{\\rtf"):
            return ".rtf"
        if head.startswith(b"%PDF"):
            return ".pdf"
        with zipfile.ZipFile(path) as archive:
            return _zip_suffix(archive)
    except Exception:
        # zipfile raises whatever struct, zlib or its own classes meet first.
        return None


def _zip_suffix(archive: zipfile.ZipFile) -> str | None:
    names = archive.namelist()
    for folder, suffix in (("word/", ".docx"), ("xl/", ".xlsx"), ("ppt/", ".pptx")):
        if "[Content_Types].xml" in names and any(name.startswith(folder) for name in names):
            return suffix
    if "mimetype" in names:
        with archive.open("mimetype") as file:
            mimetype = file.read(100)
        for kind, suffix in (
            (b"text", ".odt"),
            (b"spreadsheet", ".ods"),
            (b"presentation", ".odp"),
        ):
            if mimetype.strip() == b"application/vnd.oasis.opendocument." + kind:
                return suffix
    return None


def _ole_streams(path: Path) -> list[str]:
    """Which of the streams that tell the kind an old Office file holds."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        known = ("EncryptedPackage", "WordDocument", "Workbook")
        return [name for name in known if data.find(name.encode("utf-16-le")) >= 0]


def check_archive(path: Path, source: str) -> None:
    """Refuse an Office file that can't be read, or not safely.

    Args:
        path: A file whose name ends in ``.docx``, ``.odt``, ``.xlsx`` or that of another format
            made of a zip archive.
        source: Its name, for the message.

    Raises:
        RejectedSource: It is empty, cut off, protected with a password, of another kind than its
            name says, unpacks to more than `MAX_UNPACKED` bytes (for a document: to more than
            `MAX_XML` bytes of XML), or has XML with a document type definition, the only place
            where entities and external references can be declared.
    """
    suffix = path.suffix.lower()
    program = _PROGRAMS.get(suffix, "het programma waarmee het is gemaakt")
    try:
        with path.open("rb") as file:
            head = file.read(8)
        if not head:
            raise RejectedSource(source, "leeg bestand", "tekst", "Controleer de export.")
        if head == _OLE:
            raise _old_or_locked(path, source, suffix, program)
        with zipfile.ZipFile(path) as archive:
            _check_members(archive, source, suffix, program)
            actual = _zip_suffix(archive)
    except RejectedSource:
        raise
    except Exception as error:
        # zipfile raises whatever struct, zlib or its own classes meet first.
        raise _damaged(path, source, suffix, program, error) from error
    if suffix in _PROGRAMS and actual not in (suffix, None):
        raise _misnamed(source, suffix, str(actual))


def _old_or_locked(path: Path, source: str, suffix: str, program: str) -> RejectedSource:
    streams = _ole_streams(path)
    if "EncryptedPackage" in streams:
        return _locked(source, suffix, program)
    kind = "Word-document (.doc)" if "WordDocument" in streams else "Office-bestand (.doc of .xls)"
    return RejectedSource(
        source,
        f"een oud {kind} onder de naam {suffix}",
        f"een {suffix}-bestand",
        f"Open het in {program} en kies Opslaan als, {suffix}.",
    )


def _locked(source: str, suffix: str, program: str) -> RejectedSource:
    return RejectedSource(
        source,
        "een bestand met een wachtwoord",
        f"een {suffix}-bestand zonder wachtwoord",
        f"Haal in {program} het wachtwoord eraf en bewaar het opnieuw.",
    )


def _damaged(
    path: Path, source: str, suffix: str, program: str, error: Exception
) -> RejectedSource:
    actual = office_suffix(path)
    if actual in (".rtf", ".pdf"):
        return _misnamed(source, suffix, actual)
    if isinstance(error, OSError) and not isinstance(error, zipfile.BadZipFile):
        found = f"niet te openen ({error.strerror or type(error).__name__})"
    else:
        found = f"een afgebroken of beschadigd {suffix}-bestand ({type(error).__name__})"
    return RejectedSource(
        source,
        found,
        f"een heel {suffix}-bestand",
        f"Kopieer of download het opnieuw, of open het in {program} en bewaar het opnieuw.",
    )


def _misnamed(source: str, suffix: str, actual: str) -> RejectedSource:
    return RejectedSource(
        source,
        f"een {actual}-bestand onder de naam {suffix}",
        f"een {suffix}-bestand",
        f"Geef het bestand een naam die eindigt op {actual}.",
    )


def _check_members(archive: zipfile.ZipFile, source: str, suffix: str, program: str) -> None:
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise _locked(source, suffix, program)
    declared = sum(member.file_size for member in members)
    if declared > MAX_UNPACKED or len(members) > MAX_MEMBERS:
        raise _flood(source)
    unpacked = xml = 0
    for member in members:
        is_xml = member.filename.lower().endswith((".xml", ".rels", ".rdf"))
        if is_xml and member.file_size:
            with archive.open(member) as file:
                refuse_dtd(file, source, member.filename)
        with archive.open(member) as file:
            if member.filename == "META-INF/manifest.xml":
                _refuse_encrypted(file.read(MAX_XML), source, suffix, program)
            while chunk := file.read(_CHUNK):
                unpacked += len(chunk)
                xml += len(chunk) if is_xml and suffix in _AS_TREE else 0
                if unpacked > MAX_UNPACKED or xml > MAX_XML:
                    raise _flood(source)


def _refuse_encrypted(manifest: bytes, source: str, suffix: str, program: str) -> None:
    if b"encryption-data" in manifest:
        raise _locked(source, suffix, program)


def _flood(source: str) -> RejectedSource:
    return RejectedSource(
        source,
        "een bestand dat uitgepakt te groot wordt",
        f"hooguit {MAX_UNPACKED // 1_000_000} MB, waarvan {MAX_XML // 1_000_000} MB tekst",
        "Splits het in kleinere bestanden.",
    )
