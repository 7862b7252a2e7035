"""One base exception; every message says place, what was found, what was expected, what to do."""

from __future__ import annotations


class DialoogcoderError(Exception):
    """Base of every error that a user can mend; the command line shows it in one line.

    Args:
        place: File, row or option in which the trouble lies.
        found: What stands there.
        expected: What should stand there, with the valid options where they are few.
        remedy: What the user can do about it.
    """

    def __init__(self, place: str, found: str, expected: str, remedy: str) -> None:
        self.place = place
        self.found = found
        self.expected = expected
        self.remedy = remedy
        super().__init__(f"{place}: found {found}; expected {expected}. {remedy}")


class InputError(DialoogcoderError):
    """An input path or a command-line value that can't be used."""


class RejectedSource(DialoogcoderError):
    """One source that can't be read; the run goes on and lists it in `rejected.csv`."""

    @property
    def reason(self) -> str:
        """What was found and what was expected, for the `reason` column."""
        return f"{self.found}; verwacht: {self.expected}" if self.expected else self.found


class RecipeError(DialoogcoderError):
    """A recipe or codebook that does not hold."""


class ModelError(DialoogcoderError):
    """A trained model that is missing, damaged or made for another codebook."""


class DataError(DialoogcoderError):
    """Hand-coded passages that can't be trained on or evaluated."""
