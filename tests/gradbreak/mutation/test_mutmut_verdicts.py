from __future__ import annotations

import contextlib
import subprocess
import sys

import pytest
from mutmut.mutation.data import SourceFileMutationData

from gradbreak.mutation.mutmut_verdicts import changed_functions, unchecked_mutants, verdicts_of_mutmut
from tests.gradbreak.mutation.mutmut_itself import mutated_file

FILE = "pkg/eng.py"
SOURCE = (
    "class A:\n    def f(self):\n        return 1\n\n\ndef g():\n    return 2\n\n\ndef no_mutants(a):\n    return a\n"
)
F, G = "pkg.eng.xǁAǁf__mutmut_1", "pkg.eng.x_g__mutmut_1"


@pytest.fixture
def tested(tmp_path):
    """Makes a folder in which mutmut, by its own code, wrote down the exit codes of its two mutants."""

    def write(f: int | None, g: int | None):
        for folder in ("pkg", "mutants/pkg"):
            (tmp_path / folder).mkdir(parents=True)
        (tmp_path / "pyproject.toml").write_text('[tool.mutmut]\nsource_paths = ["pkg"]\n')
        (tmp_path / FILE).write_text(SOURCE)
        data = SourceFileMutationData(path=FILE)
        data.hash_by_function_name = dict(mutated_file(tmp_path, FILE, SOURCE).hash_by_function_name)
        data.exit_code_by_key = {F: f, G: g}
        with contextlib.chdir(tmp_path):
            data.save()
        return tmp_path

    return write


@pytest.mark.parametrize(
    ("code", "word"),
    [(0, "survived"), (1, "killed"), (3, "killed"), (36, "timeout"), (33, "no tests"), (None, "not checked")],
)
def test_a_verdict_is_said_in_mutmuts_words(code, word, tested):
    assert verdicts_of_mutmut(tested(f=code, g=1), [FILE]) == {F: word, G: "killed"}


def test_the_verdicts_are_those_that_mutmut_results_prints(tested):
    root = tested(f=36, g=-11)
    command = [sys.executable, "-m", "mutmut", "results", "--all", "true"]
    printed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    lines = [line.strip() for line in printed.splitlines() if "__mutmut_" in line]
    assert lines == [f"{name}: {word}" for name, word in verdicts_of_mutmut(root, [FILE]).items()]


def test_a_mutant_without_an_exit_code_is_unchecked(tested):
    assert unchecked_mutants(tested(f=None, g=0), [FILE]) == [F]


def test_a_folder_without_what_mutmut_leaves_has_no_verdicts(tmp_path):
    assert verdicts_of_mutmut(tmp_path, [FILE]) == {}


def test_a_source_that_is_as_it_was_has_no_changed_functions(tested):
    assert changed_functions(tested(f=1, g=1), {FILE: SOURCE}) == []


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        pytest.param("return 1", "return 3", ["xǁAǁf"], id="a method"),
        pytest.param("return 2", "return 3", ["x_g"], id="a function"),
        pytest.param("def g()", "def h()", ["x_g"], id="a function that is gone"),
        pytest.param("return a", "return a, a", [], id="not a function without mutants"),
        pytest.param("return 1", "return 1  # one", [], id="not by a comment"),
        pytest.param("class A:\n", "class A:\n\n\n", [], id="not by standing elsewhere"),
    ],
)
def test_a_function_is_changed(old, new, changed, tested):
    edited = SOURCE.replace(old, new)
    assert edited != SOURCE
    assert changed_functions(tested(f=1, g=1), {FILE: edited}) == [f"{FILE}: {name}" for name in changed]
