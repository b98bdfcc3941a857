from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gradbreak.errors import BadExpression
from gradbreak.trace.dual import dual_gradients
from gradbreak.trace.engine_algebra import EngineAlgebra
from gradbreak.trace.expression import Expression, Number, Variable, evaluate
from gradbreak.trace.parse import parse
from minigrad.scalar import Value
from tests.gradbreak.trace.expressions import expressions, is_tame

LESSON = {"a": 2.0, "b": 3.0, "c": 4.0}

# Few names for many leaves, so that most graphs share nodes; exponents that vary need a positive base.
shared = expressions(
    st.one_of(st.sampled_from(["a", "b", "c"]).map(Variable), st.sampled_from([-2.0, 0.5, 3.0]).map(Number)),
    binary=("+", "-", "*", "/"),
    unary=("-", "exp", "log", "sigmoid", "tanh"),
)
inputs = st.fixed_dictionaries({name: st.floats(-2, 2).map(lambda x: round(x, 3)) for name in "abc"})


def engine_gradients(expression: Expression, values: Mapping[str, float]) -> dict[str, float]:
    leaves = {name: Value(value) for name, value in values.items()}
    result = evaluate(expression, leaves, EngineAlgebra(Value))
    assume(isinstance(result, Value))  # and not a constant
    result.backward()
    return {name: leaf.grad for name, leaf in leaves.items()}


def test_the_lesson_s_diamond():
    assert dual_gradients(parse("(a*b + c)*(a - c)", ()), LESSON) == {"a": 4.0, "b": -4.0, "c": -12.0}


def test_the_lesson_s_linear_expression():
    assert dual_gradients(parse("x*y", ()), {"x": 3.0, "y": 5.0}) == {"x": 5.0, "y": 3.0}


@given(shared, inputs)
def test_reverse_mode_agrees_on_graphs_with_shared_nodes(expression, values):
    try:
        found = engine_gradients(expression, values)
    except (ArithmeticError, ValueError):
        assume(False)
    assume(is_tame(expression, values))
    assert dual_gradients(expression, values) == pytest.approx(found, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a/b", {"a": 1.3, "b": -0.7}),
        ("a**b", {"a": 1.3, "b": -0.7}),
        ("a**3", {"a": -1.3}),
        ("a**-0.5", {"a": 1.3}),
        ("2**a", {"a": 1.3}),
        ("a**a", {"a": 1.3}),
        ("-a - b", {"a": 1.3, "b": 2.0}),
    ],
)
def test_an_operator_s_derivatives_are_its_central_differences(text, values):
    expression = parse(text, ())
    h = 1e-6
    for name, slope in dual_gradients(expression, values).items():
        above = evaluate(expression, {**values, name: values[name] + h}, EngineAlgebra(float))
        below = evaluate(expression, {**values, name: values[name] - h}, EngineAlgebra(float))
        assert slope == pytest.approx((above - below) / (2 * h), rel=1e-6)


def test_a_negative_base_with_a_constant_exponent_needs_no_logarithm():
    assert dual_gradients(parse("a**2", ()), {"a": -3.0}) == {"a": -6.0}


def test_a_zero_base_with_an_exponent_of_1_has_slope_1():
    assert dual_gradients(parse("a**1", ()), {"a": 0.0}) == {"a": 1.0}


def test_a_constant_root_of_zero_has_a_value_though_no_slope():
    assert dual_gradients(parse("0**0.5 + a", ()), {"a": 3.0}) == {"a": 1.0}


def test_the_derivative_of_relu_at_0_is_0():
    assert dual_gradients(parse("relu(a)", ("relu",)), {"a": 0.0}) == {"a": 0.0}


@pytest.mark.parametrize("x", [-800.0, 800.0])
def test_sigmoid_does_not_overflow(x):
    assert dual_gradients(parse("sigmoid(a)", ("sigmoid",)), {"a": x}) == {"a": 0.0}


def test_a_function_may_go_by_another_name_in_the_engine():
    expression = parse("ln(a)", ("ln",))
    assert dual_gradients(expression, {"a": 4.0}, {"ln": "log"}) == {"a": 0.25}


def test_a_function_without_a_rule_is_named():
    with pytest.raises(BadExpression, match="the dual numbers have no rule for gelu"):
        dual_gradients(parse("gelu(a)", ("gelu",)), {"a": 4.0})


@pytest.mark.parametrize(
    ("text", "error"), [("log(a)", ValueError), ("1/(a + 1)", ZeroDivisionError), ("exp(-1000*a)", OverflowError)]
)
def test_where_an_expression_has_no_value_an_error_is_raised(text, error):
    with pytest.raises(error):
        dual_gradients(parse(text, ("log", "exp")), {"a": -1.0})
