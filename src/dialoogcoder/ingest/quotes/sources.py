"""Sources printed behind a quote: after a dash, in brackets, in a clause, on the next line."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dialoogcoder.ingest.heading import DATE, dialogue_form, find_date, find_theme
from dialoogcoder.ingest.quotes.dialogues import FORM, theme_between, theme_end
from dialoogcoder.ingest.quotes.roles import (
    SAYS,
    is_published,
    is_reference,
    may_be_role,
    noun_phrase,
    tells_person,
    tidy_role,
)

# What may not stand in a role: a sentence's end, or another quotation.
_BREAK = re.compile(
    r"[!?“”„«»\"]|[’']\s*[-–—]|\b(?:ik|wij|we|jij|je)\b|"
    r"(?<!\b[A-Z])(?<!\bdr)(?<!\bir)(?<!\bmr)(?<!\bdrs)(?<!\bprof)(?<!\bing)(?<!\bst)"
    r"(?<!\be\.o)\.(?=\s|$)",
    re.IGNORECASE,
)
_ROLE_REACH, _ROLE_WORDS = 112, 14
_NOTE_SIGN = r"[.,;]?(?:[¹²³⁴⁵⁶⁷⁸⁹]|\d{1,2}(?=\s))?[.,]?"
_DASH = re.compile(rf"{_NOTE_SIGN}\s*(?:[-–—−‒―]\s?){{1,2}}\s*(?=[^\W\d_]|[\d('’])")
_BRACKET = re.compile(rf"{_NOTE_SIGN}\s*[(\[](?P<inside>[^()\[\]“”„«»\"]{{2,160}})(?P<end>[)\]])")
_BARE = re.compile(
    r"(?P<role>(?:[^.!?“”„«»\":;()]|\([^()]{1,40}\)|(?<=\bdr)\.|(?<=\bir)\.|(?<=\bmr)\.){3,80}?)"
    r"\s*(?:\.\s*)?(?=$|[“„«\"‘])"
)
_CLAUSE = re.compile(
    rf"\s*,?\s*(?:(?:(?:aldus|volgens)|(?:zo\s+)?{SAYS}(?:\s+(?:ook|nog|daarop|toen|hierover))?)\s+)",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[.!?;:“”„«»\"]")
_DIRECT = re.compile(rf"(?<![’'‘]){_NOTE_SIGN}\s+(?=[A-ZÀ-Ý(])")
_ROLE_BEHIND = re.compile(r"\s*[,;:(–—-]\s*(?P<role>[^\W\d_][^.!?“”„«»\"()]{2,60}?)\s*(?=[).]|$)")
_DATE_BEHIND = re.compile(rf"[,;]?\s*\(?(?:{DATE.pattern})\)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """Who said a quote, and in which dialogue; `certain` unless the role is only a guess.

    `start:end` is where it is printed; reading goes on at `resume`.
    """

    start: int
    end: int
    resume: int
    functie: str | None
    dialoogvorm: str | None = None
    dialoogthema: str | None = None
    datum: str | None = None
    certain: bool = True


def source_after(text: str, offset: int) -> Source | None:
    """Read the source that is printed behind a closing mark, or find that none is.

    Args:
        text: The paragraph.
        offset: Behind the mark.

    Returns:
        A source after a dash, in brackets, in a clause ("aldus een wethouder") or, when it
        names a dialogue, right behind the quote.
    """
    if dash := _DASH.match(text, offset):
        return _in_dialogue(text, dash.end()) or _bare(text, dash.end())
    if bracket := _BRACKET.match(text, offset):
        return _in_brackets(bracket)
    if clause := _CLAUSE.match(text, offset):
        return _in_clause(text, clause.end())
    if direct := _DIRECT.match(text, offset):
        found = _in_dialogue(text, direct.end())
        if found and found.functie and not text[found.end :].strip(" .)"):
            return found
    return None


def is_whole_source(piece: str) -> Source | None:
    """Read a paragraph that is nothing but the source of the quote above or below it."""
    start = len(piece) - len(piece.lstrip(" -–—("))
    if not piece.strip() or len(piece.split()) > 18 or piece.rstrip().endswith(":"):
        return None
    found = _in_dialogue(piece, start)
    if found is None and start:
        chunk = piece[start:].rstrip(" .)")
        if tells_person(chunk) and not is_published(chunk) and not _BREAK.search(chunk):
            end = start + len(chunk)
            found = Source(start, end, end, tidy_role(chunk))
    return found if found and not piece[found.end :].strip(" .)") else None


def _in_dialogue(text: str, start: int) -> Source | None:
    """A source that names a kind of dialogue, before or behind the role."""
    form = FORM.search(text, start, start + _ROLE_REACH + 40)
    if form is None or form.start() - start > _ROLE_REACH:
        return None
    before = text[start : form.start()]
    if _BREAK.search(before) or len(before.split()) > _ROLE_WORDS or is_published(before):
        return None
    end = theme_stop = theme_end(text, form)
    functie = tidy_role(before)
    if functie is None and (behind := _ROLE_BEHIND.match(text, end)):
        theme = find_theme(behind["role"])
        if not theme and tells_person(behind["role"]):
            functie = tidy_role(behind["role"])
            end = behind.end("role")
    if date := _DATE_BEHIND.match(text, end):
        end = date.end()
    kind = dialogue_form(form.group())
    theme_text = theme_between(text, form.end(), theme_stop)
    return Source(start, end, end, functie, kind, theme_text, find_date(text[start:end]))


def _bare(text: str, start: int) -> Source | None:
    """A source without a dialogue: a role that ends the paragraph, or stands before a quote."""
    match = _BARE.match(text, start)
    if match is None:
        return None
    role = match["role"].strip(" ,-–—")
    if len(role.split()) > 9 or is_published(role) or is_reference(role):
        return None
    end = start + len(match["role"].rstrip())
    found = Source(start, end, end, tidy_role(role), datum=find_date(role))
    if tells_person(role):
        return found
    return replace(found, certain=False) if may_be_role(role) else None


def _in_brackets(bracket: re.Match[str]) -> Source | None:
    start, end = bracket.span("inside")
    inside = bracket["inside"]
    found = _in_dialogue(inside, 0)
    if found is None and tells_person(inside.strip()) and not is_published(inside.strip()):
        found = Source(0, 0, 0, tidy_role(inside), datum=find_date(inside))
    return replace(found, start=start, end=end, resume=bracket.end()) if found else None


def _in_clause(text: str, start: int) -> Source | None:
    phrase = noun_phrase(text, start)
    # "zegt Kok" names somebody, "zegt een kok" a role.
    if phrase is None or text[start].isupper():
        return None
    stop = _CLAUSE_END.search(text, phrase.end)
    limit = min(stop.start() if stop else len(text), phrase.end + 120)
    form = FORM.search(text, phrase.end, limit)
    if form is None:
        return Source(phrase.start, phrase.end, phrase.end, phrase.functie)
    end = min(theme_end(text, form), limit)
    theme = theme_between(text, form.end(), end)
    return Source(phrase.start, end, end, phrase.functie, dialogue_form(form.group()), theme)
