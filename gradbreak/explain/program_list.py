"""Makes all programs for an engine, and orders them for a mutant: relevant ones first, then the shortest."""

from __future__ import annotations

import ast
import math
import random
from collections.abc import Iterable, Iterator

from gradbreak.config import Config, ProbeConfig
from gradbreak.errors import ConfigError
from gradbreak.explain.graphs import Graph
from gradbreak.explain.objects import object_programs
from gradbreak.explain.observe import content_of
from gradbreak.explain.oracle import Basis, Oracle
from gradbreak.explain.programs import GraphPrograms, Look, LookContent, Program, SweepCount
from gradbreak.explain.rendering import SettledProgram
from gradbreak.explain.shapes import Operations, at_edges, at_points, combined, shared, single


def make_programs(config: Config, node_class: type) -> list[Program]:
    """Every program for the configured engine.

    Args:
        config: the project.
        node_class: the engine's nodes, unmutated.
    """
    engine = config.engine
    module = engine.shape.module
    make = GraphPrograms(engine, module, Oracle(node_class, engine))
    programs = [
        *_graph_programs(make, Operations.among(tuple(engine.operations))),
        *object_programs(node_class, engine, module),
        *(_declared(probe) for probe in config.probes),
    ]
    # What combines an operation with itself comes up in two ways; the first of each is kept.
    distinct: dict[object, Program] = {}
    for program in programs:
        distinct.setdefault((program.imports, program.lines, tuple(look.text for look in program.looks)), program)
    return list(distinct.values())


def _graph_programs(make: GraphPrograms, operations: Operations) -> Iterator[Program]:
    for expression in single(operations):
        graphs = list(at_points(expression))
        for graph in graphs:
            yield from make.value(graph)
            yield from make.gradients(graph)
        yield from make.sweeps(graphs[0])
    for expression in combined(operations):
        for graph in at_points(expression):
            yield from make.gradients(graph)
    for graph in (Graph(inputs={"a": 2.0}, steps={}), *shared(operations)):
        yield from make.gradients(graph)
        yield from make.sweeps(graph)
    for graph in at_edges(operations):
        yield from make.value(graph, is_edge=True)
        yield from make.gradients(graph, is_edge=True)


def _declared(probe: ProbeConfig) -> Program:
    text = "\n".join([*probe.imports, *probe.lines, *probe.shows])
    return Program(
        sentence=probe.sentence,
        refusal=probe.sentence,
        imports=probe.imports,
        lines=probe.lines,
        looks=tuple(Look(text=shown, expected=_evaluated(probe, expected)) for shown, expected in probe.shows.items()),
        calls=frozenset(_names(text)),
        basis=Basis.PLAIN,
        stage=SweepCount.VALUE,
        is_declared=True,
        why=probe.why,
    )


def _evaluated(probe: ProbeConfig, expected: str) -> LookContent:
    try:
        # The project's own declaration, which may run code as its tests may.
        return content_of(eval(expected, {"math": math, "random": random}))
    except Exception as error:  # noqa: BLE001  # whatever is wrong with it, it is named
        raise ConfigError(
            f"probes.toml, {probe.sentence!r}: {expected!r} fails with {type(error).__name__}: {error}",
            "Write plain Python that needs math and random at most",
        ) from None


def _names(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def in_order(programs: Iterable[SettledProgram], functions: Iterable[str], node_class: str) -> list[SettledProgram]:
    """The programs to try on a mutant, the most relevant first, then the simplest.

    Args:
        programs: all of them.
        functions: the qualified names of what the mutant changes.
        node_class: the name of the class whose instances are nodes.
    """
    concerned = {_name_called(function, node_class) for function in functions}

    def key(settled: SettledProgram) -> tuple[bool, bool, bool, bool, SweepCount, int]:
        program = settled.program
        return (
            not concerned & program.calls,
            program.is_declared,
            program.is_edge,
            settled.basis is Basis.ENGINE,
            program.stage,
            program.operations,
        )

    return sorted(programs, key=key)


def _name_called(function: str, node_class: str) -> str:
    """The name by which a program uses a function: a node's method by its own name, any other by its class."""
    owner, _, name = function.partition(".")
    return name if owner == node_class and name else owner
