"""Which of the lines with a label's shape are speakers', by the company they keep."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from dialoogcoder.ingest.labels.names import name_like, surely_somebody
from dialoogcoder.ingest.labels.shapes import Candidate
from dialoogcoder.ingest.labels.words import ROLE_LABELS
from dialoogcoder.names import is_code

# How much of a document to search for a list of those present.
HEADER = 20_000
_PRESENT = re.compile(
    r"^\W{0,6}(?:aanwezig(?:en)?|deelnemers|sprekers|gasten|tafelgenoten|legend[ae])\b[^\n:]{0,40}"
    r":?(?P<names>[^\n]*(?:\n[^\n]{1,60}){0,40})",
    re.IGNORECASE | re.MULTILINE,
)
_INTERVIEW = re.compile(r"^(?:I|R|I?R\d|G|IV)$")
# A habit of the layout is what at least this share of the sure turns does.
_HABIT = 0.9
# Before so many of the lines, so many times each, anything is a label.
_MOST_LINES, _OFTEN = 0.8, 4
_SENTENCE_END = ".!?…:;\"”’'»)]*_-–—#"
_SPEECH_VERB = re.compile(
    r"\b(?:zei|zegt|zeggen|zeiden|vroeg|vraagt|riep|roept|antwoordde|antwoordt|schreef|volgens)"
    r"(?: (?:hij|zij|ze|toen|dus|ook|nog|onze|mijn|de|het|tegen|buurman|buurvrouw|collega))*$"
)


def choose(text: str, found: Sequence[Candidate]) -> dict[str, str]:
    """Choose the speakers.

    Who returns under what is surely a name is a speaker. Among such speakers, so is any other
    label that returns, and a sure name that stands once if its line is laid out as theirs are.
    Without anyone who returns, two or more sure names, each with something said, still are a
    conversation.

    Args:
        text: Canonical text.
        found: What may be labels, in order.

    Returns:
        From each label's speaker to the speaker's name in the output, which is the spelling
        seen most; empty where there is no conversation.
    """
    present = _present(text[: min(HEADER, found[-1].start)] if found else "")
    explicit = [c for c in found if c.shape != "alone" or _numbered(c.label.speaker)]
    accepted = _accepted(text, explicit, present)
    if not accepted:
        bare = _with_text_below(text, found)
        accepted = _accepted(text, bare, present, each_once=False)
        found = bare
    spelled: dict[str, Counter[str]] = {}
    for candidate in found:
        key = candidate.label.speaker.casefold()
        if key in accepted:
            spelled.setdefault(key, Counter())[candidate.label.speaker] += 1
    return {
        spelling: counts.most_common(1)[0][0] for counts in spelled.values() for spelling in counts
    }


def choose_small(text: str, found: Sequence[Candidate]) -> dict[str, str]:
    """Choose the speakers among labels in small letters: those before nearly every line, or none.

    Returns:
        From each label to itself.
    """
    counts = Counter(c.label.speaker for c in found)
    return {name: name for name in sorted(_by_every_line(text, found, counts))}


def _numbered(name: str) -> bool:
    """Whether a code can stand alone on a line: ``Spreker 1``, not the ``A`` of an appendix."""
    return is_code(name) and (" " in name or any(char.isdigit() for char in name))


def _present(header: str) -> frozenset[str]:
    """Names in the lists of those present, whole and word by word."""
    names: set[str] = set()
    for match in _PRESENT.finditer(header):
        for entry in re.split(r"[,;\n]| en ", match["names"].casefold()):
            whole = re.split(r"[(:=–]", entry)[0].strip(" .-*•")
            names.update((whole, whole.split(" ")[0]))
    return frozenset(names - {""})


def _accepted(
    text: str, found: Sequence[Candidate], present: frozenset[str], *, each_once: bool = True
) -> frozenset[str]:
    counts = Counter(c.label.speaker.casefold() for c in found)
    sure = {
        key
        for key, label in {c.label.speaker.casefold(): c.label for c in found}.items()
        if surely_somebody(label) or key in present
    }
    core = {key for key in sure if counts[key] > 1} or _by_every_line(text, found, counts)
    if not core:
        return _each_once(text, found, sure) if each_once else frozenset()
    accepted = core | {key for key, count in counts.items() if count > 1}
    sures = [c for c in found if c.label.speaker.casefold() in core]
    habits = _Habits(text, sures)
    for candidate in found:
        key = candidate.label.speaker.casefold()
        if (
            key not in accepted
            and habits.fit(candidate)
            and (key in sure or _is_called(text, candidate.label.speaker))
        ):
            accepted.add(key)
    if len(accepted) > 1 or all(is_code(c.label.speaker) for c in sures):
        return frozenset(accepted)
    return frozenset()


def _by_every_line(text: str, found: Sequence[Candidate], counts: Counter[str]) -> set[str]:
    """Labels that nobody would take for names but for their standing before nearly every line.

    "Rood", "Stoel 3": who typed it knew whom they meant, and the few of them return all the time.
    """
    lines = sum(1 for line in text.split("\n") if line.strip())
    labelled = sum(c.shape == "colon" for c in found)
    returning = {key for key, count in counts.items() if count > 1}
    often = sum(counts[key] for key in returning)
    if labelled < _MOST_LINES * lines or often < _MOST_LINES * labelled:
        return set()
    enough = len(returning) > 1 and often >= _OFTEN * len(returning)
    return returning if enough else set()


def _is_called(text: str, name: str) -> bool:
    """Whether somebody is spoken to by a name that may be a word: "Half bakje, Mies!"."""
    spoken = f", {name}"
    return spoken in text and any(f"{spoken}{mark}" in text for mark in ",.!?")


class _Habits:
    """How the sure labels are laid out, which one that stands once must follow."""

    def __init__(self, text: str, sures: Sequence[Candidate]) -> None:
        self._text = text
        self._first = sures[0].start
        self._shapes = {c.shape for c in sures}
        later = sures[1:]
        many = len(later) > 3
        self._blank = many and sum(map(self._after_blank, later)) >= _HABIT * len(later)
        self._ended = many and sum(map(self._after_sentence, later)) >= _HABIT * len(later)

    def fit(self, candidate: Candidate) -> bool:
        """Whether a label that stands once is laid out as the sure ones."""
        if candidate.shape not in self._shapes:
            return False
        if candidate.start < self._first:
            return says_something(self._text, candidate)
        if self._after_blank(candidate):
            return True
        return not self._blank and (not self._ended or self._after_sentence(candidate))

    def _after_blank(self, candidate: Candidate) -> bool:
        before = self._text[max(0, candidate.start - 40) : candidate.start]
        return before.count("\n", len(before.rstrip())) > 1

    def _after_sentence(self, candidate: Candidate) -> bool:
        before = self._text[max(0, candidate.start - 40) : candidate.start].rstrip()
        return not before or before[-1] in _SENTENCE_END


def says_something(text: str, candidate: Candidate) -> bool:
    """Whether a sentence stands behind a label, not the value of a field in a heading."""
    said = text[candidate.text_start : candidate.text_start + 400].lstrip().split("\n", 1)[0]
    said = said.rstrip()
    # "Gespreksleider: Marga de Wit" names somebody.
    if candidate.label.speaker.casefold() in ROLE_LABELS and name_like(said.rstrip(".")):
        return False
    numbered = _numbered(candidate.label.speaker) and " " in candidate.label.speaker
    return numbered or said.endswith((".", "!", "?", "…", "”", '"')) or len(said.split()) > 7


def _each_once(text: str, found: Sequence[Candidate], sure: set[str]) -> frozenset[str]:
    """Names that each stand once: a conversation if all labels from the first on are names."""
    labelled = [c for c in found if c.shape != "alone"]
    first = next((i for i, c in enumerate(labelled) if _names_one(c, sure)), None)
    if first is None:
        return frozenset()
    turns = labelled[first:]
    before = text[: turns[0].start]
    if len(turns) < 2 or before.count("\n") > 15 or not all(_names_one(c, sure) for c in turns):
        return frozenset()
    speaking = sum(says_something(text, c) for c in turns)
    return (
        frozenset(c.label.speaker.casefold() for c in turns)
        if speaking == len(turns)
        else (frozenset())
    )


def _names_one(candidate: Candidate, sure: set[str]) -> bool:
    name = candidate.label.speaker
    letters = len(name) < 3 and is_code(name) and not _INTERVIEW.match(name)
    return name.casefold() in sure and not letters


def _with_text_below(text: str, found: Sequence[Candidate]) -> list[Candidate]:
    """Names alone on a line that have text below them, not another such name."""
    starts = {c.start for c in found if c.shape == "alone"}
    kept = []
    for candidate in found:
        below = candidate.text_start
        while below < len(text) and text[below].isspace():
            below += 1
        line = text.rfind("\n", 0, below) + 1
        if candidate.shape != "alone" or (below < len(text) and line not in starts):
            kept.append(candidate)
    return kept


def quoted_before(before: str) -> bool:
    """Whether the words before a name make what follows a quotation: "toen zei Bo: ..."."""
    return _SPEECH_VERB.search(before.rstrip()) is not None
