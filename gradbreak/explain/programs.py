"""Short programs that test an engine: what to run, what to look at, and the expected values."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from msgspec import Struct

from gradbreak.config import EngineConfig
from gradbreak.explain.graphs import Graph
from gradbreak.explain.oracle import Basis, Oracle
from gradbreak.explain.python_text import literal_text, number_words, python_text, words
from gradbreak.explain.shapes import methods_called
from gradbreak.trace.expression import Binary, Expression, Unary, parts

LookContent: TypeAlias = float | int | str | bool | list[Any] | None
"""A value that a test can state; a list holds such values."""


class SweepCount(enum.IntEnum):
    """How many sweeps a program makes. Programs with fewer are tried first, because they explain a fault better."""

    VALUE = 0
    SWEEP = 1
    SWEEPS = 2


class Look(Struct, frozen=True, kw_only=True):
    """An expression to look at after a program ran.

    Attributes:
        text: the expression to evaluate, ``a.grad``.
        expected: what it should be.
    """

    text: str
    expected: LookContent


class Program(Struct, frozen=True, kw_only=True):
    """A candidate for a killing test.

    Attributes:
        sentence: what it proves where it runs to its end.
        refusal: what it proves where the engine refuses its last line.
        imports: lines at the top.
        lines: what to run.
        looks: what to look at afterwards.
        calls: the names of the engine's methods and classes that it uses.
        basis: where the expected numbers come from; ``Basis.ENGINE`` where the engine as it is says them.
        stage: how much of the engine it needs.
        operations: how many it computes.
        is_edge: its inputs are unusual.
        is_declared: it comes from the configuration, and must hold on the engine as it is.
        why: for a declared program, the reason for what it expects.
    """

    sentence: str
    refusal: str
    imports: tuple[str, ...]
    lines: tuple[str, ...]
    looks: tuple[Look, ...]
    calls: frozenset[str]
    basis: Basis
    stage: SweepCount
    operations: int = 0
    is_edge: bool = False
    is_declared: bool = False
    why: str = ""


class GraphPrograms:
    """Makes programs from graphs.

    Args:
        engine: what its attributes and methods are called.
        module: the dotted name that the node class is imported from.
        oracle: says what a graph's numbers should be.
    """

    def __init__(self, engine: EngineConfig, module: str, oracle: Oracle) -> None:
        self._engine = engine
        self._import = f"from {module} import {engine.node_class}"
        self._oracle = oracle

    def value(self, graph: Graph, *, is_edge: bool = False) -> Iterator[Program]:
        """A program that looks at the forward value without a sweep."""
        value = self._oracle.value(graph)
        said = "has a value" if value is None else f"is {number_words(value)}"
        yield self._program(
            graph,
            sentence=f"{self._subject(graph)} {said}",
            looks={f"{graph.result}.{self._engine.value}": value},
            basis=Basis.PLAIN,
            is_edge=is_edge,
        )

    def gradients(self, graph: Graph, *, is_edge: bool = False) -> Iterator[Program]:
        """Programs that look at the gradients of the inputs after one sweep."""
        reused = " and ".join(graph.reused)
        yield from self._swept(
            graph,
            sentence=f"every use of {reused} counts in the gradients of" if reused else "the sweep differentiates",
            sweeps=[graph.result],
            times=1,
            is_edge=is_edge,
        )

    def sweeps(self, graph: Graph) -> Iterator[Program]:
        """Programs about repeated sweeps and the reset."""
        if not self._engine.gradient:
            return
        result = graph.result
        everything = (*graph.inputs, *graph.steps)
        yield from self._swept(graph, "the sweep reaches every node of", [result], 1, among=everything)
        yield from self._swept(graph, "two sweeps add up in the inputs of", [result, result], 2)
        yield from self._swept(graph, "gradients of steps belong to one sweep in", [result] * 2, 1, among=graph.steps)
        if self._engine.reset:
            yield from self._resets(graph)
        if graph.steps:
            leaf = next(iter(graph.inputs))
            yield from self._swept(
                graph, f"a sweep from {leaf} adds to what it has from", [result, leaf], 1, extra={leaf: 1.0}
            )

    def _resets(self, graph: Graph) -> Iterator[Program]:
        result = graph.result
        zero = dict.fromkeys((self._gradient_of(name) for name in (*graph.inputs, *graph.steps)), 0.0)
        sweep, clear = f"{result}.{self._engine.entry_point}()", f"{result}.{self._engine.reset}()"
        yield self._program(
            graph,
            sentence=f"a reset leaves no gradient in {self._subject(graph)}",
            looks=zero,
            more=(sweep, clear),
            basis=Basis.PLAIN,
        )
        yield from self._swept(graph, "after a reset a sweep starts anew in", [result], 1, before=(sweep, clear))

    def _swept(
        self,
        graph: Graph,
        sentence: str,
        sweeps: Sequence[str],
        times: int,
        *,
        among: Sequence[str] | Mapping[str, Expression] = (),
        extra: Mapping[str, float] | None = None,
        before: tuple[str, ...] = (),
        is_edge: bool = False,
    ) -> Iterator[Program]:
        # Where a sweep returns the gradients, no attribute can be looked at.
        found = self._oracle.gradients(graph) if self._engine.gradient else None
        if found is None:
            return
        gradients, basis = found
        names = [name for name in (among or graph.inputs) if name in gradients]
        if names:
            yield self._program(
                graph,
                sentence=f"{sentence} {self._subject(graph)}",
                looks={
                    self._gradient_of(name): times * gradients[name] + (extra or {}).get(name, 0.0) for name in names
                },
                more=(*before, *(f"{name}.{self._engine.entry_point}()" for name in sweeps)),
                basis=basis,
                is_edge=is_edge,
            )

    def _program(
        self,
        graph: Graph,
        *,
        sentence: str,
        looks: Mapping[str, float | None],
        more: tuple[str, ...] = (),
        basis: Basis,
        is_edge: bool = False,
    ) -> Program:
        known = {text: expected for text, expected in looks.items() if expected is not None}
        at = " and ".join(f"{name} is {number_words(value)}" for name, value in graph.inputs.items())
        return Program(
            sentence=f"{sentence} where {at}",
            refusal=f"{self._subject(graph)} is refused where {at}",
            imports=(self._import,),
            lines=(*self._making(graph), *more),
            looks=tuple(Look(text=text, expected=known.get(text)) for text in looks),
            calls=frozenset(self._calls(graph, more)),
            basis=basis if len(known) == len(looks) else Basis.ENGINE,
            stage=SweepCount(min(len(more), 2)),
            operations=sum(isinstance(p, (Unary, Binary)) for step in graph.steps.values() for p in parts(step)),
            is_edge=is_edge,
        )

    def _making(self, graph: Graph) -> Iterator[str]:
        makes = ", ".join(f"{self._engine.node_class}({literal_text(value)})" for value in graph.inputs.values())
        yield f"{', '.join(graph.inputs)} = {makes}"
        for name, step in graph.steps.items():
            yield f"{name} = {python_text(step)}"

    def _calls(self, graph: Graph, more: Sequence[str]) -> Iterator[str]:
        yield "__init__"
        for step in graph.steps.values():
            yield from methods_called(step)
        for method in (self._engine.entry_point, self._engine.reset):
            if any(line.endswith(f".{method}()") for line in more):
                yield method

    def _subject(self, graph: Graph) -> str:
        if not graph.steps:
            return f"the leaf {graph.result}"
        said = words(graph.steps[graph.result])
        earlier = [f"{name} is {words(step)}" for name, step in graph.steps.items() if name != graph.result]
        return f"{said} where {' and '.join(earlier)}" if earlier else said

    def _gradient_of(self, name: str) -> str:
        return f"{name}.{self._engine.gradient}"
