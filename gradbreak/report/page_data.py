"""What the page's script needs beyond the markup, as compact JSON."""

from __future__ import annotations

import math
import shlex
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from gradbreak.analysis.cell_states import State
from gradbreak.model import Break, FirstDifference, Mutant, Results
from gradbreak.report.cell_table import CellTable
from gradbreak.report.changes import in_source_order, narrowed, offset_of, says_the_same
from gradbreak.report.failure_data import FailureData, build_failures
from gradbreak.report.heat_view import Heat
from gradbreak.report.matrix_view import Matrix
from gradbreak.texts.page import PageTexts
from gradbreak.web.figure import Figure
from gradbreak.web.glyphs import GLYPHS
from gradbreak.web.replay import Replay
from gradbreak.web.wording import number

DIGITS = 4
"""Of a gradient in the details of a cell; ``results.json`` has all of them."""


class RowsData(Struct, frozen=True):
    """The mutants in the order of their marks in the source, then the breaks in the order of the page.

    Stored by column, which compresses to less than row by row.

    Attributes:
        groups: for each row, the number of its family on the page; within a family, these rows are in the page's
            order.
        ids: where the ids of mutants do not go on counting: the row, what its id begins with, and the digits that it
            ends with. The id of a break stands on the page.
        columns: for each mutant, from which column of its line something else stands there; -1 where the source
            cannot tell. The line is that of its mark.
        lengths: for each mutant, how many characters are taken out.
        texts: for each mutant, what is put there, or its recorded diff where the source cannot tell.
        members: for each break, the numbers of its members among these rows.
        arguments: row → why no test can kill it.
    """

    groups: tuple[int, ...]
    ids: tuple[tuple[int, str, str], ...]
    columns: tuple[int, ...]
    lengths: tuple[int, ...]
    texts: tuple[str, ...]
    members: tuple[tuple[int, ...], ...]
    arguments: dict[int, str]


class PageData(Struct, frozen=True):
    """The whole block.

    Attributes:
        rows: mutants and breaks.
        test_lines: for each suite, the lines of each of its tests; 0 where that is not known.
        failures: what failed, wherever something did.
        writes: row → suite → the first write that differs in the shortest test with the suite's own state: its site,
            its target, and the value before, after, and after with the change. A sixth item says that the term
            replaced the sum. Without a difference, a mutant has a write that had nothing to replace, of four items,
            and a break has none: its members have theirs.
        remedies: for each test that kills what a suite lets live, its source and then the rows that it kills.
        replays: the drawn examples, write by write.
        home: the suite whose cells are shown where no other was asked for.
        glyphs: state → its character.
        texts: the script's sentences.
        options: what a command needs to name the engine, as a shell reads it; empty where it needs nothing.
    """

    rows: RowsData
    test_lines: tuple[tuple[int, ...], ...]
    failures: FailureData
    writes: dict[int, dict[int, tuple[str, ...]]]
    remedies: tuple[tuple[str | int, ...], ...]
    replays: tuple[Replay, ...]
    home: int
    glyphs: dict[str, str]
    texts: dict[str, str]
    options: str = ""


def build_data(
    results: Results,
    matrix: Matrix,
    heat: Heat,
    verdicts: CellTable,
    drawn: Sequence[Figure],
    home: str | None,
    texts: PageTexts,
) -> PageData:
    """Gather it.

    Args:
        results: the run.
        matrix: its rows in the order of the page.
        heat: the verdicts of single tests.
        verdicts: its cells.
        drawn: the examples.
        home: the suite the headline is about, or None.
        texts: the page's language.
    """
    mutants = in_source_order(results)
    changes: tuple[Mutant | Break, ...] = (*mutants, *results.breaks)
    names = [column.name for column in matrix.columns]
    # Where nothing stands a test did not reach the mutant, so that state always has to have its words.
    states = matrix.states | {state for band in heat.bands for state in band.paths} | {State.UNREACHED}
    numbers = {change.id: number for number, change in enumerate(changes)}
    return PageData(
        rows=_rows(mutants, results, matrix),
        test_lines=tuple(tuple(test.lines or 0 for test in verdicts.tests[name]) for name in names),
        failures=build_failures([change.id for change in changes], names, verdicts),
        writes=_writes(results, numbers, verdicts, texts.decimal),
        remedies=tuple((each.source.strip(), *(numbers[id_] for id_ in each.kills)) for each in results.killing_tests),
        replays=tuple(figure.replay for figure in drawn),
        home=names.index(home) if home in names else 0,
        glyphs={state.value: glyph for state, glyph in GLYPHS.items() if state in states},
        texts=texts.for_script(states),
        options=shlex.join(results.engine.options),
    )


def _rows(mutants: Sequence[Mutant], results: Results, matrix: Matrix) -> RowsData:
    changes: tuple[Mutant | Break, ...] = (*mutants, *results.breaks)
    group_of = {row.id: number for number, group in enumerate(matrix.groups) for row in group.rows}
    stretches = [_stretch(mutant, results) for mutant in mutants]
    number_of = {change.id: number for number, change in enumerate(changes)}
    return RowsData(
        groups=tuple(group_of[change.id] for change in changes),
        ids=_ids(mutant.id for mutant in mutants),
        columns=tuple(column for column, _, _ in stretches),
        lengths=tuple(length for _, length, _ in stretches),
        texts=tuple(text for _, _, text in stretches),
        members=tuple(tuple(sorted(number_of[member] for member in each.members)) for each in results.breaks),
        arguments={number: mutant.equivalent for number, mutant in enumerate(mutants) if mutant.equivalent},
    )


def _writes(
    results: Results, numbers: Mapping[str, int], verdicts: CellTable, decimal: str
) -> dict[int, dict[int, tuple[str, ...]]]:
    suite_of = {test.id: test.suite for test in results.tests}
    names = [suite.name for suite in results.suites]
    breaks = {each.id for each in results.breaks}
    found: dict[int, dict[int, tuple[str, ...]]] = {}
    for write in results.first_differences:
        suite, differs = suite_of[write.test], write.mutated != write.intact
        # The script speaks of the shortest test with the suite's state; of another one it would say what is not so.
        if write.test == verdicts.example_test(write.mutant, suite) and (differs or write.mutant not in breaks):
            target = write.node if write.attribute == results.engine.gradient else f"{write.node}.{write.attribute}"
            before = "" if write.before is None else number(write.before, decimal, DIGITS)
            after = [write.intact, *([write.mutated] if differs else [])]
            replaced = ["="] if differs and _replaces(write) else []
            said = (write.site, target, before, *(number(value, decimal, DIGITS) for value in after), *replaced)
            found.setdefault(numbers[write.mutant], {})[names.index(suite)] = said
    return found


def _replaces(write: FirstDifference) -> bool:
    """Whether what should have been added took the place of what was there."""
    term = write.intact - (write.before or 0.0)
    return math.isclose(write.mutated, term, rel_tol=1e-9, abs_tol=1e-12)


def _ids(ids: Iterable[str]) -> tuple[tuple[int, str, str], ...]:
    found = []
    last_name, last_number = "", ""
    for row, id_ in enumerate(ids):
        name = id_.rstrip("0123456789")
        number = id_[len(name) :]
        if not (name == last_name and last_number and number == str(int(last_number) + 1)):
            found.append((row, name, number))
        last_name, last_number = name, number
    return tuple(found)


def _stretch(mutant: Mutant, results: Results) -> tuple[int, int, str]:
    text = results.engine.files[mutant.location.file]
    change = narrowed(mutant)
    if not says_the_same(change, mutant, text):
        return -1, 0, mutant.diff
    start = offset_of(change, text)
    return (
        _script_length(text[start - change.column : start]),
        _script_length(text[start : start + change.length]),
        change.text,
    )


def _script_length(text: str) -> int:
    """How long a script takes a text to be: it counts UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
