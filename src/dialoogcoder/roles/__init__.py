"""Stage 2: three separate facts about each speaker, with what they rest on.

| in | out |
|---|---|
| transcripts, turns, speaker notes | speakers |
"""

from dialoogcoder.roles.stage import assign_roles

__all__ = ["assign_roles"]
