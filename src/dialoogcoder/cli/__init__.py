"""The command line: one command calls one library function and prints."""

import typer

from dialoogcoder import __version__

app = typer.Typer(
    name="dialoogcoder",
    help="Codes Dutch dialogue transcripts on your own computer; no text leaves it.",
    no_args_is_help=True,
    add_completion=False,
)


@app.callback()
def main() -> None:
    """Codes Dutch dialogue transcripts on your own computer; no text leaves it."""


@app.command()
def info() -> None:
    """Tell the version in use."""
    typer.echo(f"dialoogcoder {__version__}")
