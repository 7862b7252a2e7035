"""Stage 6: what report writers and other programs take away.

| in | out |
|---|---|
| all tables of a run | the files of the output contract |
| a run, read back | a selection of its quotes, for a spreadsheet, a report or another program |
"""

from dialoogcoder.export.formats import export_run
from dialoogcoder.export.saved import load_run
from dialoogcoder.export.selection import Selection, select
from dialoogcoder.export.stage import Run, write_run

__all__ = ["Run", "Selection", "export_run", "load_run", "select", "write_run"]
