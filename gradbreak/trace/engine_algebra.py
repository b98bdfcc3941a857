"""Evaluating an expression on the engine, as the learner's own line of Python would."""

from __future__ import annotations

import operator
from typing import Any

_OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "**": operator.pow}


class EngineAlgebra:
    """Arithmetic on the engine's nodes; constants stay plain numbers, as in ``2 * a``.

    Args:
        node_class: the class whose instances are nodes, made from a number.
    """

    def __init__(self, node_class: type) -> None:
        self._class = node_class

    def number(self, value: float) -> Any:
        """A plain number: an engine may treat ``a ** 2`` and ``a ** b`` with a node b = 2 differently."""
        return value

    def unary(self, op: str, operand: Any) -> Any:
        """``-operand`` or ``operand.op()``."""
        if op == "-":
            return -operand
        node = operand if isinstance(operand, self._class) else self._class(operand)
        return getattr(node, op)()

    def binary(self, op: str, left: Any, right: Any) -> Any:
        """``left op right``."""
        return _OPERATORS[op](left, right)
