from __future__ import annotations

import ast

import pytest

from gradbreak.engine.source_text import SourceText


@pytest.mark.parametrize("source", ["a + b", "'é' + (b)", "(a +\n  b)", "ä = 1\nü = a + b\n"])
def test_the_text_of_a_node_is_what_stands_in_the_source(source):
    text = SourceText(source)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.expr, ast.stmt)):
            assert text.of(node) == ast.get_source_segment(source, node)
            start, end = text.offsets(node)
            assert source[start:end] == text.of(node)


def test_a_node_that_stands_nowhere_is_written_out():
    assert SourceText("").of(ast.Attribute(ast.Name("x", ast.Load()), "grad", ast.Store())) == "x.grad"


@pytest.mark.parametrize(
    ("source", "movable"), [("x = (a +\n  b)", "(a +\n  b)"), ("x = (y := a)", "(y := a)"), ("x = (a + b)", "a + b")]
)
def test_an_expression_keeps_the_brackets_that_it_needs_in_another_place(source, movable):
    statement = ast.parse(source).body[0]
    assert isinstance(statement, ast.Assign)
    text = SourceText(source).movable(statement.value)
    assert text == movable
    assert ast.dump(ast.parse(f"y = {text}").body[0].value) == ast.dump(statement.value)
