"""What the value and the gradients of an expression should be, without the engine's sweep.

Operators and well-known functions have rules on dual numbers. Any other operation is differentiated by central
differences of the engine's own forward values, so it is its derivative that is judged and not what it computes.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Mapping

from gradbreak.engine.attempts import time_limit
from gradbreak.engine.dual_numbers import FUNCTIONS, Dual, DualAlgebra
from gradbreak.engine.operations import Operation
from gradbreak.engine.probes import Apply, Prober, Term
from gradbreak.engine.reading import close, number_of

OPERATORS = {
    "add": "+",
    "plus": "+",
    "sub": "-",
    "subtract": "-",
    "minus": "-",
    "mul": "*",
    "multiply": "*",
    "times": "*",
    "mult": "*",
    "matmul": "*",  # of arrays of one element
    "div": "/",
    "divide": "/",
    "truediv": "/",
    "pow": "**",
    "power": "**",
}
"""Operation → what it means."""

ALIASES = {"ln": "log", "logistic": "sigmoid"}

STEP = 1e-5
"""Of the central differences, relative to the operand; their error is of the order of its square."""

SECONDS = 0.25
"""Processor time that one operation may take."""

COARSE_STEP = 1e-2
"""The same for an engine that computes in single precision."""


class NotExpectedError(Exception):
    """Nothing can be expected: the operation is random, or has no number there."""


class Expectations:
    """The right numbers for one engine.

    Args:
        prober: the engine; asked for forward values only.

    Attributes:
        is_coarse: the engine computes in single precision.
        differenced: the operations whose derivatives are central differences.
        random: the operations whose value differs from call to call.
        renamed: the functions that compute something else than their name says.
        blocked: operand of an operation without a rule → it passes no gradient on; filled by whoever finds it out.
    """

    def __init__(self, prober: Prober) -> None:
        self._prober = prober
        self._operations: dict[str, Operation] = {each.name: each for each in prober.found.operations}
        self._values: dict[tuple[str, tuple[float, ...]], float] = {}
        held = number_of(prober.make(0.1), prober.found.value)
        self.is_coarse = held is not None and abs(held - 0.1) > 1e-12
        self.differenced: set[str] = set()
        self.random: set[str] = set()
        self.renamed: set[str] = set()
        self.blocked: set[tuple[str, int]] = set()

    @property
    def tolerance(self) -> float:
        """Relative and absolute, within which two numbers agree."""
        return 1e-3 if self.is_coarse else 1e-5

    def of(self, term: Term, inputs: Mapping[str, float]) -> Dual:
        """The value of an expression and its derivative for each input, in their order.

        Args:
            term: the expression.
            inputs: the value of each.

        Raises:
            NotExpectedError: it has none.
        """
        algebra = DualAlgebra(len(inputs))
        units = {name: Dual(value, tuple(float(name == each) for each in inputs)) for name, value in inputs.items()}
        try:
            found = self._of(term, units, algebra)
        except (ArithmeticError, ValueError):
            raise NotExpectedError from None
        if not all(map(math.isfinite, (found.value, *found.slopes))):
            raise NotExpectedError
        return found

    def has_rule(self, operation: str) -> bool:
        """Whether dual numbers know an operation by its name, and the engine computes what the name says."""
        name = ALIASES.get(operation, operation)
        return (name in OPERATORS or name == "neg" or name in FUNCTIONS) and operation not in self.differenced

    def _of(self, term: Term, units: Mapping[str, Dual], algebra: DualAlgebra) -> Dual:
        if isinstance(term, str):
            return units[term]
        if isinstance(term, float):
            return algebra.number(term)
        operands = [self._of(each, units, algebra) for each in term.arguments]
        name = ALIASES.get(term.operation, term.operation)
        known = self._operations.get(term.operation)
        is_operator = known is None or known.function.startswith("__")
        if name == "neg" and len(operands) == 1:
            return algebra.unary("-", operands[0])
        if name in OPERATORS and len(operands) == 2:
            if (term.operation, 1) in self.blocked:
                operands = [operands[0], algebra.number(operands[1].value)]
            made = algebra.binary(OPERATORS[name], *operands)
            if is_operator or self._agrees(term, operands, made.value):
                return made
        elif name in FUNCTIONS and len(operands) == 1:
            made = algebra.unary(name, operands[0])
            if self._agrees(term, operands, made.value):
                return made
            self.renamed.add(term.operation)
        return self._differences(term, operands, algebra)

    def _agrees(self, term: Apply, operands: list[Dual], value: float) -> bool:
        with contextlib.suppress(NotExpectedError):
            return close(self._value(term, [each.value for each in operands]), value, tolerance=self.tolerance)
        return True

    def _differences(self, term: Apply, operands: list[Dual], algebra: DualAlgebra) -> Dual:
        name = term.operation
        self.differenced.add(name)
        at = [each.value for each in operands]
        value = self._value(term, at)
        total = algebra.number(0.0)
        for place, operand in enumerate(operands):
            if not any(operand.slopes) or (name, place) in self.blocked:
                continue
            step = (COARSE_STEP if self.is_coarse else STEP) * max(1.0, abs(at[place]))
            above = self._value(term, [x + step * (i == place) for i, x in enumerate(at)])
            below = self._value(term, [x - step * (i == place) for i, x in enumerate(at)])
            slope = (above - below) / (2 * step)
            scaled = algebra.binary("*", Dual(0.0, operand.slopes), algebra.number(slope))
            total = algebra.binary("+", total, scaled)
        return Dual(value, total.slopes)

    def _value(self, term: Apply, at: list[float]) -> float:
        """What the engine computes for an operation: its forward value alone."""
        key = (term.operation, tuple(at))
        if key not in self._values:
            if term.operation in self.random:
                raise NotExpectedError
            first, second = self._computed(term, at), self._computed(term, at)
            if first is None or second is None:
                raise NotExpectedError
            if not close(first, second, tolerance=1e-12):
                self.random.add(term.operation)
                raise NotExpectedError
            self._values[key] = first
        return self._values[key]

    def _computed(self, term: Apply, at: list[float]) -> float | None:
        names = [f"x{place}" for place in range(len(at))]
        arguments = tuple(
            given if isinstance(given, float) else name for given, name in zip(term.arguments, names, strict=True)
        )
        try:
            with time_limit(SECONDS):
                self._prober.make.begin()
                nodes = {name: self._prober.make(number) for name, number in zip(names, at, strict=True)}
                return number_of(self._prober.build(Apply(term.operation, arguments), nodes), self._prober.found.value)
        except Exception:  # noqa: BLE001  # an operation of somebody's engine may raise anything
            return None
