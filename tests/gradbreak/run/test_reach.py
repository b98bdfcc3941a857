from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradbreak.config import SuiteConfig
from gradbreak.run.baseline import SuiteBaseline
from gradbreak.run.messages import FoundTest, Measured
from gradbreak.run.reach import Reach, ReachMap

FIRST, SECOND, OTHER = "t.py::test_a", "t.py::test_b", "u.py::test_c"


def reach_map(lines: dict[str, dict[str, tuple[int, ...]]], **isolated: tuple[int, ...]) -> ReachMap:
    """The map of three tests in two files; ``isolated`` are lines of e.py by the tests' short names."""
    names = {FIRST: "test_a", SECOND: "test_b", OTHER: "test_c"}
    return ReachMap(
        SuiteBaseline(
            suite=SuiteConfig(name="s", short="s", path="t", teaches=""),
            tests=tuple(FoundTest(id=id_, name=name, file="t.py", line=1) for id_, name in names.items()),
            skipped=frozenset(),
            seconds={},
            isolated={id_: {"e.py": isolated[name]} for id_, name in names.items() if name in isolated},
            measured=Measured(lines=lines, coverage={}, files=()),
        )
    )


def reached(found: ReachMap, *stretches: tuple[str, int, int]) -> list[Reach]:
    return [found.reach(test, stretches) for test in (FIRST, SECOND, OTHER)]


def test_a_test_reaches_what_it_runs():
    assert reached(reach_map({FIRST: {"e.py": (3, 5)}}), ("e.py", 5, 5)) == [Reach.RUNNING, Reach.NEVER, Reach.NEVER]


@pytest.mark.parametrize(("first", "last", "is_reached"), [(1, 2, False), (1, 3, True), (3, 9, True), (4, 9, False)])
def test_one_line_of_a_stretch_is_enough_and_its_last_one_counts(first, last, is_reached):
    found = reach_map({FIRST: {"e.py": (3,)}})
    assert found.reach(FIRST, [("e.py", first, last)]) == (Reach.RUNNING if is_reached else Reach.NEVER)


def test_the_same_line_of_another_file_is_another_line():
    assert reached(reach_map({FIRST: {"e.py": (3,)}}), ("f.py", 3, 3))[0] == Reach.NEVER


def test_one_stretch_of_a_break_is_enough():
    assert reached(reach_map({FIRST: {"e.py": (3,)}}), ("f.py", 3, 3), ("e.py", 3, 3))[0] == Reach.RUNNING


def test_what_a_test_runs_in_a_process_of_its_own_counts_even_where_another_ran_it_in_the_suite():
    found = reach_map({FIRST: {"e.py": (3,)}}, test_b=(3, 4))
    assert reached(found, ("e.py", 3, 3)) == [Reach.RUNNING, Reach.RUNNING, Reach.NEVER]
    assert reached(found, ("e.py", 4, 4)) == [Reach.NEVER, Reach.RUNNING, Reach.NEVER]


def test_what_a_file_runs_at_import_must_be_changed_before_it():
    found = reach_map({"collect:t.py": {"e.py": (3,)}, FIRST: {"e.py": (3,)}})
    assert reached(found, ("e.py", 3, 3)) == [Reach.COLLECTING, Reach.COLLECTING, Reach.NEVER]


def test_what_runs_outside_every_file_must_be_changed_before_all_of_them():
    assert reached(reach_map({"": {"e.py": (3,)}}), ("e.py", 3, 3)) == [Reach.COLLECTING] * 3


def test_what_the_engine_runs_when_it_is_imported_must_be_changed_before_every_test():
    assert reached(reach_map({"import": {"e.py": (3,)}}), ("e.py", 3, 3)) == [Reach.COLLECTING] * 3


@given(
    st.sets(st.integers(1, 12)),
    st.sets(st.integers(1, 12)),
    st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), max_size=3),
)
def test_a_test_is_left_out_only_where_no_changed_line_is_among_those_it_runs(running, collecting, stretches):
    found = reach_map({FIRST: {"e.py": tuple(running)}, "collect:t.py": {"e.py": tuple(collecting)}})
    changed = {line for first, last in stretches for line in range(first, last + 1)}
    expected = Reach.COLLECTING if changed & collecting else Reach.RUNNING if changed & running else Reach.NEVER
    assert found.reach(FIRST, [("e.py", first, last) for first, last in stretches]) == expected
