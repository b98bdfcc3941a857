"""A change runs again exactly the rows that it touches; each case is a run after the change."""

from __future__ import annotations

import pytest

from gradbreak.model import Results, Status
from tests.gradbreak.small_project import Project, statuses

pytestmark = pytest.mark.slow


def rows_of(results: Results, *suites: str) -> int:
    """How many mutants and breaks a test of each suite reaches."""
    suite_of = {test.id: test.suite for test in results.tests}
    return len(
        {
            (cell.mutant, suite_of[cell.test])
            for cell in (*results.cells, *results.break_cells)
            if suite_of[cell.test] in suites
        }
    )


def comment_on_the_engine(project: Project) -> None:
    project.edit("tiny/core.py", "    def __mul__", "    # The product rule.\n\n    def __mul__")
    project.edit("tiny/core.py", "self.slope = 1.0", "self.slope = 1.0  # the seed")


def declare_an_equivalent(project: Project) -> None:
    project.write(
        {
            "mutation_config/equivalent.toml": """\
            [[equivalent]]
            function = "Node.__init__"
            original = "0.0"
            replacement = "1.0"
            argument = "It is not, and that is for the reader to judge."
            """
        }
    )


def describe_everything_anew(project: Project) -> None:
    project.edit("mutation_config/suites.toml", "A variable used twice.", "The diamond.")
    project.edit("mutation_config/families.toml", 'title = "The rest"', 'title = "Others"')
    project.edit("mutation_config/breaks.toml", "every += becomes =", "nothing adds")


def configure_another_tool(project: Project) -> None:
    path = project.root / "pyproject.toml"
    path.write_text('[project]\nname = "p"\nversion = "2"\n\n[tool.ruff]\nline-length = 99\n\n' + path.read_text())


UNTOUCHING = [comment_on_the_engine, declare_an_equivalent, describe_everything_anew, configure_another_tool]


@pytest.mark.parametrize("change", UNTOUCHING, ids=lambda change: change.__name__)
def test_what_no_verdict_depends_on_runs_nothing_again(finished, journalled, change):
    change(journalled)
    again = journalled.run()
    assert (again.timing.rows_run, again.timing.rows_kept) == (0, finished.results.timing.rows_run)
    assert again.cells == finished.results.cells


def change_a_function(project: Project) -> None:
    project.edit("tiny/core.py", "for node in reversed(order):", "for node in order[::-1]:")


def raise_a_limit(project: Project) -> None:
    project.edit("mutation_config/limits.toml", "test_seconds = 0.25", "test_seconds = 0.3")


def configure_pytest(project: Project) -> None:
    project.edit("pyproject.toml", 'pythonpath = ["."]', 'pythonpath = ["."]\nxfail_strict = true')


def add_a_conftest_for_all(project: Project) -> None:
    project.write({"tests/conftest.py": "import pytest\n"})


EVERYTHING = [change_a_function, raise_a_limit, configure_pytest, add_a_conftest_for_all]


@pytest.mark.parametrize("change", EVERYTHING, ids=lambda change: change.__name__)
def test_what_every_verdict_depends_on_runs_everything_again(journalled, change):
    change(journalled)
    again = journalled.run()
    assert again.timing.rows_kept == 0
    assert again.timing.rows_run == rows_of(again, "straight", "diamond")


def change_a_test(project: Project) -> None:
    project.edit("tests/diamond/test_diamond.py", "a = leaf(3.0)", "a = leaf(3)")


def take_a_test_out(project: Project) -> None:
    project.edit("tests/diamond/test_diamond.py", "[2, 3]", "[3]")


def change_what_its_tests_import(project: Project) -> None:
    project.edit("tests/shared.py", "Node(float(value))", "Node(1.0 * value)")


def add_a_conftest_to_its_folder(project: Project) -> None:
    project.write({"tests/diamond/conftest.py": "import pytest\n"})


ONE_SUITE = [change_a_test, take_a_test_out, change_what_its_tests_import, add_a_conftest_to_its_folder]


@pytest.mark.parametrize("change", ONE_SUITE, ids=lambda change: change.__name__)
def test_what_one_suite_depends_on_runs_the_rows_of_that_suite_again(journalled, change):
    change(journalled)
    again = journalled.run()
    assert again.timing.rows_run == rows_of(again, "diamond")
    assert again.timing.rows_kept == rows_of(again, "straight")


def test_a_data_file_that_a_test_reads_is_something_its_suite_depends_on(journalled):
    read = 'a = leaf(float((Path(__file__).parent / "given.txt").read_text()))'
    journalled.edit("tests/diamond/test_diamond.py", "a = leaf(3.0)", read)
    journalled.edit("tests/diamond/test_diamond.py", "import pytest", "from pathlib import Path\n\nimport pytest")
    journalled.write({"tests/diamond/given.txt": "3.0", "tests/diamond/README.md": "What diamonds are."})
    first = journalled.run()
    journalled.write({"tests/diamond/README.md": "What a diamond is."})
    assert journalled.run().timing.rows_run == 0
    journalled.write({"tests/diamond/given.txt": "3.00"})
    assert journalled.run().timing.rows_run == rows_of(first, "diamond")


def test_a_new_break_runs_its_own_rows_and_no_other(journalled):
    path = journalled.root / "mutation_config/breaks.toml"
    new = '[[break]]\nid = "half"\ntitle = "half"\nkind = "partial"\nfamily = "accumulation"\nsites = ["mul.self"]\n'
    path.write_text(f"{path.read_text()}\n{new}")
    again = journalled.run()
    assert again.timing.rows_run == 2
    assert statuses(again, "half")["test_a_product_with_itself"] == Status.KILLED


def test_a_new_suite_runs_its_own_rows_and_no_other(journalled):
    path = journalled.root / "mutation_config/suites.toml"
    path.write_text(f'{path.read_text()}\n[[suite]]\nname = "new"\nshort = "new"\npath = "tests/new"\nteaches = ""\n')
    text = "from tiny.core import Node\n\n\ndef test_value():\n    assert Node(2.0).held == 2.0\n"
    again = journalled.write({"tests/new/test_new.py": text}).run()
    assert again.timing.rows_run == rows_of(again, "new") > 0
    assert again.timing.rows_kept == rows_of(again, "straight", "diamond")


def test_a_change_that_is_taken_back_finds_its_rows_again(finished, journalled):
    change_a_function(journalled)
    journalled.run("straight")
    journalled.edit("tiny/core.py", "for node in order[::-1]:", "for node in reversed(order):")
    assert journalled.run().timing.rows_run == 0


def test_fresh_forgets_every_row(finished, journalled):
    again = journalled.run(fresh=True)
    assert (again.timing.rows_kept, again.timing.rows_run) == (0, finished.results.timing.rows_run)
