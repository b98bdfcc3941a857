"""Templates of the grading pages: in the report's style, with a small sheet of their own."""

from __future__ import annotations

from collections.abc import Sequence

from gradbreak.analysis.cell_states import State
from gradbreak.grading.model import GradeVerdict
from gradbreak.grading.output.wording import Wording
from gradbreak.texts import say
from gradbreak.web import assets
from gradbreak.web.compact import compact
from gradbreak.web.document import templates
from gradbreak.web.glyphs import GLYPHS
from gradbreak.web.wording import rich

CAUGHT, MISSED = State.KILLED, State.SURVIVED
"""The report's states, so that a cell looks there and here the same."""


def render(template: str, wording: Wording, *, scripts: Sequence[str] = (), **context: object) -> str:
    """One self-contained document that asks for nothing else.

    Args:
        template: its name.
        wording: the language.
        scripts: the scripts of the page, relative to the gradbreak package; nothing else may run on it.
        context: what it shows.
    """
    style = assets.style(*assets.STYLES, "grading/pages/static/grades.css")
    script = assets.script(*scripts) if scripts else ""
    page = templates("gradbreak.grading.pages").get_template(template)
    return compact(
        page.render(
            context,
            style=style,
            script=script,
            policy=assets.policy([style], [script] if script else []),
            icon=assets.ICON,
            glyphs={str(state): glyph for state, glyph in GLYPHS.items()},
            state=lambda is_caught: str(CAUGHT if is_caught else MISSED),
            t=wording.texts,
            rich=rich,
            say=say,
            level_title=wording.level,
            meaning=wording.meaning,
            case_title=wording.case,
            not_gradable=wording.verdict(GradeVerdict.NOT_GRADABLE),
            number=wording.points,
        )
    )
