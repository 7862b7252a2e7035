"""`report.html`: what stands on the page is made here, how it looks in `templates` and `assets`.

| in | out |
|---|---|
| all tables of a run | one self-contained Dutch page |

Each section has a module that turns tables into plain records of texts and numbers, and a template
that lays them out. Each passage's text stands in the page once, in its conversation; the search
finds it there.
"""

from dialoogcoder.export.page.render import render_page

__all__ = ["render_page"]
