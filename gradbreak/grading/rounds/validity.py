"""Which tests count: those that pass on every correct engine, every time; why the others do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gradbreak.grading.engines import CorrectEngine
from gradbreak.grading.model import TestOutcome, TestRecord
from gradbreak.grading.rounds.types import CompletedRun
from gradbreak.grading.sentences import stable

LOOKS_AT_CODE = (
    "It fails on broken engines and passes on others that do exactly the same: it looks at the engine's code instead of"
    " what it does, or fails by chance."
)


def reasons(correct: Iterable[CompletedRun], tests: Sequence[str], test_seconds: float) -> dict[str, str]:
    """For each test that did not pass in every run on a correct engine, why it does not count.

    Args:
        correct: the runs on correct engines; each names the tests that it was to run, or all.
        tests: those to judge.
        test_seconds: the limit that a test was held to.
    """
    runs: list[tuple[CorrectEngine, Mapping[str, TestRecord], tuple[str, ...] | None]] = []
    for tried in correct:
        assert isinstance(tried.trial.engine, CorrectEngine)
        records = {} if tried.result.damage else {record.test: record for record in tried.result.tests}
        runs.append((tried.trial.engine, records, tried.trial.run.tests))
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
    # The more a reason explains, the earlier it comes: a test that ends its process on every engine depends on none.
    for outcome, sentence in (
        (TestOutcome.ENDED, "It ends the process that runs it."),
        (TestOutcome.TIMEOUT, f"It takes more time or memory than it may: the limit is {test_seconds:g} seconds."),
    ):
        if any(record is not None and record.outcome == outcome for _, record in bad):
            return sentence
    if all(record is not None and record.outcome == TestOutcome.SKIPPED for _, record in seen):
        return "It is skipped."
    on_reference = [record for engine, record in bad if not engine.independent_of]
    if on_reference:
        return _on_reference(on_reference, always=len(on_reference) == sum(not e.independent_of for e, _ in seen))
    engine, record = bad[0]
    return (
        f"It is over-specified, because it depends on {engine.independent_of}: it fails on a correct engine that"
        f" differs in nothing else{_because(record)}"
    )


def _on_reference(records: Sequence[TestRecord | None], *, always: bool) -> str:
    if any(record is None for record in records):
        return "It is not there every time the tests are collected, or leaves no trace of what came of it."
    if always:
        return f"It fails on the engine as it is{_because(records[0])}"
    return (
        "It passes on the engine as it is, and not every time: it depends on the order of the tests, on hashing or"
        f" on chance{_because(records[0])}"
    )


def _because(record: TestRecord | None) -> str:
    message = stable(record.message) if record else ""
    return f" ({message})." if message else "."
