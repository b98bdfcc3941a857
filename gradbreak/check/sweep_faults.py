"""Sweeps with a known fault, run on an engine's own nodes, to find the one whose wrong numbers it shares.

Each sweep goes over the graph by itself and calls the engine's closures; only engines that keep a closure and the
parents in attributes of a node can be swept so.
"""

from __future__ import annotations

import contextlib
import enum
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from gradbreak.check.trials import Trial, Trials
from gradbreak.engine.attempts import time_limit
from gradbreak.engine.probes import INPUTS
from gradbreak.engine.reading import close, number_of


class SweepFault(enum.Enum):
    """A known fault of sweeps."""

    PRE_ORDER = "pre-order"  # a node passes its gradient on when it is met first, without topological order
    BREADTH_FIRST = "breadth first"  # level by level, each node once
    EVERY_VISIT = "every visit"  # a node passes its gradient on as often as it is met
    BREADTH_FIRST_EVERY_VISIT = "breadth first, every visit"
    RESET_INSIDE = "reset inside"  # the gradients of the operands are cleared at each node
    NO_SEED = "no seed"  # the result's gradient is not 1
    ONLY_RESULT = "only result"  # nothing but the result passes a gradient on; so does a sweep from inputs to result
    SWEEP = "sweep"  # some other fault of the sweep


def _parents(node: Any, attribute: str) -> list[Any]:
    held = node
    for part in attribute.split("."):
        held = getattr(held, part, ())
    if isinstance(held, dict):
        held = list(held)
    return [each for each in held or () if hasattr(each, "__dict__") or hasattr(type(each), "__slots__")]


def _pre_order(out: Any, parents: Callable[[Any], list[Any]]) -> Iterator[Any]:
    seen: set[int] = set()

    def visit(node: Any) -> Iterator[Any]:
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            for each in parents(node):
                yield from visit(each)

    return visit(out)


def _topological(out: Any, parents: Callable[[Any], list[Any]]) -> list[Any]:
    seen: set[int] = set()
    order: list[Any] = []

    def visit(node: Any) -> None:
        if id(node) not in seen:
            seen.add(id(node))
            for each in parents(node):
                visit(each)
            order.append(node)

    visit(out)
    return order[::-1]


def _breadth_first(out: Any, parents: Callable[[Any], list[Any]], *, each_visit: bool) -> Iterator[Any]:
    queue, seen = deque([out]), {id(out)}
    while queue:
        node = queue.popleft()
        yield node
        for each in parents(node):
            if each_visit or id(each) not in seen:
                seen.add(id(each))
                queue.append(each)


def _every_visit(out: Any, parents: Callable[[Any], list[Any]]) -> Iterator[Any]:
    yield out
    for each in parents(out):
        yield from _every_visit(each, parents)


def _sweeper(trials: Trials, fault: SweepFault | None) -> Callable[[Any], None]:
    """A sweep with a fault; with None, the right one."""
    found = trials.prober.found
    seed = 0.0 if fault is SweepFault.NO_SEED else 1.0

    def parents(node: Any) -> list[Any]:
        return _parents(node, found.parents)

    def order(out: Any) -> Iterator[Any] | list[Any]:
        match fault:
            case SweepFault.PRE_ORDER:
                return _pre_order(out, parents)
            case SweepFault.BREADTH_FIRST:
                return _breadth_first(out, parents, each_visit=False)
            case SweepFault.BREADTH_FIRST_EVERY_VISIT:
                return _breadth_first(out, parents, each_visit=True)
            case SweepFault.EVERY_VISIT:
                return _every_visit(out, parents)
            case SweepFault.ONLY_RESULT:
                return [out]
        return _topological(out, parents)

    def sweep(out: Any) -> None:
        before = getattr(out, found.gradient)
        with contextlib.suppress(Exception):
            # An array keeps its kind: a gradient of one element is filled, whatever holds it.
            setattr(out, found.gradient, before * 0 + seed if before is not None else seed)
        for node in order(out):
            if fault is SweepFault.RESET_INSIDE:
                for each in parents(node):
                    setattr(each, found.gradient, getattr(each, found.gradient) * 0)
            closure = getattr(node, found.closure, None)
            if callable(closure):
                try:
                    closure()
                except TypeError:
                    closure(getattr(node, found.gradient))

    return sweep


def _numbers(trials: Trials, trial: Trial, sweep: Callable[[Any], None]) -> tuple[float | None, ...] | None:
    prober = trials.prober
    try:
        with time_limit(0.05):
            prober.make.begin()
            nodes = {name: prober.make(number) for name, number in INPUTS.items()}
            out = trials.built(trial.term, nodes)
            if number_of(out, prober.found.value) is None:
                return None
            sweep(out)
            return tuple(prober.gradient(None, node, place) for place, node in enumerate(nodes.values()))
    except Exception:  # noqa: BLE001  # closures of somebody's engine may raise anything
        return None


def is_the_sweep(trials: Trials, known: Sequence[Trial]) -> bool:
    """Whether every expression comes right when the engine's own sweep is replaced by a right one."""
    return _agrees(trials, known, None)


def fault_of_sweep(trials: Trials, known: Sequence[Trial]) -> SweepFault | None:
    """The one fault with which the engine's own numbers agree in every expression, if a right sweep makes all right."""
    if not is_the_sweep(trials, known):
        return None
    agreeing = [fault for fault in SweepFault if fault is not SweepFault.SWEEP and _agrees(trials, known, fault)]
    return agreeing[0] if len(agreeing) == 1 else None


def _agrees(trials: Trials, known: Sequence[Trial], fault: SweepFault | None) -> bool:
    found = trials.prober.found
    if not (found.parents and found.closure and found.gradient):
        return False
    sweep = _sweeper(trials, fault)
    for trial in known:
        wanted = trial.gradients if fault is None else trials.outcome(trial.term).gradients
        made = _numbers(trials, trial, sweep)
        if made is None or len(made) != len(wanted):
            return False
        if not all(close(one or 0.0, other or 0.0) for one, other in zip(made, wanted, strict=True)):
            return False
    return True
