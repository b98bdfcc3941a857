from __future__ import annotations

import pytest

from gradbreak.engine.edits import apply_edits
from gradbreak.engine.operand_order import reversed_loops


def reversed_in(source: str, *lines: int) -> list[str]:
    return [apply_edits(source, [edit]) for edit in reversed_loops("e.py", source, lines or range(100))]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("for p in v.prev: f(p)\n", "for p in reversed(list(v.prev)): f(p)\n"),
        ("[f(p) for p in v.prev]\n", "[f(p) for p in reversed(list(v.prev))]\n"),
        ("nodes.extend(v.prev)\n", "nodes.extend(reversed(list(v.prev)))\n"),
        ("nodes.extend((p, 1) for p in ps)\n", "nodes.extend(reversed(list((p, 1) for p in ps)))\n"),
        ("é = 1; [f(p) for p in v.é]\n", "é = 1; [f(p) for p in reversed(list(v.é))]\n"),
    ],
)
def test_what_is_gone_through_is_reversed(source, expected):
    assert expected in reversed_in(source)


def test_a_loop_on_a_line_that_no_sweep_runs_is_left_alone():
    assert reversed_in("for a in b: c\nfor d in e: f\n", 2) == ["for a in b: c\nfor d in reversed(list(e)): f\n"]


def test_each_loop_is_an_edit_of_its_own():
    assert len(reversed_in("for a in b:\n    for c in a: d\n")) == 2
