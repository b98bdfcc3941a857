from __future__ import annotations

import pytest

from gradbreak.check.expression_repairs import derivative_repairs, value_repairs
from gradbreak.check.repair import RepairKind
from tests.gradbreak.check.units_of import reading_of

SOURCE = """
class Value:
    def __mul__(self, other):
        out = Value(self.data + other.data, (self, other))
        def _backward():
            self.grad += out.grad
        return out

    def grads(self, grad):
        return (grad * self.data, grad)
"""


@pytest.mark.parametrize(
    ("function", "line", "instead"),
    [
        ("Value.__mul__", 6, "self.grad += out.grad * other.data"),
        ("Value.__mul__", 6, "self.grad += -out.grad"),
        ("Value.__mul__", 6, "self.grad += 1 / self.data * out.grad"),
        ("Value.grads", 10, "return (grad * self.data, grad * self.data)"),
    ],
)
def test_a_local_derivative_is_repaired(function, line, instead):
    found = list(derivative_repairs(reading_of(SOURCE, function, line)))
    assert {repair.kind for repair in found} == {RepairKind.DERIVATIVE}
    assert instead in {repair.instead for repair in found}


def test_a_value_is_repaired_and_a_write_to_a_gradient_is_no_value():
    found = list(value_repairs(reading_of(SOURCE, "Value.__mul__", 4, 6)))
    assert {(repair.kind, repair.line) for repair in found} == {(RepairKind.VALUE, 4)}
    assert "out = Value(self.data * other.data, (self, other))" in {repair.instead for repair in found}
