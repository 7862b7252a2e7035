"""PDF files with a text layer, as paragraphs in reading order.

The file is taken apart in a process of its own, with a limit on its memory and time: a hostile
PDF can make any parser run for hours, unpack to gigabytes or recurse until it fails, and a
process can be stopped whatever it is at.
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.pdf.join import join_lines
from dialoogcoder.ingest.pdf.layout import Line, document_lines
from dialoogcoder.ingest.pdf.margins import without_running_heads
from dialoogcoder.ingest.pdf.page import Piece, page_pieces

MAX_PAGES = 1000
MAX_CHARACTERS = 5_000_000
MAX_PIECES = 400_000
# Seconds without a page done, and in all: a start and a share a page.
PAGE_SECONDS = 20.0
START_SECONDS = 30.0
SHARE_SECONDS = 0.6
_MEMORY = 1_200_000_000
# How the process of its own ends when its time is up.
_LATE = 1 if sys.platform == "win32" else -int(signal.SIGALRM)
_READABLE = "een PDF met tekst, zonder wachtwoord"
_REPRINT = "Open het in een PDF-lezer en bewaar of druk het opnieuw af als PDF."
_SPLIT = "Splits het in kleinere bestanden."
_OCR = "Maak de tekst eerst leesbaar met tekstherkenning (OCR), en bewaar het dan opnieuw."
_UNLOCK = "Haal het wachtwoord eraf en bewaar het opnieuw."


def read_pdf(path: Path, source: str) -> list[str]:
    """Read the text of a PDF.

    Args:
        path: The file.
        source: Its name, for the message.

    Returns:
        Paragraphs and headings in reading order, each on one line; a labelled turn begins one.
        Left out are running heads, page numbers, tables of contents, footnote marks, text that
        can't be seen, and the words and numbers of charts.

    Raises:
        RejectedSource: It is no PDF, damaged, locked by a password, scanned without text, longer
            than 1,000 pages, or takes too long.
    """
    _check_ends(path, source)
    found = _taken_apart(path, source)
    if found["unreadable"] > 0.2:
        unread = "lettertypen waarvan de tekens niet te lezen zijn"
        raise RejectedSource(source, unread, _READABLE, _OCR)
    texts = join_lines([Line(*line) for line in found["lines"]])
    without = not any(char.isalpha() for text in texts for char in text)
    scanned, pages = found["scanned"], found["pages"]
    if scanned > pages / 2 or (without and scanned):
        counted = f"{scanned} van {pages} bladzijden gescand, zonder tekst"
        raise RejectedSource(source, counted, _READABLE, _OCR)
    if without:
        raise RejectedSource(source, "een PDF zonder tekst", _READABLE, _OCR)
    return texts


def _check_ends(path: Path, source: str) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(2048)
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - 4096))
            tail = file.read()
    except OSError as error:
        reason = f"niet te openen ({error.strerror or type(error).__name__})"
        remedy = "Controleer de rechten op het bestand."
        raise RejectedSource(source, reason, "een leesbaar bestand", remedy) from error
    if not head.strip():
        raise RejectedSource(source, "leeg bestand", _READABLE, "Controleer de export.")
    if b"%PDF-" not in head:
        remedy = "Bewaar het opnieuw als PDF of als .docx."
        raise RejectedSource(source, "geen PDF-bestand", _READABLE, remedy)
    if b"%%EOF" not in tail and b"startxref" not in tail:
        remedy = "Kopieer of download het opnieuw."
        raise RejectedSource(source, "afgebroken PDF-bestand", "een heel bestand", remedy)


def _taken_apart(path: Path, source: str) -> dict[str, Any]:
    """What `work` makes of the file in a process of its own; raises for what it can't use."""
    places = os.pathsep.join(str(Path(place).resolve()) for place in sys.path if place)
    command = "from dialoogcoder.ingest.pdf.reading import work; work()"
    limits = [str(PAGE_SECONDS), str(START_SECONDS), str(SHARE_SECONDS)]
    answer: dict[str, Any]
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", command, os.fspath(path.resolve()), *limits],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": places},
            timeout=START_SECONDS + SHARE_SECONDS * MAX_PAGES + 3 * PAGE_SECONDS,
            check=False,
        )
        ended = done.returncode
        silent = "te lang bezig" if ended == _LATE else f"afgebroken met {ended}"
        answer = json.loads(done.stdout) if done.stdout else {"fault": silent}
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        answer = {"fault": type(error).__name__}
    if "fault" in answer:
        raise _refused(source, answer["fault"], answer.get("count", 0))
    return answer


def _refused(source: str, fault: str, count: int) -> RejectedSource:
    if fault == "password":
        return RejectedSource(source, "een PDF met een wachtwoord", _READABLE, _UNLOCK)
    if fault == "pages":
        most = f"hooguit {MAX_PAGES} bladzijden"
        return RejectedSource(source, f"{count} bladzijden", most, _SPLIT)
    if fault == "text":
        most = f"hooguit {MAX_CHARACTERS} tekens"
        return RejectedSource(source, "te veel tekst", most, _SPLIT)
    return RejectedSource(source, f"beschadigd PDF-bestand ({fault})", "een heel bestand", _REPRINT)


def work() -> None:
    """Take apart the file named on the command line; print what `take_apart` returns as JSON.

    The process ends without an answer when a page, or all of it, takes too long.
    """
    path, page_s, start_s, share_s = sys.argv[1], *map(float, sys.argv[2:])
    begun = time.monotonic()

    def watch(pages: int) -> None:
        left = start_s + share_s * pages - (time.monotonic() - begun)
        _stop_after(max(0.01, min(page_s, left)))

    _limit_memory()
    try:
        answer = take_apart(Path(path), watch)
    except Exception as error:
        # pdfminer lets out whatever it meets: KeyError, RecursionError, MemoryError and its own.
        answer = {"fault": type(error).__name__}
    _stop_after(page_s)
    sys.stdout.write(json.dumps(answer))


def _stop_after(seconds: float) -> None:
    """End this process after so many seconds, unless called again before."""
    if sys.platform == "win32":
        faulthandler.dump_traceback_later(seconds, exit=True)
    else:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit_memory() -> None:
    # Windows has no such limit; the one on time still holds there.
    if sys.platform == "win32":
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    bound = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))


def take_apart(path: Path, watch: Callable[[int], None]) -> dict[str, Any]:
    """Set a PDF in lines.

    Args:
        path: The file.
        watch: Called with the number of pages (0 while it isn't known) before each step.

    Returns:
        `lines`, `pages`, `scanned` (pages that are an image without text) and `unreadable` (share
        of characters that their font gives no meaning), or `fault` and what belongs to it.
    """
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    pages: list[list[Piece]] = []
    heights: list[float] = []
    scanned = characters = stretches = 0
    watch(0)
    try:
        with pdfplumber.open(path) as pdf:
            promised = _promised(pdf)
            count = len(pdf.pages) if promised <= MAX_PAGES else promised
            if count > MAX_PAGES:
                return {"fault": "pages", "count": count}
            if not count or count < promised:
                return {"fault": f"{count} van {promised} bladzijden"}
            for page in pdf.pages:
                watch(count)
                if _undecoded(page):
                    return {"fault": f"bladzijde {page.page_number}"}
                pieces = page_pieces(page)
                length = sum(len(piece.text) for piece in pieces)
                scanned += length < 40 and _is_image(page)
                characters += length
                stretches += len(pieces)
                if characters > MAX_CHARACTERS or stretches > MAX_PIECES:
                    return {"fault": "text"}
                pages.append(pieces)
                heights.append(max([page.height, *(piece.bottom for piece in pieces)]))
                page.close()
    except PdfminerException as error:
        name = type(error.args[0] if error.args else error).__name__
        return {"fault": "password" if name.startswith(("PDFPassword", "PDFEncry")) else name}
    odd = sum(piece.text.count("\ufffd") for pieces in pages for piece in pieces)
    watch(count)
    lines: list[Line] = []
    for set_out in document_lines(without_running_heads(pages, heights)):
        watch(count)
        lines.extend(set_out)
    return {
        "lines": lines,
        "pages": count,
        "scanned": scanned,
        "unreadable": odd / max(1, characters),
    }


def _promised(pdf: Any) -> int:
    """How many pages the file says it has; 0 where it does not say."""
    from pdfminer.pdftypes import resolve1

    tree = resolve1(pdf.doc.catalog.get("Pages"))
    count = resolve1(tree.get("Count")) if isinstance(tree, dict) else None
    return count if isinstance(count, int) else 0


def _undecoded(page: Any) -> bool:
    """Whether a part of a page was lost: pdfminer takes what it can't unpack for empty."""
    from pdfminer.pdftypes import resolve1, stream_value

    for content in page.page_obj.contents:
        stream = stream_value(content)
        length = resolve1(stream.get("Length"))
        # An empty text packed is 8 bytes.
        if isinstance(length, int) and length > 8 and not stream.get_data():
            return True
    return False


def _is_image(page: Any) -> bool:
    area = sum(image["width"] * image["height"] for image in page.images)
    return bool(area >= 0.5 * page.width * page.height)
