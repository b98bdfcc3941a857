"""The page's style sheet and scripts, and the policy that allows these and nothing else."""

from __future__ import annotations

import base64
import hashlib

from markupsafe import Markup

from gradbreak.web.bundling import EARLY, SCRIPTS, STYLES, bundle

ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%2317618f' "
    "d='M8 0l8 8-8 8-8-8z'/%3E%3C/svg%3E"
)
"""A diamond, as a data URL: without one, a browser asks for /favicon.ico."""


def style() -> Markup:
    """The style sheet."""
    return Markup(bundle(*STYLES))


def early_script() -> Markup:
    """What must run before the first paint."""
    return Markup(bundle(*EARLY))


def script() -> Markup:
    """Everything else, in one scope of its own."""
    return Markup(bundle(*SCRIPTS))


def policy() -> str:
    """A content security policy that allows this page's own style and scripts, and no request at all."""
    scripts = " ".join(_hash(text) for text in (early_script(), script()))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {_hash(style())}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
