"""The command line: one command calls one library function and prints."""

from dialoogcoder.cli import exporting
from dialoogcoder.cli.commands import app

# Importing a module of commands adds them to the app.
__all__ = ["app", "exporting"]
