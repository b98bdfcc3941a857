"""Joins style sheets or scripts into one text and minifies it.

The minifier has wheels for Linux and not for every other platform. Without it a page is a tenth larger and otherwise
the same, so nothing requires it. rjsmin, which is pure Python, was tried and rejected: it renames nothing, and the
report would not stay below its 42 kB.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def bundle(*paths: str) -> str:
    """The joined text of some files, all style sheets or all scripts, in this order.

    Args:
        paths: relative to the gradbreak package: ``web/static/page.css``.
    """
    text = "\n".join((files("gradbreak") / path).read_text(encoding="utf-8") for path in paths)
    if paths[0].endswith(".css"):
        return _minified(text, "text/css")
    # In a scope of its own, so that the minifier may shorten every name.
    return _minified(f'(() => {{"use strict";\n{text}\n}})()', "application/javascript")


def _minified(text: str, kind: str) -> str:
    try:
        import minify  # type: ignore[import-untyped]  # bindings of a Go program, without types
    except ModuleNotFoundError:
        return text
    return str(minify.string(kind, text))
