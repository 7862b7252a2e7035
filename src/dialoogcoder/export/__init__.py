"""Stage 6: what report writers and other programs take away.

| in | out |
|---|---|
| all tables of a run | the files of the output contract |
"""

from dialoogcoder.export.stage import Run, write_run

__all__ = ["Run", "write_run"]
