"""Which files there are to read, and what each is called in the output."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from dialoogcoder.errors import InputError

PARTICIPANTS_FILE = "deelnemers.csv"
# Left behind by Word, macOS and Windows; nobody means them as input.
_CLUTTER = re.compile(r"^(\.|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read; `source` is its name in the output, relative to the input folder."""

    path: Path
    source: str


@dataclass(frozen=True, slots=True)
class Collected:
    """The files to read and the participants lists that say who is who in them."""

    files: tuple[SourceFile, ...]
    participants: tuple[SourceFile, ...]


def collect(inputs: Sequence[Path]) -> Collected:
    """List the files of the inputs in a fixed order.

    Args:
        inputs: Files and folders; folders are walked with their subfolders, links to folders
            are not followed.

    Returns:
        The files, sorted by name, each once.

    Raises:
        InputError: An input does not exist, or no file is in any of them.
    """
    found: dict[Path, SourceFile] = {}
    for given in inputs:
        if given.is_dir():
            walked = [SourceFile(p, _relative(p, given)) for p in _walk(given)]
        elif given.is_file():
            walked = [SourceFile(given, unicodedata.normalize("NFC", given.name))]
        else:
            raise InputError(
                str(given), "no such file or folder", "a file or folder", "Check the path."
            )
        for file in walked:
            found.setdefault(file.path.resolve(), file)
    ordered = sorted(found.values(), key=lambda file: file.source)
    participants = tuple(f for f in ordered if f.path.name.lower() == PARTICIPANTS_FILE)
    files = tuple(f for f in ordered if f not in participants)
    if not files:
        raise InputError(
            ", ".join(str(given) for given in inputs),
            "no files",
            "at least one transcript, report or quote list",
            "Point to the folder that holds them.",
        )
    return Collected(files, participants)


def _relative(path: Path, folder: Path) -> str:
    return unicodedata.normalize("NFC", path.relative_to(folder).as_posix())


def _walk(folder: Path) -> Iterator[Path]:
    # The output of an earlier run holds quotes of these same sources.
    if (folder / "manifest.json").is_file() and (folder / "quotes.csv").is_file():
        return
    for path in sorted(folder.iterdir()):
        if _CLUTTER.match(path.name):
            continue
        if path.is_dir():
            if not path.is_symlink():
                yield from _walk(path)
        elif path.is_file() or path.is_symlink():
            # A link that leads nowhere is told of when it is read.
            yield path


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "document"


def transcript_ids(sources: Sequence[str]) -> list[str]:
    """Readable ids that depend on names, never on the order in which files are read.

    The name without folder and suffix does where it is the only one of its kind; namesakes get
    their suffix and folders, and what is still equal gets a number in order of name.

    Args:
        sources: Sources as `collect` names them, each once.

    Returns:
        One id a source, each once.
    """
    paths = [PurePosixPath(source) for source in sources]
    forms = [
        [_slug(path.stem) for path in paths],
        [_slug(path.name) for path in paths],
        [_slug(path.as_posix()) for path in paths],
    ]
    counts = [Counter(form) for form in forms]
    ids = []
    taken: Counter[str] = Counter()
    for index in range(len(paths)):
        chosen = next(
            (
                form[index]
                for form, count in zip(forms, counts, strict=True)
                if count[form[index]] == 1
            ),
            None,
        )
        if chosen is None:
            chosen = forms[-1][index]
            taken[chosen] += 1
            chosen = f"{chosen}-{taken[chosen]}"
        ids.append(chosen)
    return ids
