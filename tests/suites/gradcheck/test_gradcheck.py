"""Finite differences on random trees: no derivative by hand, and still each leaf is used once."""

import operator
import random
from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from minigrad import Value

# A leaf is its number; any other node is the name of an operation with its operands.
Tree: TypeAlias = float | tuple[str, *tuple["Tree", ...]]

OPERATIONS: dict[str, Callable[..., Value]] = {
    "a + b": operator.add,
    "a - b": operator.sub,
    "a * b": operator.mul,
    "a / b": operator.truediv,
    "a ** b": operator.pow,
    "-a": operator.neg,
    "a ** 3": lambda a: a**3,
    "2 ** a": lambda a: 2**a,
    "3 - a": lambda a: 3 - a,
    "3 / a": lambda a: 3 / a,
    "tanh a": Value.tanh,
    "sigmoid a": Value.sigmoid,
    "relu a": Value.relu,
    "relu a - relu b": lambda a, b: a.relu() - b.relu(),
    # These two give something positive for something positive, and so can be nested at will.
    "exp -a": lambda a: (-a).exp(),
    "log(2 + a)": lambda a: (2 + a).log(),
}
TAKES_TWO = {"a + b", "a - b", "a * b", "a / b", "a ** b", "relu a - relu b"}

# Every mutant runs these tests: no shrinking, no database that would carry one mutant's failure to
# the next, no time limits that a busy machine could miss, and the same examples every time.
fixed_and_few = settings(
    max_examples=6,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


def trees(*operations: str, depth: int, leaves: Callable[[random.Random], float]) -> st.SearchStrategy[Tree]:
    """Eight random trees of these operations with ``depth`` levels of them.

    They grow from coin tosses and not from drawn integers: into those Hypothesis mixes constants from
    the source files that happen to be loaded, so the examples would depend on who runs the tests.
    """

    def grow(rng: random.Random, levels: int) -> Tree:
        if levels == 0:
            return leaves(rng)
        name = rng.choice(operations)
        return (name, *(grow(rng, levels - 1) for _ in range(1 + (name in TAKES_TWO))))

    def planted(coins: tuple[bool, ...]) -> Tree:
        return grow(random.Random(str(coins)), depth)

    return st.tuples(*[st.booleans()] * 3).map(planted)


def positive(rng: random.Random) -> float:
    return rng.uniform(0.5, 1.5)


def of_either_sign(rng: random.Random) -> float:
    """Away from zero, where relu has no derivative."""
    return rng.choice([-1, 1]) * rng.uniform(0.5, 1.5)


def leaves_of(tree: Tree) -> list[float]:
    if isinstance(tree, float):
        return [tree]
    return [leaf for operand in tree[1:] for leaf in leaves_of(operand)]


def build(tree: Tree, leaves: Iterator[Value]) -> Value:
    """The tree as a graph. Each leaf is taken from the iterator, so none can be used twice."""
    if isinstance(tree, float):
        return next(leaves)
    return OPERATIONS[tree[0]](*[build(operand, leaves) for operand in tree[1:]])


def assert_gradients_are_slopes(tree: Tree) -> None:
    """Each leaf's gradient is the slope between two points beside it (a central difference)."""
    numbers = leaves_of(tree)
    leaves = [Value(number) for number in numbers]
    build(tree, iter(leaves)).backward()

    def result_with(index: int, change: float) -> float:
        changed = [number + change * (place == index) for place, number in enumerate(numbers)]
        return build(tree, map(Value, changed)).data

    step = 1e-5
    slopes = [(result_with(i, step) - result_with(i, -step)) / (2 * step) for i in range(len(numbers))]
    assert [leaf.grad for leaf in leaves] == pytest.approx(slopes, rel=1e-5, abs=1e-7)


@seed(0)
@fixed_and_few
@given(trees("a + b", "a - b", "a * b", "a / b", "-a", "3 - a", "3 / a", depth=3, leaves=of_either_sign))
def test_arithmetic(tree: Tree) -> None:
    assert_gradients_are_slopes(tree)


@seed(0)
@fixed_and_few
@given(trees("a ** b", "a ** 3", "2 ** a", depth=2, leaves=positive))
def test_powers(tree: Tree) -> None:
    assert_gradients_are_slopes(tree)


@seed(0)
@fixed_and_few
@given(trees("exp -a", "log(2 + a)", "tanh a", "sigmoid a", "relu a", depth=3, leaves=positive))
def test_curves_of_curves(tree: Tree) -> None:
    assert_gradients_are_slopes(tree)
