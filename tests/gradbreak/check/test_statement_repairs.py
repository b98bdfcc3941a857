from __future__ import annotations

import pytest

from gradbreak.check.repair import RepairKind
from gradbreak.check.statement_repairs import missing_statements, statement_repairs
from tests.gradbreak.check.units_of import reading_of, told

BACKWARD = """
class Value:
    def __mul__(self, other):
        out = Value(self.data * other.data)
        def _backward():
            self.grad {sign} other.data * out.grad
        other._backward = _backward
        return out
"""

SWEEP = """
class Value:
    def backward(self):
        for node in order(self):
            node.clear()
            node.push()
"""


@pytest.mark.parametrize(
    ("sign", "kind", "instead"),
    [
        ("=", RepairKind.ASSIGNS, "self.grad += other.data * out.grad"),
        ("=", RepairKind.SIGN, "self.grad -= other.data * out.grad"),
        ("+=", RepairKind.SIGN, "self.grad -= other.data * out.grad"),
        ("-=", RepairKind.SIGN, "self.grad += other.data * out.grad"),
        ("+=", RepairKind.OWNER, "other.grad += other.data * out.grad"),
        ("+=", RepairKind.SURPLUS, "pass"),
    ],
)
def test_a_write_to_a_gradient_is_repaired(sign, kind, instead):
    reading = reading_of(BACKWARD.format(sign=sign), "Value.__mul__", 6)
    assert (kind, instead) in {(repair.kind, repair.instead) for repair in statement_repairs(reading)}


def test_a_closure_may_belong_to_another_node():
    reading = reading_of(BACKWARD.format(sign="+="), "Value.__mul__", 7)
    assert ("other._backward = _backward", "out._backward = _backward") in set(map(told, statement_repairs(reading)))


@pytest.mark.parametrize(
    ("line", "kind", "instead"),
    [
        (4, RepairKind.ORDER, "for node in reversed(list(order(self))):"),
        (5, RepairKind.ORDER, "node.clear()"),
        (4, RepairKind.SEED, "self.grad = 1.0"),
        (5, RepairKind.SURPLUS, "pass"),
    ],
)
def test_a_sweep_is_repaired(line, kind, instead):
    reading = reading_of(SWEEP, "Value.backward", line)
    assert (kind, instead) in {(repair.kind, repair.instead) for repair in statement_repairs(reading)}


def test_a_loop_that_goes_through_a_list_in_reverse_may_have_to_go_forwards():
    reading = reading_of(SWEEP.replace("order(self)", "reversed(order)"), "Value.backward", 4)
    assert "for node in order:" in {repair.instead for repair in statement_repairs(reading)}


def test_an_operand_that_gets_nothing_may_get_a_statement():
    reading = reading_of(BACKWARD.format(sign="+="), "Value.__mul__", 6)
    assert "other.grad += self.data * out.grad" in {repair.instead for repair in missing_statements(reading)}
