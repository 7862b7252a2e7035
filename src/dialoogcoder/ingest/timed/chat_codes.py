"""The main tier of CHAT made readable: transcription codes out, spoken words kept.

Codes: https://talkbank.org/0info/manuals/CHAT.html. What was said stays, retraced words too
(``<ik wou> [//] ik wilde`` is "ik wou ik wilde"); what only describes it goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dialoogcoder.ingest.timed.spoken import clean

# The reader's canonical text has lost the bullets (U+0015) around the times.
_MEDIA = re.compile(r"%(?:snd|mov|pic|txt):\"?[^\"\s%]{0,200}\"?_(?=\d{1,10}_\d)")
_BULLET = re.compile(r"\x15?(?<![\d_])(\d{1,10})_(\d{3,10})(?![\d_])\x15?")
_INTERPOSED = re.compile(r"&\*(?P<code>\w{1,20}):(?P<text>\S+)")
_PLAIN = (
    # Ways in which an utterance ends or begins.
    (re.compile(r'\+"/(?=[.?!])|\+"(?=\.)|\+/{1,2}(?=\?)|\+(?=!\?|[.?!](?:\s|$))'), ""),
    (re.compile(r"\+(?:\.\.\.|/{1,2}\.)"), "..."),
    (re.compile(r'(?<!\S)\+[<^,+"≋≈]'), " "),
    # Events and pauses.
    (re.compile(r"&(?:=|[{}][ln]=)\S*"), " "),
    (re.compile(r"\((?:\.{1,3}|\d[\d.:]*)\)"), " "),
    # Fillers, fragments and nonwords were said.
    (re.compile(r"(?<!\S)&[-+~]?(?=[^\W\d_])"), ""),
    # Words and turns that were left out.
    (re.compile(r"(?<!\S)0(?:[^\W\d_]\S*)?(?=\s|$)"), " "),
    (re.compile(r"(?<=\w)@[a-z]{1,3}(?:[:$&][^\s.,?!]*)?(?=[\s.,?!\])>]|$)"), ""),
    (re.compile(r"(?<!\w)(?:xxx?|yyy?)(?!\w)"), " \ue000 "),
    (re.compile(r"(?<!\w)www(?!\w)"), " \ue001 "),
    (re.compile(r"(?<=\w)\+(?=\w)|[()]|(?<=[^\W\d_]):+(?=[^\W\d_]|[\s.,?!]|$)|\^"), ""),
    (re.compile(r"(?<=\w)_(?=\w)"), " "),
    (re.compile(r"\s*[‡„]"), ","),
    (re.compile("[↑↓⇗↗→↘⇘∞≈≋≡∙⌈⌉⌊⌋∆∇⁎⁇▁▔☺♋Ϋ∮↫❀≠∾∬ˈˌ⁑⟨⟩]"), " "),
)
_TIDY = (
    (re.compile(r"\ue000"), "[onverstaanbaar]"),
    (re.compile(r"\ue001"), "[niet uitgeschreven]"),
    (re.compile(r"\s+(?=[,;:?!…”]|\.(?!\w))"), ""),
    (re.compile(r"“\s+"), "“"),
)
_TOKEN = re.compile(r"\[[^\[\]]*\]|[<>]|[^\s<>\[\]]+")
_REPEATED = re.compile(r"\[x (\d{1,2})\]")
_MAX_DEPTH = 20
# A repetition of more words than this is no speech but an attempt to fill memory.
_MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one main line says: readable text, times in seconds, and who came in between."""

    text: str
    begin_s: float | None
    end_s: float | None
    interposed: tuple[tuple[str, str], ...]


def readable(line: str) -> Spoken:
    """Make a main line readable.

    Args:
        line: What stands behind ``*ABC:``, continuation lines joined.

    Returns:
        Its words on one line, empty if nothing was said in it. A word or group with ``[x 3]``
        stands there three times; ``xxx`` is ``[onverstaanbaar]``; ``(h)uis`` is whole.
    """
    line = _MEDIA.sub("", line)
    times = [(int(m[1]), int(m[2])) for m in _BULLET.finditer(line)]
    interposed = tuple(
        (m["code"], clean(m["text"].replace("_", " "))) for m in _INTERPOSED.finditer(line)
    )
    text = _BULLET.sub(" ", _INTERPOSED.sub(" ", line))
    text = " ".join(_words(_without_linkers(text)))
    for pattern, plain in _PLAIN:
        text = pattern.sub(plain, text)
    for pattern, plain in _TIDY:
        text = pattern.sub(plain, text)
    text = clean(text)
    if not any(char.isalnum() for char in text):
        text = ""
    return Spoken(
        text,
        min(begin for begin, _ in times) / 1000 if times else None,
        _end(times),
        interposed,
    )


def _end(times: list[tuple[int, int]]) -> float | None:
    ends = [end for begin, end in times if end >= begin]
    return max(ends) / 1000 if ends else None


def _without_linkers(text: str) -> str:
    # Before groups are looked for: "+<" opens none.
    return re.sub(r"(?<!\S)\+<", " ", text)


def _words(text: str) -> list[str]:
    """Take out bracketed codes, open groups, and write repetitions out."""
    # Each item is a word or a group, as the words in it.
    stack: list[list[list[str]]] = [[]]
    for token in _TOKEN.findall(text):
        if token == "<":
            if len(stack) < _MAX_DEPTH:
                stack.append([])
        elif token == ">":
            if len(stack) > 1:
                _close(stack)
        elif token.startswith("["):
            repeated = _REPEATED.fullmatch(token)
            if repeated and stack[-1]:
                times = min(int(repeated[1]), _MOST_WORDS // len(stack[-1][-1]))
                stack[-1][-1] = stack[-1][-1] * max(times, 1)
        else:
            stack[-1].append([token])
    while len(stack) > 1:
        _close(stack)
    return [word for item in stack[0] for word in item]


def _close(stack: list[list[list[str]]]) -> None:
    group = [word for item in stack.pop() for word in item]
    if group:
        stack[-1].append(group)
