from __future__ import annotations

import ast
import random

import pytest

from gradbreak.grading.engines.forms import AccumulatingWrite, Disguise, written

CHANCES = [random.Random(seed) for seed in range(200)]


def write(*, keeps: bool, is_hidden: bool) -> AccumulatingWrite:
    return AccumulatingWrite(statement="n.g  +=  3.0*1", target="n.g", term="3.0 * 1", keeps=keeps, is_hidden=is_hidden)


def ways(**of) -> list[str]:
    return [written(write(**of), chance) for chance in CHANCES]


def result(statement: str) -> float:
    class Node:
        g = 2.0

    exec(statement, {"n": Node})
    return Node.g


@pytest.mark.parametrize("is_hidden", [True, False])
def test_a_write_that_keeps_adds_in_every_form(is_hidden):
    assert {result(way) for way in ways(keeps=True, is_hidden=is_hidden)} == {5.0}


def test_a_write_that_forgets_assigns_in_every_form():
    assert {result(way) for way in ways(keeps=False, is_hidden=True)} == {3.0}


def test_a_write_that_need_not_hide_is_also_written_as_it_was_and_without_an_in_place_add():
    seen = set(ways(keeps=True, is_hidden=False))
    assert {"n.g  +=  3.0*1", "n.g = n.g + (3.0 * 1)"} <= seen
    assert len(seen) > 20


def test_a_hidden_write_always_has_an_in_place_add():
    for way in ways(keeps=False, is_hidden=True) + ways(keeps=True, is_hidden=True):
        assert sum(isinstance(node, ast.AugAssign) for node in ast.walk(ast.parse(way))) == 1


def shapes(keeps: bool) -> set[str]:
    """The forms with every number made 0: what remains without working out what is taken."""

    class Zeros(ast.NodeTransformer):
        def visit_Constant(self, node):
            return ast.Constant(0)

    return {ast.unparse(Zeros().visit(ast.parse(way))) for way in ways(keeps=keeps, is_hidden=True)}


def test_what_keeps_and_what_forgets_have_the_same_shapes():
    assert shapes(keeps=True) == shapes(keeps=False)
    assert len(shapes(keeps=True)) > 10


def test_hardly_two_writes_are_the_same_text():
    seen = ways(keeps=False, is_hidden=True)
    assert len(set(seen)) > 0.8 * len(seen)


def test_a_disguise_leaves_all_but_its_writes_as_it_is():
    disguise = Disguise({"e.py": ("before\n", write(keeps=True, is_hidden=False), "\nafter\n"), "other.py": ("text",)})
    text = disguise.text(random.Random(0))
    assert text["e.py"].startswith("before\nn.g")
    assert text["e.py"].endswith("\nafter\n")
    assert text["other.py"] == "text"
