from __future__ import annotations

import functools
import shutil
from collections.abc import Callable

import pytest

from gradbreak.config import load_config
from gradbreak.errors import NoSuchMutant, NoSuchSuite, NoSuchTest
from gradbreak.explain.explanation import Explanation, explain
from gradbreak.explain.ladder import Rung
from gradbreak.model import Reason, Status
from gradbreak.process.cache import CACHE
from gradbreak.run.finished import FOLDER
from gradbreak.run.lifecycle import RunLifecycle
from tests.gradbreak.small_project import FILES, Project, Silent

# Tests of the small project that is explained: one that is set aside, and one that is skipped and so says nothing.
FAILS = "\n\ndef test_that_fails():\n    assert False\n"
SKIPPED = "\n\n@pytest.mark.skip(reason='not today')\ndef test_another_day():\n    pass\n"
SAME = "        if self.slope >= 0.0:\n            self.slope = 0.0\n        self.slope = 0.0\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Project:
    """The small project with a mutant that no test can kill, a test that is skipped, and the rows of a run."""
    project = Project(tmp_path_factory.mktemp("explained") / "project").write(FILES)
    project.edit("tiny/core.py", "    def clear(self):\n        self.slope = 0.0\n", "    def clear(self):\n" + SAME)
    project.write(
        {
            "tests/diamond/test_diamond.py": FILES["tests/diamond/test_diamond.py"] + SKIPPED + FAILS,
            "mutation_config/equivalent.toml": """\
                [[equivalent]]
                function = "Node.clear"
                original = ">= 0.0"
                replacement = "> 0.0"
                argument = "Whatever it decides, the next line does the same once more."
            """,
        }
    )
    project.run()
    return project


@pytest.fixture(scope="module")
def explained(project) -> Callable[..., Explanation]:
    """``explain``, once for each question that is asked."""
    return functools.cache(lambda mutant, **options: explain(load_config(project.root), Silent(), mutant, **options))


def test_without_a_choice_the_ladder_has_every_suite_and_a_kill_says_most(explained):
    found = explained("mul.self")
    assert found.ladder == (
        Rung(suite="straight", tests=3, reached=1, changed=0, noticed=0, unmeasured=0),
        Rung(suite="diamond", tests=3, reached=3, changed=1, noticed=1, unmeasured=0),
    )
    assert (found.test.id, found.test.status) == (
        "tests/diamond/test_diamond.py::test_a_product_with_itself",
        Status.KILLED,
    )
    assert not found.test.chosen
    assert found.test.failure.statement == "assert a.slope == 7.0"
    row = found.test.tape.rows[found.test.tape.first]
    assert (row.site, row.target, row.effect) == ("mul.self", "a.slope", "replaced, not added")


def test_the_mutant_is_named_with_its_family_and_its_diff(explained):
    found = explained("mul.self", suite="straight")
    assert (found.title, found.family, found.meaning) == ("mul.self += → =", "Accumulation", "The slope is replaced.")
    assert "+            self.slope = other.held * out.slope" in found.diff


def test_one_suite_alone_is_run_where_one_is_named(explained):
    found = explained("mul.self", suite="straight")
    assert [rung.suite for rung in found.ladder] == ["straight"]
    assert (found.test.id, found.test.reason) == ("tests/straight/test_straight.py::test_product", Reason.UNCHANGED)
    assert found.test.tape.first is None


def test_a_test_is_followed_where_one_is_named(explained):
    found = explained("mul.self", test="test_sum")
    assert found.test.chosen
    assert (found.test.id, found.test.reason) == ("tests/straight/test_straight.py::test_sum", Reason.UNREACHED)
    assert found.test.tape is None


def test_a_mutant_that_a_suite_lets_live_gets_a_test_that_kills_it(explained):
    found = explained("mul.self", suite="straight")
    assert found.killing_test.outcome == "a.slope is 3 instead of 4"


def test_a_declared_equivalent_mutant_has_its_argument_and_no_test(explained):
    found = explained("clear >= → >")
    assert found.equivalent == "Whatever it decides, the next line does the same once more."
    assert found.killing_test is None


def test_where_no_program_notices_a_mutant_there_is_no_test(explained):
    found = explained("clear 0.0 → 1.0 (2)", suite="diamond")
    assert (found.equivalent, found.killing_test) == (None, None)


def test_a_break_is_explained_like_a_mutant(explained):
    found = explained("op:mul", suite="straight")
    assert (found.id, found.family, found.meaning) == ("op:mul", "per-op break", "")
    assert found.killing_test is not None


def test_a_mutant_that_no_test_reaches_has_no_test_to_follow(explained):
    found = explained("clear 0.0 → 1.0 (3)", suite="diamond")
    assert (found.ladder[0].reached, found.test) == (0, None)


def test_only_rows_that_are_not_known_are_run(project, explained):
    before = project.root / ".gradbreak" / "journal.jsonl"
    size = before.stat().st_size
    explained("add.self", suite="straight")
    assert before.stat().st_size == size


@pytest.mark.parametrize(
    ("mutant", "options", "error", "said"),
    [
        ("mul.slef", {}, NoSuchMutant, "no mutant or break is called 'mul.slef'"),
        ("mul.self", {"suite": "diamnod"}, NoSuchSuite, "there is no suite 'diamnod'"),
        ("mul.self", {"test": "test_smu"}, NoSuchTest, "no test is called 'test_smu'"),
        (
            "mul.self",
            {"test": "test_that_fails"},
            NoSuchTest,
            "is set aside, so it says nothing about any mutant: fails",
        ),
        ("mul.self", {"test": "test_another_day"}, NoSuchTest, "is skipped, so it says nothing about any mutant"),
    ],
)
def test_a_wrong_name_is_refused(explained, mutant, options, error, said):
    with pytest.raises(error, match=said):
        explained(mutant, **options)


@pytest.mark.parametrize("options", [{}, {"suite": "straight"}, {"test": "test_a_product_with_itself"}])
def test_from_the_results_of_a_finished_run_it_is_what_a_run_finds(finished, tmp_path, monkeypatch, options):
    project = finished.project.copy_to(tmp_path / "copy")
    with monkeypatch.context() as patch:
        patch.delattr(RunLifecycle, "open")
        from_results = explain(load_config(project.root), Silent(), "mul.self", **options)
    shutil.rmtree(project.root / CACHE / FOLDER)
    assert explain(load_config(project.root), Silent(), "mul.self", **options) == from_results
