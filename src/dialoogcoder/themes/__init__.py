"""Stage 5: the rode draden, threads that return across conversations.

| in | out |
|---|---|
| passages, embeddings, nearness to sub-themes, speakers, codings, an earlier run | threads |
"""

from dialoogcoder.themes.continuing import Earlier
from dialoogcoder.themes.stage import Named, find_themes

__all__ = ["Earlier", "Named", "find_themes"]
