"""Bytes to characters: which encoding a text file was written in, and mojibake mended.

Unicode tells itself: a byte order mark, valid UTF-8, or the zero bytes of UTF-16. One-byte
encodings don't, so the characters that each of them would give are judged by where they stand:
Dutch has "ideeën", not "idee‘n" with an opening quote inside a word. That settles it with one
such byte; charset-normalizer, which counts, was wrong on four in five such Mac Roman sentences.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# The longest first: UTF-32's mark begins with that of UTF-16.
_MARKS: Final = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_UTF8_CHARACTERS = re.compile(
    rb"(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})+"
)
_HIGH = re.compile(rb"[\x80-\xff]")
# With what each starts, for when nothing tells them apart. Latin-1 is cp1252 wherever it holds
# text; Excel writes Mac Roman as "CSV (Macintosh)" and cp850 as "CSV (MS-DOS)".
_ONE_BYTE: Final = {"cp1252": 0.6, "mac-roman": 0.0, "cp850": -0.6}
# "”" is the one common character whose last byte cp1252 leaves open, so programs drop it.
_CLOSING_QUOTE = re.compile("â€(?:[\x9d\ufffd]|(?=[\\s.,;:!?)\\]<]|$))")
# Halves of characters, as cp1252, its eastern kin and Mac Roman show them; most lines have none,
# and ftfy need not look there.
_SUSPECT = re.compile("[\x80-\x9f]|[Â-ßâĂĹ├√¬‚ð][^\x00-\x7f]|[à-ï][^\x00-\x7f\\w]{2}|Ã[ \xa0]")
# More high bytes than this tell nothing new.
_ENOUGH = 3000

_LETTERS: Final = {
    **dict.fromkeys("éë", 2.5),
    **dict.fromkeys("ïèóöü", 2.0),
    **dict.fromkeys("áêàçäúí", 1.2),
    **dict.fromkeys("âîôûñãåæøœßÿìòùýšž", 0.3),
}
_CAPITALS: Final = frozenset("ÉÈËÏÖÜÁÇÅØÄÓÍŠŽÆ")
# Where a sign is at home; `.` is the sign itself.
_SIGNS: Final = {
    sign: re.compile(pattern, re.DOTALL)
    for sign, pattern in {
        "’": r"(?<=\w).(?=(?:[snrtkm]|tjes?|jes?|ers?|en)\b)|(?<=\W[dlDLO]).(?=[aeiouhA-Z])"
        r"|(?<=[^\s(\[]).(?=\W)|(?<=\W).(?=[stnkmr]\b|\d)",
        "‘": r"(?<=[\s(\[“]).(?=\w)",
        "“": r"(?<=[\s(\[‘]).",
        "”": r".(?=\W)",
        "„": r"(?<=[\s(\[]).",
        "«": r"(?<=[\s(\[]).",
        "»": r".(?=\W)",
        "–": r"(?<=\s).|(?<=\d).(?=\d)",
        "—": r"(?<=\s).(?=[\s,])|(?<=\n).|(?<=\w\w).(?=\s)",
        "…": r".(?=\W)|(?<=\s).",
        "•": r"(?<=\s).(?=\s)",
        "·": r"(?<=\s).(?=\s)",
        "€": r"(?<=[\s(]).(?=[\s\d])|(?<=\d).(?=\W)|.(?=\d)",
        "£": r"(?<=[\s(]).(?=[\s\d])",
        "°": r"(?<=\d).|(?<=\s).(?=\s?C)",
        "²": r"(?<=\w).(?=\W)",
        "³": r"(?<=\w).(?=\W)",
        "½": r"(?<=[\s\d]).(?=\W)",
        "¼": r"(?<=[\s\d]).(?=\W)",
        "¾": r"(?<=[\s\d]).(?=\W)",
        "±": r"(?<=\s).(?=\W)|.(?=\d)",
        "×": r"(?<=[\s\d]).(?=[\s\d])",
        "§": r"(?<=\s).|.(?=\d)",
        "©": r"(?<=\s).(?=\W)",
        "®": r"(?<=\w).(?=\W)",
        "™": r"(?<=\w).(?=\W)",
        "\xa0": r"(?<=[^\sa-z]).|.(?=[^\sa-z])",
        "\xad": r"(?<=[a-z]).(?=[a-z])",
    }.items()
}


def unicode_text(raw: bytes) -> tuple[str, str] | None:
    """Decode what is in a form of Unicode.

    Args:
        raw: A file's bytes.

    Returns:
        The text, without byte order mark, and the encoding's name; None for other bytes. Stray
        bytes in UTF-8, as pasting from an older file leaves them, are read as cp1252; a
        character cut in two by the end of the file is left out.
    """
    for mark, name in _MARKS:
        if raw.startswith(mark):
            body = raw[len(mark) :]
            return (_utf8(body) or _mixed(body)) if name == "utf-8" else _wide(body, name), name
    bare = _bare_utf16(raw)
    if bare is not None:
        return _wide(raw, bare), bare
    text = _utf8(raw)
    if text is not None:
        return text, "utf-8"
    stray = len(_HIGH.findall(_UTF8_CHARACTERS.sub(b"", raw)))
    # Two accents in a row make a valid sequence by chance now and then, seldom most of the time.
    whole = len(_HIGH.findall(raw)) - stray
    return (_mixed(raw), "utf-8") if whole > 6 * stray else None


def _wide(body: bytes, name: str) -> str:
    width = 4 if name.startswith("utf-32") else 2
    return body[: len(body) - len(body) % width].decode(name, "replace")


def _utf8(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        # "België" in cp1252 ends like that too, so something else must speak for UTF-8.
        before = raw[: error.start]
        cut_off = error.reason == "unexpected end of data" and not before.isascii()
        return before.decode("utf-8") if cut_off else None


def _mixed(raw: bytes) -> str:
    parts: list[str] = []
    end = 0
    for match in _UTF8_CHARACTERS.finditer(raw):
        parts.append(one_byte_text(raw[end : match.start()], "cp1252"))
        parts.append(match.group().decode("utf-8", "replace"))
        end = match.end()
    parts.append(one_byte_text(raw[end:], "cp1252"))
    return "".join(parts)


def _bare_utf16(raw: bytes) -> str | None:
    sample = raw[:8000]
    pairs = len(sample) // 2
    first, second = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if second > 0.5 * pairs and first < 0.05 * pairs:
        return "utf-16-le"
    if first > 0.5 * pairs and second < 0.05 * pairs:
        return "utf-16-be"
    return None


@lru_cache(maxsize=4)
def _table(encoding: str) -> str:
    # A byte that cp1252 leaves open becomes the control character of that number.
    return "".join(bytes([b]).decode(encoding, "ignore") or chr(b) for b in range(256))


def one_byte_text(raw: bytes, encoding: str) -> str:
    """Decode an encoding of one byte a character; no byte is lost."""
    return raw.decode("latin-1").translate(_table(encoding))


def one_byte_encoding(raw: bytes) -> str:
    """Tell cp1252 (and so Latin-1), Mac Roman and cp850 apart.

    Args:
        raw: Bytes that are not Unicode.

    Returns:
        The encoding whose characters fit best where they stand; cp1252 where nothing tells.
    """
    places = [match.start() for match in _HIGH.finditer(raw)]
    places = places[:: max(1, len(places) // _ENOUGH)]
    scores = {}
    for encoding, head_start in _ONE_BYTE.items():
        table = _table(encoding)
        scores[encoding] = head_start + sum(
            _fit(
                "\n" + "".join(table[b] for b in raw[max(0, at - 2) : at]),
                table[raw[at]],
                "".join(table[b] for b in raw[at + 1 : at + 6]) + "\n",
            )
            for at in places
        )
    return max(scores, key=scores.__getitem__)


def _fit(before: str, char: str, after: str) -> float:
    """How well a character fits between its neighbours, from -3 to 2.5."""
    last, following = before[-1], after[0]
    if char in _SIGNS:
        if _SIGNS[char].match(before + char + after, len(before)):
            return 1.8
        return -1.5 if last.isalpha() and following.isalpha() else -1.0
    if char in _LETTERS:
        if last.isdigit() or following.isdigit() or (last.isalpha() and following.isupper()):
            return -1.5
        if not last.isalpha() and (char in "ëï" or not following.isalpha()):
            return 1.0 if char in "éèà" else -1.5
        # A trema parts two vowels; within a word of Dutch there is no à.
        odd = (char in "ëï" and last not in "aeiouAEIOU") or (char == "à" and following.isalpha())
        return 0.3 if odd else _LETTERS[char]
    if char.isalpha() and char.isupper():
        if last.islower() or (last.isupper() and following.islower()):
            return -2.5
        return 1.0 if char in _CAPITALS and following.isalpha() else -0.7
    return -2.5 if last.isalpha() and following.isalpha() else -1.5


def mend(text: str) -> str:
    """Undo mojibake: "CafÃ©" is "Café" again, and nothing else is touched.

    Args:
        text: Any text, control characters still in it, since some are halves of characters.

    Returns:
        The text with encoding errors repaired by ftfy; quotes, widths, line ends, ligatures and
        entities stay as they are. Dutch without mojibake comes back as it was.
    """
    text = _CLOSING_QUOTE.sub("â€\x9d", text)
    if not _SUSPECT.search(text):
        return text
    import ftfy

    only_encoding = ftfy.TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )

    def fixed(piece: str) -> str:
        return ftfy.fix_encoding(piece, only_encoding)

    # As a whole first: a text that is wrong throughout has no doubtful lines.
    text = fixed(text)
    if not _SUSPECT.search(text):
        return text
    return "\n".join(fixed(line) if _SUSPECT.search(line) else line for line in text.split("\n"))
