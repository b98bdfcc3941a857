"""The engine's source, line by line, highlighted, with the mutants of each line."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from gradbreak.analysis.findings import Findings
from gradbreak.model import Results
from gradbreak.report.cell_table import CellTable
from gradbreak.report.changes import in_source_order, narrowed
from gradbreak.web.highlighting import highlighted


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


class SourceLine(Struct, frozen=True):
    """A line of source: its HTML, and the mutants whose change begins on it."""

    html: Markup
    marks: tuple[Mark, ...]


class SourceFile(Struct, frozen=True):
    """A file of the engine."""

    path: str
    lines: tuple[SourceLine, ...]

    @property
    def mutants(self) -> int:
        """How many mutants it has."""
        return sum(len(line.marks) for line in self.lines)


def source_files(results: Results, verdicts: CellTable, findings: Findings) -> tuple[SourceFile, ...]:
    """The engine's files, the main one first."""
    found = []
    for path, text in results.engine.files.items():
        marks: dict[int, list[Mark]] = {}
        for mutant in in_source_order(results):
            if mutant.location.file == path:
                mark = Mark(
                    mutant.id,
                    verdicts.killing_suites(mutant),
                    mutant.equivalent is not None,
                    findings.is_of_family(mutant),
                )
                marks.setdefault(narrowed(mutant).line + 1, []).append(mark)
        lines = tuple(
            SourceLine(html, tuple(marks.get(line, ()))) for line, html in enumerate(highlighted(text), start=1)
        )
        found.append(SourceFile(path, lines))
    return tuple(found)
