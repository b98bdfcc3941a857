"""One expression on the engine in this process: its graph, its sweep, and what was written."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from gradbreak.engine.graph import NamedGraph
from gradbreak.engine.recorder import Recorder
from gradbreak.engine.recording import Content, RecordedWrite
from gradbreak.engine.shape import EngineShape
from gradbreak.errors import BadEngine
from gradbreak.model import Node, Tape, Write
from gradbreak.trace.engine_algebra import EngineAlgebra
from gradbreak.trace.expression import Expression, evaluate, parts, unparse

LIMIT = 5_000
"""Writes kept of one sweep; an endless one is ended by the clock."""


class Run(Struct, frozen=True, kw_only=True):
    """The graph and the recording of one run.

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


def run(node_class: type, shape: EngineShape, expression: Expression, inputs: Mapping[str, float]) -> Run:
    """Evaluate an expression on the engine, sweep once from the result, and record it.

    Args:
        node_class: the class whose instances are nodes.
        shape: what its parts are called.
        expression: what to evaluate.
        inputs: the value of each variable.

    Raises:
        BadEngine: no node has an attribute that the configuration names.
    """
    made: list[tuple[Expression, object]] = []
    error = stopped_at = ""
    leaves: dict[str, object] = {}
    with Recorder(node_class, shape, with_sources=True, limit=LIMIT) as recorder:
        try:
            leaves = {name: node_class(value) for name, value in inputs.items()}
            result = evaluate(expression, leaves, EngineAlgebra(node_class), lambda *pair: made.append(pair))
            getattr(result, shape.entry_point)()
        except Exception as problem:  # noqa: BLE001  # an engine may raise anything, a broken one even more so
            # (34, 'Numerical result out of range') is how a power of two plain numbers overflows.
            message = problem.args[-1] if isinstance(problem, ArithmeticError) and problem.args else problem
            error = f"{type(problem).__name__}: {_in_one_line(str(message))}"
            everything = list(parts(expression))
            stopped_at = unparse(everything[len(made)]) if leaves and len(made) < len(everything) else ""
    graph = NamedGraph(node_class, shape, recorder)
    graph.name([*((name, node) for name, node in leaves.items()), *((unparse(part), node) for part, node in made)])
    if not error:
        _check_attributes(shape, list(graph.by_number.values()))
    value = graph.number(made[-1][1], shape.value) if made and not stopped_at else None
    gradients = {name: graph.number(leaf, shape.gradient) for name, leaf in leaves.items()}
    return Run(
        nodes=_nodes(graph),
        tape=Tape(
            writes=_writes(graph, recorder.recording().writes),
            gradients={name: gradient for name, gradient in gradients.items() if gradient is not None},
            value=value,
            error=error,
        ),
        stopped_at=stopped_at,
        unordered=any(graph.is_unordered(node) for node in graph.by_number.values()),
    )


def _check_attributes(shape: EngineShape, nodes: Sequence[object]) -> None:
    """Refuse a wrong attribute name: it would give a graph without edges, or a value that is no number."""
    for key in ("value", "gradient", "closure", "parents"):
        name = getattr(shape, key)
        # One is enough: an engine may give operands to results alone.
        if name and not any(hasattr(node, name) for node in nodes):
            raise BadEngine(f"no {shape.node_class} has an attribute {name}", f"Correct {key} in engine.toml")


def _nodes(graph: NamedGraph) -> tuple[Node, ...]:
    """Operands before results, which is the order in which they were made."""
    found = []
    for number in sorted(graph.by_number):
        node = graph.by_number[number]
        parents = tuple(graph.names[graph.recorder.number_of(parent)] for parent in graph.parents(node))
        value = graph.number(node, graph.shape.value)
        found.append(
            Node(
                name=graph.names[number],
                op=graph.op(node) if parents else "",
                parents=parents,
                value=math.nan if value is None else value,
            )
        )
    return tuple(found)


def _writes(graph: NamedGraph, recorded: Sequence[RecordedWrite]) -> tuple[Write, ...]:
    """The writes to gradients within sweeps, numbered within each."""
    within = [write for write in recorded if write.is_gradient and write.sweep]
    return tuple(
        Write(
            sweep=sweep,
            step=step,
            site=write.place.site,
            node=graph.names.get(write.node, "?"),
            before=_float(write.before),
            after=_float(write.after),
            line=write.place.line,
            source=_source(graph, write),
        )
        for sweep, writes in groupby(within, key=lambda write: write.sweep)
        for step, write in enumerate(writes, start=1)
    )


def _source(graph: NamedGraph, write: RecordedWrite) -> str:
    if not write.place.contributes:
        return ""
    known = graph.names.get(write.source) if write.source is not None else None
    return known or write.place.op or write.place.function


def _float(content: Content) -> float:
    return content if isinstance(content, float) else math.nan


def _in_one_line(message: str) -> str:
    """A message without line breaks, and without addresses, which differ from run to run."""
    return re.sub(r"\b0x[0-9a-fA-F]+\b", "0x…", " ".join(message.split()))
