from __future__ import annotations

import pytest

from gradbreak.errors import NoSuchSuite
from gradbreak.project.suites import MOST_FILES, find_suites


def write(root, *names):
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("def test_it():\n    pass\n")


def test_each_test_file_is_a_suite_that_is_called_after_it(tmp_path):
    write(tmp_path, "tests/test_diamond.py", "linear_test.py")
    assert [(suite.name, suite.path) for suite in find_suites(tmp_path, [])] == [
        ("linear", "linear_test.py"),
        ("diamond", "tests/test_diamond.py"),
    ]


def test_with_many_test_files_those_of_one_folder_are_one_suite(tmp_path):
    write(tmp_path, *(f"tests/test_{number}.py" for number in range(MOST_FILES + 1)), "more/test_it.py")
    assert [suite.path for suite in find_suites(tmp_path, [])] == ["more", "tests"]


def test_environments_and_caches_are_passed_over(tmp_path):
    write(tmp_path, "test_it.py", "env1/lib/test_other.py", ".hidden/test_more.py", "node_modules/test_js.py")
    (tmp_path / "env1/pyvenv.cfg").write_text("")
    assert [suite.path for suite in find_suites(tmp_path, [])] == ["test_it.py"]


def test_two_files_of_one_name_are_two_suites(tmp_path):
    write(tmp_path, "a/test_it.py", "b/test_it.py")
    assert [suite.name for suite in find_suites(tmp_path, [])] == ["it", "it-2"]


def test_short_names_differ(tmp_path):
    write(tmp_path, "test_diamond.py", "test_diagonal.py", "test_dialogue.py")
    shorts = [suite.short for suite in find_suites(tmp_path, [])]
    assert len(set(shorts)) == 3
    assert all(1 <= len(short) <= 3 for short in shorts)


def test_a_project_without_tests_is_told_how_to_name_them(tmp_path):
    with pytest.raises(NoSuchSuite, match=r"no test file .* is below .*Name the tests with --tests PATH"):
        find_suites(tmp_path, [])


def test_a_file_that_is_only_called_like_tests_is_no_suite(tmp_path):
    write(tmp_path, "test_it.py")
    (tmp_path / "load_test.py").write_text("def load():\n    pass\n")
    assert [suite.path for suite in find_suites(tmp_path, [])] == ["test_it.py"]
