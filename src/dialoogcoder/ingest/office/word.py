"""Word documents (.docx): opened by python-docx, and their body set in lines."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.office.archives import check_archive
from dialoogcoder.ingest.office.textlines import text_lines
from dialoogcoder.ingest.office.wordbody import body_blocks
from dialoogcoder.ingest.office.wordstyles import Styles, local_name, read_styles


def read_word(path: Path, source: str) -> list[str]:
    """Read the body of a Word document.

    Args:
        path: The file.
        source: Its name, for the message.

    Returns:
        One string a paragraph, a line break inside one kept as a newline; of a table one a row,
        its two columns joined by ``: `` as in a transcript. Comments, headers, footers, notes,
        hidden text, tables of contents and list numbers are left out; text boxes come after the
        paragraph that they are anchored in.

    Raises:
        RejectedSource: The file can't be opened as a Word document, or has no text.
    """
    check_archive(path, source)
    try:
        body, styles = _open(path)
        blocks = list(body_blocks(body, styles))
    except Exception as error:
        # python-docx raises whatever zipfile, lxml or its own classes meet first.
        raise RejectedSource(
            source,
            f"geen leesbaar Word-bestand ({type(error).__name__})",
            "een .docx-bestand zonder wachtwoord",
            "Open het in Word en bewaar het opnieuw als .docx.",
        ) from error
    if any(local_name(element) == "altChunk" for element in body.iter()):
        raise RejectedSource(
            source,
            "een Word-bestand waarin een ander document is ingevoegd",
            "een .docx-bestand waarvan alle tekst in het document zelf staat",
            "Open het in Word, bewaar het opnieuw als .docx en bied dat aan.",
        )
    return text_lines(blocks, source, "een Word-bestand")


def _open(path: Path) -> tuple[Any, Styles]:
    import docx
    from docx.oxml.parser import parse_xml

    try:
        document = docx.Document(str(path))
        return document.element.body, read_styles(document.styles.element)
    except KeyError:
        # A link to a part that is missing, as Word leaves behind, or a package in strict form.
        with zipfile.ZipFile(path) as archive:
            root = parse_xml(archive.read("word/document.xml"))
            styled = "word/styles.xml" in archive.namelist()
            styles = parse_xml(archive.read("word/styles.xml")) if styled else ()
        return next(child for child in root if local_name(child) == "body"), read_styles(styles)
