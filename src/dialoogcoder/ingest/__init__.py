"""Stage 1: whatever lies in a folder becomes canonical texts with turns.

| in | out |
|---|---|
| files and folders | transcripts, turns, speaker notes, attributions, rejections |
"""

from dialoogcoder.ingest.files import collect
from dialoogcoder.ingest.stage import ingest

__all__ = ["collect", "ingest"]
