"""The command line: one command calls one library function and prints."""

from dialoogcoder.cli.commands import app

__all__ = ["app"]
