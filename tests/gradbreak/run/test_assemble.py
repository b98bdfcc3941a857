from __future__ import annotations

import pytest

from gradbreak.model import Failure, FailureKind, Status
from gradbreak.run.assemble import as_cells, as_engine, as_families, status_of
from gradbreak.run.journal import CellAnswer
from gradbreak.testing.outcome import Outcome


def failure(kind: FailureKind) -> Failure:
    return Failure(kind=kind, exception="E", message="", file="", line=0, statement="")


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (None, Status.NOT_REACHED),
        (CellAnswer(Outcome.PASSED), Status.SURVIVED),
        (CellAnswer(Outcome.SKIPPED), Status.SURVIVED),
        (CellAnswer(Outcome.FAILED, failure(FailureKind.ASSERTION)), Status.KILLED),
        (CellAnswer(Outcome.FAILED, failure(FailureKind.EXCEPTION)), Status.ERROR),
        (CellAnswer(Outcome.TIMEOUT), Status.TIMEOUT),
        (CellAnswer(Outcome.CRASHED), Status.CRASHED),
    ],
)
def test_every_answer_has_its_status(answer, status):
    assert status_of(answer) == status


def test_there_is_a_cell_only_where_a_test_was_run(build):
    tests = [build.test("t.py::test_a"), build.test("t.py::test_b")]
    broken = failure(FailureKind.ASSERTION)
    cells = as_cells(["m", "n"], tests, {"n": {"t.py::test_b": CellAnswer(Outcome.FAILED, broken)}}, {})
    assert [(cell.mutant, cell.test, cell.status, cell.failure) for cell in cells] == [
        ("n", "t.py::test_b", Status.KILLED, broken),
    ]


def test_families_come_in_the_order_of_the_report_and_not_of_the_rules(config):
    shown = [family.id for family in as_families(config)]
    by_order = {family.order: family.id for family in config.families}
    assert shown == [by_order[order] for order in sorted(by_order)]
    assert shown != [family.id for family in config.families]


def test_the_engine_s_hash_is_that_of_its_files_one_after_the_other(config):
    assert as_engine(config, {"a.py": "x", "b.py": "y"}).sha256 == as_engine(config, {"a.py": "xy"}).sha256
    assert as_engine(config, {"a.py": "x"}).sha256 != as_engine(config, {"a.py": "y"}).sha256
