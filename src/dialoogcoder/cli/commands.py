"""The commands. Heavy imports happen inside them, so that --help answers at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from dialoogcoder import __version__
from dialoogcoder.errors import DialoogcoderError

app = typer.Typer(
    name="dialoogcoder",
    help="Codes Dutch dialogue transcripts on your own computer; no text leaves it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
_REJECTED = 3

_MODEL = Annotated[str, typer.Option(help="Trained model: a folder, or a shipped one's name.")]
_OPTIONAL_CODEBOOK = Annotated[
    str | None,
    typer.Option(help="Codebook (TOML or .qdc); without one the model's own, or the shipped."),
]
_DATA_CODEBOOK = Annotated[
    str | None,
    typer.Option(
        help="Codebook (TOML or .qdc); without one the shipped one, or the data's own codes."
    ),
]
_STANDARD_MODEL = "auto"


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Show an error that a user can mend as one line, and exit with 1."""
    try:
        yield
    except DialoogcoderError as error:
        typer.echo(f"Error: {error}", err=True)
        raise typer.Exit(1) from error


@app.command()
def run(
    inputs: Annotated[list[Path], typer.Argument(help="Files and folders to code.")],
    out: Annotated[Path, typer.Option(help="Folder for the output.")],
    recipe: Annotated[str, typer.Option(help="Recipe (TOML), by path or name.")] = "standaard",
    codebook: Annotated[
        str | None, typer.Option(help="Codebook (TOML or .qdc) instead of the recipe's.")
    ] = None,
    model: Annotated[str | None, typer.Option(help="Model instead of the recipe's.")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed instead of the recipe's.")] = None,
    themes_from: Annotated[
        Path | None, typer.Option(help="An earlier run's folder: keep its threads, add to them.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Ignore anything cached.")] = False,
) -> None:
    """Code the dialogues in files and folders."""
    from rich.console import Console

    from dialoogcoder.cli.progress import stage_bars
    from dialoogcoder.config import load_recipe
    from dialoogcoder.pipeline import codebook_beside
    from dialoogcoder.pipeline import run as run_pipeline

    console = Console(quiet=quiet)
    with one_line_errors(), stage_bars(console) as progress:
        chosen = load_recipe(recipe)
        if codebook is None and model is not None:
            codebook = codebook_beside(model)
        chosen = dataclasses.replace(
            chosen,
            codebook=chosen.codebook if codebook is None else codebook,
            model=chosen.model if model is None else model,
            seed=chosen.seed if seed is None else seed,
        )
        summary = run_pipeline(
            inputs, out, chosen, progress=progress, force=force, themes_from=themes_from
        )
    from rich.table import Table

    table = Table(title=f"{summary.documents} documents")
    table.add_column("what")
    table.add_column("count", justify="right")
    for role, count in summary.speakers_by_role.items():
        table.add_row(f"speakers: {role}", str(count))
    for code, count in summary.passages_by_code.items():
        table.add_row(f"passages: {code}", str(count))
    console.print(table)
    console.print(
        f"{summary.threads} rode draden, {summary.single_topics} losse onderwerpen; "
        f"{summary.without_thread:.0%} of the passages that were looked at fit none",
        soft_wrap=True,
    )
    for notice in summary.thread_notices:
        console.print(notice)
    console.print(f"Report: {summary.report}", soft_wrap=True)
    if summary.rejected:
        console.print(f"{summary.rejected} inputs not used: see rejected.csv")
        raise typer.Exit(_REJECTED)


@app.command()
def train(
    data: Annotated[list[Path], typer.Argument(help="Hand-coded passages (CSV, xlsx, .qdpx).")],
    out: Annotated[Path, typer.Option(help="Folder for the model.")],
    codebook: _DATA_CODEBOOK = None,
    roles: Annotated[
        bool, typer.Option("--roles", help="Learn roles instead, from folders with deelnemers.csv.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")] = False,
) -> None:
    """Train a classifier on hand-coded passages, and judge it on documents held out."""
    from rich.console import Console

    if roles:
        from dialoogcoder.pipeline import train_roles

        with one_line_errors():
            train_roles(data, out)
        if not quiet:
            typer.echo(f"Model: {out}")
        return
    from dialoogcoder.cli.progress import stage_bars
    from dialoogcoder.cli.texts import held_out_text
    from dialoogcoder.pipeline import train as run_training

    console = Console(quiet=quiet)
    with one_line_errors(), stage_bars(console) as progress:
        trained = run_training(data, out, codebook=codebook, progress=partial(progress, "held out"))
    if not quiet:
        for held_out in trained.held_out:
            typer.echo(held_out_text(held_out) + "\n")
        typer.echo(f"Model: {out} (its card: {out / 'KAART.md'})")


@app.command()
def evaluate(
    data: Annotated[list[Path], typer.Argument(help="Hand-coded passages (CSV, xlsx, .qdpx).")],
    codebook: _OPTIONAL_CODEBOOK = None,
    model: _MODEL = _STANDARD_MODEL,
    context: Annotated[
        float,
        typer.Option(help="How much a document's rows before and after count.", min=0, max=1),
    ] = 0.0,
    json: Annotated[Path | None, typer.Option(help="File for all figures, as JSON.")] = None,
    picture: Annotated[
        Path | None, typer.Option(help="File for a picture: .png, .svg or .pdf.")
    ] = None,
    roles: Annotated[
        bool,
        typer.Option("--roles", help="Judge roles instead, on lists of who is who."),
    ] = False,
) -> None:
    """Tell how good a model is on hand-coded passages, each alone unless context is asked."""
    from json import dumps

    if roles:
        from dialoogcoder.cli.texts import roles_text
        from dialoogcoder.pipeline import evaluate_roles

        with one_line_errors():
            typer.echo(roles_text(evaluate_roles(data, model=model)))
        return

    from dialoogcoder.cli.texts import confusion_text, evaluation_text
    from dialoogcoder.coding import evaluate as judge
    from dialoogcoder.coding import read_data
    from dialoogcoder.coding.picture import draw
    from dialoogcoder.pipeline import codebook_for, find_model

    with one_line_errors():
        book = codebook_for(codebook, model)
        used = find_model(model, book)
        result = judge(read_data(data, book).rows, book, used, context=context)
        if picture is not None:
            draw(result[0], picture)
    for evaluation in result:
        typer.echo(f"{evaluation_text(evaluation)}\n\n{confusion_text(evaluation)}\n")
    if json is not None:
        found = {"model": used.coder, "dimensions": [e.as_json() for e in result]}
        text = dumps(found, ensure_ascii=False, indent=1) + "\n"
        json.write_text(text, encoding="utf-8", newline="\n")


@app.command()
def agree(
    codings: Annotated[
        list[Path],
        typer.Argument(help="Coded passages: CSV, xlsx or .qdpx files, or folders of runs."),
    ],
    codebook: _DATA_CODEBOOK = None,
    coder: Annotated[
        list[str] | None, typer.Option(help="Compare only this coder; give it once for each.")
    ] = None,
    differences: Annotated[
        Path | None, typer.Option(help="CSV for the passages on which coders differ.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the intervals.")] = 2021,
) -> None:
    """Tell how far coders agree: people, models, or both."""
    from dialoogcoder.cli.texts import agreement_text
    from dialoogcoder.coding.agreement import agree as measure
    from dialoogcoder.coding.agreement import read_codings, told_apart
    from dialoogcoder.pipeline import codebook_of_data
    from dialoogcoder.tables import csv_text

    with one_line_errors():
        book, _ = codebook_of_data(codebook, codings)
        found = [(path, c) for path in codings for c in read_codings(path, book)]
        chosen = [(path, c) for path, c in found if coder is None or c.coder in coder]
        result = measure(told_apart(chosen), book, seed=seed)
    typer.echo(agreement_text(result))
    if differences is not None:
        rows = [
            {"text": text, **dict(zip(result.coders, said, strict=True))}
            for text, said in result.differences
        ]
        differences.write_text(
            csv_text((*result.coders, "text"), rows), encoding="utf-8", newline="\n"
        )


@app.command()
def info() -> None:
    """Tell the versions and the language pipeline in use."""
    from dialoogcoder.nlp import installed_model, load_pipeline

    typer.echo(f"dialoogcoder {__version__}")
    typer.echo(f"language pipeline: {load_pipeline().name}")
    if installed_model() is None:
        typer.echo("a larger one: python -m spacy download nl_core_news_lg")
