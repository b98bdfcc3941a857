from __future__ import annotations

import ast

import pytest

from gradbreak.check.unit_reading import values_written
from tests.gradbreak.check.units_of import reading_of

SOURCE = """
class Value:
    def __mul__(self, other):
        out = Value(self.data * other.data)
        def _backward():
            self.grad += other.data * out.grad
            other.grad = self.data * out.grad
        out._backward = _backward
        return out
"""


def test_operands_and_results_their_values_and_the_gradient_of_the_result_are_read():
    reading = reading_of(SOURCE, "Value.__mul__")
    assert set(reading.owners) == {"self", "other", "out"}
    assert {"self.data", "other.data", "out.data"} <= set(reading.leaves)
    assert reading.upstreams[0] == "out.grad"


def test_only_suspected_statements_are_given_with_their_place():
    [suspected] = reading_of(SOURCE, "Value.__mul__", 7).statements()
    assert ast.unparse(suspected.statement) == "other.grad = self.data * out.grad"
    assert (len(suspected.above), suspected.below) == (1, [])


@pytest.mark.parametrize(
    ("statement", "target"),
    [
        ("x.grad += g", "x.grad"),
        ("x.grad.data = g", "x.grad.data"),
        ("grads[x] = g", "grads[x]"),
        ("x.data = g", None),
        ("x.grad, y.grad = g, g", None),
    ],
)
def test_the_target_of_a_statement_is_a_gradient_or_none(statement, target):
    found = reading_of(SOURCE, "Value.__mul__").target(ast.parse(statement).body[0])
    assert (found and ast.unparse(found)) == target


def test_the_upstream_of_an_expression_is_the_gradient_in_it():
    reading = reading_of(SOURCE, "Value.__mul__")
    assert reading.upstream(ast.parse("other.data * out.grad", mode="eval").body) == "out.grad"
    assert not reading.upstream(ast.parse("other.data", mode="eval").body)


def test_the_usual_derivatives_are_made_of_the_values():
    assert {"1.0", "other.data", "1 / self.data"} <= set(reading_of(SOURCE, "Value.__mul__").local_derivatives())


def test_the_values_that_a_file_writes_most_come_first():
    assert values_written(ast.parse("a.data; b.data; b.data; c.grad"), "data") == ("b.data", "a.data")
