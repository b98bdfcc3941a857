"""The checks that must pass before any verdict counts.

A mutant that changes nothing must survive, one in which every function raises must be killed, and the imported file
must be the mutated one. Without such checks a tool reports 0% or 100% where the tests import another copy of the code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from gradbreak.engine.edits import Edit
from gradbreak.engine.spans import FunctionSpan, spans_of
from gradbreak.errors import RunNotProven
from gradbreak.model import Proof, SetAside, WhySetAside
from gradbreak.mutation import MutantSet
from gradbreak.run.baseline import SuiteBaseline, in_a_line
from gradbreak.run.messages import MutantJob, RecordingMode, Verdict
from gradbreak.run.reach import Reach, ReachMap
from gradbreak.testing.outcome import Outcome

NO_OP = "no-op"
NO_OP_AGAIN = "no-op again"  # one more chance for a test that flickers to show it
LETHAL = "lethal"

PROVING = (NO_OP, NO_OP_AGAIN, LETHAL)
"""The ids of the proof jobs."""

PASSING = (Outcome.PASSED, Outcome.SKIPPED)


def no_op_edits(mutants: MutantSet) -> tuple[Edit, ...]:
    """Replace every mutated function of the engine by its own text, so that only the machinery is tested."""
    return tuple(
        Edit(file=file, start=span.start, end=span.end, replacement=source[span.start : span.end])
        for file, source in mutants.sources.items()
        for span in _mutated_functions(mutants, file)
    )


def lethal_edits(mutants: MutantSet) -> tuple[Edit, ...]:
    """Replace every mutated function of the engine by one that raises."""
    return tuple(
        Edit(file=file, start=span.body_start, end=span.end, replacement='raise RuntimeError("a lethal mutant")\n')
        for file in mutants.sources
        for span in _mutated_functions(mutants, file)
    )


def _mutated_functions(mutants: MutantSet, file: str) -> list[FunctionSpan]:
    # Only these, because mutmut skips properties, and a property can't be swapped.
    starts = {edit.start for mutant in mutants.mutants for edit in mutants.edits(mutant.id) if edit.file == file}
    return [span for span in spans_of(mutants.sources[file]) if any(span.start <= start < span.end for start in starts)]


def proof_jobs(mutants: MutantSet, baselines: Iterable[SuiteBaseline], seconds: Mapping[str, float]) -> list[MutantJob]:
    """The jobs that every test runs in first.

    Args:
        mutants: what can be changed in the engine.
        baselines: the suites, unmutated.
        seconds: test id → CPU seconds it may take.
    """
    tests = tuple(test for baseline in baselines for test in baseline.counting)
    limits = tuple(seconds[test] for test in tests)
    return [
        # The recordings made here are those of the intact engine, with which the mutants' are compared.
        MutantJob(
            id=NO_OP,
            edits=no_op_edits(mutants),
            tests=tests,
            seconds=limits,
            recording=RecordingMode.MEASURE,
            draws=True,
        ),
        MutantJob(id=LETHAL, edits=lethal_edits(mutants), tests=tests, seconds=limits),
        MutantJob(id=NO_OP_AGAIN, edits=no_op_edits(mutants), tests=tests, seconds=limits, draws=True),
    ]


def cold_proof_jobs(
    mutants: MutantSet, baselines: Iterable[SuiteBaseline], seconds: Mapping[str, float]
) -> list[MutantJob]:
    """The lethal mutant again, in a fresh process, for tests on which some mutant must be there before the import."""
    # Not whole files: the lines of `class` and `def` always run at import, and no mutant is on one.
    stretches = {stretch for mutant in mutants.mutants for stretch in mutants.lines_by_id[mutant.id]}
    mutant_jobs = []
    for baseline in baselines:
        reach_map = ReachMap(baseline)
        tests = tuple(t for t in baseline.counting if reach_map.reach(t, stretches) == Reach.COLLECTING)
        if tests:
            limits = tuple(seconds[test] for test in tests)
            mutant_jobs.append(MutantJob(id=LETHAL, edits=lethal_edits(mutants), tests=tests, seconds=limits))
    return mutant_jobs


class Proven(Struct, frozen=True, kw_only=True):
    """What the proof jobs showed.

    Attributes:
        proofs: what holds.
        set_aside: tests that passed in their suite's run, and not on an engine in which nothing was changed.
    """

    proofs: tuple[Proof, ...]
    set_aside: tuple[SetAside, ...]


def prove(verdicts: Iterable[Verdict], baselines: Sequence[SuiteBaseline], sources: Mapping[str, str]) -> Proven:
    """Check the verdicts of the proof jobs.

    Args:
        verdicts: of all proof jobs; the last one of a test on a job counts.
        baselines: the suites, unmutated.
        sources: the engine's texts.

    Raises:
        RunNotProven: no test passes on the no-op, or a suite does not notice the lethal mutant.
    """
    outcomes: dict[str, dict[str, Verdict]] = {NO_OP: {}, NO_OP_AGAIN: {}, LETHAL: {}}
    for verdict in verdicts:
        outcomes[verdict.job][verdict.test] = verdict
    unlike = [
        SetAside(test=test, suite=baseline.suite.name, why=WhySetAside.FLICKERS, reason=_seen(found))
        for baseline in baselines
        for test in baseline.counting
        if (found := _not_passed(outcomes[job][test] for job in (NO_OP, NO_OP_AGAIN))) is not None
    ]
    left = [baseline.without(unlike) for baseline in baselines]
    if not any(baseline.counting for baseline in left):
        raise RunNotProven(
            f"{unlike[0].test} {unlike[0].reason}", "Make it independent of other tests, of the time and of chance"
        )
    count = f"{sum(len(baseline.counting) for baseline in left)} tests"
    noticed = []
    for baseline in left:
        failing = [test for test in baseline.counting if outcomes[LETHAL][test].outcome not in PASSING]
        if baseline.counting and not failing:
            raise RunNotProven(
                f"suite {baseline.suite.name!r} passes although every mutated function of the engine raises",
                f"Make its tests call the code in {', '.join(sources)}; they test something else",
            )
        noticed.append(f"{baseline.suite.name} {len(failing)} of {len(baseline.counting)}")
    digest = hashlib.sha256("".join(sources.values()).encode()).hexdigest()
    proofs = (
        Proof(name="every suite passes on the engine as it is", detail=count),
        Proof(name="every test passes in a process of its own", detail=count),
        Proof(name="a mutant that changes nothing survives every test", detail=count),
        Proof(
            name="a mutant in which every mutated function raises is killed by every suite", detail=", ".join(noticed)
        ),
        Proof(name="the imported engine is the mutated file, unchanged from start to end", detail=f"sha256 {digest}"),
    )
    return Proven(proofs=proofs, set_aside=tuple(unlike))


def _not_passed(verdicts: Iterable[Verdict]) -> Verdict | None:
    return next((verdict for verdict in verdicts if verdict.outcome != Outcome.PASSED), None)


def _seen(verdict: Verdict) -> str:
    said = in_a_line(verdict.failure)
    seen = (
        f"passes with its suite and ends as {verdict.outcome} beside the other suites, on an engine in which nothing "
        "was changed"
    )
    return f"{seen}: {said}" if said else seen
