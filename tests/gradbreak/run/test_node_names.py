from __future__ import annotations

from gradbreak.run.node_names import NodeNames
from tests.gradbreak.engine.sample_engines import Slots
from tests.gradbreak.explain.recorded import recorded


def expression(node):
    a, b = node(2.0), node(0.5)
    result = (a * b + node(3.0)) * (node(3.0) + node(4.0) * a)
    return {"a": a, "b": b, "result": result}


def names(program) -> list[str]:
    test = recorded(program, Slots)
    naming = NodeNames(test, test)
    return [naming.of_intact(number) for number in range(len(test.nodes))]


def test_a_node_has_the_name_of_its_variable_or_says_how_it_was_made():
    assert names(expression) == [
        "a",
        "b",
        "mul(a, b)",
        "3",
        "add(mul(a, b), 3)",
        "3 #2",
        "4",
        "mul(4, a)",
        "add(3, mul(4, a))",
        "result",
    ]


def test_a_node_that_is_made_of_others_is_named_by_its_operations():
    def deep(node):
        a = node(2.0)
        return {"a": a, "last": (a + a + a + a) * a}

    assert names(deep)[-2] == "add(add(add(a, a), a), a)"


def test_a_name_that_would_be_long_leaves_out_what_is_deepest():
    def long(node):
        first, second = node(2.0), node(3.0)
        return {"first": first, "second": second, "last": (first * second + first) * second * second}

    assert names(long)[-2] == "mul(add(…, …), second)"


def test_nodes_in_lists_and_attributes_are_named_as_python_finds_them():
    class Layer:
        def __init__(self, node):
            self.weights = [node(1.0), node(2.0)]
            self.by_name = {"bias": node(0.0)}

    found = names(lambda node: {"layer": Layer(node), "pair": (node(1.0), node(2.0))})
    assert found == ["layer.weights[0]", "layer.weights[1]", "layer.by_name['bias']", "pair[0]", "pair[1]"]


def test_a_mutated_run_that_ended_before_it_named_its_nodes_borrows_the_names():
    whole = recorded(expression, Slots)
    cut = recorded(lambda node: {key: value for key, value in expression(node).items() if key == "b"}, Slots)
    naming = NodeNames(whole, cut)
    assert [naming.of_mutated(number) for number in (0, 1, 2, 9)] == ["a", "b", "mul(a, b)", "result"]


def test_a_node_that_only_the_mutant_makes_has_a_name_too():
    short = recorded(lambda node: {"a": node(2.0)}, Slots)
    naming = NodeNames(short, recorded(expression, Slots))
    assert naming.of_mutated(2) == "mul(a, b)"
    assert naming.of_intact(2) == "?"
