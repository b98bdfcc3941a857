from __future__ import annotations

import ast

import pytest

from gradbreak.engine.old_content import RightSides, same
from gradbreak.engine.source_text import SourceText


def rest_of(assignment: str, **constants: str) -> str | None:
    statement = ast.parse(assignment).body[0]
    assert isinstance(statement, ast.Assign)
    return RightSides(SourceText(assignment), constants).without(statement.targets[0], statement.value)


@pytest.mark.parametrize(
    ("assignment", "rest"),
    [
        ("s = s + e", "e"),
        ("s = e + s", "e"),
        ("s = s - e", "-(e)"),
        ("s = s + e - f", "e - f"),
        ("s = e - f + s", "e - f"),
        ("s = e - f * g + s", "e - (f * g)"),
        ("s = (e if c else f) + s", "(e if c else f)"),
        ("s = e + (f if c else g) + s", "e + (f if c else g)"),
        ("s = (e or f) + g + s", "(e or f) + g"),
        ("s = -e + s", "-e"),
        ("s = s + (g := e)", "(g := e)"),
        ("s = e if s is None else s + e", "e"),
        ("s = s + e if s is not None else e", "e"),
        ("s = (s or 0) + e", "e"),
        ("s = s.copy() + e", "e"),
        ("s = operator.add(s, e)", "e"),
        ("s = operator.sub(s, e)", "-(e)"),
        ("s = s.__sub__(e)", "-(e)"),
        ("s = sum((s, e, f))", "e + f"),
        ("d[k] = d.get(k, 0) + e", "e"),
        ("d[k] = d.pop(k, 0) + e", "e"),
        ("x.g = getattr(x, 'g') + e", "e"),
    ],
)
def test_the_rest_of_a_right_side_is_what_it_adds(assignment, rest):
    assert rest_of(assignment) == rest
    assert ast.parse(f"s = {rest}")


@pytest.mark.parametrize(
    "assignment",
    ["s = e", "s = s", "s = e - s", "s = s * e", "s = s + s", "s = t + e", "d[k] = d.get(j, 0) + e", "s = add(e, f)"],
)
def test_a_right_side_that_does_not_add_to_the_old_content_has_no_rest(assignment):
    assert rest_of(assignment) is None


def test_an_attribute_may_be_named_by_a_constant_of_the_module():
    assert rest_of("x.g = getattr(x, SLOT) + e", SLOT="g") == "e"
    assert rest_of("x.g = getattr(x, SLOT) + e", SLOT="h") is None


def test_an_expression_is_the_same_whether_it_is_read_or_written():
    statement = ast.parse("x.g = x.g").body[0]
    assert isinstance(statement, ast.Assign)
    assert same(statement.targets[0], statement.value)
