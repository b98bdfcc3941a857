from __future__ import annotations

import sys
import types

import msgspec
import pytest

from gradbreak.config import ExampleConfig, load_config
from gradbreak.engine.edits import Edit
from gradbreak.errors import BadEngine, BadExpression, ConfigError
from gradbreak.model import Example, Tape
from gradbreak.mutation import make_mutants
from gradbreak.trace.trace import trace as trace_function
from gradbreak.trace.trace import trace_examples

DIAMOND = "(a*b + c)*(a - c)"
LESSON = {"a": 2.0, "b": 3.0, "c": 4.0}
trace_module = sys.modules[trace_function.__module__]


def history(tape: Tape, node: str) -> list[float]:
    """The values that a node's gradient went through."""
    writes = [write for write in tape.writes if write.node == node and write.source]
    return [writes[0].before, *(write.after for write in writes)]


def rewritten(mutants, before: str, after: str):
    """The same mutants, but the canonical break is one replacement in the main file."""
    file, text = next(iter(mutants.sources.items()))
    start = text.index(before)
    edit = Edit(file=file, start=start, end=start + len(before), replacement=after)
    return msgspec.structs.replace(mutants, edits_by_id={**mutants.edits_by_id, "canonical": (edit,)})


def with_example(config, **fields):
    values = {"name": "one", "expression": "a*a", "inputs": {"a": 2.0}, **fields}
    return msgspec.structs.replace(config, examples=(ExampleConfig(**values),))


def test_the_intact_diamond_has_the_lesson_s_gradients(traced):
    assert traced(DIAMOND, **LESSON).intact.gradients == {"a": 4.0, "b": -4.0, "c": -12.0}


def test_the_broken_diamond_has_the_lesson_s_gradients(traced):
    assert traced(DIAMOND, **LESSON).broken.gradients == {"a": -6.0, "b": -4.0, "c": -2.0}


def test_a_is_added_to_intact_and_replaced_when_broken(traced):
    example = traced(DIAMOND, **LESSON)
    assert history(example.intact, "a") == [0.0, 10.0, 4.0]
    assert history(example.broken, "a") == [0.0, 10.0, -6.0]


def test_a_is_replaced_by_the_product_s_closure(traced):
    last = [write for write in traced(DIAMOND, **LESSON).broken.writes if write.node == "a"][-1]
    assert (last.site, last.source, last.before, last.after) == ("mul.self", "a*b", 10.0, -6.0)


def test_the_linear_expression_is_right_in_both(traced):
    example = traced("x*y", x=3.0, y=5.0)
    assert example.intact.gradients == example.broken.gradients == {"x": 5.0, "y": 3.0}


def test_nodes_are_named_by_their_part_of_the_expression_operands_before_results(traced):
    nodes = traced(DIAMOND, **LESSON).nodes
    assert [(node.name, node.op, node.parents, node.value) for node in nodes] == [
        ("a", "", (), 2.0),
        ("b", "", (), 3.0),
        ("c", "", (), 4.0),
        ("a*b", "mul", ("a", "b"), 6.0),
        ("a*b + c", "add", ("a*b", "c"), 10.0),
        ("a - c", "sub", ("a", "c"), -2.0),
        (DIAMOND, "mul", ("a*b + c", "a - c"), -20.0),
    ]


def test_a_constant_is_named_by_its_value_and_equal_parts_by_number(traced):
    names = [node.name for node in traced("2*a + 2*a", a=1.0).nodes]
    assert names == ["a", "2", "2*a", "2 #2", "2*a #2", "2*a + 2*a"]


def test_the_line_of_a_write_is_the_line_of_the_engine(traced, config):
    lines = (config.root / config.engine.file).read_text().splitlines()
    for write in traced(DIAMOND, **LESSON).broken.writes:
        assert f".{config.engine.gradient}" in lines[write.line - 1]


def test_steps_are_numbered_from_1_within_a_sweep(traced):
    writes = traced(DIAMOND, **LESSON).intact.writes
    assert [(write.sweep, write.step) for write in writes] == [(1, step) for step in range(1, len(writes) + 1)]


def test_the_engine_of_this_process_is_never_changed(traced):
    from minigrad.scalar import Value

    before = {name: function.__code__ for name, function in vars(Value).items() if hasattr(function, "__code__")}
    traced(DIAMOND, **LESSON)
    a = Value(2.0)
    (a + a).backward()
    assert a.grad == 2.0
    assert before == {name: vars(Value)[name].__code__ for name in before}


@pytest.mark.parametrize(
    ("text", "inputs", "problem"),
    [
        ("b + log(a)", {"a": -1.0, "b": 1.0}, "cannot evaluate log(a) in b + log(a): the logarithm needs a positive"),
        ("b/(a + 1)", {"a": -1.0, "b": 1.0}, "cannot evaluate b/(a + 1): cannot divide 1.0 by zero"),
        ("a**b", {"a": -1.0, "b": 1.0}, "cannot evaluate a**b: a Value as exponent needs a positive base"),
    ],
)
def test_what_the_intact_engine_refuses_is_said_in_its_own_words(traced, text, inputs, problem):
    with pytest.raises(BadExpression) as caught:
        traced(text, **inputs)
    assert problem in caught.value.problem


def test_a_broken_engine_that_raises_says_what_it_raised(traced, mutants):
    crashing = next(m for m in mutants.mutants if m.replacement == "self._parents = None")
    example = traced("b*a", crashing.id, a=2.0, b=3.0)
    assert example.broken.error.startswith("TypeError: ")
    assert example.broken.writes == ()
    assert example.intact.gradients == {"a": 3.0, "b": 2.0}


def test_a_sweep_without_end_is_ended_and_said_to_be(config, mutants, monkeypatch):
    monkeypatch.setattr(trace_module, "SECONDS", 0.5)
    (example,) = trace_examples(
        with_example(config, expression="a*a"), rewritten(mutants, "self.grad += 1.0", "while True: pass")
    )
    assert example.broken.error == "it took longer than 0.5 s"
    assert example.broken.gradients == {}
    assert example.intact.gradients == {"a": 4.0}


def test_an_engine_that_takes_its_process_down_is_said_to(config, mutants):
    (example,) = trace_examples(
        with_example(config, expression="a*a"),
        rewritten(mutants, "self.grad += 1.0", "import os; os._exit(7)"),
    )
    assert example.broken.error == "its process ended with status 7"


def test_a_break_that_does_not_compile_is_said_to(config, mutants):
    (example,) = trace_examples(with_example(config), rewritten(mutants, "self.grad += 1.0", "self.grad += = 1"))
    assert example.broken.error.startswith("SyntaxError: ")


def test_the_configured_examples_are_traced_under_their_break(config, mutants):
    examples = {example.name: example for example in trace_examples(config, mutants)}
    assert examples["diamond"].broken.gradients == {"a": -6.0, "b": -4.0, "c": -2.0}
    assert examples["linear"].intact == examples["linear"].broken
    assert {example.break_id for example in examples.values()} == {"canonical"}


def test_without_examples_nothing_is_run(config, mutants, monkeypatch):
    monkeypatch.setattr(trace_module, "in_child", None)
    assert trace_examples(msgspec.structs.replace(config, examples=()), mutants) == ()


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"expression": "a*"}, "examples.toml, example 'one': column 3 of the expression"),
        ({"inputs": {}}, "examples.toml, example 'one': a has no value"),
        ({"break_id": "worst"}, "examples.toml, example 'one': there is no break 'worst'"),
        ({"expression": "log(-a)"}, "examples.toml, an example: the engine cannot evaluate log(-a)"),
    ],
)
def test_an_example_that_cannot_be_traced_is_a_mistake_in_its_file(config, mutants, fields, problem):
    with pytest.raises(ConfigError) as caught:
        trace_examples(with_example(config, **fields), mutants)
    assert caught.value.problem.startswith(problem)


def test_an_example_with_an_infinite_gradient_is_refused(config, mutants):
    # The slope of a quotient by a tiny number is beyond a float, and its value is not.
    with pytest.raises(ConfigError, match="no finite number"):
        trace_examples(with_example(config, expression="a/b", inputs={"a": 1.0, "b": 1e-200}), mutants)


def test_examples_can_be_written_as_json_and_read_back(config, mutants):
    examples = trace_examples(config, mutants)
    assert msgspec.json.decode(msgspec.json.encode(examples), type=tuple[Example, ...]) == examples


def test_a_node_class_that_is_not_there_is_named(config, mutants):
    engine = msgspec.structs.replace(config.engine, node_class="Valve")
    with pytest.raises(BadEngine, match="has no class Valve"):
        trace_examples(msgspec.structs.replace(config, engine=engine), mutants)


@pytest.mark.parametrize("key", ["value", "gradient", "closure", "parents"])
def test_an_attribute_that_no_node_has_is_named_with_its_key(config, mutants, key):
    engine = msgspec.structs.replace(config.engine, **{key: "mislaid"})
    with pytest.raises(BadEngine, match="no Value has an attribute mislaid") as caught:
        trace_examples(msgspec.structs.replace(config, engine=engine), mutants)
    assert caught.value.next_step == f"Correct {key} in engine.toml"


def test_an_engine_without_a_break_is_told_which_statement_was_looked_for(project):
    project.edit("mutation_config/engine.toml", '"slope"', '"slop"')
    config = load_config(project.root)
    with pytest.raises(
        ConfigError, match=r"no break 'canonical', nor any other: no function .* `X\.slop \+= …` in tiny/core\.py"
    ) as caught:
        trace_examples(config, make_mutants(config))
    assert caught.value.next_step.startswith("If a break is still in it, restore it from version control; otherwise")


def test_another_engine_that_was_imported_before_is_not_the_one_that_is_traced(traced, monkeypatch):
    for name in ("minigrad", "minigrad.scalar"):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    assert traced("x*y", x=3.0, y=5.0).intact.gradients == {"x": 5.0, "y": 3.0}
