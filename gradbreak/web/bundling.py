"""Puts the small files of ``static/`` together and minifies them.

The minifier has wheels for Linux and not for every other platform. Where it is missing a page is larger by a tenth
and otherwise the same, so nothing requires it. One that is written in Python alone, rjsmin, was tried: it renames
nothing, and the page would not stay below its 42 kB.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

STYLES = ("colours.css", "page.css", "finding.css", "matrix.css", "detail.css", "pictures.css", "narrow.css")
EARLY = ("early.js",)
SCRIPTS = (
    "dom.js",
    "run.js",
    "verdicts.js",
    "failures.js",
    "route.js",
    "grid.js",
    "diff.js",
    "detail.js",
    "survivors.js",
    "heat.js",
    "marks.js",
    "tests.js",
    "stepper.js",
    "keys.js",
    "theme.js",
    "start.js",
)
"""In the order in which they are put together: a file begins with only those above it, and ``start.js`` begins."""


@cache
def bundle(*names: str) -> str:
    """The text of some files of ``static/``, all style sheets or all scripts, in this order."""
    folder = files("gradbreak.web") / "static"
    text = "\n".join((folder / name).read_text(encoding="utf-8") for name in names)
    if names[0].endswith(".css"):
        return _minified(text, "text/css")
    # In a scope of its own, so that the minifier may give every name a shorter one.
    return _minified(f'(() => {{"use strict";\n{text}\n}})()', "application/javascript")


def _minified(text: str, kind: str) -> str:
    try:
        import minify  # type: ignore[import-untyped]  # bindings of a Go program, without types
    except ModuleNotFoundError:
        return text
    return str(minify.string(kind, text))
