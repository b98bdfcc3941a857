"""Tests whose files must be imported with the mutant in place, where the import itself goes wrong."""

from __future__ import annotations

import pytest

from gradbreak.model import Results, Status
from tests.gradbreak.small_project import FILES, Project, statuses

ENGINE = """\
class Node:
    pass


def count(limit):
    number = 0
    while number < limit:
        number += 1
    return number


def once():
    return "used inside a test"
"""

TESTS = """\
import os

from tiny.core import count, once

COUNTED = count(3)
if count(1) == 2:
    os._exit(0)


def test_counted():
    assert COUNTED == 3


def test_used_inside():
    assert once() == "used inside a test"
"""


@pytest.fixture(scope="module")
def importing(tmp_path_factory) -> Results:
    project = Project(tmp_path_factory.mktemp("importing") / "project").write(FILES)
    project.write(
        {
            "tiny/core.py": ENGINE,
            "tests/importing/test_importing.py": TESTS,
            "mutation_config/examples.toml": "",
            "mutation_config/limits.toml": "test_seconds = 0.2\ntest_factor = 4.0\nwall_factor = 1.0\n",
            "mutation_config/suites.toml": (
                '[[suite]]\nname = "importing"\nshort = "imp"\npath = "tests/importing"\nteaches = ""\n'
            ),
        }
    )
    return project.run()


def test_an_import_that_a_mutant_makes_endless_is_a_timeout_of_every_test_in_the_file(importing):
    assert statuses(importing, "count += → =") == {"test_counted": Status.TIMEOUT, "test_used_inside": Status.TIMEOUT}


def test_an_import_that_ends_the_process_is_a_crash_of_every_test_in_the_file(importing):
    assert statuses(importing, "count < → <=") == {"test_counted": Status.CRASHED, "test_used_inside": Status.CRASHED}


def test_a_mutant_that_only_tests_run_needs_no_import_of_its_own(importing):
    of_the_text = [mutant for mutant in importing.mutants if mutant.function == "once"]
    assert of_the_text
    for mutant in of_the_text:
        assert statuses(importing, mutant.id) == {"test_counted": Status.NOT_REACHED, "test_used_inside": Status.KILLED}
