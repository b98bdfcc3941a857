"""Tracing an expression on the engine as it is and on a changed one."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from gradbreak.config import Config
from gradbreak.engine.activation import activate
from gradbreak.errors import BadExpression, ConfigError
from gradbreak.model import Example, Tape
from gradbreak.mutation import MutantSet
from gradbreak.process.in_child import Ended, in_child
from gradbreak.trace.engine_run import Run, run
from gradbreak.trace.expression import Expression, unparse
from gradbreak.trace.loading import engine_in_child
from gradbreak.trace.parse import bind, parse

SECONDS = 5.0
"""CPU time for the sweeps of one child; a mutant may sweep without end."""


class TraceRequest(Struct, frozen=True, kw_only=True):
    """What to trace.

    Attributes:
        name: what to call the result.
        expression: what to evaluate and sweep.
        inputs: the value of each variable.
        break_id: the id of the break or mutant that the engine is compared under.
    """

    name: str
    expression: Expression
    inputs: Mapping[str, float]
    break_id: str


def functions_of(config: Config) -> dict[str, str]:
    """The functions that an expression may call: the engine's method → the operation's name."""
    return {method: op for method, op in config.engine.operations.items() if not method.startswith("_")}


def trace(config: Config, mutants: MutantSet, requests: Sequence[TraceRequest]) -> tuple[Example, ...]:
    """Run expressions on the engine as it is, in one child, and on each changed one, in a child of its own.

    Args:
        config: the project.
        mutants: what can be changed in its engine.
        requests: what to trace.

    Raises:
        BadExpression: the engine as it is cannot evaluate an expression.
        BadEngine: the engine cannot be imported.
    """
    intact = _runs(config, mutants, None, requests)
    broken: dict[int, Run] = {}
    for break_id in dict.fromkeys(request.break_id for request in requests):
        under = [index for index, request in enumerate(requests) if request.break_id == break_id]
        broken.update(zip(under, _runs(config, mutants, break_id, [requests[index] for index in under]), strict=True))
    return tuple(_example(request, intact[index], broken[index]) for index, request in enumerate(requests))


def trace_examples(config: Config, mutants: MutantSet) -> tuple[Example, ...]:
    """The configured examples, for a report to draw.

    Raises:
        ConfigError: an example cannot be parsed or evaluated, or names a break that does not exist.
        BadEngine: the engine cannot be imported.
    """
    functions = functions_of(config)
    known = {*(one.id for one in mutants.breaks), *(one.id for one in mutants.mutants)}
    requests = []
    for example in config.examples:
        with _in_config(f"example {example.name!r}"):
            if example.break_id not in known and not mutants.breaks:
                gradient, files = config.engine.gradient, ", ".join(config.engine.files)
                raise ConfigError(
                    f"examples.toml, example {example.name!r}: there is no break {example.break_id!r}, nor any other: "
                    f"no function inside another has a statement `X.{gradient} += …` in {files}",
                    "If a break is still in it, restore it from version control; otherwise correct gradient in "
                    "engine.toml, or take the examples out of examples.toml",
                )
            if example.break_id not in known:
                listed = ", ".join(one.id for one in mutants.breaks)
                raise BadExpression(f"there is no break {example.break_id!r}", f"Choose one of: {listed}")
            expression = parse(example.expression, functions)
            inputs = bind(expression, [f"{name}={value!r}" for name, value in example.inputs.items()], functions)
        requests.append(
            TraceRequest(name=example.name, expression=expression, inputs=inputs, break_id=example.break_id)
        )
    if not requests:
        return ()
    with _in_config("an example"):
        examples = trace(config, mutants, requests)
        for traced in examples:
            if not _is_finite(traced):
                raise BadExpression(f"{traced.expression} has a gradient that is no finite number", "Change its inputs")
    return examples


@contextlib.contextmanager
def _in_config(what: str) -> Iterator[None]:
    try:
        yield
    except BadExpression as error:
        raise ConfigError(f"examples.toml, {what}: {error.problem}", error.next_step) from None


def _is_finite(example: Example) -> bool:
    """Whether every number is finite: JSON has no infinity."""
    tapes = (example.intact, example.broken)
    numbers = [
        *(node.value for node in example.nodes),
        *(number for tape in tapes for write in tape.writes for number in (write.before, write.after)),
        *(gradient for tape in tapes for gradient in tape.gradients.values()),
        *(tape.value for tape in tapes if tape.value is not None),
    ]
    return all(math.isfinite(number) for number in numbers)


def _runs(config: Config, mutants: MutantSet, break_id: str | None, requests: Sequence[TraceRequest]) -> list[Run]:
    def work() -> list[Run]:
        with engine_in_child(config) as engine:
            if break_id is not None:
                try:
                    activate(
                        config.root, mutants.edits(break_id), mutants.sources, ordered=config.engine.files_with_sets
                    )
                except SyntaxError as error:
                    return _without_a_sweep(f"SyntaxError: {error.msg}", requests)
            shape = config.engine.shape
            return [run(engine.node_class, shape, request.expression, request.inputs) for request in requests]

    answer = in_child(work, list[Run], seconds=SECONDS, memory_mib=config.limits.memory_mib)
    if isinstance(answer, Ended):
        return _without_a_sweep(answer.why, requests)
    return answer


def _without_a_sweep(error: str, requests: Sequence[TraceRequest]) -> list[Run]:
    return [Run(nodes=(), tape=Tape(writes=(), gradients={}, error=error))] * len(requests)


def _message(error: str) -> str:
    """The engine's message without the exception's name, which helps only programmers."""
    return error.partition(": ")[2] or error or "its result is no number"


def _example(request: TraceRequest, intact: Run, broken: Run) -> Example:
    text = unparse(request.expression)
    tape = intact.tape
    if tape.error or tape.value is None:
        place = f"{intact.stopped_at} in {text}" if intact.stopped_at not in ("", text) else text
        raise BadExpression(f"the engine cannot evaluate {place}: {_message(tape.error)}", "Choose other values")
    return Example(
        name=request.name,
        expression=text,
        inputs=dict(request.inputs),
        value=tape.value,
        nodes=intact.nodes,
        intact=tape,
        broken=broken.tape,
        break_id=request.break_id,
        unordered=intact.unordered,
    )
