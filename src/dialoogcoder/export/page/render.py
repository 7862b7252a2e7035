"""Puts the page together: templates, style, scripts, and a policy that allows nothing else."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Final

from dialoogcoder.export.page.conversations import conversations
from dialoogcoder.export.page.doubt import CEILING, doubt
from dialoogcoder.export.page.map import SIZE, passage_map
from dialoogcoder.export.page.material import Material
from dialoogcoder.export.page.overview import overview
from dialoogcoder.export.page.perspectives import perspectives, search_link
from dialoogcoder.export.page.search import search
from dialoogcoder.export.page.threads import threads
from dialoogcoder.export.page.words import counted, number, percent
from dialoogcoder.export.stage import Run

_HERE = Path(__file__).parent
_STYLES: Final = ("page.css", "parts.css", "print.css")
_SCRIPTS: Final = ("page.js", "address.js", "quotes.js", "map.js")


def render_page(run: Run) -> str:
    """Render the report.

    Args:
        run: A run, just made or read back.

    Returns:
        A page that asks nothing of any other computer; the same run gives the same page.
    """
    # Takes a tenth of a second to load, which no other command needs.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(number=number, percent=percent)
    environment.globals.update(counted=counted, search_link=search_link)
    style = "\n".join(_asset(name) for name in _STYLES)
    script = "\n".join(_asset(name) for name in _SCRIPTS)
    material = Material(run)
    the_map = passage_map(material)
    return environment.get_template("page.html.j2").render(
        policy=_policy(style, script),
        style=style,
        script=script,
        title=run.codebook.title or "Dialogen",
        overview=overview(material),
        perspectives=perspectives(material),
        threads=threads(material),
        map=the_map,
        size=SIZE,
        search=search(material, the_map.places if the_map else ()),
        doubt=doubt(material),
        ceiling=CEILING,
        conversations=conversations(material),
        has_story=material.story is not None,
    )


def _asset(name: str) -> str:
    return (_HERE / "assets" / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Nothing may load, and nothing may run but the one style and script that the page carries."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'",
            # The empty icon, so that no browser asks a server for one.
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()
