"""The forms in which an accumulating write can be written. Each run draws new ones at random.

A test must gain nothing by looking at the engine's bytecode instead of what it does. So every accumulating write of
every engine that is drawn, correct or broken, is both statements under a condition:

    if 4720113 < 4719806:
        T += G
    else:
        T = G

Exactly one of the two statements runs, as it stands in the engine or in the mutant. So nothing that a test can observe
differs from the engine without the condition: no number, not even -0.0, no object, no read of the old value, no line.
Engines differ in the numbers alone, and one number by itself says nothing: which statement runs shows only if the
condition is evaluated, and that is to find out what the write does.
"""

from __future__ import annotations

import ast
import marshal
import random
from collections.abc import Mapping, Sequence
from types import CodeType

from msgspec import Struct

FIRST_MARK = 1 << 40
"""The conditions of a template compare marks, numbers from here on, which each draw replaces. No engine has them."""

SMALLEST, LARGEST = 1_000_000, 9_000_000
"""The range of the first number of a condition. It is large beside the distance of the second, which would otherwise
often tell by itself on which side of the first it is."""

MOST_APART = 1_000

SEED_BITS = 256
"""Of what is drawn for each engine."""


class Template(Struct, frozen=True, kw_only=True):
    """A compiled file whose conditions are not drawn yet.

    Attributes:
        code: the marshalled code object.
        keeps: for each accumulating write, whether its intact statement is to run.
    """

    code: bytes
    keeps: tuple[bool, ...]


class Disguise(Struct, frozen=True):
    """An engine whose accumulating writes are all under conditions.

    Attributes:
        files: file → its template.
    """

    files: Mapping[str, Template]

    def code(self, chance: random.Random) -> Mapping[str, bytes]:
        """The engine with new conditions: file → marshalled code object."""
        # A system call for each number would take half of the time. Nothing that one engine shows tells the next seed.
        numbers = random.Random(chance.getrandbits(SEED_BITS))
        return {file: _drawn(template, numbers) for file, template in self.files.items()}


def guarded(number: int, intact: ast.stmt, broken: ast.stmt) -> ast.If:
    """Both statements of a write under a condition that compares its two marks.

    The operator, and which statement comes first, depend on the write's number alone, so they are the same in every
    engine.

    Args:
        number: the position of the write in its file.
        intact: the statement of the engine.
        broken: the statement of the mutant.
    """
    first, second = (intact, broken) if _intact_first(number) else (broken, intact)
    return ast.If(test=_condition(number), body=[first], orelse=[second])


def guarded_expression(number: int, intact: ast.expr, broken: ast.expr) -> ast.IfExp:
    """The same for a write that is an expression, as in a lambda.

    Args:
        number: the position of the write in its file.
        intact: the expression of the engine.
        broken: the expression of the mutant.
    """
    first, second = (intact, broken) if _intact_first(number) else (broken, intact)
    return ast.IfExp(test=_condition(number), body=first, orelse=second)


def _condition(number: int) -> ast.Compare:
    left, right = (ast.Constant(mark) for mark in _marks(number))
    return ast.Compare(left=left, ops=[ast.Lt() if _needs_less(number) else ast.Gt()], comparators=[right])


def _marks(number: int) -> tuple[int, int]:
    return FIRST_MARK + 2 * number, FIRST_MARK + 2 * number + 1


def _needs_less(number: int) -> bool:
    """Whether the first statement of a write runs where the first number is the smaller one."""
    return number % 2 == 0


def _intact_first(number: int) -> bool:
    return number // 2 % 2 == 0


def _drawn(template: Template, chance: random.Random) -> bytes:
    numbers: dict[int, int] = {}
    for number, keeps in enumerate(template.keeps):
        first = chance.randint(SMALLEST, LARGEST)
        apart = chance.randint(1, MOST_APART)
        is_less = _needs_less(number) == (_intact_first(number) == keeps)
        numbers.update(zip(_marks(number), (first, first + apart if is_less else first - apart), strict=True))
    if not numbers:
        return template.code
    return marshal.dumps(_replaced(marshal.loads(template.code), numbers))  # the grader's own bytes


def _replaced(code: CodeType, numbers: Mapping[int, int]) -> CodeType:
    constants: Sequence[object] = [
        _replaced(constant, numbers)
        if isinstance(constant, CodeType)
        # Only an int: True == 1, and a hash finds it.
        else numbers.get(constant, constant)
        if type(constant) is int
        else constant
        for constant in code.co_consts
    ]
    return code.replace(co_consts=tuple(constants))
