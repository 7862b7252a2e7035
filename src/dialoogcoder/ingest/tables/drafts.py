"""What a table says: turns of a conversation, or quotes one a row; and what it leaves unsaid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.canonical import canonical, one_line
from dialoogcoder.ingest.draft import Draft, DraftTurn, Note, QuoteSetting, Utterance
from dialoogcoder.ingest.heading import dialogue_form, find_date, official_theme, read_heading
from dialoogcoder.ingest.labels.conversation import as_role
from dialoogcoder.ingest.tables.columns import in_milliseconds, is_our_own, plain_name
from dialoogcoder.ingest.tables.rows import Row, Table
from dialoogcoder.ingest.tables.times import are_thousandths, times_in
from dialoogcoder.ingest.timed.spoken import (
    account_label,
    conversation,
    join_stretches,
    note_of,
    number_speaker,
)
from dialoogcoder.model import STAKEHOLDERGROEPEN, Rejection

Cells = Mapping[str, str]

# Columns that only quote lists have, and names that only their text has.
_QUOTE_COLUMNS = ("dialoogvorm", "dialoogthema", "stakeholdergroep", "functie")
_QUOTE_NAMES = frozenset(
    ("citaat", "citaten", "quote", "quotes", "quotation", "quotation content", "quote text")
)
_FACTS = ("functie", "gespreksrol", "stakeholdergroep")
_SAMPLE_ROWS = 500


def make_draft(table: Table, source: str, rejected: tuple[Rejection, ...] = ()) -> Draft:
    """Make a draft of a table.

    Args:
        table: The table, with a column of text.
        source: The file's name, for kind, theme, date and messages.
        rejected: What was left out before.

    Returns:
        A draft of kind `gesprek`, where the table has times, or speakers and nothing that only
        quote lists have, and isn't this program's own; else of kind `citaten`, each row exactly
        one quote. Rows without text, and other columns with running text, are among the rejected.

    Raises:
        RejectedSource: No row has text.
    """
    text = table.columns["text"]
    rejected = (*_without_text(table, source), *_unread(table, source), *rejected)
    rows = [row for row in table.rows if one_line(row.get(text, ""))]
    if not rows:
        found = "formules zonder opgeslagen uitkomst" if table.uncomputed else "zonder tekst"
        raise RejectedSource(
            source, f"een tabel, {found}", "rijen met tekst", "Controleer de export."
        )
    if not is_our_own(table.header) and _is_transcript(table.columns, rows):
        return _transcript(table, rows, source, rejected)
    return _quote_list(table, rows, source, rejected)


def _is_transcript(columns: Mapping[str, str], rows: Sequence[Cells]) -> bool:
    if plain_name(columns["text"]) in _QUOTE_NAMES:
        return False
    quotes = any(column in columns for column in _QUOTE_COLUMNS)
    clocks = (_times(row, columns) for row in rows[:_SAMPLE_ROWS])
    timed = any(begin is not None or end is not None for begin, end in clocks)
    return ("speaker" in columns and (timed or not quotes)) or (timed and not quotes)


def _without_text(table: Table, source: str) -> Iterator[Rejection]:
    """Rows with something in them but no text, neighbours with the same reason in one line."""
    text = table.columns["text"]
    run: list[int] = []
    said: tuple[str, str] | None = None
    for ordinal, row in enumerate(table.rows, start=2):
        if one_line(row.get(text, "")):
            continue
        number = row.number if isinstance(row, Row) else ordinal
        if number in table.uncomputed:
            found = "een formule zonder opgeslagen uitkomst", "Bewaar de tabel opnieuw in Excel."
        else:
            rest = " ".join(cell for name in row if (cell := one_line(row[name])))[:60]
            found = "geen tekst in de rij" + f" (wel: '{rest}')" * bool(rest), "Vul de tekst aan."
        if run and (found != said or number != run[-1] + 1):
            yield _rows_line(source, run, said)
            run = []
        run.append(number)
        said = found
    if run:
        yield _rows_line(source, run, said)


def _rows_line(source: str, run: Sequence[int], said: tuple[str, str] | None) -> Rejection:
    number = f"{run[0]}" + (f"-{run[-1]}" if run[1:] else "")
    return Rejection(f"{source}, rij {number}", *(said or ("", "")))


def _unread(table: Table, source: str) -> Iterator[Rejection]:
    for name in table.unread:
        yield Rejection(
            f"{source}, kolom '{name}'",
            f"nog een kolom met tekst; gelezen is '{table.columns['text']}'",
            "Zet deze tekst in een eigen bestand als hij mee moet doen.",
        )


def _cell(row: Cells, columns: Mapping[str, str], what: str) -> str:
    return one_line(row.get(columns.get(what, ""), ""))


def _times(row: Cells, columns: Mapping[str, str]) -> tuple[float | None, float | None]:
    return times_in(_cell(row, columns, "begin"), _cell(row, columns, "end"))


def _who(row: Cells, columns: Mapping[str, str]) -> tuple[str | None, tuple[Note, ...]]:
    """The speaker of a row, and what the row says of them."""
    facts = (_cell(row, columns, what) for what in _FACTS)
    return _person(_cell(row, columns, "speaker"), *facts)


@lru_cache(maxsize=4096)
def _person(name: str, functie: str, role: str, group: str) -> tuple[str | None, tuple[Note, ...]]:
    known = number_speaker(name)
    if not known:
        return None, ()
    label = account_label(known)
    return label.speaker, (*_facts(label.speaker, functie, role, group), *note_of(label))


def _facts(speaker: str, functie: str, role: str, group: str) -> Iterator[Note]:
    as_known = as_role(role)
    if as_known:
        yield Note(speaker, "gespreksrol", as_known, "kolom")
    # A column "rol" holds what somebody does in life as often as what they do at the table.
    if functie or (role and not as_known):
        yield Note(speaker, "functie", functie or role, "kolom")
    group = group.lower().replace(" ", "-")
    for name in STAKEHOLDERGROEPEN:
        if group in (name, f"{name}s", f"{name}en"):
            yield Note(speaker, "stakeholdergroep", name, "kolom")


def _in_thousandths(columns: Mapping[str, str], rows: Sequence[Cells]) -> bool:
    if any(in_milliseconds(columns.get(what, "")) for what in ("begin", "end")):
        return True
    begins, ends = ([_cell(row, columns, what) for row in rows] for what in ("begin", "end"))
    return are_thousandths(begins, ends, (row[columns["text"]] for row in rows))


def _transcript(
    table: Table, rows: Sequence[Cells], source: str, rejected: tuple[Rejection, ...]
) -> Draft:
    columns = table.columns
    thousandths = _in_thousandths(columns, rows[:_SAMPLE_ROWS])
    utterances = []
    notes: dict[Note, None] = {}
    for row in rows:
        speaker, facts = _who(row, columns)
        notes.update(dict.fromkeys(facts))
        begin, end = _times(row, columns)
        if thousandths:
            begin, end = (t if t is None else round(t / 1000, 3) for t in (begin, end))
        utterances.append(Utterance(speaker, one_line(row[columns["text"]]), begin, end))
    theme = _cell(rows[0], columns, "dialoogthema")
    said = (_cell(rows[0], columns, "dialoogvorm"), f"Thema: {theme}" if theme else "")
    head = "\n".join((table.above, *said, _cell(rows[0], columns, "datum")))
    draft = conversation(
        join_stretches(utterances), source, expected="rijen met tekst", head=head, notes=notes
    )
    return replace(draft, rejected=rejected)


def _quote_list(
    table: Table, rows: Sequence[Cells], source: str, rejected: tuple[Rejection, ...]
) -> Draft:
    columns = table.columns
    heading = read_heading(table.above, source)
    parts: list[str] = []
    turns: list[DraftTurn] = []
    notes: dict[Note, None] = {}
    position = 0
    for row in rows:
        text = canonical(row[columns["text"]]).strip()
        functie, form, theme, date = (
            _cell(row, columns, what)
            for what in ("functie", "dialoogvorm", "dialoogthema", "datum")
        )
        setting = QuoteSetting(
            printed=", ".join(part for part in (functie, f"{form} {theme}".strip()) if part),
            start=0,
            end=0,
            dialoogvorm=(dialogue_form(form) or form) if form else heading.dialoogvorm,
            dialoogthema=official_theme(theme) if theme else heading.dialoogthema,
            datum=(find_date(date) or date) if date else heading.datum,
        )
        speaker, facts = _who(row, columns)
        if speaker is None and setting.printed:
            speaker = setting.printed
            facts = tuple(_facts(speaker, *(_cell(row, columns, what) for what in _FACTS)))
        if (
            speaker is not None
            and as_role(speaker)
            and not any(fact.fact == "gespreksrol" for fact in facts)
        ):
            facts += (Note(speaker, "gespreksrol", as_role(speaker) or "", "kolom"),)
        notes.update(dict.fromkeys(facts))
        begin, end = _times(row, columns)
        turns.append(DraftTurn(speaker, position, position + len(text), begin, end, setting))
        parts.append(text)
        position += len(text) + 2
    written = "\n\n".join(parts) + "\n"
    return Draft("citaten", written, tuple(turns), tuple(notes), heading, rejected)
