"""One expression on the engine in this process: its graph, its sweep, and what was written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from gradbreak.config import EngineConfig
from gradbreak.engine.graph import NamedGraph
from gradbreak.engine.recorder import Recorder
from gradbreak.errors import BadEngine
from gradbreak.model import Node, Tape
from gradbreak.trace.engine_algebra import EngineAlgebra
from gradbreak.trace.expression import Expression, evaluate, parts, unparse

LIMIT = 5_000
"""Writes kept of one sweep; an endless one is ended by the clock."""


class Run(Struct, frozen=True, kw_only=True):
    """What came of it.

    Attributes:
        nodes: operands before results; as far as they were made.
        tape: the sweep.
        stopped_at: the part of the expression that could not be evaluated; empty where all were.
        unordered: see ``gradbreak.model.Example``.
    """

    nodes: tuple[Node, ...]
    tape: Tape
    stopped_at: str = ""
    unordered: bool = False


def run(node_class: type, engine: EngineConfig, expression: Expression, inputs: Mapping[str, float]) -> Run:
    """Evaluate an expression on the engine, sweep once from the result, and record it.

    Args:
        node_class: the class whose instances are nodes.
        engine: what its attributes and methods are called.
        expression: what to evaluate.
        inputs: the value of each variable.

    Raises:
        BadEngine: no node has an attribute that the configuration names.
    """
    made: list[tuple[Expression, object]] = []
    error = stopped_at = ""
    leaves: dict[str, object] = {}
    with Recorder(node_class, engine, with_sources=True, limit=LIMIT) as recorder:
        try:
            leaves = {name: node_class(value) for name, value in inputs.items()}
            result = evaluate(expression, leaves, EngineAlgebra(node_class), lambda *pair: made.append(pair))
            getattr(result, engine.entry_point)()
        except Exception as problem:  # noqa: BLE001  # an engine may raise anything, a broken one even more so
            # (34, 'Numerical result out of range') is how a power of two plain numbers overflows.
            message = problem.args[-1] if isinstance(problem, ArithmeticError) and problem.args else problem
            error = f"{type(problem).__name__}: {_in_one_line(str(message))}"
            everything = list(parts(expression))
            stopped_at = unparse(everything[len(made)]) if leaves and len(made) < len(everything) else ""
    graph = NamedGraph(node_class, engine, recorder)
    graph.name([*((name, node) for name, node in leaves.items()), *((unparse(part), node) for part, node in made)])
    if not error:
        _check_attributes(engine, list(graph.by_number.values()))
    value = graph.number(made[-1][1], engine.value) if made and not stopped_at else None
    gradients = {name: graph.number(leaf, engine.gradient) for name, leaf in leaves.items()}
    return Run(
        nodes=graph.nodes(),
        tape=Tape(
            writes=graph.writes(recorder.recording().writes),
            gradients={name: gradient for name, gradient in gradients.items() if gradient is not None},
            value=value,
            error=error,
        ),
        stopped_at=stopped_at,
        unordered=any(graph.is_unordered(node) for node in graph.by_number.values()),
    )


def _check_attributes(engine: EngineConfig, nodes: Sequence[object]) -> None:
    """Without this a wrong name would only make a graph without edges, or a value that is no number."""
    for key in ("value", "gradient", "closure", "parents"):
        name = getattr(engine, key)
        # One is enough: an engine may give operands to results alone.
        if not any(hasattr(node, name) for node in nodes):
            raise BadEngine(f"no {engine.node_class} has an attribute {name}", f"Correct {key} in engine.toml")


def _in_one_line(message: str) -> str:
    """A message without line breaks, and without addresses, which differ from run to run."""
    return re.sub(r"\b0x[0-9a-fA-F]+\b", "0x…", " ".join(message.split()))
