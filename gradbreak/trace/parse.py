"""Reading a learner's expression and the values of its variables: a whitelist, and every mistake named.

The text is parsed by Python's own parser, which knows precedence and says where a mistake is, and
then only what is listed here is taken over into our own tree. Nothing is ever run as Python.
"""

from __future__ import annotations

import ast
import difflib
import keyword
import math
import re
import unicodedata
from collections.abc import Collection, Sequence

from gradbreak.engine.numbers import number_text
from gradbreak.errors import BadExpression
from gradbreak.trace.expression import Binary, Expression, Number, Unary, Variable, variables

LONGEST = 1000
"""In characters; a trace of a longer one would fill screens."""

DEEPEST = 100
"""Levels of nesting; engines that walk a graph by recursion end at some hundreds."""

_OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}

# As textbooks and the lesson print them. One character each, so that columns stay right.
_TYPOGRAPHY = str.maketrans("·×⋅−÷", "***-/")

_EXAMPLE = "Write something like '(a*b + c)*(a - c)'"


def parse(text: str, functions: Collection[str]) -> Expression:
    """The expression that a text stands for.

    Args:
        text: sums, products, quotients and powers of names and numbers; functions as ``tanh(a)`` or
            ``a.tanh()``.
        functions: the names of the functions that may be called.

    Raises:
        BadExpression: it is something else; the message names the place and the next step.
    """
    text = text.translate(_TYPOGRAPHY).strip()
    if not text:
        raise BadExpression("the expression is empty", _EXAMPLE)
    if len(text) > LONGEST:
        raise BadExpression(f"the expression has {len(text)} characters", f"Use at most {LONGEST}")
    for column, character in enumerate(text, start=1):
        # A comment would be dropped without a word, and a line break moves every column.
        if character == "#" or not character.isprintable():
            raise BadExpression(f"column {column} of the expression: {character!r} has no meaning here", "Take it out")
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError as error:
        raise _unreadable(text, error) from None
    except (MemoryError, RecursionError):  # what Python's parser raises where nesting exhausts its stack
        raise _too_deep() from None
    return _ExpressionReader(text, functions).read(tree.body, 0)


def bind(expression: Expression, assignments: Sequence[str], functions: Collection[str] = ()) -> dict[str, float]:
    """The value of each variable, from ``a=2`` and the like; every variable once, and nothing else.

    Args:
        expression: what the values are for.
        assignments: each a name, an equals sign and a finite number.
        functions: names that a learner may have written without their operand.

    Raises:
        BadExpression: a value is missing, unused, given twice or not a number.
    """
    needed = variables(expression)
    values: dict[str, float] = {}
    for assignment in assignments:
        name, equals, text = (part.strip() for part in assignment.partition("="))
        name = unicodedata.normalize("NFKC", name)  # as Python's parser does with names
        if not equals or not name.isidentifier():
            raise BadExpression(f"{assignment!r} is not a value", "Write a name, = and a number: a=2")
        if name in values:
            raise BadExpression(f"{name} has two values", f"Leave one of them out: {assignment!r} is the second")
        values[name] = _number(name, text)
    if not needed:
        raise BadExpression("the expression has no variable, so there is nothing to differentiate", _EXAMPLE)
    for name in needed:
        if name not in values:
            raise _without_value(name, [given for given in values if given not in needed], functions)
    for name in values:
        if name not in needed:
            raise BadExpression(
                f"{name} is not in the expression", f"Leave {name}={number_text(values[name])} out, or use {name}"
            )
    return values


def _number(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise BadExpression(f"{name}={text} is not a number", f"Write digits: {name}=2 or {name}=-0.5") from None
    if not math.isfinite(value):
        raise BadExpression(f"{name}={text} is not a finite number", f"Write digits: {name}=2 or {name}=-0.5")
    return value


def _without_value(name: str, unused: Sequence[str], functions: Collection[str]) -> BadExpression:
    if name in functions:
        return BadExpression(f"{name} is a function and stands without its operand", f"Write {name}(a)")
    close = difflib.get_close_matches(name, unused, n=1, cutoff=0.5)
    if close:
        return BadExpression(f"{name} has no value", f"Did you mean {close[0]}? Otherwise add one: {name}=4")
    return BadExpression(f"{name} has no value", f"Add one: {name}=4")


def _unreadable(text: str, error: SyntaxError) -> BadExpression:
    if "nested" in error.msg:  # Python's own limit on open parentheses
        return _too_deep()
    for found in re.finditer(r"\b[^\W\d]\w*", text):
        # Before Python's own message, which is about a missing colon or worse.
        if keyword.iskeyword(word := found.group()):
            return BadExpression(
                f"{_place(text, found.start() + 1)}: {word} is a word of Python's own and cannot be a name",
                f"Choose another one, such as {word}_",
            )
    if not error.offset:  # Python's way to say: at the end
        return BadExpression(
            f"{_place(text, len(text) + 1)}: an operand is missing", "Add it, or take the operator out"
        )
    column = min(error.offset, len(text) + 1)
    if "invalid decimal literal" in error.msg:
        return BadExpression(f"{_place(text, column)}: a number and a name touch", "Write a product with *: 2*a")
    message = error.msg[:1].lower() + error.msg[1:]
    return BadExpression(f"{_place(text, column)}: {message}", "Correct it there; a product is a*b and a power a**2")


def _place(text: str, column: int) -> str:
    """``column 5 of the expression, at '* c'``; columns are counted from 1."""
    rest = text[column - 1 : column + 11]
    return f"column {column} of the expression, " + (f"at {rest!r}" if rest else "at its end")


def _too_deep() -> BadExpression:
    return BadExpression("the expression is nested too deeply", f"Use at most {DEEPEST} levels")


class _ExpressionReader:
    """Takes over what is on the whitelist from Python's tree, and refuses the rest by name."""

    def __init__(self, text: str, functions: Collection[str]) -> None:
        self.text = text
        self.functions = functions

    def read(self, node: ast.expr, depth: int) -> Expression:
        if depth > DEEPEST:
            raise _too_deep()
        match node:
            case ast.Constant(value=value):
                return self._constant(node, value, 1)
            case ast.Name(id=name):
                return Variable(name)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=value)):
                return self._constant(node, value, -1)
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.read(operand, depth + 1)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Unary("-", self.read(operand, depth + 1))
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
                symbol = _OPERATORS[type(operator)]
                return Binary(symbol, self.read(left, depth + 1), self.read(right, depth + 1))
            case ast.BinOp(op=ast.BitXor()):
                raise self._refused(node, "uses ^, which is not a power in Python", "Write a power with **: a**2")
            case ast.Call(func=ast.Name(id=name), args=[operand], keywords=[]) if not isinstance(operand, ast.Starred):
                return self._call(node, name, operand, depth)
            case ast.Call(func=ast.Attribute(value=operand, attr=name), args=[], keywords=[]):
                return self._call(node, name, operand, depth)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                self._check_function(node, name)
                raise self._refused(node, f"calls {name} with something else than one operand", f"Write {name}(a)")
        raise self._refused(node, "is not arithmetic")

    def _constant(self, node: ast.expr, value: object, sign: int) -> Number:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self._refused(node, "is not a real number")
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if math.isinf(number):
            raise self._refused(node, "is too large for a float")
        return Number(sign * number)

    def _call(self, node: ast.expr, name: str, operand: ast.expr, depth: int) -> Expression:
        self._check_function(node, name)
        return Unary(name, self.read(operand, depth + 1))

    def _check_function(self, node: ast.expr, name: str) -> None:
        if name not in self.functions:
            allowed = ", ".join(sorted(self.functions)) or "no functions"
            close = difflib.get_close_matches(name, self.functions, n=1)
            hint = f"Did you mean {close[0]}? " if close else ""
            raise self._refused(node, f"calls {name}, which the engine does not have", f"{hint}It has {allowed}")

    def _refused(self, node: ast.expr, why: str, next_step: str = "") -> BadExpression:
        column = len(self.text.encode()[: node.col_offset].decode()) + 1  # ast counts in bytes
        piece = ast.get_source_segment(self.text, node) or ""
        short = piece if len(piece) <= 30 else piece[:29] + "…"
        functions = "".join(f", {name}(…)" for name in sorted(self.functions))
        return BadExpression(
            f"column {column} of the expression: {short!r} {why}",
            next_step or f"Use names, numbers, + - * / **, parentheses{functions}",
        )
