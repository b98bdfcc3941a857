"""What several runs say together, each under another order of the engine's sweeps.

A verdict that differs between orders depends on luck: with ordinary sets each graph has an order of its own, so that a
test that kills under one order only kills in some processes. Two such tests in one suite do not make up for each other
either, because their graphs have different orders. So such a verdict never counts as a kill.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import structs

from gradbreak.model import Order, Proof, SetAside, WhySetAside
from gradbreak.run.baseline import SuiteBaseline
from gradbreak.run.journal import CellAnswer
from gradbreak.run.matrix_run import Answers, MatrixRun
from gradbreak.run.messages import Recorded
from gradbreak.run.plan import Plan
from gradbreak.run.proofs import PASSING

BaselinesByOrder = Mapping[Order | None, Sequence[SuiteBaseline]]


def baselines_of_all(measured: BaselinesByOrder) -> dict[Order | None, list[SuiteBaseline]]:
    """The baselines of every order, without the tests that fail under any of them.

    Args:
        measured: order → its baselines, the same suites in each.
    """
    if len(measured) == 1:
        return {order: list(baselines) for order, baselines in measured.items()}
    aside = [_set_aside(of_suite) for of_suite in _by_suite(measured)]
    return {
        order: [
            _with_set_aside(baseline, [*found, *_files(baseline)])
            for baseline, found in zip(baselines, aside, strict=True)
        ]
        for order, baselines in measured.items()
    }


def _by_suite(measured: BaselinesByOrder) -> list[dict[Order | None, SuiteBaseline]]:
    return [dict(zip(measured, row, strict=True)) for row in zip(*measured.values(), strict=True)]


def _files(baseline: SuiteBaseline) -> Iterable[SetAside]:
    """What is set aside before any of its tests runs: files."""
    return (each for each in baseline.set_aside if "::" not in each.test)


def _set_aside(baselines: Mapping[Order | None, SuiteBaseline]) -> list[SetAside]:
    """The tests of one suite that are set aside under any order."""
    found: dict[str, dict[Order | None, SetAside]] = {}
    for order, baseline in baselines.items():
        for each in baseline.set_aside:
            if "::" in each.test:
                found.setdefault(each.test, {})[order] = each
    return [_one_of(test, by_order, baselines) for test, by_order in found.items()]


def _one_of(
    test: str, by_order: Mapping[Order | None, SetAside], baselines: Mapping[Order | None, SuiteBaseline]
) -> SetAside:
    failing, first = next(iter(by_order.items()))
    passing = [order for order, baseline in baselines.items() if test in baseline.counting]
    if first.why is not WhySetAside.FAILS or not passing:
        return first
    return structs.replace(
        first,
        why=WhySetAside.DEPENDS_ON_ORDER,
        reason=f"passes {passing[0]}, and fails {failing}: {first.reason}".removesuffix(": "),
    )


def _with_set_aside(baseline: SuiteBaseline, set_aside: Sequence[SetAside]) -> SuiteBaseline:
    ids = {each.test for each in set_aside}
    tests = tuple(test for test in baseline.tests if test.id not in ids)
    return structs.replace(baseline, tests=tests, skipped=baseline.skipped - ids, set_aside=tuple(set_aside))


def joined(runs: Mapping[Order | None, MatrixRun]) -> MatrixRun:
    """What the runs under several orders say together.

    Args:
        runs: order → its run, with the same mutants and tests.
    """
    first = next(iter(runs.values()))
    if len(runs) == 1:
        return first
    answers = joined_answers(
        {order: run.answers for order, run in runs.items()}, {order: run.intact for order, run in runs.items()}
    )
    aside = {each.test: each for run in runs.values() for each in run.set_aside}
    return structs.replace(
        first, answers=answers, proofs=(*first.proofs, *_proofs(runs)), set_aside=tuple(aside.values())
    )


def _proofs(orders: Iterable[Order | None]) -> Iterable[Proof]:
    forced = [order for order in orders if order is None or order.is_forced]
    if forced:
        yield Proof(
            name="every test ran on every mutant under each order of the engine's sets",
            detail=" and ".join(map(str, forced)),
        )
    if repeated := [order for order in orders if order not in forced]:
        yield Proof(
            name="every test ran on every accumulation mutant and break in several processes",
            detail=f"{len(repeated)} processes",
        )


def joined_answers(
    answers: Mapping[Order | None, Answers], intact: Mapping[Order | None, Mapping[str, Recorded]] | None = None
) -> dict[str, dict[str, CellAnswer]]:
    """The answers under several orders as one for each test on each mutant.

    Args:
        answers: order → mutant id → test id → answer.
        intact: order → test id → what it writes on the engine as it is; None where no reason is asked for.
    """
    found: dict[str, dict[str, CellAnswer]] = {}
    for mutant in dict.fromkeys(mutant for each in answers.values() for mutant in each):
        # Only what accumulates is repeated in further processes.
        rows = {
            order: each.get(mutant, {})
            for order, each in answers.items()
            if mutant in each or order is None or order.is_forced
        }
        row = found[mutant] = {}
        for test in dict.fromkeys(test for each in rows.values() for test in each):
            recorded = {order: intact[order].get(test) if intact else None for order in rows}
            answer = joined_answer({order: each.get(test) for order, each in rows.items()}, recorded)
            if answer is not None:
                row[test] = answer
    return found


def joined_answer(
    by_order: Mapping[Order | None, CellAnswer | None], intact: Mapping[Order | None, Recorded | None]
) -> CellAnswer | None:
    """What the answers of one test on one mutant under several orders say together.

    Args:
        by_order: order → the answer; None where the test cannot reach the mutant.
        intact: order → what the test writes on the engine as it is.

    Returns:
        A failure where it fails under every order. One with the order where it fails under some. Otherwise a pass,
        whose digest is that of the first order's intact engine exactly where nothing differs under any order. It has
        none where an order cannot be forced and something differs, which may be chance.
    """
    reached = {order: answer for order, answer in by_order.items() if answer is not None}
    if not reached:
        return None
    failing = {order: answer for order, answer in reached.items() if answer.outcome not in PASSING}
    if failing:
        order, answer = next(iter(failing.items()))
        return answer if len(failing) == len(by_order) else structs.replace(answer, killed_under=order)
    passed = next(iter(reached.values()))
    of_intact = {order: each.digest if each else None for order, each in intact.items()}
    reference = next(iter(of_intact.values()))
    if reference is None or any(answer.digest is None or of_intact[order] is None for order, answer in reached.items()):
        return structs.replace(passed, digest=None)
    if all(answer.digest == of_intact[order] for order, answer in reached.items()):
        return structs.replace(passed, digest=reference)
    if not all(order is None or order.is_forced for order in reached):
        return structs.replace(passed, digest=None)
    return structs.replace(passed, digest=f"unlike {reference}")


def joined_plan(plans: Sequence[Plan]) -> Plan:
    """The rows of several plans as those of one."""
    return Plan(
        rows=tuple(row for plan in plans for row in plan.rows),
        known={},
        kept=sum(plan.kept for plan in plans),
        keys=tuple(key for plan in plans for key in plan.keys),
    )
