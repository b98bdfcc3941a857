"""Templates of the grading pages: in the report's style, with a small sheet of their own and no script."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup

from gradbreak.grading.output import wording
from gradbreak.report.verdicts import GLYPHS, State
from gradbreak.web import assets
from gradbreak.web.compact import compact

CAUGHT, MISSED = State.KILLED, State.SURVIVED
"""The report's states, so that a cell looks there and here the same."""


def render(template: str, **context: object) -> str:
    """One self-contained document that asks for nothing else.

    Args:
        template: its name.
        context: what it shows.
    """
    styles = (assets.style(), _own_style())
    page = _templates().get_template(template)
    return compact(
        page.render(
            context,
            styles=styles,
            policy=_policy(styles),
            icon=assets.ICON,
            glyphs={str(state): glyph for state, glyph in GLYPHS.items()},
            state=lambda is_caught: str(CAUGHT if is_caught else MISSED),
            level_title=wording.LEVELS.__getitem__,
            meaning=wording.MEANINGS.__getitem__,
            verdict_of=wording.VERDICTS.__getitem__,
            number=wording.points,
        )
    )


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [
                jinja2.PackageLoader("gradbreak.grading.pages"),
                jinja2.PrefixLoader({"report": jinja2.PackageLoader("gradbreak.report")}),
            ]
        ),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _own_style() -> Markup:
    return Markup((files(__package__) / "static" / "grades.css").read_text(encoding="utf-8"))


def _policy(styles: tuple[Markup, ...]) -> str:
    """A content security policy that allows these style sheets and nothing else."""
    digests = (base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in styles)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return f"default-src 'none'; style-src {allowed}; img-src data:; base-uri 'none'; form-action 'none'"
