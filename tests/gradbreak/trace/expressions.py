"""Random expressions for property-based tests."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from gradbreak.engine.dual_numbers import Dual, DualAlgebra
from gradbreak.trace.expression import Binary, Expression, Number, Unary, Variable, evaluate

FUNCTIONS = ("exp", "log", "relu", "sigmoid", "tanh")

names = st.sampled_from(["a", "b", "c", "x1", "long_name"])
numbers = st.floats(allow_nan=False, allow_infinity=False).map(Number)


def expressions(
    leaves: st.SearchStrategy[Expression],
    binary: tuple[str, ...] = ("+", "-", "*", "/", "**"),
    unary: tuple[str, ...] = ("-", *FUNCTIONS),
    size: int = 12,
) -> st.SearchStrategy[Expression]:
    """Trees with up to ``size`` leaves, as the parser makes them: the sign of a constant is part of it."""

    def grow(smaller: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
        grown = st.builds(Binary, st.sampled_from(binary), smaller, smaller)
        if unary:
            signed = st.builds(Unary, st.sampled_from(unary), smaller)
            grown |= signed.filter(lambda part: not (part.op == "-" and isinstance(part.operand, Number)))
        return grown

    return st.recursive(leaves, grow, max_leaves=size)


anything = expressions(st.one_of(names.map(Variable), numbers))
"""Whatever can be written; most of it cannot be evaluated."""


def is_tame(expression: Expression, inputs: Mapping[str, float]) -> bool:
    """Whether no part of it is so large that two correct methods may differ where large terms cancel."""
    units = {name: Dual(value, tuple(float(name == other) for other in inputs)) for name, value in inputs.items()}
    sizes = [0.0]
    evaluate(
        expression, units, DualAlgebra(len(inputs)), lambda _, dual: sizes.extend(map(abs, (dual.value, *dual.slopes)))
    )
    return max(sizes) < 1e4
