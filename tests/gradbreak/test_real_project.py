"""The measures of this project, on its own engine and suites, and beside the committed example."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import msgspec
import pytest

from gradbreak.model import DETECTED, Results, Status
from gradbreak.report import render_page
from gradbreak.results.mutation_report import encode_mutation_report
from gradbreak.results.read import load_results

ROOT = Path(__file__).parents[2]
BLIND = ("forward", "linear", "gradcheck", "training")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def results(repository) -> Results:
    return load_results(repository / "reports/latest/results.json")


def test_linear_runs_every_line(results):
    assert results.summary.suites["linear"].line_coverage == 100


@pytest.mark.parametrize("suite", BLIND)
def test_a_suite_that_uses_each_variable_once_kills_no_accumulation_mutant(results, suite):
    assert results.summary.suites[suite].killed["accumulation"] == 0


def test_diamond_kills_every_accumulation_mutant(results):
    assert results.summary.suites["diamond"].killed["accumulation"] == results.summary.families["accumulation"].total


def test_only_diamond_notices_a_break(results):
    assert {each.killed_by for each in results.summary.breaks.values()} == {("diamond",)}


def test_together_the_suites_kill_every_mutant_that_is_not_listed_as_equivalent(results):
    killed = {cell.mutant for cell in results.cells if cell.status in DETECTED}
    assert [m.title for m in results.mutants if m.id not in killed and m.equivalent is None] == []


def test_no_kill_is_a_timeout_or_a_crash(results):
    assert {cell.status for cell in results.cells} <= {
        Status.KILLED,
        Status.ERROR,
        Status.SURVIVED,
    }


def test_every_cell_that_lived_has_a_reason_and_no_other_has(results):
    wrong = [
        cell for cell in (*results.cells, *results.break_cells) if (cell.reason is None) != (cell.status in DETECTED)
    ]
    assert wrong == []


def test_every_accumulation_kill_comes_from_a_test_in_which_a_write_landed_on_something(results):
    accumulating = {mutant.id for mutant in results.mutants if mutant.family == "accumulation"}
    lands = {test.id: test.lands_on_nonzero or test.over_sweeps for test in results.tests}
    kills = [cell for cell in results.cells if cell.mutant in accumulating and cell.status in DETECTED]
    assert kills
    assert all(lands[cell.test] for cell in kills)


def test_each_site_has_a_test_that_kills_its_mutant_and_no_other_of_the_family(results):
    accumulating = [mutant.id for mutant in results.mutants if mutant.family == "accumulation"]
    killed_by_test = defaultdict(set)
    for cell in results.cells:
        if cell.mutant in accumulating and cell.status in DETECTED:
            killed_by_test[cell.test].add(cell.mutant)
    alone = {mutant for killed in killed_by_test.values() if len(killed) == 1 for mutant in killed}
    assert alone == set(accumulating)


def test_the_committed_example_is_what_a_run_gives_now(results):
    """``make example`` writes it anew."""
    committed = load_results(ROOT / "reports/example/results.json")
    if committed.tool.python.rpartition(".")[0] != results.tool.python.rpartition(".")[0]:
        pytest.skip(f"the example was made with Python {committed.tool.python}, whose messages are worded otherwise")
    now = msgspec.structs.replace(results, tool=committed.tool)
    # Field by field, and told by name: the difference of two such files is half a million lines.
    parts = [
        (part, getattr(committed, part), getattr(now, part)) for part in set(Results.__struct_fields__) - {"timing"}
    ]
    assert [part for part, committed_one, one_now in parts if committed_one != one_now] == [], "run `make example`"


@pytest.mark.parametrize(
    ("file", "render"),
    [
        ("index.html", lambda results: render_page(results, "en", {"es": "index.es.html"}).encode()),
        ("index.es.html", lambda results: render_page(results, "es", {"en": "index.html"}).encode()),
        ("mutation-report.json", encode_mutation_report),
    ],
)
def test_the_committed_page_and_report_are_rendered_from_the_committed_results(file, render):
    folder = ROOT / "reports/example"
    assert (folder / file).read_bytes() == render(load_results(folder / "results.json"))
