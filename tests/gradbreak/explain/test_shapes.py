from __future__ import annotations

import pytest

from gradbreak.explain.shapes import Operations, at_edges, at_points, combined, methods_called, shared, single
from gradbreak.trace.expression import Binary, Number, Unary, parts, unparse
from gradbreak.trace.parse import parse

ALL = Operations.among(("__add__", "__mul__", "__pow__", "__neg__", "tanh", "__matmul__"))


def test_operations_are_what_an_expression_can_be_written_with():
    assert Operations(binary=("+", "*", "**"), unary=("-", "tanh")) == ALL


def test_every_operation_is_there_alone_and_combined():
    for shapes in (single(ALL), combined(ALL)):
        used = {part.op for shape in shapes for part in parts(shape) if isinstance(part, (Unary, Binary))}
        assert used == {*ALL.binary, *ALL.unary}


@pytest.mark.parametrize("op", ALL.binary)
def test_each_operand_of_an_operation_is_reused_on_either_side_of_it_at_another_depth(op):
    found = {unparse(shape) for shape in combined(ALL)}
    inner = Binary(op, parse("a", ()), parse("b", ()))
    for reused in ("a", "b"):
        again = parse(reused, ())
        assert {unparse(Binary("*", inner, again)), unparse(Binary("*", again, inner))} <= found


def test_a_step_is_shared_with_everything_that_the_engine_has_for_it():
    assert [[unparse(step) for step in graph.steps.values()] for graph in shared(ALL)] == [
        ["a + b", "(c + c)*c"],
        ["a + b", "(c + c)**c"],
    ]


def test_inputs_at_a_point_differ_from_one_another():
    for graph in at_points(parse("a*b + c", ())):
        assert len(set(graph.inputs.values())) == 3


def test_unusual_inputs_come_as_nodes_and_as_numbers_on_either_side():
    forms = {
        tuple(type(operand) is Number for operand in (step.left, step.right))
        for graph in at_edges(ALL)
        for step in graph.steps.values()
        if isinstance(step, Binary)
    }
    assert forms == {(False, False), (False, True), (True, False)}


@pytest.mark.parametrize(
    ("expression", "methods"),
    [
        ("a + b", {"__add__"}),
        ("2 - a", {"__sub__", "__rsub__"}),
        ("-tanh(a)", {"__neg__", "tanh"}),
        ("a/(b**2)", {"__truediv__", "__pow__"}),
    ],
)
def test_the_methods_that_an_expression_calls_are_those_python_would_call(expression, methods):
    assert set(methods_called(parse(expression, ["tanh"]))) == methods
