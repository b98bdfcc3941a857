"""Templates of the grading pages: in the report's style, with a small sheet of their own and no script."""

from __future__ import annotations

from gradbreak.analysis.cell_states import State
from gradbreak.grading.output import wording
from gradbreak.web import assets
from gradbreak.web.compact import compact
from gradbreak.web.glyphs import GLYPHS
from gradbreak.web.templates import templates

CAUGHT, MISSED = State.KILLED, State.SURVIVED
"""The report's states, so that a cell looks there and here the same."""


def render(template: str, **context: object) -> str:
    """One self-contained document that asks for nothing else.

    Args:
        template: its name.
        context: what it shows.
    """
    style = assets.style(*assets.STYLES, "grading/pages/static/grades.css")
    page = templates("gradbreak.grading.pages").get_template(template)
    return compact(
        page.render(
            context,
            style=style,
            policy=assets.policy([style]),
            icon=assets.ICON,
            glyphs={str(state): glyph for state, glyph in GLYPHS.items()},
            state=lambda is_caught: str(CAUGHT if is_caught else MISSED),
            level_title=wording.LEVELS.__getitem__,
            meaning=wording.MEANINGS.__getitem__,
            verdict_of=wording.VERDICTS.__getitem__,
            number=wording.points,
        )
    )
