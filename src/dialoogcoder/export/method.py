"""How quotes were made and chosen, in the words of a report's annex."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dialoogcoder.export.selection import EVERYTHING, Selection
from dialoogcoder.export.stage import Run
from dialoogcoder.model import PEOPLE, RODE_DRAAD

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the account: its title, and what it says line by line."""

    title: str
    lines: tuple[str, ...]


def account(
    run: Run, rows: Sequence[Row], selection: Selection = EVERYTHING
) -> tuple[Section, ...]:
    """Tell how quotes were made and chosen.

    Args:
        run: The run they are of.
        rows: The quotes that were chosen.
        selection: How.

    Returns:
        Sections in Dutch, in reading order.
    """
    return (
        Section("Wat hier staat", _chosen(run, rows, selection)),
        Section("Wat er gelezen is", _read(run)),
        Section("Hoe er gecodeerd is", _coded(run)),
        Section("Rode draden", _threads(run)),
        Section("Om het na te doen", _versions(run)),
    )


def dutch(value: float, digits: int = 2) -> str:
    """A number with a decimal comma."""
    return f"{value:.{digits}f}".replace(".", ",")


def counted(number: int, one: str, more: str) -> str:
    """A number with its noun: ``1 citaat``, ``2 citaten``."""
    return f"{number} {one if number == 1 else more}"


def chosen_words(selection: Selection) -> str:
    """A selection as words: ``rol wethouder; hoogstens 1 per spreker``."""
    said = [
        f"{name} {' of '.join(values)}"
        for name, values in (
            ("perspectief", selection.perspective),
            ("verhaal", selection.verhaal),
            ("rol of functie", selection.role),
            ("stakeholdergroep", selection.group),
            ("dialoogvorm", selection.dialogue_form),
            ("dialoogthema", selection.dialogue_theme),
            ("rode draad", selection.theme),
            ("met de woorden", selection.search),
        )
        if values
    ]
    if selection.min_probability is not None:
        said.append(f"kans minstens {dutch(selection.min_probability)}")
    if selection.reviewed:
        said.append("door een mens gecodeerd")
    if selection.representative:
        said.append("typerend voor een rode draad")
    if selection.dissent:
        said.append("tegengeluid bij een rode draad")
    if selection.max_per_speaker is not None:
        said.append(f"hoogstens {selection.max_per_speaker} per spreker")
    if selection.limit is not None:
        said.append(f"hoogstens {selection.limit}")
    return "; ".join(said)


def _chosen(run: Run, rows: Sequence[Row], selection: Selection) -> tuple[str, ...]:
    words = chosen_words(selection)
    doubtful = sum(row["needs_review"] for row in rows)
    return (
        f"{len(rows)} van de {len(run.passages)} passages. "
        + (f"Gekozen op: {words}." if words else "Er is niets weggelaten."),
        f"Bij {doubtful} van deze {len(rows)} is de code onzeker ('nakijken').",
        "De tekst is die van de bron, onveranderd. Onder een citaat staat de functie of de groep "
        "van de spreker, niet de naam. Functies en groepen zijn door het programma gevonden: "
        "kijk ze na in deelnemers.csv.",
    )


def _read(run: Run) -> tuple[str, ...]:
    forms = Counter(t.dialoogvorm or "zonder dialoogvorm" for t in run.reading.transcripts)
    kinds = ", ".join(f"{form} {count}" for form, count in sorted(forms.items()))
    return (
        f"{counted(len(run.reading.transcripts), 'document', 'documenten')} ({kinds}), "
        f"{counted(len(run.speakers), 'spreker', 'sprekers')}, "
        f"{counted(len(run.passages), 'passage', 'passages')}.",
        f"Niet gebruikt: {len(run.reading.rejected)} bronnen of delen daarvan (rejected.csv zegt "
        "welke en waarom).",
        "De tekst heeft de computer van de onderzoeker niet verlaten.",
    )


def _coded(run: Run) -> tuple[str, ...]:
    book = run.codebook
    rows = run.rows()
    coders = Counter(row["coder"] for row in rows)
    by = ", ".join(f"{coder} ({count} passages)" for coder, count in coders.most_common())
    people = sum(row["coder"].startswith(PEOPLE) for row in rows)
    doubtful = sum(row["needs_review"] for row in rows)
    return (
        f"Codeboek: {book.title}, versie {book.version}, met "
        f"{len(book.main.codes)} codes in de dimensie {book.main.title}.",
        f"Gecodeerd door: {by or 'niemand'}.",
        f"Door een mens gecodeerd: {people} van de {len(rows)} passages. De andere codes zijn "
        "voorstellen van een model: kijk na wat u gebruikt.",
        f"Nakijken: {doubtful} van de {len(rows)} passages, waarbij de eerste code de volgende "
        f"weinig voor is (in log-odds minder dan {dutch(run.review_below)}).",
        *_measured(run),
        "De kans is geijkt op passages die het model niet kende; op andere tekst klopt zij minder "
        "goed. De kaart van het model (KAART.md) zegt hoe er gemeten is.",
        "Zorgvuldige menselijke codeurs komen op zulk materiaal onderling tot een "
        "Krippendorffs alpha van 0,67 tot 0,84. Meer is van geen model te verwachten.",
    )


def _measured(run: Run) -> list[str]:
    """What the model reached where it was judged, as the manifest has it."""
    found = run.manifest.get("model", {}).get("measured", {}).get("dimensions", {})
    lines = []
    for dimension, figures in found.items():
        low, high = figures["interval"]
        lines.append(
            f"Gemeten op {figures['passages']} passages van {figures['documents']} documenten die "
            f"het model niet kende: macro-F1 {dutch(figures['macro_f1'])} voor {dimension} "
            f"(95 %: {dutch(low)} tot {dutch(high)})."
        )
    return lines


def _threads(run: Run) -> tuple[str, ...]:
    threads = run.threads
    if not threads.themes:
        return ("Er zijn geen rode draden gevonden: daarvoor waren er te weinig passages.",)
    returning = sum(detail.kind == RODE_DRAAD for detail in threads.details)
    placed = sum(member.theme_id is not None for member in threads.members)
    stabilities = [theme.stability for theme in threads.themes]
    return (
        f"{len(threads.themes)} gevonden, waarvan {returning} in verschillende gesprekken "
        f"terugkomen. {placed} van de {threads.looked_at} bekeken passages horen bij een draad.",
        "Stabiliteit zegt in hoeverre een draad weer gevonden wordt als een deel van de passages "
        f"wegvalt (1 is altijd): hier van {dutch(min(stabilities))} tot "
        f"{dutch(max(stabilities))}.",
    )


def _versions(run: Run) -> tuple[str, ...]:
    manifest = run.manifest
    versions = ", ".join(f"{k} {v}" for k, v in sorted(manifest.get("versions", {}).items()))
    return (
        f"dialoogcoder {manifest.get('dialoogcoder', '')}, recept "
        f"{manifest.get('recipe', {}).get('name', '')}, seed {manifest.get('seed', '')}, "
        f"taalmodel {manifest.get('language_pipeline', '')}; {versions}.",
        f"Codeboek {run.codebook.id}, sha256 {run.codebook.sha256}.",
        "Dezelfde bronnen geven met dezelfde versies dezelfde uitkomst; manifest.json noemt de "
        "sha256 van elke bron.",
    )
