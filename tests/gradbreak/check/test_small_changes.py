from __future__ import annotations

import ast

import pytest

from gradbreak.check.small_changes import SmallChanges
from tests.gradbreak.check.units_of import reading_of

SOURCE = "def push(self, other, out):\n    self.grad += other.data * out.grad\n"


def changed(text: str) -> set[str]:
    """Each small change that is an expression, written as Python writes it."""
    found = set()
    for each in SmallChanges(reading_of(SOURCE, "push"), ast.parse(text, mode="eval").body).texts():
        try:
            found.add(ast.unparse(ast.parse(each, mode="eval").body))
        except SyntaxError:
            continue
    return found


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("out.grad", "-out.grad"),
        ("out.grad", "out.grad * other.data"),
        ("other.data + x", "other.data * x"),
        ("(a + b) * c", "(a - b) * c"),
        ("(a + b) * c", "(1 - (a + b)) * c"),
        ("b - a", "a - b"),
        ("-x", "x"),
        ("x > 0", "x < 0"),
        ("2 * x", "3 * x"),
        ("2 * x", "-2 * x"),
        ("math.sin(x) * y", "math.cos(x) * y"),
        ("math.exp(x)", "x"),
        ("1 - t", "1 - t ** 2"),
        ("'é' * x", "'é' / x"),
    ],
)
def test_a_small_change_is_made(text, instead):
    assert instead in changed(text)


@pytest.mark.parametrize("text", ["out.grad * x", "(a + b) * (c - d)"])
def test_each_change_is_made_once_and_is_one(text):
    texts = list(SmallChanges(reading_of(SOURCE, "push"), ast.parse(text, mode="eval").body).texts())
    assert len(texts) == len(set(texts))
    assert text not in texts
