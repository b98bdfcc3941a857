from __future__ import annotations

import shutil

from gradbreak.config import load_config
from gradbreak.lesson.noticed import Noticed, run_breaks
from gradbreak.process.cache import CACHE
from gradbreak.run.finished import FOLDER
from gradbreak.run.lifecycle import RunLifecycle
from tests.gradbreak.small_project import Silent


def test_the_counts_are_those_of_the_last_run_and_running_gives_the_same(finished, journalled, monkeypatch):
    config = load_config(journalled.root)
    sites = [mutant.id for mutant in finished.results.mutants if mutant.family == "accumulation"]
    ids = ["canonical", "op:mul", *sites]
    with monkeypatch.context() as patch:
        patch.delattr(RunLifecycle, "open")
        known = run_breaks(config, ids, Silent())
    assert known.tests == {"straight": 3, "diamond": 3}
    assert known.by_suite["canonical"] == {"straight": 0, "diamond": 3}
    shutil.rmtree(journalled.root / CACHE / FOLDER)
    assert run_breaks(config, ids, Silent()) == known


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
