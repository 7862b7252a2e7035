"""Stage 5: the rode draden, threads that return across conversations.

| in | out |
|---|---|
| passages, their embeddings, codings | themes, theme members |
"""

from dialoogcoder.themes.stage import find_themes

__all__ = ["find_themes"]
