"""Word documents (.docx): paragraphs and tables in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.canonical import canonical


def read_word(path: Path, source: str) -> list[str]:
    """Read the body of a Word document.

    Args:
        path: The file.
        source: Its name, for the message.

    Returns:
        One line a paragraph, a line break inside one kept as a newline; of a table one line a row,
        its two columns joined by ``: `` as in a transcript.

    Raises:
        RejectedSource: The file can't be opened as a Word document, or has no text.
    """
    import docx

    try:
        document = docx.Document(str(path))
        lines = [canonical(line) for line in _lines(document)]
    except Exception as error:
        # python-docx raises whatever zipfile, lxml or its own classes meet first.
        raise RejectedSource(
            source,
            f"geen leesbaar Word-bestand ({type(error).__name__})",
            "een .docx-bestand zonder wachtwoord",
            "Open het in Word en bewaar het opnieuw als .docx.",
        ) from error
    if not any(line.strip() for line in lines):
        raise RejectedSource(
            source, "een Word-bestand zonder tekst", "tekst", "Controleer de export."
        )
    return lines


def _lines(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                cells = [" ".join(cell.text.split()) for cell in row.cells]
                if len(cells) == 2 and all(cells):
                    yield f"{cells[0].rstrip(':')}: {cells[1]}"
                else:
                    yield " ".join(cell for cell in dict.fromkeys(cells) if cell)
        else:
            yield block.text
