"""Expressions in which each input is used once, with their derivatives: a sweep is known by these numbers."""

from __future__ import annotations

import operator
import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gradbreak.engine.making import namespace_of
from gradbreak.engine.operations import BINARY


@dataclass(frozen=True, slots=True)
class TrialExpression:
    """An expression ``second(first(a, b), c)`` on 3, 5 and 7, in which each input is used once.

    Attributes:
        first, second: how two nodes are combined.
        text: how it is written.
        value: what it is.
        derivatives: by a, b and c.
    """

    first: Callable[[Any, Any], Any]
    second: Callable[[Any, Any], Any]
    text: str
    value: float
    derivatives: tuple[float, float, float]

    def build(self, a: Any, b: Any, c: Any) -> Any:
        """The engine's node for it."""
        return self.second(self.first(a, b), c)


_WORDS = {
    "mul": ("mul", "multiply", "times", "mult", "product", "prod"),
    "add": ("add", "plus", "addition"),
    "sub": ("sub", "subtract", "minus"),
    "div": ("div", "divide", "truediv"),
}


_DUNDERS = {"mul": "__mul__", "add": "__add__", "sub": "__sub__", "div": "__truediv__"}


_MEANINGS: dict[str, tuple[Callable[[float, float], float], Callable[[float, float], tuple[float, float]]]] = {
    "mul": (operator.mul, lambda a, b: (b, a)),
    "add": (operator.add, lambda *_: (1.0, 1.0)),
    "sub": (operator.sub, lambda *_: (1.0, -1.0)),
    "div": (operator.truediv, lambda a, b: (1 / b, -a / b**2)),
}


_ORDER = (
    ("mul", "add"),
    ("mul", "sub"),
    ("div", "add"),
    ("div", "sub"),
    ("mul", "mul"),
    ("sub", "sub"),
    ("add", "add"),
)
"""The pairs of operations that are tried, those first whose derivatives all differ."""


def trial_expressions(modules: Sequence[types.ModuleType], cls: type) -> Iterator[TrialExpression]:
    """What can be computed with a class, by operators, by methods or by functions of its modules."""
    found: dict[str, list[Callable[..., Any]]] = {name: [] for name in _WORDS}
    for name, dunder in _DUNDERS.items():
        if hasattr(cls, dunder):
            found[name].append(BINARY[dunder])
        found[name] += [method for word in _WORDS[name] if callable(method := getattr(cls, word, None))]
    for name, thing in namespace_of(modules).items():
        word = name.lower().strip("_")
        for operation, words in _WORDS.items():
            if word in words:
                found[operation] += list(callables_of(thing))
    for first, second in _ORDER:
        for f in found[first]:
            for g in found[second]:
                inner = _MEANINGS[first][0](3.0, 5.0)
                by_inner, by_c = _MEANINGS[second][1](inner, 7.0)
                by_a, by_b = _MEANINGS[first][1](3.0, 5.0)
                yield TrialExpression(
                    first=f,
                    second=g,
                    text=f"{second}({first}(3, 5), 7)",
                    value=_MEANINGS[second][0](inner, 7.0),
                    derivatives=(by_inner * by_a, by_inner * by_b, by_c),
                )


def callables_of(thing: Any) -> Iterator[Callable[..., Any]]:
    """The ways to call an operation that may be a function, a class, or a class with ``apply``."""
    if isinstance(thing, type):
        if callable(apply := getattr(thing, "apply", None)):
            yield apply
        if callable(thing):
            yield lambda *nodes: thing()(*nodes)
            yield thing
    elif callable(thing):
        yield thing
