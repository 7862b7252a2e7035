"""XML elements of the format, and its files' bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from dialoogcoder import __version__
from dialoogcoder.export.refi.naming import xml_safe

PROJECT_NAMESPACE = "urn:QDA-XML:project:1.0"
CODEBOOK_NAMESPACE = "urn:QDA-XML:codebook:1.0"
ORIGIN = f"dialoogcoder {__version__}"


def root(name: str, namespace: str) -> Any:
    """A document's element, its namespace the default one."""
    from lxml import etree

    return etree.Element(f"{{{namespace}}}{name}", nsmap={None: namespace})


def add(parent: Any, tag: str, text: str = "", /, **attributes: str | int) -> Any:
    """Append an element in the parent's namespace.

    Args:
        parent: The element it goes into.
        tag: Its name.
        text: What stands in it.
        **attributes: Its attributes; an empty one is left out.
    """
    from lxml import etree

    namespace = parent.tag.rpartition("}")[0]
    element = etree.SubElement(parent, f"{namespace}}}{tag}")
    for key, value in attributes.items():
        if value != "":
            element.set(key, xml_safe(str(value)))
    if text:
        element.text = xml_safe(text)
    return element


def document(element: Any) -> bytes:
    """The document in UTF-8, with a declaration and without a byte order mark."""
    from lxml import etree

    raw: bytes = etree.tostring(element, encoding="utf-8", pretty_print=True)
    # As other programs write it: not every reader takes the single quotes that lxml would use.
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + raw


def archive(files: Mapping[str, bytes]) -> bytes:
    """A zip whose bytes depend on its files alone: no clock, no system in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, raw in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            packed.writestr(info, raw)
    return buffer.getvalue()
