"""Bytes to canonical text: decoded, mended, NFC, Unix line ends, without control characters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.encodings import mend, one_byte_encoding, one_byte_text, unicode_text

# Control and direction characters, lone surrogates, and what XML and UTF-8 can't carry.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060"
    r"\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_LINE_END = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_LINE_END_HYPHEN = re.compile(r"\u00ad+(?=[ \t]*(?:\n|$))")
# What often gets the suffix of a text, by its first bytes.
_KINDS = (
    (b"%PDF-", "een PDF"),
    (b"PK\x03\x04", "een zip- of Office-bestand"),
    (b"\xd0\xcf\x11\xe0", "een oud of beveiligd Office-bestand"),
    (b"\x89PNG", "een afbeelding (PNG)"),
    (b"\xff\xd8\xff", "een afbeelding (JPEG)"),
    (b"GIF8", "een afbeelding (GIF)"),
    (b"RIFF", "een geluids- of beeldbestand"),
    (b"ID3", "een geluidsbestand (MP3)"),
    (b"OggS", "een geluidsbestand (Ogg)"),
    (b"\x1f\x8b", "een gzip-bestand"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text file as read; `mended` shows one repair ("CafÃ© → Café"), None where none was made."""

    text: str
    encoding: str
    mended: str | None = None
    repairs: int = 0


def decode(raw: bytes, source: str) -> str:
    """Decode a text file; see `decode_text`, which also tells what it found and mended."""
    return decode_text(raw, source).text


def decode_text(raw: bytes, source: str) -> Decoded:
    """Decode a text file in UTF-8, UTF-16 or UTF-32, cp1252, Latin-1, Mac Roman or cp850.

    Args:
        raw: The file's bytes.
        source: Its name, for the message.

    Returns:
        Canonical text with mojibake mended. Decoding it again, as UTF-8, changes nothing.

    Raises:
        RejectedSource: The file is empty, or no text.
    """
    if not raw.strip(b"\x00 \t\r\n\x0b\x0c"):
        raise RejectedSource(source, "leeg bestand", "tekst", "Controleer de export.")
    read = unicode_text(raw)
    if read is None:
        encoding = one_byte_encoding(raw)
        text = one_byte_text(raw, encoding)
    else:
        text, encoding = read
    crowded = read is None and _crowded(raw)
    if crowded or not _readable(text) or raw.startswith(b"%PDF-"):
        found = next((name for start, name in _KINDS if raw.startswith(start)), None)
        raise RejectedSource(
            source,
            found or "geen leesbare tekst",
            "een tekstbestand",
            "Bewaar het als UTF-8-tekst, of geef het bestand zijn eigen achtervoegsel.",
        )
    text, example, repairs = mend_and_tell(text)
    if not text.strip():
        raise RejectedSource(source, "leeg bestand", "tekst", "Controleer de export.")
    return Decoded(text, encoding, example, repairs)


def mend_and_tell(text: str) -> tuple[str, str | None, int]:
    """Make text canonical with its mojibake mended.

    Args:
        text: Any text, as a parser or decoder gave it.

    Returns:
        The canonical text, one repair ("CafÃ© → Café") or None, and the number of words mended.
    """
    plain = canonical(text)
    # Before control characters go: some are halves of characters. NFC can complete others.
    for _ in range(5):
        mended = canonical(mend(text))
        if mended == text:
            break
        text = mended
    if mended == plain:
        return mended, None, 0
    lines = zip(plain.split("\n"), mended.split("\n"), strict=False)
    pairs = (
        pair
        for before, after in lines
        if before != after
        for pair in zip(before.split(), after.split(), strict=False)
        if pair[0] != pair[1]
    )
    first = next(pairs, ("", ""))
    return mended, " → ".join(word[:40] for word in first), 1 + sum(1 for _ in pairs)


def mending_notice(decoded: Decoded, source: str) -> str | None:
    """What to tell of a file that was mended; None where nothing was."""
    if not decoded.repairs:
        return None
    return f"{source}: verminkte tekens hersteld ({decoded.mended}, in {decoded.repairs} woorden)"


def _readable(text: str) -> bool:
    middle = max(20_000, len(text) // 2)
    sample = (
        text[:20_000] + text[middle : middle + 20_000] + text[max(middle, len(text) - 20_000) :]
    )
    # Zero bytes pad the files of some recorders, and say nothing.
    sample = sample.replace("\x00", "")
    # A text that went through a poor conversion has lost its accents and quotes, not more.
    if sample.count("\ufffd") > 3 + 0.08 * len(sample):
        return False
    return sum(1 for char in sample if _odd(char)) <= 3 + 0.02 * len(sample)


def _odd(char: str) -> bool:
    if char < " ":
        return char not in "\n\r\t\x0c\x0b"
    return char > "\u02ff" and char != "\ufffd" and unicodedata.category(char) == "Cn"


def _crowded(raw: bytes) -> bool:
    """Whether far more bytes are outside ASCII than in any text of Latin letters."""
    sample = raw[:60_000].translate(None, b" \t\r\n")
    high = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    return high > 8 and high > 0.3 * len(sample)


def canonical(text: str) -> str:
    """Make text canonical: NFC, Unix line ends, no control characters.

    Args:
        text: Any text.

    Returns:
        The text that offsets will point into; making it canonical again changes nothing. A soft
        hyphen that breaks a line becomes a hyphen, any other goes.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _CONTROL.sub("", _LINE_END.sub("\n", text))
    if "\u00ad" in text:
        text = _LINE_END_HYPHEN.sub("-", text).replace("\u00ad", "")
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Canonical text on one line, white space folded."""
    return " ".join(canonical(text).split())
