"""Suites as people have them, each run as it is on the small project: configuration, layout and habits of all kinds."""

from __future__ import annotations

import pytest

from gradbreak.errors import BadTestFile, SuiteFails
from tests.gradbreak.small_project import Project, statuses

pytestmark = pytest.mark.slow

MUTANT = "mul.self += → ="
KILLED_BY = {"test_a_product_with_itself"}
"""Computed by hand: only there does the product's first operand have a gradient already."""

CONFIGURED = "[pytest]\npythonpath = .\naddopts = --import-mode=importlib {more}\n"


def killers(project: Project, mutant: str = MUTANT) -> set[str]:
    """The tests of the diamond suite that kill a mutant."""
    return {name for name, status in statuses(project.run("diamond"), mutant).items() if status in ("killed", "error")}


def pretended_plugin(name: str, module: str, text: str) -> dict[str, str]:
    """The files of a plugin that pytest would load by itself, as if it were installed."""
    return {
        f"{module}.py": text,
        f"{module}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n",
        f"{module}-1.0.dist-info/entry_points.txt": f"[pytest11]\n{name} = {module}\n",
    }


def test_the_small_project_is_judged_as_computed_by_hand(project):
    assert killers(project) == KILLED_BY


@pytest.mark.parametrize(
    "more", ["--cov=tiny --cov-report=term", "-n auto", "-n 2 --dist loadgroup", "-x --unknown-option", "-k nothing"]
)
def test_options_that_a_project_adds_do_not_reach_the_run(project, more):
    project.write({"pytest.ini": CONFIGURED.format(more=more)})
    assert killers(project) == KILLED_BY


@pytest.mark.parametrize("name", ["pytest_cov", "xdist", "randomly", "timeout", "rerunfailures"])
def test_a_plugin_that_changes_how_tests_run_is_off_even_where_it_loads_itself(project, name):
    ends = "def pytest_runtest_protocol(item, nextitem):\n    raise RuntimeError(item)\n"
    project.write(pretended_plugin(name, "ends_everything", ends))
    assert killers(project) == KILLED_BY


def test_markers_and_settings_of_a_plugin_that_is_off_are_no_errors(project):
    project.write({"pytest.ini": CONFIGURED.format(more="") + "timeout = 60\nstrict = true\nfilterwarnings = error\n"})
    project.edit("tests/diamond/test_diamond.py", "def test_a_product", "@pytest.mark.timeout(5)\ndef test_a_product")
    assert killers(project) == KILLED_BY


def test_a_plugin_of_the_project_that_its_tests_take_fixtures_from_is_loaded(project):
    project.write(
        {
            "pytest.ini": CONFIGURED.format(more="-p lab_fixtures"),
            "lab_fixtures.py": "import pytest\n\n\n@pytest.fixture\ndef three():\n    return 3.0\n",
        }
    )
    project.edit("tests/diamond/test_diamond.py", "test_a_product_with_itself():", "test_a_product_with_itself(three):")
    project.edit("tests/diamond/test_diamond.py", "leaf(3.0)", "leaf(three)")
    assert killers(project) == KILLED_BY


def test_a_file_that_calls_unittest_main_when_it_is_imported_is_collected_as_any_other(project):
    path = project.root / "tests/diamond/test_diamond.py"
    path.write_text(f"import unittest\n\n{path.read_text()}\n\nunittest.main()\n")
    assert killers(project) == KILLED_BY


def test_a_file_that_ends_the_process_when_it_is_imported_is_named_with_the_line(project):
    project.edit("tests/diamond/test_diamond.py", "import pytest\n", "import pytest\nimport sys\n\nsys.exit(3)\n")
    with pytest.raises(BadTestFile, match=r"tests/diamond/test_diamond.py, line 4 .* ends the process when"):
        project.run()


@pytest.mark.parametrize("place", ["project [1]", "what?", "all *"])
def test_a_folder_whose_name_has_wildcards_is_like_any_other(project, tmp_path, place):
    assert killers(project.copy_to(tmp_path / place)) == KILLED_BY


def test_a_suite_whose_folder_has_brackets_is_like_any_other(project):
    (project.root / "tests/diamond").rename(project.root / "tests/diamond [2]")
    project.edit("mutation_config/suites.toml", '"tests/diamond"', '"tests/diamond [2]"')
    assert killers(project) == KILLED_BY


COMPUTES_AT_IMPORT = """

def _powers():
    powers, last = [], 1
    while last < 4:
        last = last * 2
        powers.append(last)
    return powers


POWERS = _powers()
"""

READS_IT = """
from tiny import core


def test_powers():
    assert core.POWERS == [2, 4]


def test_something_else():
    assert core.Node(3.0).held == 3.0
"""


def test_a_mutant_in_what_the_engine_computes_when_it_is_imported_is_judged_in_a_process_of_its_own(project):
    core = project.root / "tiny/core.py"
    core.write_text(core.read_text() + COMPUTES_AT_IMPORT)
    project.write({"tests/diamond/test_powers.py": READS_IT})
    results = project.run("diamond")
    assert statuses(results, "_powers 2 → 3")["test_powers"] == "killed"
    assert statuses(results, "_powers 2 → 3")["test_something_else"] == "survived"
    # It never ends, so no test can run on it.
    assert set(statuses(results, "_powers * → /").values()) == {"timeout"}


FLICKERS = """
import os
from pathlib import Path


def test_flickers():
    # Every second process that runs it fails.
    path = Path(os.environ["HYPOTHESIS_STORAGE_DIRECTORY"]).parent / "runs"
    runs = len(path.read_text()) if path.exists() else 0
    path.write_text("x" * (runs + 1))
    assert runs % 2 == 0
"""

CANNOT_JUDGE = {
    "test_fails.py": ("def test_it():\n    assert 1 == 2\n", "::test_it", "fails", "AssertionError: assert 1 == 2"),
    "test_flickers.py": (FLICKERS, "::test_flickers", "flickers", "it is failed with its suite and passed by itself"),
    "test_exits.py": (
        "import os\n\n\ndef test_it():\n    os._exit(0)\n",
        "::test_it",
        "crashes",
        "it ends the process",
    ),
    "test_loops.py": ("def test_it():\n    while True:\n        pass\n", "::test_it", "hangs", "not ended after 0.5 s"),
    "test_waits.py": ("import time\n\n\ndef test_it():\n    time.sleep(99)\n", "::test_it", "hangs", "after 0.5 s"),
    "test_skips.py": (
        'import pytest\n\npytest.importorskip("no_torch")\n',
        "",
        "skipped",
        "could not import 'no_torch'",
    ),
    "test_needs.py": (
        "import no_torch\n\n\ndef test_it():\n    pass\n",
        "",
        "not imported",
        "No module named 'no_torch'",
    ),
}


@pytest.mark.parametrize("file", CANNOT_JUDGE)
def test_a_test_that_cannot_judge_is_set_aside_and_the_others_judge_as_without_it(project, file):
    text, name, why, reason = CANNOT_JUDGE[file]
    project.write({f"tests/diamond/{file}": text, "mutation_config/limits.toml": "intact_seconds = 0.5\n"})
    results = project.run("diamond")
    (aside,) = results.set_aside
    assert (aside.test, aside.suite, aside.why) == (f"tests/diamond/{file}{name}", "diamond", why)
    assert reason in aside.reason
    assert {name for name, status in statuses(results, MUTANT).items() if status == "killed"} == KILLED_BY
    assert len(results.tests) == 3


def test_a_suite_in_which_no_test_passes_leaves_the_others_alone(project):
    project.write({"tests/straight/test_straight.py": "def test_it():\n    assert False\n"})
    results = project.run()
    assert [suite.name for suite in results.suites] == ["diamond"]
    assert [(aside.test, aside.suite) for aside in results.set_aside] == [
        ("tests/straight/test_straight.py::test_it", "straight")
    ]


def test_where_no_test_passes_the_run_is_refused(project):
    project.write({"tests/straight/test_straight.py": "def test_it():\n    assert False\n"})
    with pytest.raises(SuiteFails, match="no test passes on the engine as it is"):
        project.run("straight")
