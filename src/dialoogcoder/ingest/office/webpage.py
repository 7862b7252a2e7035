"""Web pages (.html, .htm): block elements as paragraphs, without what surrounds the text.

lxml's parser tells the elements one by one, so that a page takes no tree in memory; it knows the
entities of HTML only and fetches nothing.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Final

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.canonical import decode
from dialoogcoder.ingest.office.blocks import Block
from dialoogcoder.ingest.office.pagetext import PageText
from dialoogcoder.ingest.office.textlines import text_lines

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]{2,30})")
_TAG = re.compile(r"<[a-zA-Z!/?][^<>]{0,2000}>")
# What a page calls by these names is read as `decode` reads it.
_GUESSED: Final = frozenset(["utf-8", "iso8859-1", "ascii", "cp1252", "utf-16", "utf-7"])
_FEED: Final = 1 << 16


def read_webpage(path: Path, source: str) -> list[str]:
    """Read a web page.

    Args:
        path: The file.
        source: Its name, for the message.

    Returns:
        One string a paragraph, a ``<br>`` inside one kept as a newline; of a table one a row, its
        two columns joined by ``: `` as in a transcript. Scripts, styles, navigation, headers,
        footers, asides, forms' controls, hidden and deleted text are left out.

    Raises:
        RejectedSource: The file can't be opened, is no web page, or has no text.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RejectedSource(
            source,
            f"niet te openen ({error.strerror or type(error).__name__})",
            "een leesbaar bestand",
            "Controleer de rechten op het bestand.",
        ) from error
    text = _decoded(raw, source)
    if not _TAG.search(text):
        raise RejectedSource(
            source, "tekst zonder HTML", "een webpagina", "Bewaar het als .txt of als webpagina."
        )
    try:
        blocks = _parsed(text)
    except Exception as error:
        # lxml raises its own classes, and whatever goes wrong beneath them.
        raise RejectedSource(
            source,
            f"geen leesbare webpagina ({type(error).__name__})",
            "HTML",
            "Open het in een browser en bewaar het opnieuw.",
        ) from error
    return text_lines(blocks, source, "een webpagina")


def _decoded(raw: bytes, source: str) -> str:
    text = decode(raw, source)
    declared = _CHARSET.search(raw[:8192]) or _XML_ENCODING.match(raw[:8192])
    marked = raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if declared and not marked:
        try:
            name = codecs.lookup(declared[1].decode("ascii")).name
            return text if name in _GUESSED else str(codecs.decode(raw, name))
        except (LookupError, ValueError, TypeError):
            pass
    return text


def _parsed(text: str) -> list[Block]:
    from lxml import etree

    page = PageText()
    # Of the declaration only the encoding matters, and that is known now.
    data = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text).encode("utf-8", "replace")
    parser = etree.HTMLParser(target=page, encoding="utf-8", huge_tree=True)
    for start in range(0, len(data), _FEED):
        parser.feed(data[start : start + _FEED])
    blocks: list[Block] = parser.close()
    return blocks
