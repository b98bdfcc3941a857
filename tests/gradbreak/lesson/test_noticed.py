from __future__ import annotations

from gradbreak.config import load_config
from gradbreak.lesson.noticed import Noticed, run_breaks
from gradbreak.model import DETECTED
from tests.gradbreak.small_project import Silent


def test_the_counts_are_those_of_a_whole_run(finished, journalled):
    results = finished.results
    ids = ["canonical", "op:mul", *(mutant.id for mutant in results.mutants if mutant.family == "accumulation")]
    noticed = run_breaks(load_config(journalled.root), ids, Silent())
    suite_of = {test.id: test.suite for test in results.tests}
    for id_ in ids:
        cells = [cell for cell in (*results.cells, *results.break_cells) if cell.mutant == id_]
        for suite in ("straight", "diamond"):
            expected = sum(cell.status in DETECTED for cell in cells if suite_of[cell.test] == suite)
            assert noticed.by_suite[id_][suite] == expected, (id_, suite)
    assert noticed.tests == {"straight": 3, "diamond": 3}


def test_totals_are_sums_over_suites():
    noticed = Noticed(tests={"one": 3, "two": 4}, by_suite={"canonical": {"one": 0, "two": 2}})
    assert (noticed.total, noticed.of("canonical")) == (7, 2)


def test_a_skipped_test_counts_for_no_suite(small):
    small.edit(
        "tests/straight/test_straight.py", "def test_clear", "import pytest\n\n\n@pytest.mark.skip\ndef test_clear"
    )
    noticed = run_breaks(load_config(small.root), ["canonical"], Silent())
    assert noticed.tests == {"straight": 2, "diamond": 3}


def test_a_test_that_fails_on_the_engine_as_it_is_does_not_end_the_lesson(small):
    small.edit("tests/straight/test_straight.py", "assert total.held == 8.0", "assert total.held == 9.0")
    noticed = run_breaks(load_config(small.root), ["canonical"], Silent())
    assert noticed.tests == {"straight": 2, "diamond": 3}
    assert noticed.by_suite["canonical"]["diamond"] > 0
