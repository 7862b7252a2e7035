"""What may stand before an XML document's root: a document type definition never."""

from __future__ import annotations

from typing import IO

from dialoogcoder.errors import RejectedSource

_CHUNK = 1 << 16


def refuse_dtd(file: IO[bytes], source: str, part: str) -> None:
    """Read XML up to its root element, and refuse it if a definition stands before that.

    Entities and external references can only be declared there.

    Args:
        file: The XML, read from where it stands.
        source: Name of the file it is in, for the message.
        part: Which part of that file it is, for the message.

    Raises:
        RejectedSource: It has a document type definition, or no root element to reach.
    """
    from xml.sax import SAXParseException, handler

    from defusedxml.common import DefusedXmlException
    from defusedxml.expatreader import DefusedExpatParser

    class RootReached(Exception):
        pass

    class UpToRoot(handler.ContentHandler):
        def startElement(self, *_: object) -> None:  # noqa: N802
            raise RootReached

    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(UpToRoot())
    found = f"XML zonder inhoud ({part})"
    try:
        while chunk := file.read(_CHUNK):
            parser.feed(chunk)
    except RootReached:
        return
    except DefusedXmlException:
        found = f"XML met een documenttypedefinitie ({part})"
    except SAXParseException:
        found = f"beschadigde XML ({part})"
    raise RejectedSource(
        source,
        found,
        "XML zoals een tekstverwerker die schrijft",
        "Open het in een tekstverwerker en bewaar het opnieuw.",
    )
