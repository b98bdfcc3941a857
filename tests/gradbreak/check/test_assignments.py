from __future__ import annotations

import ast

from gradbreak.check.assignments import with_every_assignment_added
from tests.gradbreak.check.units_of import unit_of

SOURCE = """
def push(self, other, out):
    self.grad = out.grad
    other.grad = out.grad
    out.grad = 0.0
    self.data = 3
"""


def test_every_assignment_to_a_gradient_adds_but_for_constants_and_lines_that_are_kept():
    unit = unit_of(SOURCE, "push")
    added, lines = with_every_assignment_added(unit, "grad", frozenset({4}))
    assert lines == (3,)
    assert ast.unparse(added.statement).splitlines()[1:] == [
        "    self.grad += out.grad",
        "    other.grad = out.grad",
        "    out.grad = 0.0",
        "    self.data = 3",
    ]
    assert "+=" not in ast.unparse(unit.statement)
