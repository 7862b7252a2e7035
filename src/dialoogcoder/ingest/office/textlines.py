"""What is common to text documents: blocks to lines in which the label reader finds speakers."""

from __future__ import annotations

from collections.abc import Iterable

from dialoogcoder.errors import RejectedSource
from dialoogcoder.ingest.canonical import canonical
from dialoogcoder.ingest.office.blocks import Block
from dialoogcoder.ingest.office.boldlabels import with_bold_labels
from dialoogcoder.ingest.office.clockheads import with_clock_heads
from dialoogcoder.ingest.office.tablerows import flatten


def text_lines(blocks: Iterable[Block], source: str, kind: str) -> list[str]:
    """Set a document's blocks in paragraphs of text.

    Args:
        blocks: Its lines and tables in reading order.
        source: Its name, for the message.
        kind: What to call such a document in the message.

    Returns:
        One string a paragraph, canonical, a line break inside one kept as a newline; none is
        empty. Speakers in bold and in lines of their own with a time have become labels.

    Raises:
        RejectedSource: It has no text.
    """
    paragraphs: list[str] = []
    for line in with_bold_labels(with_clock_heads(list(flatten(blocks)))):
        if line.opens or not paragraphs:
            paragraphs.append(line.text)
        else:
            paragraphs[-1] += f"\n{line.text}"
    if not any(any(char.isalpha() for char in text) for text in paragraphs):
        raise RejectedSource(
            source,
            f"{kind} zonder tekst",
            "tekst",
            "Controleer de export; tekst in een plaatje kan niet worden gelezen.",
        )
    return [canonical(text) for text in paragraphs]
