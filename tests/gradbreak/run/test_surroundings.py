from __future__ import annotations

from pathlib import Path

import pytest

from gradbreak.run.surroundings import environment, installed_packages, this_program

ROOT = Path("/home/anna/project")


def test_a_variable_that_tests_get_is_part_of_the_environment():
    assert environment({"A": "1"}, ROOT) != environment({"A": "2"}, ROOT)
    assert environment({"A": "1"}, ROOT) != environment({}, ROOT)
    assert environment({"A": "1", "B": "2"}, ROOT) == environment({"B": "2", "A": "1"}, ROOT)


@pytest.mark.parametrize("name", ["TERM", "COLUMNS", "SSH_TTY", "PWD", "_", "PYTEST_CURRENT_TEST", "CI"])
def test_a_variable_of_the_terminal_or_one_that_no_test_gets_is_not(name):
    assert environment({"A": "1", name: "x"}, ROOT) == environment({"A": "1"}, ROOT)


@pytest.mark.parametrize("name", ["PYTHONPATH", "PYTEST_PLUGINS", "HOME", "LANG", "MY_TERM"])
def test_no_other_variable_is_left_out(name):
    assert environment({name: "x"}, ROOT) != environment({}, ROOT)


def test_a_value_that_names_the_project_moves_with_it():
    moved = Path("/tmp/copy")
    assert environment({"PYTHONPATH": f"{ROOT}/src"}, ROOT) == environment({"PYTHONPATH": f"{moved}/src"}, moved)
    assert environment({"PYTHONPATH": f"{ROOT}/src"}, ROOT) != environment({"PYTHONPATH": f"{ROOT}/src"}, moved)


def test_another_version_of_a_package_is_another_set_of_packages(tmp_path):
    folder = tmp_path / "site-packages"
    (folder / "numpy-2.0.dist-info").mkdir(parents=True)
    before = installed_packages([str(folder)])
    (folder / "numpy").mkdir()
    assert installed_packages([str(folder), "", "not there"]) == before
    (folder / "numpy-2.0.dist-info").rename(folder / "numpy-2.1.dist-info")
    assert installed_packages([str(folder)]) != before


def test_this_program_stays_the_same_while_nobody_edits_it():
    assert this_program() == this_program()
