import msgspec
import pytest

from gradbreak.analysis.kill_counts import KillCounts, count_kills
from gradbreak.model import DETECTED, Results, Test


def counted_of(results: Results) -> KillCounts | None:
    return count_kills(results, "accumulation")


def measured(results: Results, **of_all: bool) -> Results:
    tests = tuple(msgspec.structs.replace(test, contributions=2, **of_all) for test in results.tests)
    return msgspec.structs.replace(results, tests=tests)


def kills(results: Results) -> int:
    family = {mutant.id for mutant in results.mutants if mutant.family == "accumulation"}
    return sum(cell.mutant in family and cell.status in DETECTED for cell in results.cells)


@pytest.mark.parametrize(
    ("within", "over", "counts"), [(True, True, (1, 0)), (True, False, (1, 0)), (False, True, (0, 1))]
)
def test_a_kill_counts_once_and_within_one_sweep_before_over_several(
    results: Results, within: bool, over: bool, counts: tuple[int, int]
) -> None:
    total = kills(results)
    run = measured(results, lands_on_nonzero=within, over_sweeps=over)
    assert total > 0
    assert counted_of(run) == KillCounts(total, counts[0] * total, counts[1] * total)


def test_a_kill_by_a_test_in_which_every_write_lands_on_zero_is_not_hidden(results: Results) -> None:
    counted = counted_of(measured(results, lands_on_nonzero=False, over_sweeps=False))
    assert counted is not None
    assert (counted.landing, counted.kills) == (0, kills(results))


def test_nothing_is_counted_where_a_killing_test_was_not_measured(results: Results) -> None:
    run = measured(results, lands_on_nonzero=True, over_sweeps=False)
    family = {mutant.id for mutant in results.mutants if mutant.family == "accumulation"}
    killer = next(cell.test for cell in run.cells if cell.mutant in family and cell.status in DETECTED)

    def unmeasured(test: Test) -> Test:
        return msgspec.structs.replace(test, lands_on_nonzero=None) if test.id == killer else test

    assert counted_of(msgspec.structs.replace(run, tests=tuple(unmeasured(test) for test in run.tests))) is None


def test_nothing_is_counted_where_nothing_is_killed(results: Results) -> None:
    assert counted_of(msgspec.structs.replace(results, cells=())) is None


def test_kills_of_a_judged_equivalent_are_not_counted(results: Results) -> None:
    run = measured(results, lands_on_nonzero=True, over_sweeps=False)
    first = next(mutant for mutant in run.mutants if mutant.family == "accumulation")
    judged = tuple(
        msgspec.structs.replace(each, equivalent="No test can.") if each is first else each for each in run.mutants
    )
    own = sum(cell.mutant == first.id and cell.status in DETECTED for cell in run.cells)
    counted = counted_of(msgspec.structs.replace(run, mutants=judged))
    assert own > 0
    assert counted == KillCounts(kills(run) - own, kills(run) - own, 0)
