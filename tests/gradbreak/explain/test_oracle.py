from __future__ import annotations

import pytest
from msgspec.structs import replace

from gradbreak.explain.graphs import Graph
from gradbreak.explain.oracle import Basis, Oracle
from gradbreak.explain.python_text import python_text
from gradbreak.explain.shapes import Operations, at_edges, at_points, combined, shared, single
from gradbreak.trace.parse import parse
from minigrad import Value

UNKNOWN = "cosine_of_half"


class Extended(Value):
    """An engine with an operation that dual numbers do not have."""

    def cosine_of_half(self):
        raise AssertionError("the test replaces it")


@pytest.fixture
def oracle(config) -> Oracle:
    return Oracle(Value, config.engine)


def graph_of(expression: str, **inputs: float) -> Graph:
    functions = ["exp", "log", "tanh", "relu", "sigmoid", UNKNOWN]
    return Graph(inputs=inputs, steps={"result": parse(expression, functions)})


def test_gradients_of_inputs_and_of_the_result_come_from_dual_numbers(oracle):
    found = oracle.gradients(graph_of("(a*b + c)*(a - c)", a=2.0, b=3.0, c=4.0))
    assert found == ({"a": 4.0, "b": -4.0, "c": -12.0, "result": 1.0}, Basis.DUAL)


def test_a_step_has_the_gradient_of_all_its_uses(oracle):
    graph = Graph(inputs={"a": 2.0, "b": 3.0}, steps={"c": parse("a*b", ()), "result": parse("c*c + c", ())})
    gradients, _ = oracle.gradients(graph)
    # c = 6, result = c² + c: 2c + 1
    assert gradients == {"a": 13.0 * 3, "b": 13.0 * 2, "c": 13.0, "result": 1.0}


@pytest.mark.parametrize("expression", ["a/b", "log(b)", "b**a"])
def test_where_there_is_no_value_there_is_none_to_expect(oracle, expression):
    graph = graph_of(expression, a=-1.0, b=0.0)
    assert (oracle.value(graph), oracle.gradients(graph)) == (None, None)


def test_an_operation_that_dual_numbers_lack_is_moved_a_little_to_either_side(config, monkeypatch):
    monkeypatch.setattr(Extended, UNKNOWN, lambda self: Value((self.data + 1) ** 3))
    oracle = Oracle(Extended, replace(config.engine, operations={**config.engine.operations, UNKNOWN: "cos"}))
    # The engine calls "cos" what no dual number can know: the name on the right decides, and it is the wrong one.
    assert oracle.gradients(graph_of(f"{UNKNOWN}(a)", a=1.0))[1] is Basis.DUAL
    oracle = Oracle(Extended, replace(config.engine, operations={**config.engine.operations, UNKNOWN: "half_cosine"}))
    gradients, basis = oracle.gradients(graph_of(f"{UNKNOWN}(a)", a=1.0))
    assert (gradients, basis) == ({"a": pytest.approx(12.0)}, Basis.DIFFERENCES)


def every_graph(config):
    operations = Operations.among(tuple(config.engine.operations))
    yield from shared(operations)
    yield from at_edges(operations)
    for expression in (*single(operations), *combined(operations)):
        yield from at_points(expression)


def test_the_engine_as_it_is_agrees_with_dual_numbers_wherever_it_computes_at_all(config, oracle):
    compared = 0
    for graph in every_graph(config):
        found = oracle.gradients(graph)
        if found is None:
            continue
        leaves = {name: Value(value) for name, value in graph.inputs.items()}
        nodes = dict(leaves)
        try:
            for name, step in graph.steps.items():
                nodes[name] = eval(python_text(step), dict(nodes))  # our own text
            nodes[graph.result].backward()
        except (ValueError, ArithmeticError):
            continue
        assert {name: node.grad for name, node in nodes.items()} == pytest.approx(found[0], rel=1e-9), graph
        compared += 1
    assert compared > 500
