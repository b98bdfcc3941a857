"""The form of ``results.json``: as ``Results``, but cells name mutants, tests and failures by number.

A failure is written once, although hundreds of cells may have it, and so is the line of a test that failed. With ids
and failures written out in each cell, the file was seven times as large.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, TypeVar

from msgspec import Meta, Struct, structs

from gradbreak.model import Cell, Failure, FailureKind, Order, Reason, Results, RunRecord, Status, Timing

Number = Annotated[int, Meta(ge=0)]
"""The place of a record in its list, counted from 0."""

T = TypeVar("T")


class UnknownNumberError(ValueError):
    """A number is larger than the list that it counts in."""


class FailedLine(Struct, frozen=True, kw_only=True):
    """A line of a test on which it failed.

    Attributes:
        file: the test file, relative to the root; empty where no line of it is on the stack.
        line: the line there, counted from 1, or 0.
        statement: that line's text, stripped.
    """

    file: str
    line: int
    statement: str


class FailureOnLine(Struct, frozen=True, kw_only=True):
    """Why a test did not pass.

    Attributes:
        kind: an assertion, or another exception.
        exception: the exception's class name.
        message: what it said, with addresses blanked so that two runs agree.
        at: where, as a number in ``failed_lines``.
    """

    kind: FailureKind
    exception: str
    message: str
    at: Number


class NumberedCell(Struct, frozen=True, array_like=True):
    """One test on one mutant that it reaches, as a list. What is null at its end is left out.

    Attributes:
        mutant: a number in ``mutants``, or in ``breaks`` for a cell of ``break_cells``.
        test: a number in ``tests``.
        status: the verdict.
        failure: why the test did not pass, as a number in ``failures``; None where it passed, hung or took the process
            down.
        reason: why the mutant survived, where that was measured.
        killed_under: the order under which the test fails, where the verdict depends on it.
    """

    mutant: Number
    test: Number
    status: Status
    failure: Number | None = None
    reason: Reason | None = None
    killed_under: Order | None = None

    def fields(self) -> tuple[object, ...]:
        """The fields, without those that are None at the end."""
        found = structs.astuple(self)
        while found[-1] is None:
            found = found[:-1]
        return found


class ResultsDocument(RunRecord, frozen=True, kw_only=True):
    """Everything a run found out.

    Attributes:
        failed_lines: the lines on which tests failed, each once.
        failures: each failure once, in the order of the cells that have it.
        cells: mutants × tests, by mutant. Where there is no cell, the test does not reach the mutant.
        break_cells: breaks × tests, by break, in the same way.
        timing: all that may differ between two runs of the same input.
    """

    failed_lines: tuple[FailedLine, ...]
    failures: tuple[FailureOnLine, ...]
    cells: tuple[NumberedCell, ...]
    break_cells: tuple[NumberedCell, ...]
    timing: Timing


def as_document(results: Results) -> ResultsDocument:
    """``results`` as they are written.

    Raises:
        KeyError: a cell names a mutant, break or test that the run does not have.
    """
    failures = _Failures()
    tests = _numbers(test.id for test in results.tests)

    def numbered(cells: Iterable[Cell], mutants: Mapping[str, int]) -> tuple[NumberedCell, ...]:
        return tuple(
            NumberedCell(
                mutants[cell.mutant],
                tests[cell.test],
                cell.status,
                None if cell.failure is None else failures.number(cell.failure),
                cell.reason,
                cell.killed_under,
            )
            for cell in cells
        )

    cells = numbered(results.cells, _numbers(mutant.id for mutant in results.mutants))
    break_cells = numbered(results.break_cells, _numbers(each.id for each in results.breaks))
    return ResultsDocument(
        **_common(results),
        failed_lines=tuple(failures.lines),
        failures=tuple(failures.records),
        cells=cells,
        break_cells=break_cells,
        timing=results.timing,
    )


def as_results(document: ResultsDocument) -> Results:
    """What a results file says.

    Raises:
        UnknownNumberError: a cell or a failure has a number that its list does not have.
    """
    failures = [
        Failure(
            kind=each.kind,
            exception=each.exception,
            message=each.message,
            file=at.file,
            line=at.line,
            statement=at.statement,
        )
        for number, each in enumerate(document.failures)
        for at in [_at(document.failed_lines, each.at, f"failures[{number}]", "failed_lines")]
    ]

    def named(key: str, cells: Iterable[NumberedCell], mutants: str, changes: Sequence[Any]) -> Iterator[Cell]:
        for number, cell in enumerate(cells):
            place = f"{key}[{number}]"
            yield Cell(
                mutant=_at(changes, cell.mutant, place, mutants).id,
                test=_at(document.tests, cell.test, place, "tests").id,
                status=cell.status,
                failure=None if cell.failure is None else _at(failures, cell.failure, place, "failures"),
                reason=cell.reason,
                killed_under=cell.killed_under,
            )

    return Results(
        **_common(document),
        cells=tuple(named("cells", document.cells, "mutants", document.mutants)),
        break_cells=tuple(named("break_cells", document.break_cells, "breaks", document.breaks)),
        timing=document.timing,
    )


class _Failures:
    """Numbers failures, and the lines that they are on, as they are met."""

    def __init__(self) -> None:
        self.lines: dict[FailedLine, int] = {}
        self.records: dict[FailureOnLine, int] = {}

    def number(self, failure: Failure) -> int:
        line = FailedLine(file=failure.file, line=failure.line, statement=failure.statement)
        at = self.lines.setdefault(line, len(self.lines))
        record = FailureOnLine(kind=failure.kind, exception=failure.exception, message=failure.message, at=at)
        return self.records.setdefault(record, len(self.records))


def _common(record: RunRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in RunRecord.__struct_fields__}


def _numbers(ids: Iterable[str]) -> dict[str, int]:
    return {id_: number for number, id_ in enumerate(ids)}


def _at(records: Sequence[T], number: int, place: str, key: str) -> T:
    if number >= len(records):
        raise UnknownNumberError(f"{place} names number {number} of {key}, which has {len(records)}, counted from 0")
    return records[number]
