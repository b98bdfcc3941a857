from __future__ import annotations

import pytest

from gradbreak.config import load_config
from gradbreak.errors import ConfigError


def test_a_project_may_do_without_a_lesson(project):
    assert load_config(project.root).lesson is None


def test_a_lesson_is_read_with_both_expressions_and_the_canonical_break(small):
    lesson = load_config(small.root).lesson
    assert (lesson.diamond.expression, lesson.diamond.inputs) == ("(a + b)*a", {"a": 2.0, "b": 3.0})
    assert (lesson.linear.expression, lesson.break_id) == ("x*y", "canonical")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[linear]", "[linaer]", "unknown key 'linaer'"),
        ('expression = "x*y"\n', "", "the key 'expression' is missing"),
        ("{ x = 3, y = 5 }", "{ x = '3' }", "Expected `float`, got `str`"),
    ],
)
def test_a_mistake_in_it_is_named_with_the_file(small, old, new, problem):
    small.edit("mutation_config/lesson.toml", old, new)
    with pytest.raises(ConfigError, match=r"^mutation_config/lesson\.toml: ") as caught:
        load_config(small.root)
    assert problem.replace("`", "'") in caught.value.problem
