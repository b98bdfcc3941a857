from __future__ import annotations

import msgspec
import pytest

from gradbreak.config.types import LessonConfig, LessonExpression
from gradbreak.grading.assignment.example_test import example


def with_linear(config, expression: str, **inputs: float):
    linear = LessonExpression(expression=expression, inputs=inputs)
    return msgspec.structs.replace(config, lesson=LessonConfig(diamond=linear, linear=linear))


def test_the_lesson_s_linear_expression_is_the_example(config):
    found = example(config)
    assert (found.expression, found.inputs, found.gradients) == (
        "x * y",
        {"x": "3.0", "y": "5.0"},
        {"x": "5.0", "y": "3.0"},
    )


def test_the_gradients_are_computed(config):
    found = example(with_linear(config, "a/b-c", a=1.0, b=2.0, c=3.0))
    assert found.expression == "a / b - c"
    assert found.gradients == {"a": "0.5", "b": "-0.25", "c": "-1.0"}


@pytest.mark.parametrize("expression", ["tanh(a)", "a.tanh()"])
def test_an_expression_with_a_call_gives_way_to_a_product(config, expression):
    assert example(with_linear(config, expression, a=1.0)).expression == "x * y"


def test_a_project_without_a_lesson_has_a_product(config):
    assert example(msgspec.structs.replace(config, lesson=None)).expression == "x * y"
