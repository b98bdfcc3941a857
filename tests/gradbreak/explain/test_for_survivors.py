"""The tests that a report shows for what a suite lets live."""

from __future__ import annotations

import pytest

from gradbreak.config import load_config
from gradbreak.explain import killing
from gradbreak.explain.for_survivors import tests_for_survivors as search  # pytest would collect its own name
from gradbreak.model import DETECTED, Mutant
from tests.gradbreak.small_project import Project


@pytest.fixture(scope="module")
def found(finished, tmp_path_factory) -> tuple[Project, dict[str, str]]:
    """A copy of the finished project, and for each id the test that was found."""
    project = finished.project.copy_to(tmp_path_factory.mktemp("searched") / "copy")
    tests = search(load_config(project.root), finished.results)
    return project, {id_: each.source for each in tests for id_ in each.kills}


def test_everything_that_a_suite_lets_live_has_one_and_nothing_else(finished, found):
    results = finished.results
    suite_of = {test.id: test.suite for test in results.tests}
    killing = {
        id_: {suite_of[cell.test] for cell in cells if cell.mutant == id_ and cell.status in DETECTED}
        for cells, changes in ((results.cells, results.mutants), (results.break_cells, results.breaks))
        for id_ in (each.id for each in changes)
    }
    lived = {id_ for id_, suites in killing.items() if suites != {"straight", "diamond"}}
    assert found[1].keys() == lived
    assert {id_ for id_ in lived if id_ == "canonical"} == {"canonical"}


def test_one_that_kills_a_site_uses_a_node_again(finished, found):
    site = next(each for each in finished.results.mutants if isinstance(each, Mutant) and each.place == "mul.self")
    assert found[1][site.id].startswith("from tiny.core import Node\n")
    assert "slope ==" in found[1][site.id]


def test_it_is_searched_for_once(finished, found, monkeypatch):
    monkeypatch.delattr(killing, "killing_tests")
    again = search(load_config(found[0].root), finished.results)
    assert {id_: each.source for each in again for id_ in each.kills} == found[1]


def test_where_the_rubric_gives_no_whole_test_there_is_none(finished, journalled):
    journalled.write({"mutation_config/rubric.toml": "hints = 2\n"})
    assert search(load_config(journalled.root), finished.results) == ()


PROBE = """\
[[probe]]
sentence = "a leaf holds what it is given"
imports = ["from tiny.core import Node"]
lines = ["a = Node(1.0)"]
shows = { "a.held" = "2.0" }
why = "it is wrong on purpose"
"""


def test_a_probe_that_does_not_hold_costs_no_run(finished, journalled):
    journalled.write({"mutation_config/probes.toml": PROBE})
    assert search(load_config(journalled.root), finished.results) == ()
