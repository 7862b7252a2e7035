"""Bytes to canonical text: decoded, NFC, Unix line ends, without control characters."""

from __future__ import annotations

import re
import unicodedata

from dialoogcoder.errors import RejectedSource

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff\ufffe]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def decode(raw: bytes, source: str) -> str:
    """Decode a text file: UTF-8 with or without BOM, UTF-16 with BOM, else Windows-1252.

    Args:
        raw: The file's bytes.
        source: Its name, for the message.

    Returns:
        Canonical text.

    Raises:
        RejectedSource: The file is empty, or no text.
    """
    if not raw.strip():
        raise RejectedSource(source, "leeg bestand", "tekst", "Controleer de export.")
    if raw.startswith(_UTF16):
        text = raw.decode("utf-16", errors="replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", errors="replace")
    sample = text[:20_000]
    odd = sum(1 for c in sample if c == "\ufffd" or (ord(c) < 32 and c not in "\n\r\t\x0c\x0b"))
    if odd > 0.02 * len(sample):
        raise RejectedSource(
            source, "geen leesbare tekst", "een tekstbestand", "Bewaar het als UTF-8-tekst."
        )
    return canonical(text)


def canonical(text: str) -> str:
    """Make text canonical: NFC, Unix line ends, no control characters.

    Args:
        text: Any text.

    Returns:
        The text that offsets will point into; making it canonical again changes nothing.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = re.sub("[\u2029\x0c\x0b\x85]", "\n", text)
    return unicodedata.normalize("NFC", _CONTROL.sub("", text))


def one_line(text: str) -> str:
    """Canonical text on one line, white space folded."""
    return " ".join(canonical(text).split())
