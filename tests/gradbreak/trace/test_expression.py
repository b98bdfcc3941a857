from __future__ import annotations

import contextlib
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gradbreak.trace.engine_algebra import EngineAlgebra
from gradbreak.trace.expression import Binary, Number, Unary, Variable, evaluate, parts, unparse, variables
from gradbreak.trace.parse import parse
from tests.gradbreak.trace.expressions import FUNCTIONS, anything, expressions

A, B, C = Variable("a"), Variable("b"), Variable("c")
leaves = st.sampled_from([A, B, C])
# No powers of constants: written out they are powers of whole numbers, which Python computes to the last digit.
arithmetic = st.one_of(
    expressions(leaves, unary=("-",)),
    expressions(st.one_of(leaves, st.floats(-8, 8).map(Number)), binary=("+", "-", "*", "/"), unary=("-",)),
)


@given(anything)
def test_what_is_written_out_reads_back_as_the_same_tree(expression):
    assert parse(unparse(expression), FUNCTIONS) == expression


@given(arithmetic, st.floats(-5, 5), st.floats(-5, 5), st.floats(-5, 5))
def test_plain_arithmetic_is_python_s_own(expression, a, b, c):
    values = {"a": a, "b": b, "c": c}
    try:
        expected = eval(unparse(expression), {}, values)  # the rival answer: Python itself
    except ArithmeticError as error:
        with pytest.raises(type(error)):
            evaluate(expression, values, EngineAlgebra(float))
    else:
        assume(isinstance(expected, float) and not math.isnan(expected))
        assert evaluate(expression, values, EngineAlgebra(float)) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (Binary("*", Binary("+", Binary("*", A, B), C), Binary("-", A, C)), "(a*b + c)*(a - c)"),
        (Binary("-", A, Binary("-", B, C)), "a - (b - c)"),
        (Binary("-", Binary("-", A, B), C), "a - b - c"),
        (Binary("**", Binary("**", A, B), C), "(a**b)**c"),
        (Binary("**", A, Binary("**", B, C)), "a**b**c"),
        (Unary("-", Binary("**", A, Number(2.0))), "-a**2"),
        (Binary("**", Unary("-", A), Number(2.0)), "(-a)**2"),
        (Binary("**", Number(-2.0), A), "(-2)**a"),
        (Unary("tanh", Binary("+", A, Number(0.5))), "tanh(a + 0.5)"),
    ],
)
def test_parentheses_are_written_where_they_are_needed_and_nowhere_else(expression, text):
    assert unparse(expression) == text


def test_variables_come_in_the_order_of_first_use():
    assert variables(parse("c*a + b*c", ())) == ("c", "a", "b")


def test_parts_come_in_the_order_of_evaluation():
    expression = parse("(a*b + c)*(a - c)", ())
    assert [unparse(part) for part in parts(expression)] == [
        "a", "b", "a*b", "c", "a*b + c", "a", "c", "a - c", "(a*b + c)*(a - c)",
    ]  # fmt: skip


@given(arithmetic)
def test_what_is_observed_are_the_parts_in_order(expression):
    seen = []
    with contextlib.suppress(ArithmeticError):
        evaluate(expression, {"a": 2.0, "b": 3.0, "c": 4.0}, EngineAlgebra(float), lambda part, _: seen.append(part))
    assert seen == list(parts(expression))[: len(seen)]


def test_equal_parts_are_evaluated_as_often_as_they_are_written():
    products = []
    expression = parse("a*b + a*b", ())
    evaluate(
        expression,
        {"a": 2.0, "b": 3.0},
        EngineAlgebra(float),
        lambda part, result: products.append(result) if unparse(part) == "a*b" else None,
    )
    assert products == [6.0, 6.0]
