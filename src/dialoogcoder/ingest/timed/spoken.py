"""What every timed format shares: clean words, speakers' names, turns from stretches of speech."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.canonical import one_line
from dialoogcoder.ingest.draft import Draft, Note, Utterance, write_out
from dialoogcoder.ingest.heading import read_heading
from dialoogcoder.ingest.labels.conversation import Label, as_role, read_label

# Without speakers a silence this long begins a new turn (seconds).
PAUSE_S = 2.0

_SURROGATES = re.compile("[\ud800-\udfff]")
_UNKNOWN = frozenset(
    "|?|unknown|none|null|onbekend|undefined|speaker_unknown|uu|-1|unknown speaker|speaker unknown"
    "|onbekende spreker|spreker onbekend".split("|")
)
_ASIDE = re.compile(r"\s*[(\[](?P<aside>[^()\[\]]{0,60})[)\]]\s*$")
# What conference software puts behind a name; it says nothing of the person.
_ACCOUNT_ASIDES = re.compile(
    r"(?:gast|guest|extern|external|host|co-?host|gastheer|organi[sz]ator|organizer|presenter"
    r"|niet.?geverifieerd|unverified|ik|me|you|jij|hij/hem|zij/haar|die/hen|he/him|she/her"
    r"|(?:[A-Z]\.?[ -]?){1,5})",
    re.IGNORECASE,
)
_SURNAME_FIRST = re.compile(
    r"(?:(?:van|de|der|den|het|ten|ter|te|'t|in|op|el|al|von|du)\s+)*[^\s,]+,\s*[A-Z][\w.'’-]*"
    r"(?:\s+(?:[A-Z][\w.'’-]*|van|de|der|den|het|ten|ter|te|'t))*"
)


def clean(text: str) -> str:
    """Words on one line, canonical, without half characters (as JSON may hold)."""
    return one_line(_SURROGATES.sub("\ufffd", text))


def is_unknown(name: str) -> bool:
    """Whether a speaker's name only says that the recogniser doesn't know who it is."""
    return clean(name).lower() in _UNKNOWN


def number_speaker(value: Any) -> str | None:
    """Name of a speaker as a recogniser writes it.

    Args:
        value: A name, a number or letter (2 becomes ``Spreker 2``), or an object with a name.

    Returns:
        The name, or None where the recogniser doesn't know.
    """
    if isinstance(value, dict):
        keys = ("name", "label", "display_name", "displayName", "id")
        return next((found for key in keys if (found := number_speaker(value.get(key)))), None)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    name = clean(str(value)).strip("[]: ")[:80].strip()
    if is_unknown(name):
        return None
    return f"Spreker {name}" if re.fullmatch(r"\d{1,4}|[A-Z]", name) else name


def account_label(raw: str) -> Label:
    """Take the name of a conference account or a caption's speaker apart.

    Unlike a label in running text, ``Jansen, Wim (W.)`` is one name here.
    """
    name = clean(raw).strip("[]<>:*# ") or clean(raw)
    aside = _ASIDE.search(name)
    if aside and _ACCOUNT_ASIDES.fullmatch(aside["aside"].strip()):
        name = name[: aside.start()].strip() or name
    if _SURNAME_FIRST.fullmatch(name) and as_role(name.split(",")[1]) is None:
        return Label(name)
    return read_label(name) or Label(name)


def note_of(label: Label) -> list[Note]:
    """What a label says of its speaker, as a note; empty if it says nothing."""
    if label.fact and label.value:
        return [Note(label.speaker, label.fact, label.value, "label")]
    return []


def join_stretches(
    pieces: Iterable[Utterance], *, fresh: Collection[int] = frozenset()
) -> list[Utterance]:
    """Make turns: one speaker's consecutive stretches, and an unknown one's until a silence.

    Args:
        pieces: In order of time, texts already on one line.
        fresh: Numbers of pieces (from 0) at which an unknown speaker is another one.

    Returns:
        The turns, from the first piece's begin to the last one's end.
    """
    groups: list[list[Utterance]] = []
    for number, piece in enumerate(pieces):
        if not piece.text:
            continue
        goes_on = bool(groups) and groups[-1][-1].speaker == piece.speaker
        if goes_on and piece.speaker is None:
            goes_on = number not in fresh and _close(groups[-1][-1], piece)
        if goes_on:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [_turn(group) for group in groups]


def _close(before: Utterance, after: Utterance) -> bool:
    if after.begin_s is None or before.begin_s is None:
        return False
    silent_from = before.end_s if before.end_s is not None else before.begin_s
    return after.begin_s - silent_from < PAUSE_S


def _turn(group: Sequence[Utterance]) -> Utterance:
    begin = group[0].begin_s
    end = max((piece.end_s for piece in group if piece.end_s is not None), default=None)
    if begin is not None and end is not None and end < begin:
        end = None
    return Utterance(group[0].speaker, " ".join(piece.text for piece in group), begin, end)


def conversation(
    turns: Sequence[Utterance],
    source: str,
    *,
    expected: str,
    head: str = "",
    notes: Iterable[Note] = (),
) -> Draft:
    """Write turns out as a draft of kind `gesprek`.

    Args:
        turns: One a turn.
        source: The file's name, for kind, theme, date and the message.
        expected: What the file should have held, for the message.
        head: What stands before the first turn.
        notes: What the file says of its speakers; doubles are dropped.

    Returns:
        The draft.

    Raises:
        RejectedSource: No turn has a letter or digit in it.
    """
    if not any(any(char.isalnum() for char in turn.text) for turn in turns):
        raise RejectedSource(
            source, "geen gesproken tekst", expected, "Controleer de opname en exporteer opnieuw."
        )
    text, draft_turns = write_out(turns)
    heading = read_heading(head, source)
    return Draft("gesprek", text, draft_turns, tuple(dict.fromkeys(notes)), heading)
