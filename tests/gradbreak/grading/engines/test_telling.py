from __future__ import annotations

import json
import types

import pytest

from gradbreak.engine.edits import Edit
from gradbreak.grading.engines.telling import TOLD, telling_text


@pytest.fixture
def told(engines, config):
    """What the engine says of a sweep: writes, name, site, before, after."""
    shape = config.engine.shape

    def told(source: str) -> list:
        module = types.ModuleType("engine_that_tells")
        assert engines.telling is not None
        exec(engines.telling[shape.file], vars(module))
        namespace = {shape.node_class: vars(module)[shape.node_class], "__name__": "test_it"}
        lines = "".join(f"    {line}\n" for line in source.splitlines())
        exec(f"def test_it():\n{lines}", namespace)
        with pytest.raises(BaseException) as raised:  # noqa: PT011  # it is no Exception, and its class is the module's
            namespace["test_it"]()
        assert type(raised.value).__name__ == TOLD
        return json.loads(str(raised.value))

    return told


def test_a_write_that_has_something_to_add_to_comes_first(told):
    assert told("a = Value(3.0)\n(a * a).backward()") == [2, "a", "mul.other", 3.0, 6.0]


def test_without_one_a_write_to_a_variable_of_the_test_is_told(told):
    writes, name, _, before, after = told("a, b = Value(2.0), Value(3.0)\n(a * b + 1).backward()")
    assert (writes, name, before, after) == (4, "a", 0.0, 3.0)


def test_a_variable_in_a_list_has_a_name(told):
    assert told("xs = [Value(1.0), Value(2.0)]\n(xs[1] * xs[1]).backward()")[1] == "xs[1]"


def test_a_node_without_a_variable_has_no_name(told):
    assert told("(Value(1.0) + 1).backward()")[1] == ""


def test_a_leaf_alone_writes_nothing(told):
    assert told("Value(1.0).backward()") == [0, "", "", 0.0, 0.0]


def test_only_the_main_file_changes_and_it_adds_as_before(engines, config):
    assert engines.telling is not None
    reference, file = engines.reference.text, config.engine.file
    assert {name for name in reference if engines.telling[name] != reference[name]} == {file}
    in_place = [line.strip() for line in reference[file].splitlines() if ".grad +=" in line]
    assert all(statement in engines.telling[file] for statement in in_place)


def test_an_engine_with_a_write_to_something_else_than_an_attribute_does_not_tell(config, engines):
    shape = config.engine.shape
    text = engines.reference.text[shape.file]
    edits = [
        Edit(file=shape.file, start=0, end=9, replacement=""),
        Edit(file="other.py", start=0, end=1, replacement=""),
    ]
    assert telling_text({shape.file: text}, {}, shape) is not None
    assert [telling_text({shape.file: f"x[0] += 1\n{text}"}, {each: "add.self"}, shape) for each in edits] == [None] * 2


def test_an_engine_that_is_swept_by_a_function_does_not_tell(config):
    assert telling_text({config.engine.file: "x = 1\n"}, {}, config.engine.shape) is None
