"""Engines with a tape: an object that notes each operation, makes the nodes or watches them, and sweeps.

``with Tape() as t: …; t.gradient(y, [x])`` is one, and so is ``t = Tape(); x = t.var(3)``. A wrapping of such an engine
has two parts, ``Tape().__enter__(); Var({x})``: what makes the tape, and what makes a node while it is there.
"""

from __future__ import annotations

import contextlib
import inspect
import re
from collections.abc import Iterator, Sequence
from typing import Any

from gradbreak.engine.signatures import accepts, required_arguments

ENTERED = ".__enter__()"
"""How a wrapping says that the tape is a context manager, in which everything else happens."""

_WATCH = "[__node := {c}({{x}}), {{t}}.{watch}(__node)][0]"


def tape_wrappings(classes: Sequence[type], cls: type) -> Iterator[str]:
    """The ways in which a number becomes a node where there is a tape.

    Args:
        classes: those of the engine.
        cls: that of the nodes.
    """
    for tape in classes:
        if tape is cls or required_arguments(tape) != 0:
            continue
        is_entered = hasattr(tape, "__enter__") and hasattr(tape, "__exit__")
        makes = f"{tape.__name__}(){ENTERED}" if is_entered else f"{tape.__name__}()"
        methods = _methods(tape, 2)
        for name in methods:
            yield f"{makes}; {{t}}.{name}({{x}})"
        if is_entered:
            yield f"{makes}; {cls.__name__}({{x}})"
            yield from (f"{makes}; {_WATCH.format(c=cls.__name__, watch=name)}" for name in methods if "watch" in name)


def _methods(tape: type, required: int) -> list[str]:
    return [
        name
        for name, member in inspect.getmembers(tape, inspect.isfunction)
        if not name.startswith("_") and required_arguments(member) == required
    ]


def tape_sweeps(tape: type) -> Iterator[tuple[str, str]]:
    """The methods of a tape that may sweep: the name, and how it is called.

    Args:
        tape: its class.
    """
    for name, member in inspect.getmembers(tape, inspect.isfunction):
        required = required_arguments(member)
        if name.startswith("_") or required is None:
            continue
        if required == 1:
            yield name, f"{{t}}.{name}()"
        if required <= 2 and accepts(member, 2):
            yield name, f"{{t}}.{name}({{out}})"
        if required <= 3 and accepts(member, 3):
            yield from ((name, f"{{t}}.{name}({{out}}, {argument})") for argument in ("{inputs}", "{input}", "1.0"))


def leave(tape: Any) -> None:
    """Leave a tape that was entered, so that the next expression is not noted on it."""
    if hasattr(tape, "__exit__"):
        with contextlib.suppress(Exception):  # somebody's tape may refuse; its module's state is put back anyhow
            tape.__exit__(None, None, None)


def written(wrapping: str) -> tuple[list[str], str, str]:
    """How people write what a wrapping says.

    Args:
        wrapping: of a recognised engine.

    Returns:
        The lines above the nodes, the indentation of everything that follows, and what makes a node.
    """
    tape, _, node = wrapping.rpartition("; ")
    if not tape:
        return [], "", node
    if tape.endswith(ENTERED):
        return [f"with {tape.removesuffix(ENTERED)} as t:"], "    ", node
    return [f"t = {tape}"], "", node


def node_lines(name: str, node: str, number: str) -> list[str]:
    """The statements that make a node, as people write them.

    Args:
        name: of the variable.
        node: what makes a node, from ``written``.
        number: its value.
    """
    watched = re.fullmatch(r"\[__node := (.*), \{t\}\.(\w+)\(__node\)\]\[0\]", node)
    if watched:
        return [f"{name} = {watched[1].format(x=number)}", f"t.{watched[2]}({name})"]
    return [f"{name} = {node.format(x=number, t='t')}"]
