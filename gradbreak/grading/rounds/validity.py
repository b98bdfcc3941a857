"""Which tests count: those that pass in every run on a correct engine. For the others, the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gradbreak.grading.engines import CorrectEngine
from gradbreak.grading.model import TestOutcome, TestRecord
from gradbreak.grading.rounds.runs import CompletedRun
from gradbreak.grading.sentences import stable

UNSTABLE = (
    "Its outcome differs between runs on engines that behave exactly the same: it depends on chance, on the time, or on"
    " how the engine's code looks."
)


def reasons(correct: Iterable[CompletedRun], tests: Sequence[str], test_seconds: float) -> dict[str, str]:
    """For each test that failed in some run on a correct engine, why it does not count.

    Args:
        correct: the runs on correct engines, in the order of the engines. If a test fails on several controls, the
            reason names the first.
        tests: the tests to judge.
        test_seconds: the limit that a test was held to, in seconds.
    """
    runs: list[tuple[CorrectEngine, Mapping[str, TestRecord], tuple[str, ...] | None]] = []
    for run in correct:
        assert isinstance(run.plan.engine, CorrectEngine)
        records = {} if run.result.damage else {record.test: record for record in run.result.tests}
        runs.append((run.plan.engine, records, run.plan.request.tests))
    found = {}
    for test in tests:
        seen = [(engine, records.get(test)) for engine, records, asked in runs if asked is None or test in asked]
        reason = _reason(seen, test_seconds)
        if reason:
            found[test] = reason
    return found


def _reason(seen: Sequence[tuple[CorrectEngine, TestRecord | None]], test_seconds: float) -> str:
    bad = [(engine, record) for engine, record in seen if record is None or record.outcome != TestOutcome.PASSED]
    if not bad:
        return ""
    # The reason that explains most comes first: a test that ends its process on every engine depends on no engine.
    for outcome, sentence in (
        (TestOutcome.ENDED, "It ends the process that runs it."),
        (TestOutcome.TIMEOUT, f"It takes more time or memory than allowed. The limit is {test_seconds:g} seconds."),
    ):
        if any(record is not None and record.outcome == outcome for _, record in bad):
            return sentence
    if all(record is not None and record.outcome == TestOutcome.SKIPPED for _, record in seen):
        return "It is skipped."
    on_reference = [record for engine, record in bad if not engine.independent_of]
    if on_reference:
        return _on_reference(on_reference, always=len(on_reference) == sum(not e.independent_of for e, _ in seen))
    engine, record = bad[0]
    if len([0 for other, _ in bad if other is engine]) < len([0 for other, _ in seen if other is engine]):
        return UNSTABLE
    return (
        f"It is over-specified: it depends on {engine.independent_of}, and fails on a correct engine that differs only"
        f" in that{_because(record)}"
    )


def _on_reference(records: Sequence[TestRecord | None], *, always: bool) -> str:
    if any(record is None for record in records):
        return "It is not collected every time, or its outcome is lost."
    if always:
        return f"It fails on the correct engine{_because(records[0])}"
    return (
        "It passes on the correct engine, but not every time: it depends on the order of the tests, on hashing or"
        f" on chance{_because(records[0])}"
    )


def _because(record: TestRecord | None) -> str:
    message = stable(record.message) if record else ""
    return f" ({message})." if message else "."
