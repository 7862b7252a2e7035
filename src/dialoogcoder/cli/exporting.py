"""The command `export`: quotes of a run for a report, a spreadsheet or another program."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Literal

import typer

from dialoogcoder.cli.commands import app, one_line_errors

_Several = list[str] | None
_PRINTED = ("csv", "jsonl")


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="Output folder of a run.")],
    format: Annotated[
        Literal["csv", "xlsx", "docx", "refi", "codebook", "jsonl"] | None,
        typer.Option(help="What to write; without it what the name of --out says, or csv."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="File to write; without it csv and jsonl are printed, and the others go to "
            "'citaten' in this folder."
        ),
    ] = None,
    perspective: Annotated[_Several, typer.Option(help="Code, by id or title.")] = None,
    verhaal: Annotated[_Several, typer.Option(help="knel, kiem, idee or geen.")] = None,
    role: Annotated[
        _Several, typer.Option(help="Gespreksrol, or words of a functie: wethouder.")
    ] = None,
    group: Annotated[_Several, typer.Option(help="Stakeholdergroep.")] = None,
    dialogue_form: Annotated[_Several, typer.Option(help="Kind of dialogue.")] = None,
    dialogue_theme: Annotated[
        _Several, typer.Option(help="Theme a dialogue was about: wonen.")
    ] = None,
    theme: Annotated[_Several, typer.Option(help="Thread (rode draad), by id or label.")] = None,
    min_probability: Annotated[
        float | None, typer.Option(help="How sure the code is at least.", min=0, max=1)
    ] = None,
    reviewed: Annotated[
        bool, typer.Option("--reviewed", help="Only what a person has coded.")
    ] = False,
    search: Annotated[
        _Several,
        typer.Option(help="Words in the text, in any form; all of them. woning* for a beginning."),
    ] = None,
    representative: Annotated[
        bool, typer.Option("--representative", help="Only what stands for its thread.")
    ] = False,
    dissent: Annotated[
        bool, typer.Option("--dissent", help="Only what speaks against its thread.")
    ] = False,
    limit: Annotated[int | None, typer.Option(help="How many at most.", min=1)] = None,
    max_per_speaker: Annotated[
        int | None, typer.Option(help="How many of one speaker at most.", min=1)
    ] = None,
    sort: Annotated[
        str | None,
        typer.Option(
            help="best, source, probability, perspective, thread, speaker, group or dialogue; "
            "best with --limit or --max-per-speaker, else source."
        ),
    ] = None,
    excel_nl: Annotated[
        bool, typer.Option("--excel-nl", help="csv for Dutch Excel: ; and decimal commas.")
    ] = False,
) -> None:
    """Take quotes away: for a report, a spreadsheet, ATLAS.ti and the like.

    A filter can be given more than once: one of its values is enough. A part of a name will do.
    """
    from dialoogcoder.export import Selection, export_run, load_run
    from dialoogcoder.export.formats import SUFFIXES, format_of, new_name

    def several(values: _Several) -> tuple[str, ...]:
        return tuple(values or ())

    selection = Selection(
        perspective=several(perspective),
        verhaal=several(verhaal),
        role=several(role),
        group=several(group),
        dialogue_form=several(dialogue_form),
        dialogue_theme=several(dialogue_theme),
        theme=several(theme),
        min_probability=min_probability,
        reviewed=reviewed,
        search=several(search),
        representative=representative,
        dissent=dissent,
        limit=limit,
        max_per_speaker=max_per_speaker,
        sort=sort,
    )
    with one_line_errors(), TemporaryDirectory() as aside:
        kind = format or (format_of(out) if out else "csv")
        printed = out is None and kind in _PRINTED
        path = Path(aside) / f"citaten{SUFFIXES[kind]}" if printed else out or new_name(kind)
        count = export_run(
            load_run(folder), path, format=kind, selection=selection, excel_nl=excel_nl
        )
        if printed:
            typer.echo(path.read_bytes(), nl=False)
        else:
            typer.echo(f"{path}: {f'{count} quotes' if count else 'the codebook'}")
