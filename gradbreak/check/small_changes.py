"""Every expression that differs from a given one in one small way, as text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from gradbreak.check.unit_reading import UnitReading

ATOM = re.compile(r"[\w.]+")
"""An expression that needs no brackets anywhere."""

CONFUSED = (("sin", "cos"), ("sinh", "cosh"), ("exp", "log"), ("tanh", "sinh"))
"""Pairs of functions of which people take one for the other."""


class SmallChanges:
    """Makes the small changes of one expression.

    Args:
        reading: of the function that it stands in.
        expression: the expression; it is left as it is.
    """

    def __init__(self, reading: UnitReading, expression: ast.expr) -> None:
        self._reading = reading
        self._text = ast.unparse(expression)
        # Parsed again, so that the place of each part in the text is known. Columns count bytes.
        self._whole = ast.parse(self._text, mode="eval").body
        self._bytes = self._text.encode()

    def texts(self) -> Iterator[str]:
        """The text of each changed expression, each once; some need not be valid."""
        seen = {self._text}
        for text in self._all():
            if text not in seen:
                seen.add(text)
                yield text

    def _all(self) -> Iterator[str]:
        text = _bracketed(self._text)
        yield f"-{text}"
        for leaf in self._reading.leaves:
            yield f"{text} * {leaf}"
            yield f"{text} / {leaf}"
            yield f"{text} * {leaf} ** 2"
            yield f"{text} / {leaf} ** 2"
        for factor in ("2", "0.5"):
            yield f"{text} * {factor}"
        if not self._reading.has_upstream(self._whole):
            for upstream in self._reading.upstreams:
                yield f"{text} * {upstream}"
        for part in ast.walk(self._whole):
            if isinstance(part, ast.expr) and part.lineno == 1:
                for instead in self._instead_of(part):
                    yield self._with(part, instead)

    def _instead_of(self, part: ast.expr) -> Iterator[str]:
        text = self._of(part)
        match part:
            case ast.BinOp(left, _, right):
                one, other = self._of(left), self._of(right)
                yield from (one, other)
                for sign in ("+", "-", "*", "/", "**"):
                    yield f"{_bracketed(one)} {sign} {_bracketed(other)}"
                yield f"{_bracketed(other)} - {_bracketed(one)}"
                yield f"{_bracketed(other)} / {_bracketed(one)}"
            case ast.UnaryOp(_, operand):
                yield self._of(operand)
            case ast.Compare(left, [_], [right]):
                for sign in (">", "<", ">="):
                    yield f"{_bracketed(self._of(left))} {sign} {_bracketed(self._of(right))}"
            case ast.Constant(int() | float() as number):
                yield from map(repr, (0, 1, -1, 2, number + 1, number - 1, -number))
            case ast.Name(ctx=ast.Load()) | ast.Attribute(ctx=ast.Load()):
                yield from self._reading.leaves
            case ast.Call(ast.Attribute(attr=name), arguments):
                for one, other in CONFUSED:
                    if name in (one, other):
                        yield text.replace(f".{name}(", f".{other if name == one else one}(", 1)
                yield from (self._of(each) for each in arguments[:2])
        if not self._reading.mentions_gradient(part) and not isinstance(part, ast.Constant):
            inner = _bracketed(text)
            yield from (f"1 - {inner}", f"{inner} - 1", f"1 + {inner}", f"-{inner}", f"{inner} ** 2", f"1 / {inner}")

    def _of(self, part: ast.expr) -> str:
        return self._bytes[part.col_offset : part.end_col_offset].decode()

    def _with(self, part: ast.expr, instead: str) -> str:
        before, after = self._bytes[: part.col_offset], self._bytes[part.end_col_offset :]
        return f"{before.decode()}{_bracketed(instead)}{after.decode()}"


def _bracketed(text: str) -> str:
    return text if ATOM.fullmatch(text) else f"({text})"
