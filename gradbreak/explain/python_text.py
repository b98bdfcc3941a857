"""Expressions as Python source, and as words for the name of a test."""

from __future__ import annotations

import ast
import re

from gradbreak.trace.expression import Binary, Expression, Number, Unary, Variable

_OPERATORS: dict[str, type[ast.operator]] = {
    "+": ast.Add,
    "-": ast.Sub,
    "*": ast.Mult,
    "/": ast.Div,
    "**": ast.Pow,
}
_WORDS = {"+": "plus", "-": "minus", "*": "times", "/": "over", "**": "to the power of"}
_NOUNS = {"+": "sum", "-": "difference", "*": "product", "/": "quotient", "**": "power"}


def python_text(expression: Expression) -> str:
    """``(a + b).tanh() * 3``: operators between nodes, everything else as a method."""
    return ast.unparse(_tree(expression))


def _tree(expression: Expression) -> ast.expr:
    match expression:
        case Number(value):
            return _literal(value)
        case Variable(name):
            return ast.Name(name)
        case Unary("-", operand):
            return ast.UnaryOp(ast.USub(), _tree(operand))
        case Unary(op, operand):
            return ast.Call(ast.Attribute(_tree(operand), op), [], [])
        case Binary(op, left, right):
            return ast.BinOp(_tree(left), _OPERATORS[op](), _tree(right))
    raise AssertionError(expression)


def literal_text(value: float) -> str:
    """A number in Python: ``-2``."""
    return ast.unparse(_literal(value))


def _literal(value: float) -> ast.expr:
    """The number as people write it: ``2`` for 2.0, and a minus sign as the operator it is in Python."""
    if value < 0:
        return ast.UnaryOp(ast.USub(), _literal(-value))
    is_whole = value.is_integer() and value < 1e6
    return ast.Constant(int(value) if is_whole else float(value))


def words(expression: Expression) -> str:
    """``a times b plus a``, with a noun where parentheses are: ``the sum of a and b times a``."""
    match expression:
        case Number(value):
            return number_words(value)
        case Variable(name):
            return name
        case Unary("-", operand):
            return f"minus {_operand(operand, expression)}"
        case Unary(op, operand):
            return f"{op} of {_operand(operand, expression)}"
        case Binary(op, left, right):
            return f"{_operand(left, expression)} {_WORDS[op]} {_operand(right, expression)}"
    raise AssertionError(expression)


def _operand(operand: Expression, of: Expression) -> str:
    if isinstance(operand, Binary) and f"({python_text(operand)})" in python_text(of):
        return f"the {_NOUNS[operand.op]} of {words(operand.left)} and {words(operand.right)}"
    return words(operand)


def number_words(value: float) -> str:
    """``minus 0.5``; what a name cannot hold is left to ``as_name``."""
    return f"{'minus ' if value < 0 else ''}{abs(value):g}"


def as_name(sentence: str) -> str:
    """A function's name from a sentence: ``test_the_gradient_of_a_at_0_5``."""
    return "test_" + re.sub(r"\W+", "_", sentence).strip("_").lower()
