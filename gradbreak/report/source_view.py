"""The engine's source, line by line, highlighted, with the mutants of each line."""

from __future__ import annotations

from itertools import groupby

from markupsafe import Markup, escape
from msgspec import Struct
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType, is_token_subtype

from gradbreak.analysis.findings import break_family
from gradbreak.model import Results
from gradbreak.report.changes import in_source_order, narrowed
from gradbreak.report.verdicts import Verdicts

_CLASSES: tuple[tuple[_TokenType, str], ...] = (
    (Keyword, "sk"),
    (Operator.Word, "sk"),
    (String, "ss"),
    (Comment, "sc"),
    (Number, "sn"),
    (Name.Function, "sf"),
    (Name.Class, "sf"),
    (Name.Decorator, "sf"),
)
"""Few enough to keep the page small: what a reader scans for, and nothing of the rest."""


class Mark(Struct, frozen=True):
    """A mutant of a line.

    Attributes:
        mutant: its id.
        suites: how many suites kill it.
        equivalent: no test can.
        of_break: it is of the canonical break's family.
    """

    mutant: str
    suites: int
    equivalent: bool
    of_break: bool


class Line(Struct, frozen=True):
    """A line of source: its HTML, and the mutants whose change begins on it."""

    html: Markup
    marks: tuple[Mark, ...]


class SourceFile(Struct, frozen=True):
    """A file of the engine."""

    path: str
    lines: tuple[Line, ...]

    @property
    def mutants(self) -> int:
        """How many mutants it has."""
        return sum(len(line.marks) for line in self.lines)


def source_files(results: Results, verdicts: Verdicts) -> tuple[SourceFile, ...]:
    """The engine's files, the main one first."""
    found = []
    family = break_family(results)
    for path, text in results.engine.files.items():
        marks: dict[int, list[Mark]] = {}
        for mutant in in_source_order(results):
            if mutant.location.file == path:
                mark = Mark(
                    mutant.id,
                    verdicts.killing_suites(mutant),
                    mutant.equivalent is not None,
                    family is not None and mutant.family == family.id,
                )
                marks.setdefault(narrowed(mutant).line + 1, []).append(mark)
        lines = tuple(Line(html, tuple(marks.get(line, ()))) for line, html in enumerate(highlighted(text), start=1))
        found.append(SourceFile(path, lines))
    return tuple(found)


def highlighted(text: str) -> list[Markup]:
    """Each line of some Python as HTML; a token that spans lines is closed and opened again at each end."""
    lines = [Markup("")]
    # Leading blank lines are kept, or every line number below them would be off.
    tokens = PythonLexer(stripnl=False, ensurenl=False).get_tokens(text)
    # Neighbours that look the same become one element: an f-string alone is five tokens.
    for css, run in groupby(tokens, key=lambda token: _class_of(token[0])):
        for index, part in enumerate("".join(value for _, value in run).split("\n")):
            if index:
                lines.append(Markup(""))
            if css and part.strip():
                lines[-1] += Markup('<i class="{}">{}</i>').format(css, part)
            else:
                lines[-1] += escape(part)
    return lines[:-1] if text.endswith("\n") else lines


def _class_of(kind: _TokenType) -> str | None:
    return next((css for parent, css in _CLASSES if is_token_subtype(kind, parent)), None)
