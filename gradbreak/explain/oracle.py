"""What a graph's value and gradients should be, by methods that share nothing with the engine's sweep."""

from __future__ import annotations

import contextlib
import enum
from typing import Any

from gradbreak.config import EngineConfig
from gradbreak.engine.dual_numbers import Dual, DualAlgebra
from gradbreak.errors import BadExpression
from gradbreak.explain.graphs import Graph
from gradbreak.trace.dual import dual_gradients
from gradbreak.trace.engine_algebra import EngineAlgebra
from gradbreak.trace.expression import evaluate

STEP = 1e-5
"""Step of the central differences, relative to the input. Their error is of the order of its square."""


class Basis(enum.StrEnum):
    """What confirms the numbers that a test expects; its words are in ``gradbreak.texts.explain.BasisWords``."""

    DUAL = "forward-mode dual numbers"
    DIFFERENCES = "central differences"
    PLAIN = "plain Python, without the engine"
    ENGINE = "nothing but the engine as it is"


class Oracle:
    """Values and gradients of graphs.

    Args:
        node_class: the engine's nodes, unmutated; asked for forward values only, and only where an
            operation is not among those that dual numbers know.
        engine: what its attributes and methods are called.
    """

    def __init__(self, node_class: type, engine: EngineConfig) -> None:
        self._class = node_class
        self._engine = engine
        self._names = {method: op for method, op in engine.operations.items() if not method.startswith("_")}

    def value(self, graph: Graph) -> float | None:
        """The result's value, or None where there is none."""
        inputs = {name: Dual(value, ()) for name, value in graph.inputs.items()}
        with contextlib.suppress(ArithmeticError, ValueError, BadExpression):
            return evaluate(graph.expression(), inputs, DualAlgebra(0, self._names)).value
        return None

    def gradients(self, graph: Graph) -> tuple[dict[str, float], Basis] | None:
        """The derivative of the result for every input and step, or None where there is one missing."""
        found: dict[str, float] = {}
        try:
            for name in (*graph.inputs, *graph.steps):
                found[name] = self._dual_gradient(graph, name)
        except BadExpression:
            return self._differences(graph)
        except (ArithmeticError, ValueError):
            return None
        return found, Basis.DUAL

    def _dual_gradient(self, graph: Graph, name: str) -> float:
        if name not in graph.steps:
            return dual_gradients(graph.expression(), graph.inputs, self._names)[name]
        inputs = {each: Dual(value, ()) for each, value in graph.inputs.items()}
        value = evaluate(graph.up_to(name).expression(), inputs, DualAlgebra(0, self._names)).value
        return dual_gradients(graph.expression(keep=name), {**graph.inputs, name: value}, self._names)[name]

    def _differences(self, graph: Graph) -> tuple[dict[str, float], Basis] | None:
        """For the inputs only; a step cannot be moved by itself."""
        found: dict[str, float] = {}
        for name, value in graph.inputs.items():
            step = STEP * max(1.0, abs(value))
            right, left = self._forward(graph, name, value + step), self._forward(graph, name, value - step)
            if right is None or left is None:
                return None
            found[name] = (right - left) / (2 * step)
        return found, Basis.DIFFERENCES

    def _forward(self, graph: Graph, name: str, value: float) -> float | None:
        try:
            leaves: dict[str, Any] = {each: self._class(v) for each, v in {**graph.inputs, name: value}.items()}
            result = evaluate(graph.expression(), leaves, EngineAlgebra(self._class))
            return float(getattr(result, self._engine.value))
        except Exception:  # noqa: BLE001  # an engine may refuse an input with any exception
            return None
