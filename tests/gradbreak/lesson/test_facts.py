from __future__ import annotations

import msgspec
import pytest

from gradbreak.config import LessonConfig, LessonExpression
from gradbreak.errors import ConfigError
from gradbreak.lesson import gather


def test_the_diamond_s_gradients_are_those_of_the_lesson(facts):
    diamond = facts.diamond.example
    assert (diamond.expression, diamond.inputs) == ("(a*b + c)*(a - c)", {"a": 2.0, "b": 3.0, "c": 4.0})
    assert diamond.intact.gradients == {"a": 4.0, "b": -4.0, "c": -12.0}
    assert diamond.broken.gradients == {"a": -6.0, "b": -4.0, "c": -2.0}
    assert facts.diamond.wrong == ("a", "c")


def test_the_linear_expression_s_gradients_are_5_and_3_in_both(facts):
    linear = facts.linear.example
    assert (linear.expression, linear.inputs) == ("x*y", {"x": 3.0, "y": 5.0})
    assert linear.intact.gradients == linear.broken.gradients == {"x": 5.0, "y": 3.0}
    assert (facts.linear.wrong, facts.linear.comparison.first_difference) == ((), None)


def test_at_the_product_s_closure_10_is_replaced_by_minus_6(facts):
    (write,) = [w for w in facts.diamond.example.broken.writes if w.node == "a" and w.source == "a*b"]
    assert (write.site, write.before, write.after) == ("mul.self", 10.0, -6.0)


def test_the_terms_of_each_gradient_are_there_in_the_order_of_the_sweep(facts):
    terms = {
        name: [(write.after - write.before, write.source) for write in facts.diamond.terms(name)] for name in "abc"
    }
    assert terms == {
        "a": [(10.0, "a - c"), (-6.0, "a*b")],
        "b": [(-4.0, "a*b")],
        "c": [(-10.0, "a - c"), (-2.0, "a*b + c")],
    }


def test_dual_numbers_agree_with_the_engine_as_it_is(facts):
    assert facts.diamond.expected == {"a": 4.0, "b": -4.0, "c": -12.0}
    assert facts.diamond.oracle_agrees
    disagreeing = msgspec.structs.replace(facts.diamond, expected={"a": 4.0, "b": -4.0, "c": 12.0})
    assert not disagreeing.oracle_agrees


def test_of_the_diamond_s_six_sites_two_show_when_they_are_broken_alone(facts):
    wrong = {site.name: site.case.wrong for site in facts.sites}
    assert wrong == {
        "add.self": (),
        "add.other": ("c",),
        "sub.self": (),
        "sub.other": (),
        "mul.self": ("a",),
        "mul.other": (),
    }


def test_an_example_of_the_change_is_one_that_shows(facts):
    assert (facts.shown.op, facts.shown.operand) == ("add", "other")


def test_each_operation_s_break_is_there(facts, mutants):
    assert [part.id for part in facts.ops] == [one.id for one in mutants.breaks if one.id.startswith("op:")]


def test_a_project_without_a_lesson_is_told_which_file_is_missing(config, mutants):
    with pytest.raises(ConfigError, match=r"^mutation_config/lesson\.toml is missing"):
        gather(msgspec.structs.replace(config, lesson=None), mutants)


@pytest.mark.parametrize(
    ("expression", "inputs", "break_id", "problem"),
    [
        ("a*", {"a": 2}, "canonical", "lesson.toml: column 3 of the expression"),
        ("a*d", {"a": 2}, "canonical", "lesson.toml: d has no value"),
        ("log(a)", {"a": -2}, "canonical", "lesson.toml: the engine cannot evaluate log(a)"),
        ("a*a", {"a": 2}, "canonicla", "lesson.toml: no mutant or break is called 'canonicla'"),
        ("a*a", {"a": 2}, "mul.self", "lesson.toml: 'mul.self' is one mutant"),
    ],
)
def test_a_lesson_that_cannot_be_given_is_named_with_its_file(config, mutants, expression, inputs, break_id, problem):
    wrong = LessonExpression(expression=expression, inputs=inputs)
    lesson = LessonConfig(diamond=wrong, linear=config.lesson.linear, break_id=break_id)
    with pytest.raises(ConfigError) as caught:
        gather(msgspec.structs.replace(config, lesson=lesson), mutants)
    assert str(caught.value).startswith(problem)
