from __future__ import annotations

import importlib.util
import random
import sys

import pytest

from gradbreak.errors import BadExpression, GradbreakError
from gradbreak.trace.dual import dual_gradients
from gradbreak.trace.expression import Binary, Expression, Number, Unary, Variable, parts, variables
from gradbreak.trace.parse import parse
from gradbreak.trace.torch_oracle import torch_gradients
from tests.gradbreak.trace.expressions import is_tame

needs_torch = pytest.mark.skipif(
    importlib.util.find_spec("torch") is None, reason="torch is not installed: pip install '.[torch]'"
)


def random_graph(rng: random.Random, operations: int) -> Expression:
    """An expression whose later parts use earlier ones again, some of them several times."""
    made: list[Expression] = [Variable("a"), Variable("b")]
    for _ in range(operations):
        one, other = made[-1], rng.choice(made)
        made.append(
            rng.choice(
                [
                    Binary("+", one, other),
                    Binary("-", one, other),
                    Binary("*", one, other),
                    Binary("/", one, Binary("+", Binary("*", other, other), Number(1.0))),
                    Binary("**", one, Number(2.0)),
                    Binary("**", Unary("sigmoid", one), other),
                    Unary("-", one),
                    Unary("tanh", one),
                    Unary("relu", one),
                    Unary("exp", Unary("tanh", one)),
                    Unary("log", Binary("+", Unary("sigmoid", one), Number(0.5))),
                ]
            )
        )
    return made[-1]


@needs_torch
def test_dual_numbers_agree_with_torch_on_1000_random_graphs():
    rng = random.Random(20)
    compared = 0
    while compared < 1000:
        expression = random_graph(rng, rng.randint(3, 9))
        inputs = {name: rng.uniform(-2, 2) for name in variables(expression)}
        try:
            is_comparable = is_tame(expression, inputs)
        except ArithmeticError:  # beyond a float, where torch goes on with infinities
            continue
        if is_comparable:
            found, expected = dual_gradients(expression, inputs), torch_gradients(expression, inputs)
            assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)
            compared += 1


@needs_torch
def test_the_lesson_s_numbers_are_torch_s():
    expression = parse("(a*b + c)*(a - c)", ())
    assert torch_gradients(expression, {"a": 2.0, "b": 3.0, "c": 4.0}) == {"a": 4.0, "b": -4.0, "c": -12.0}


@needs_torch
def test_the_derivative_of_relu_at_0_is_0_in_torch_too():
    assert torch_gradients(parse("relu(a)", ("relu",)), {"a": 0.0}) == {"a": 0.0}


@needs_torch
def test_a_function_that_torch_lacks_is_named():
    with pytest.raises(BadExpression, match="torch has no function wobble"):
        torch_gradients(parse("wobble(a)", ("wobble",)), {"a": 1.0})


def test_a_missing_torch_is_said_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(GradbreakError) as caught:
        torch_gradients(parse("a", ()), {"a": 1.0})
    assert "pip install '.[torch]'" in caught.value.next_step


def test_most_of_the_random_graphs_are_diamonds():
    rng = random.Random(20)
    graphs = [random_graph(rng, rng.randint(3, 9)) for _ in range(100)]
    uses = [[part for part in parts(graph) if isinstance(part, Variable)] for graph in graphs]
    assert sum(len(found) > len(set(found)) for found in uses) > 50
