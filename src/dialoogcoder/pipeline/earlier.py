"""What a new run takes over from an earlier one: its threads, and the names people gave them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dialoogcoder.codebook import Codebook
from dialoogcoder.coding import CodebookViews, prepare
from dialoogcoder.errors import DialoogcoderError
from dialoogcoder.export.saved import load_run
from dialoogcoder.export.stage import MANIFEST, Run
from dialoogcoder.model import Passage
from dialoogcoder.themes import Earlier, Named
from dialoogcoder.themes.representation import Material, with_surroundings


def earlier_threads(
    run: Run, codebook: Codebook, embed: Callable[[Sequence[Passage]], NDArray[np.float32]]
) -> Earlier:
    """The threads of an earlier run, for new passages to join.

    Args:
        run: The earlier run.
        codebook: The new run's: old and new passages are seen through the same one.
        embed: Gives the embeddings of passages.
    """
    theme_of = {member.passage_id: member.theme_id for member in run.threads.members}
    passages = list(run.passages)
    vectors = embed(passages)
    texts = [passage.text for passage in passages]
    subjects = CodebookViews(codebook.main).subthemes(prepare(texts, vectors))
    running = frozenset(t.transcript_id for t in run.reading.transcripts if t.kind != "citaten")
    around = with_surroundings(subjects, [p.transcript_id for p in passages], running)
    used = [i for i, p in enumerate(passages) if theme_of[p.passage_id] is not None]
    return Earlier(
        run.threads.themes,
        frozenset(d.theme_id for d in run.threads.details if d.named_by == "mens"),
        tuple(passages[i].passage_id for i in used),
        tuple(theme_of[passages[i].passage_id] or "" for i in used),
        run.manifest["counts"]["passages_looked_at_for_threads"],
        Material(texts, vectors, subjects, around).rows(used),
    )


def named_by_people(out: Path) -> list[Named]:
    """The threads that an analyst named in an earlier run's output, if there is one in `out`.

    An output of another version, or a broken one, names nothing: the run replaces it.
    """
    if not (out / MANIFEST).is_file():
        return []
    try:
        run = load_run(out)
    except DialoogcoderError:
        return []
    members = defaultdict(set)
    for member in run.threads.members:
        if member.theme_id is not None:
            members[member.theme_id].add(member.passage_id)
    named = {detail.theme_id for detail in run.threads.details if detail.named_by == "mens"}
    return [
        Named(theme.label, frozenset(members[theme.theme_id]))
        for theme in run.threads.themes
        if theme.theme_id in named
    ]
