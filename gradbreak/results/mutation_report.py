"""A run in the mutation-testing report schema, which viewers of other mutation tools read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec
from msgspec import UNSET, UnsetType

from gradbreak.model import DETECTED, Cell, FailureKind, Mutant, Position, Results, Status, Test, Timing
from gradbreak.results.mutation_report_types import (
    Framework,
    MutantStatus,
    MutationReport,
    Performance,
    ReportedFile,
    ReportedMutant,
    ReportedTest,
    ReportedTestFile,
    Span,
    Thresholds,
)

THRESHOLDS = Thresholds(high=80, low=60)  # required by the schema; these are the defaults of viewers
INITIAL_RUN = "baseline"  # the phase that the schema calls initialRun
MUTATION = "matrix"  # the phase that it calls mutation; all others are its setup


def encode_mutation_report(results: Results) -> bytes:
    """The content of ``mutation-report.json``; two runs of the same input differ in ``performance`` alone.

    Each mutant and each test is on a line of its own.
    """
    # A quotation mark inside a text is written as \\", so these bytes are nowhere but at the beginning of a record.
    return msgspec.json.encode(mutation_report(results)).replace(b'{"id":', b'\n{"id":') + b"\n"


def mutation_report(results: Results) -> MutationReport:
    """``results`` in the terms of the mutation-testing report schema, version 2.

    The breaks are left out: that schema places a mutant at one location, and a break is at many.
    """
    row_of: defaultdict[str, list[Cell]] = defaultdict(list)
    for cell in results.cells:
        row_of[cell.mutant].append(cell)
    # Each mutant lists every test that covers it: with whole ids the file was three times as large.
    numbers = {test.id: str(number) for number, test in enumerate(results.tests)}
    return MutationReport(
        schema_version="2",
        thresholds=THRESHOLDS,
        framework=Framework(name="gradbreak", version=results.tool.gradbreak, dependencies=_dependencies(results)),
        config={"suites": {suite.name: suite.path for suite in results.suites}},
        performance=_performance(results.timing),
        files={
            file: ReportedFile(
                language="python",
                source=source,
                mutants=tuple(_mutant(m, row_of[m.id], numbers) for m in results.mutants if m.location.file == file),
            )
            for file, source in results.engine.files.items()
        },
        test_files=_test_files(results.tests, numbers),
    )


def _mutant(mutant: Mutant, row: Sequence[Cell], numbers: Mapping[str, str]) -> ReportedMutant:
    status = _status(mutant, row)
    return ReportedMutant(
        id=mutant.id,
        mutator_name=mutant.operator,
        description=mutant.title,
        location=Span(mutant.location.start, mutant.location.end),
        replacement=mutant.replacement,
        status=status,
        status_reason=_reason(mutant, row, status),
        covered_by=tuple(numbers[cell.test] for cell in row),
        killed_by=tuple(numbers[cell.test] for cell in row if cell.status in DETECTED),
        tests_completed=len(row),
        # Never static: every mutant, one in a default value included, goes into a process that has loaded the engine.
        static=False,
    )


def _status(mutant: Mutant, row: Sequence[Cell]) -> MutantStatus:
    """One status for a whole row.

    An exception or a crash is a kill: that schema's RuntimeError means a mutant that could not be tried. Timeout only
    where nothing but timeouts detect it. That schema has no status for what depends on an order: it is no kill, so
    it is Survived, and the reason says more. A judged equivalent is Ignored even where a test kills it: a viewer's
    score must count as our own pages do, and ``killedBy`` still names that test.
    """
    if mutant.equivalent is not None:
        return MutantStatus.IGNORED
    statuses = {cell.status for cell in row}
    detected = statuses & DETECTED
    if detected:
        return MutantStatus.TIMEOUT if detected == {Status.TIMEOUT} else MutantStatus.KILLED
    lived = {Status.SURVIVED, Status.DEPENDS_ON_ORDER}
    return MutantStatus.SURVIVED if statuses & lived else MutantStatus.NO_COVERAGE


def _reason(mutant: Mutant, row: Sequence[Cell], status: MutantStatus) -> str | UnsetType:
    match status:
        case MutantStatus.KILLED:
            return _first_message(row)
        case MutantStatus.TIMEOUT:
            return "every test that detects it ran past its time limit"
        case MutantStatus.IGNORED if mutant.equivalent is not None:
            wrong = "; a test kills it, so this is wrong" if any(cell.status in DETECTED for cell in row) else ""
            return f"equivalent: {mutant.equivalent}{wrong}"
        case MutantStatus.SURVIVED if any(cell.status is Status.DEPENDS_ON_ORDER for cell in row):
            depends = sum(cell.status is Status.DEPENDS_ON_ORDER for cell in row)
            return f"depends on the order of the engine's sets: {depends} of its tests kill it under one order only"
        case _:
            return UNSET


def _first_message(row: Sequence[Cell]) -> str:
    """What the first failing assertion says; where none failed, the first exception, or that the process ended."""
    failures = [cell.failure for cell in row if cell.failure is not None]
    if not failures:
        return "the process ended without a verdict"
    first = min(failures, key=lambda failure: failure.kind is not FailureKind.ASSERTION)
    return first.message if first.kind is FailureKind.ASSERTION else f"{first.exception}: {first.message}"


def _test_files(tests: Sequence[Test], numbers: Mapping[str, str]) -> dict[str, ReportedTestFile]:
    by_file: defaultdict[str, list[ReportedTest]] = defaultdict(list)
    for test in tests:
        place = Span(Position(test.line, 1))
        by_file[test.file].append(ReportedTest(id=numbers[test.id], name=test.name, location=place))
    return {file: ReportedTestFile(tuple(tests_of_file)) for file, tests_of_file in by_file.items()}


def _dependencies(results: Results) -> dict[str, str]:
    versions: Mapping[str, str] = msgspec.structs.asdict(results.tool)
    return {name: version for name, version in versions.items() if name != "gradbreak"}


def _performance(timing: Timing) -> Performance | UnsetType:
    """Milliseconds of the phases; nothing where rows were read that another program had run."""
    seconds = timing.seconds
    if INITIAL_RUN not in seconds or MUTATION not in seconds:
        return UNSET
    setup = sum(value for phase, value in seconds.items() if phase not in (INITIAL_RUN, MUTATION))
    return Performance(
        setup=_milliseconds(setup),
        initial_run=_milliseconds(seconds[INITIAL_RUN]),
        mutation=_milliseconds(seconds[MUTATION]),
    )


def _milliseconds(seconds: float) -> float:
    return round(1000 * seconds, 3)
