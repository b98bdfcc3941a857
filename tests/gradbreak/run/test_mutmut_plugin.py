"""The plugin for `mutmut run`, in the environment that mutmut makes for it."""

from __future__ import annotations

import os
import subprocess
import sys

import msgspec
import pytest

from gradbreak.model import FailureKind
from gradbreak.run.mutmut_plugin import FILE, TESTED, MutantTested, RecordedRow, digest
from gradbreak.testing.outcome import Outcome

MUTANT = "tiny.core.xǁNodeǁ__add____mutmut_7"
TESTS = """\
import os
import time
import unittest

import pytest


def test_passes():
    pass


def test_asserts():
    assert 1 == 2


def test_compares_lists():
    assert [1, 2, 3] == [1, 2, 4]


def test_raises():
    raise RuntimeError("something else")


@pytest.fixture
def broken():
    raise RuntimeError("in a fixture")


def test_cannot_be_set_up(broken):
    pass


@pytest.fixture
def taken_down():
    yield
    assert 1 == 2


def test_cannot_be_taken_down(taken_down):
    pass


def test_skips():
    pytest.skip("not now")


@pytest.mark.xfail(strict=True)
def test_passes_and_was_to_fail():
    pass


@pytest.mark.xfail
def test_fails_as_expected():
    assert 1 == 2


class Case(unittest.TestCase):
    def test_of_unittest(self):
        self.assertEqual(1, 2)


def test_of_parts(subtests):
    with subtests.test("first"):
        assert 1 == 2
    with subtests.test("second"):
        pass


@pytest.mark.parametrize("name", ["[1] two"])
def test_größe(name):
    pass


@pytest.mark.timeout(0.2)
def test_hangs():
    while True:
        pass


def test_takes_the_process_down():
    os._exit(1)
"""


def recorded(folder, mutant: str | None, *arguments: str) -> list[RecordedRow]:
    """What one run of the tests leaves behind."""
    (folder / "test_all.py").write_text(TESTS, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "MUTANT_UNDER_TEST"}
    if mutant is not None:
        environment["MUTANT_UNDER_TEST"] = mutant
    command = [sys.executable, "-m", "pytest", "-q", "-p", "gradbreak.recorder", "-p", "no:cacheprovider", *arguments]
    subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True)
    path = folder / FILE
    lines = path.read_bytes().splitlines() if path.exists() else []
    return [msgspec.json.decode(line, type=RecordedRow) for line in lines]


@pytest.fixture(scope="module")
def rows(tmp_path_factory) -> list[RecordedRow]:
    return recorded(tmp_path_factory.mktemp("recorded"), MUTANT)


def test_a_failure_is_worded_alike_on_a_build_server(rows, tmp_path, monkeypatch):
    monkeypatch.setenv("CI", "true")
    assert recorded(tmp_path, MUTANT) == rows


@pytest.fixture(scope="module")
def last_rows(rows) -> dict[str, RecordedRow]:
    """The last row of each test, by the name of its function."""
    return {row.test.partition("::")[2]: row for row in rows}


OUTCOMES = {
    "test_passes": Outcome.PASSED,
    "test_asserts": Outcome.FAILED,
    "test_compares_lists": Outcome.FAILED,
    "test_raises": Outcome.FAILED,
    "test_cannot_be_set_up": Outcome.FAILED,
    "test_cannot_be_taken_down": Outcome.FAILED,
    "test_skips": Outcome.SKIPPED,
    "test_passes_and_was_to_fail": Outcome.FAILED,
    "test_fails_as_expected": Outcome.SKIPPED,
    "Case::test_of_unittest": Outcome.FAILED,
    "test_of_parts": Outcome.FAILED,
    "test_größe[[1] two]": Outcome.PASSED,
    "test_hangs": Outcome.TIMEOUT,
    "test_takes_the_process_down": None,
}


@pytest.mark.parametrize("test", OUTCOMES)
def test_every_outcome_is_recorded(last_rows, test):
    assert last_rows[test].outcome == OUTCOMES[test]


@pytest.mark.parametrize(
    ("test", "kind", "exception", "statement"),
    [
        ("test_asserts", FailureKind.ASSERTION, "AssertionError", "assert 1 == 2"),
        ("test_raises", FailureKind.EXCEPTION, "RuntimeError", 'raise RuntimeError("something else")'),
        ("test_cannot_be_set_up", FailureKind.EXCEPTION, "RuntimeError", 'raise RuntimeError("in a fixture")'),
        ("test_cannot_be_taken_down", FailureKind.ASSERTION, "AssertionError", "assert 1 == 2"),
        ("Case::test_of_unittest", FailureKind.ASSERTION, "AssertionError", "self.assertEqual(1, 2)"),
        ("test_of_parts", FailureKind.ASSERTION, "AssertionError", "assert 1 == 2"),
    ],
)
def test_a_failure_is_recorded_with_its_assertion(last_rows, test, kind, exception, statement):
    failure = last_rows[test].failure
    assert (failure.kind, failure.exception, failure.statement, failure.file) == (
        kind,
        exception,
        statement,
        "test_all.py",
    )


def test_a_test_that_did_not_fail_has_no_failure(last_rows):
    for row in last_rows.values():
        assert (row.failure is not None) == (row.outcome == Outcome.FAILED)


def test_each_test_has_a_row_as_it_begins_and_one_as_it_ends(rows):
    assert [row.outcome is None for row in rows] == [True, False] * 13 + [True]
    assert {row.mutant for row in rows} == {MUTANT}


def test_rows_of_later_runs_come_after_those_of_earlier_ones(tmp_path):
    first = recorded(tmp_path, MUTANT, "-k", "test_passes")
    both = recorded(tmp_path, f"{MUTANT}0", "-k", "test_asserts")
    assert both[: len(first)] == first
    assert [row.mutant for row in both[len(first) :]] == [f"{MUTANT}0"] * 2


@pytest.mark.parametrize("mutant", [None, "", "stats", "fail", "list_all_tests"])
def test_mutmut_s_runs_without_a_mutant_leave_no_rows(tmp_path, mutant):
    assert recorded(tmp_path, mutant, "-k", "test_passes") == []


def test_the_text_of_every_file_that_was_imported_is_kept_beside_the_rows_but_those_mutmut_rewrote(tmp_path):
    (tmp_path / "conftest.py").write_text("import helper, engine\n")
    (tmp_path / "helper.py").write_text("ONE = 1\n")
    (tmp_path / "engine.py").write_text("\nfrom mutmut.mutation.trampoline import wrap_in_trampoline, MutantDict\n")
    recorded(tmp_path, MUTANT, "-k", "test_passes")
    (line,) = (tmp_path / TESTED).read_bytes().splitlines()
    tested = msgspec.json.decode(line, type=MutantTested)
    files = ["conftest.py", "helper.py", "test_all.py"]
    assert tested == MutantTested(MUTANT, {file: digest((tmp_path / file).read_bytes()) for file in files})
