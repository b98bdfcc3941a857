from __future__ import annotations

import msgspec
import pytest

from gradbreak.config import MutantLimits, SuiteConfig, load_config
from gradbreak.engine.edits import Edit
from gradbreak.run.baseline import SuiteBaseline
from gradbreak.run.messages import FoundTest, Measured
from gradbreak.run.row_keys import RowKeys
from tests.gradbreak.small_project import ENGINE

FILE = "tiny/core.py"


@pytest.fixture
def key(project):
    """Makes the key of a row of the small project after something in it was changed."""
    config = load_config(project.root)
    suite = SuiteConfig(name="diamond", short="dia", path="tests/diamond", teaches="")
    measured = Measured(lines={}, coverage={}, files=("tests/diamond/test_diamond.py", "pyproject.toml"))

    def make(
        *edits: Edit,
        mutant: str = "tiny.core.x__mutmut_1",
        source: str = ENGINE,
        tests: tuple[str, ...] = ("t.py::test_a",),
        files: tuple[str, ...] = measured.files,
        **settings: object,
    ) -> str:
        baseline = SuiteBaseline(
            suite=suite,
            tests=tuple(FoundTest(id=test, name=test, file="t.py", line=1) for test in tests),
            skipped=frozenset(),
            seconds={},
            isolated={},
            measured=msgspec.structs.replace(measured, files=files),
        )
        keys = RowKeys(msgspec.structs.replace(config, **settings), {FILE: source}, [baseline])
        return keys.key(mutant, edits, "diamond")

    return make


def edit(old: str, new: str, source: str = ENGINE, number: int = 0) -> Edit:
    """The change of one occurrence of ``old``, counted from 0."""
    start = -1
    for _ in range(number + 1):
        start = source.index(old, start + 1)
    return Edit(file=FILE, start=start, end=start + len(old), replacement=new)


def test_the_same_row_has_the_same_key(key):
    assert key(edit("0.0", "1.0")) == key(edit("0.0", "1.0"))


def test_in_another_environment_a_row_has_another_key(key, monkeypatch):
    before = key(edit("0.0", "1.0"))
    monkeypatch.setenv("SCALE_OF_MY_TESTS", "2")
    assert key(edit("0.0", "1.0")) != before


def test_a_comment_and_blank_lines_further_up_leave_the_key_as_it_is(key):
    commented = ENGINE.replace("class Node:", "# A node,\n\n# no less.\nclass Node:  # é")
    assert key(edit("0.0", "1.0", commented), source=commented) == key(edit("0.0", "1.0"))


def test_one_name_for_two_places_makes_two_keys(key):
    # The 0.0 of __init__ and of clear: mutmut numbers them anew when one is taken out of mutation.
    assert key(edit("0.0", "1.0", number=0)) != key(edit("0.0", "1.0", number=1))


def test_the_end_of_a_change_is_part_of_the_key(key):
    assert key(edit("reversed", "x")) != key(edit("reversed(order)", "x"))


def test_every_change_of_a_break_is_part_of_the_key(key):
    first, second = edit("0.0", "1.0", number=0), edit("0.0", "1.0", number=1)
    assert len({key(first), key(first, second), key()}) == 3


def test_the_replacement_is_part_of_the_key(key):
    assert key(edit("0.0", "1.0")) != key(edit("0.0", "2.0"))


@pytest.mark.parametrize(
    "settings",
    [
        {"tests": ("t.py::test_a", "t.py::test_b")},
        {"files": ("tests/diamond/test_diamond.py",)},
        {"files": ("tests/straight/test_straight.py", "pyproject.toml")},
        {"limits": MutantLimits(test_seconds=7.0)},
        {"source": ENGINE.replace("1.0", "2.0")},
        {"mutant": "tiny.core.x__mutmut_2"},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_what_a_verdict_depends_on_is_part_of_the_key(key, settings):
    assert key(**settings) != key()


def test_what_is_recorded_of_the_engine_is_part_of_the_key_and_what_operations_are_called_is_not(key, project):
    engine = load_config(project.root).engine
    renamed = msgspec.structs.replace(engine, operations={"__add__": "plus"})
    elsewhere = msgspec.structs.replace(engine, gradient="held")
    assert key(engine=renamed) == key(engine=engine) != key(engine=elsewhere)


def test_what_gradbreak_itself_keeps_in_the_project_is_not_part_of_the_key(key, project):
    project.write({".gradbreak/hypothesis/constants": "a"})
    files = ("pyproject.toml", ".gradbreak/hypothesis/constants")
    assert key(files=files) == key(files=("pyproject.toml",))
