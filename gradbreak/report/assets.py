"""The page's style sheet and script: small files put together, without comments and spare spaces, and hashed."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files

from markupsafe import Markup
from pygments.lexers import JavascriptLexer
from pygments.token import Comment, is_token_subtype

STYLES = ("colours.css", "page.css", "finding.css", "matrix.css", "detail.css", "pictures.css", "narrow.css")
EARLY = ("early.js",)
SCRIPTS = (
    "dom.js",
    "run.js",
    "verdicts.js",
    "route.js",
    "grid.js",
    "diff.js",
    "detail.js",
    "survivors.js",
    "heat.js",
    "marks.js",
    "tests.js",
    "keys.js",
    "theme.js",
    "start.js",
)
"""In the order in which they are put together: a file begins with only those above it, and ``start.js`` begins."""

ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%2317618f' "
    "d='M8 0l8 8-8 8-8-8z'/%3E%3C/svg%3E"
)
"""A diamond, as a data URL: without one, a browser asks for /favicon.ico."""

_STYLE_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STYLE_SPACE = re.compile(r"\s*([{};,])\s*|(?<=:) |(\n)\s+")


@cache
def style() -> Markup:
    """The style sheet."""
    return Markup(squeezed_style(_read(STYLES)))


@cache
def early_script() -> Markup:
    """What must run before the first paint."""
    return Markup(squeezed_script(_read(EARLY)))


@cache
def script() -> Markup:
    """Everything else, in one scope of its own."""
    return Markup(f'(()=>{{"use strict";\n{squeezed_script(_read(SCRIPTS))}\n}})()')


def policy() -> str:
    """A content security policy that allows this page's own style and scripts, and no request at all."""
    scripts = " ".join(_hash(text) for text in (early_script(), script()))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {_hash(style())}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def squeezed_style(text: str) -> str:
    """A style sheet without comments and without spaces around its punctuation."""
    return _STYLE_SPACE.sub(r"\1\2", _STYLE_COMMENT.sub("", text)).strip()


def squeezed_script(text: str) -> str:
    """A script without comments and spaces; line breaks stay, as they may end a statement."""
    kept, gap = "", ""
    for kind, value in JavascriptLexer().get_tokens(text):
        if is_token_subtype(kind, Comment):
            continue
        if not value.strip():
            gap = "\n" if "\n" in gap + value else " "
            continue
        if gap == "\n" or (gap and _would_join(kept[-1:], value[0])):
            kept += gap
        kept, gap = kept + value, ""
    return kept.strip()


def _would_join(before: str, after: str) -> bool:
    """Whether two characters without a space between them would read as one token."""
    return all(re.match(r"[\w$]", side) for side in (before, after)) or (before == after and before in "+-")


def _read(names: tuple[str, ...]) -> str:
    folder = files("gradbreak.report") / "static"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
