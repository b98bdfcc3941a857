"""A page's style sheets, its scripts, and the content security policy that allows these and nothing else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

from markupsafe import Markup

from gradbreak.web.bundling import bundle

ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%2317618f' "
    "d='M8 0l8 8-8 8-8-8z'/%3E%3C/svg%3E"
)
"""A diamond, as a data URL: without one, a browser asks for /favicon.ico."""

STYLES = tuple(
    f"web/static/{name}.css"
    for name in ("colours", "page", "finding", "graph", "matrix", "detail", "pictures", "narrow")
)
"""The look that all pages share, in the order in which later rules override earlier ones."""

EARLY_SCRIPTS = ("web/static/early.js",)
"""What must run before the first paint."""


def style(*paths: str) -> Markup:
    """Style sheets as the text of one ``<style>``.

    Args:
        paths: relative to the gradbreak package.
    """
    return Markup(bundle(*paths))


def script(*paths: str) -> Markup:
    """Scripts as the text of one ``<script>``, in one scope; see ``style``."""
    return Markup(bundle(*paths))


def policy(styles: Sequence[str], scripts: Sequence[str] = ()) -> str:
    """A content security policy: these texts may run or style the page, and the page may request nothing.

    Args:
        styles: the text of every ``<style>`` of the page.
        scripts: the text of every ``<script>`` that runs.
    """
    sources = {"script-src": scripts, "style-src": styles}
    allowed = [f"{kind} {' '.join(map(_hash, texts))}" for kind, texts in sources.items() if texts]
    return "; ".join(["default-src 'none'", *allowed, "img-src data:", "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
