"""How an engine behaves over time: two sweeps without a reset, a reset, and graphs of many nodes."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gradbreak.check.expectations import OPERATORS
from gradbreak.check.expressions import ADD, MUL
from gradbreak.check.trials import Trials
from gradbreak.engine.attempts import AttemptTimedOutError, time_limit
from gradbreak.engine.dual_numbers import Dual, DualAlgebra
from gradbreak.engine.probes import INPUTS, Apply
from gradbreak.engine.reading import close


class Repeated(enum.Enum):
    """What the gradients are after a second sweep without a reset."""

    ADDS_UP = "adds up"  # every input holds the sum of both, as in PyTorch
    COUNTS_AGAIN = "counts again"  # results within the graph keep their gradient, so it is passed on again: micrograd
    STARTS_ANEW = "starts anew"  # every input holds the second alone
    REFUSES = "refuses"  # the second sweep raises
    DIFFERS = "differs"  # some inputs add up and others do not
    UNKNOWN = "unknown"  # the first sweep is wrong already, or cannot be run


class Reset(enum.Enum):
    """What the engine's reset does."""

    CLEARS = "clears"
    FORGETS = "forgets"  # a gradient is not 0 after it
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """A graph of many nodes in a row.

    Attributes:
        shape: ``chain``, in which each node is made of the one before, or ``sum``, which adds one product a node.
        nodes: how many were asked for.
        outcome: ``right``, ``wrong``, ``recursion`` where Python's recursion ends, ``slow``, or what was raised.
        ends_at: with ``recursion``, about how many nodes an engine can sweep; otherwise 0.
    """

    shape: str
    nodes: int
    outcome: str
    ends_at: int = 0


DEPTHS = (1_000, 10_000)
"""Nodes."""

SECONDS_DEEP = 0.4
"""Processor time that one deep graph may take."""

SECONDS_SMALL = 0.25
"""Processor time that a small graph may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """How an engine behaves over time.

    Attributes:
        same_graph: after two sweeps from one result.
        other_graph: after a sweep from each of two results of the same inputs.
        reset: what the method or function for it does.
        reset_name: what it is called; empty where there is none.
    """

    same_graph: Repeated
    other_graph: Repeated
    reset: Reset
    reset_name: str


def behaviour_of(trials: Trials) -> Behaviour:
    """Sweep twice and reset, on a small graph.

    Args:
        trials: runs expressions on the engine.
    """
    term = _small(trials)
    reset, name = _reset(trials, term) if term else (Reset.ABSENT, "")
    return Behaviour(
        same_graph=_twice(trials, term, is_same=True) if term else Repeated.UNKNOWN,
        other_graph=_twice(trials, term, is_same=False) if term else Repeated.UNKNOWN,
        reset=reset,
        reset_name=name,
    )


def _binary(trials: Trials) -> list[str]:
    """The operations of two nodes, multiplication and addition first."""
    names = [each.name for each in trials.prober.found.operations if each.arity == 2 and not each.takes_number]
    return sorted(names, key=lambda name: (name not in MUL, name not in ADD))


def _small(trials: Trials) -> Apply | None:
    """``a*b + c``, or the same with other operations, where the engine gets it right."""
    names = _binary(trials)
    if not names:
        return None
    term = Apply(names[min(1, len(names) - 1)], (Apply(names[0], ("a", "b")), "c"))
    right = trials.trials_of([term])
    return term if right and trials.passes(right[0]) else None


def _twice(trials: Trials, term: Apply, *, is_same: bool) -> Repeated:
    prober = trials.prober
    try:
        with time_limit(SECONDS_SMALL):
            prober.make.begin()
            nodes = {name: prober.make(number) for name, number in INPUTS.items()}
            inputs = list(nodes.values())
            out = trials.built(term, nodes)
            first = _gradients(trials, prober.sweep(out, inputs), inputs)
            again = out if is_same else trials.built(term, nodes)
            try:
                second = _gradients(trials, prober.sweep(again, inputs), inputs)
            except AttemptTimedOutError:
                return Repeated.UNKNOWN
            except Exception:  # noqa: BLE001  # a refusal may be any error
                return Repeated.REFUSES
    except Exception:  # noqa: BLE001  # somebody's engine may raise anything
        return Repeated.UNKNOWN
    ratios = [None if not one or two is None else two / one for one, two in zip(first, second, strict=True)]
    if all(close(ratio, 2.0, tolerance=1e-4) for ratio in ratios):
        return Repeated.ADDS_UP
    if all(close(ratio, 1.0, tolerance=1e-4) for ratio in ratios):
        return Repeated.STARTS_ANEW
    if is_same and all(ratio is not None and ratio > 1.5 for ratio in ratios):
        return Repeated.COUNTS_AGAIN
    # A tape holds one computation; that it goes over the one before again is no fault.
    return Repeated.UNKNOWN if prober.make.tape is not None and not is_same else Repeated.DIFFERS


def _gradients(trials: Trials, returned: Any, inputs: Sequence[Any]) -> list[float | None]:
    return [trials.prober.gradient(returned, node, place) for place, node in enumerate(inputs)]


RESETS = (
    "zero_grad",
    "zero_grads",
    "zerograd",
    "zero_gradient",
    "reset_grad",
    "clear_grad",
    "cleargrad",
    "reset_grads",
)
"""Names that promise that the gradient is 0 afterwards."""


def _reset(trials: Trials, term: Apply) -> tuple[Reset, str]:
    prober = trials.prober
    if prober.found.reset:
        return Reset.CLEARS, prober.found.reset
    cls = prober.names.get(prober.found.node_class)
    name = next((name for name in RESETS if callable(getattr(cls, name, None))), "")
    if not name or not prober.found.gradient:
        return Reset.ABSENT, ""
    try:
        with time_limit(SECONDS_SMALL):
            prober.make.begin()
            nodes = {each: prober.make(number) for each, number in INPUTS.items()}
            prober.sweep(trials.built(term, nodes), list(nodes.values()))
            for node in nodes.values():
                getattr(node, name)()
            left = _gradients(trials, None, list(nodes.values()))
    except Exception:  # noqa: BLE001  # it may need arguments, or be for something else
        return Reset.ABSENT, ""
    return (Reset.CLEARS if all(number in (None, 0.0) for number in left) else Reset.FORGETS), name


# -- graphs of many nodes ----------------------------------------------------------------------------


def depths_of(trials: Trials, depths: Sequence[int] = DEPTHS) -> tuple[Depth, ...]:
    """Sweep graphs of many nodes. An engine that raises Python's recursion limit may end the process.

    Args:
        trials: runs expressions on the engine.
        depths: nodes.
    """
    names = _binary(trials)
    meant = [name for name in names if name in OPERATORS]
    found: list[Depth] = []
    if not meant:
        return ()
    shapes: list[tuple[str, Callable[[int], str]]] = [("chain", lambda nodes: _chain(trials, meant[0], nodes))]
    if len(meant) > 1 and meant[0] in MUL and meant[1] in ADD:
        shapes.append(("sum", lambda nodes: _sum(trials, meant[0], meant[1], nodes)))
    for shape, run in shapes:
        for nodes in depths:
            outcome = run(nodes)
            ends_at = _last_right(run, nodes) if outcome == "recursion" else 0
            found.append(Depth(shape=shape, nodes=nodes, outcome=outcome, ends_at=ends_at))
            if outcome != "right":
                break
    return tuple(found)


def _last_right(run: Callable[[int], str], nodes: int) -> int:
    """About how many nodes can be swept, to two digits."""
    least, most = 1, nodes
    while most - least > max(10, least // 50):
        middle = (least + most) // 2
        if run(middle) == "recursion":
            most = middle
        else:
            least = middle
    return least


def _chain(trials: Trials, name: str, nodes: int) -> str:
    """A node made of the node before and one input, again and again."""

    def build(step: Callable[[Any, Any], Any], start: Any, other: Any) -> Any:
        for _ in range(nodes):
            start = step(start, other)
        return start

    algebra = DualAlgebra(2)
    right = build(lambda x, y: algebra.binary(OPERATORS[name], x, y), Dual(1.0, (1.0, 0.0)), Dual(1.0, (0.0, 1.0)))
    return _deep(trials, lambda a, b: build(lambda x, y: _applied(trials, name, x, y), a, b), right)


def _sum(trials: Trials, inner: str, outer: str, nodes: int) -> str:
    """A sum of products, one term at a time."""

    def build(times: Callable[[Any, Any], Any], plus: Callable[[Any, Any], Any], a: Any, b: Any) -> Any:
        total = a
        for _ in range(nodes // 2):
            total = plus(total, times(a, b))
        return total

    algebra = DualAlgebra(2)
    right = build(
        lambda x, y: algebra.binary(OPERATORS[inner], x, y),
        lambda x, y: algebra.binary(OPERATORS[outer], x, y),
        Dual(1.0, (1.0, 0.0)),
        Dual(1.0, (0.0, 1.0)),
    )
    return _deep(
        trials,
        lambda a, b: build(
            lambda x, y: _applied(trials, inner, x, y), lambda x, y: _applied(trials, outer, x, y), a, b
        ),
        right,
    )


def _applied(trials: Trials, name: str, left: Any, right: Any) -> Any:
    return trials.prober.build(Apply(name, ("x", "y")), {"x": left, "y": right})


def _deep(trials: Trials, build: Callable[[Any, Any], Any], right: Dual) -> str:
    prober = trials.prober
    try:
        with time_limit(SECONDS_DEEP):
            prober.make.begin()
            inputs = [prober.make(1.0), prober.make(1.0)]
            out = build(*inputs)
            gradients = _gradients(trials, prober.sweep(out, inputs), inputs)
    except RecursionError:
        return "recursion"
    except AttemptTimedOutError:
        return "slow"
    except Exception as error:  # noqa: BLE001  # somebody's engine may raise anything; it is reported
        return type(error).__name__
    same = all(
        close(0.0 if found is None else found, slope, tolerance=trials.expectations.tolerance)
        for found, slope in zip(gradients, right.slopes, strict=True)
    )
    return "right" if same else "wrong"
