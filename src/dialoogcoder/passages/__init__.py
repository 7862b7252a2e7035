"""Stage 3: the units that are coded.

| in | out |
|---|---|
| transcripts, turns, attributions | passages |
"""

from dialoogcoder.passages.stage import cut_passages

__all__ = ["cut_passages"]
