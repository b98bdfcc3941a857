"""Small programs for a sample's operations, and their gradients by dual numbers and by the engine itself.

A program is a sequence of steps such as ``c = mul(a, b)``; the last one is swept. Steps and not one
expression, because a node in the middle must be used twice too: that is how a sweep without a
topological order shows.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gradbreak.engine.dual_numbers import Dual, DualAlgebra
from gradbreak.trace.expression import evaluate
from gradbreak.trace.parse import parse
from tests.engines.brute_force import mutated, ordered
from tests.engines.samples import Operation, Sample, Site

INPUTS = {"a": 1.3, "b": 0.7}
ARRAYS = {"a": "[1.3, 0.4]", "b": "[0.7, 1.9]"}
_PROBE = Path(__file__).with_name("probe.py")
_FUNCTIONS = ("exp", "log", "sin", "cos", "tanh", "relu", "sigmoid")


@dataclass(frozen=True)
class Step:
    """``target = operation(operands)``."""

    target: str
    operation: str
    operands: tuple[str, ...]


Program = tuple[Step, ...]


def read_program(lines: Sequence[str]) -> Program:
    """The program of lines like ``c = mul(a, b)``."""
    found = [re.fullmatch(r"(\w+) = (\w+)\((.*)\)", line) for line in lines]
    return tuple(Step(m[1], m[2], tuple(m[3].split(", "))) for m in found if m)


def diamonds(sample: Sample) -> Iterator[Program]:
    """Programs in which each operation's operand, and its result, is reached by two paths, in either order."""
    pairs = [op for op in sample.operations if op.operands == 2]
    for f in sample.operations:
        if f.operands == 2:
            yield read_program([f"c = {f.name}(a, a)"])
        for g in pairs:
            yield from (read_program(lines) for lines in (_reducing(f, g) if f.reduces else _around(f, g)))


def _around(f: Operation, g: Operation) -> Iterator[list[str]]:
    def use(x: str, y: str) -> str:
        return f"{f.name}({x}, {y})" if f.operands == 2 else f"{f.name}({x})"

    for x, y in ("ab", "ba"):
        yield [f"c = {use(x, y)}", f"d = {g.name}(c, a)"]
        yield [f"c = {use(x, y)}", f"d = {g.name}(a, c)"]
        yield [f"c = {use(x, y)}", f"d = {g.name}(a, b)", f"e = {g.name}(c, d)"]
        yield [f"c = {use(x, y)}", f"d = {g.name}(a, b)", f"e = {g.name}(d, c)"]
    yield [f"c = {use('a', 'b')}", f"d = {g.name}(c, c)"]
    yield [f"c = {use('a', 'b')}", f"d = {g.name}(c, b)", f"e = {g.name}(d, c)"]
    yield [f"c = {g.name}(a, b)", f"d = {use('c', 'a')}", f"e = {g.name}(d, c)"]
    # c is met one step below the result and three steps below it.
    yield [f"c = {use('a', 'b')}", f"d = {g.name}(c, c)", f"e = {g.name}(d, a)", f"f = {g.name}(e, c)"]


def chain(sample: Sample, length: int) -> Program:
    """As many steps of the first operation of two operands, each on the result of the one before."""
    g = next(op.name for op in sample.operations if op.operands == 2)
    names = ["a", *(f"x{i}" for i in range(length))]
    return tuple(Step(new, g, (old, "b")) for old, new in zip(names, names[1:], strict=False))


def _reducing(f: Operation, g: Operation) -> Iterator[list[str]]:
    yield [f"c = {f.name}(a)", f"d = {f.name}(a)", f"e = {g.name}(c, d)"]
    yield [f"c = {f.name}(a)", f"d = {g.name}(c, c)"]
    yield [f"c = {g.name}(a, b)", f"d = {f.name}(c)"]


@dataclass(frozen=True)
class Measured:
    """What an engine says of a program.

    Attributes:
        values: the numbers of the result; one for a scalar.
        gradients: for each input, a number for each element.
        differences: the same by central differences of the engine's own values; for arrays alone.
        problem: the exception in its place; empty where there was none.
    """

    values: tuple[float, ...] = ()
    gradients: Mapping[str, tuple[float, ...]] | None = None
    differences: Mapping[str, tuple[float, ...]] | None = None
    problem: str = ""


def inputs_of(sample: Sample) -> dict[str, str]:
    """The text of each input's value."""
    if not sample.shape.get("arrays"):
        return {name: repr(value) for name, value in INPUTS.items()}
    return ARRAYS | {"b": "0.7"} if sample.shape.get("broadcasts") else ARRAYS


def measure(
    sample: Sample, programs: Sequence[Program], variants: Sequence[Mapping[str, str]] = ({},), timeout: float = 60.0
) -> list[list[Measured]]:
    """What the engine says of each program, in a process of its own.

    Args:
        sample: the engine.
        programs: what to compute.
        variants: for each, the files whose text is another, and that text.
        timeout: for everything, in seconds.

    Returns:
        For each variant a list with an entry for each program.
    """
    written = {op.name: op.written for op in sample.operations}
    asked = {
        "folder": str(sample.folder),
        "engine": sample.engine,
        "probe": dict(sample.probe),
        "arrays": bool(sample.shape.get("arrays")),
        "inputs": inputs_of(sample),
        "programs": [
            [f"{step.target} = {written[step.operation].format(*step.operands)}" for step in program]
            for program in programs
        ],
        "variants": list(variants),
    }
    done = subprocess.run(
        [sys.executable, "-B", str(_PROBE)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
    )
    if done.returncode:
        raise AssertionError(f"{sample.name} cannot be probed:\n{done.stderr}")
    return [[Measured(**answer) for answer in answers] for answers in json.loads(done.stdout)]


def is_same_mutant(sample: Sample, site: Site, text: str) -> bool:
    """Whether a file's text does on every diamond what it does with the site broken as declared.

    A mutant may be written otherwise than ``expect.toml`` writes it, and be right. Where sets decide the order,
    both are compared under one that is forced.
    """
    declared = mutated((sample.folder / site.file).read_text(encoding="utf-8"), site)
    if not sample.shape["ordered"]:
        declared, text = ordered(declared, "forwards"), ordered(text, "forwards")
    one, other = measure(sample, tuple(diamonds(sample)), [{site.file: declared}, {site.file: text}])
    return one == other


def by_dual_numbers(sample: Sample, program: Program) -> tuple[float, dict[str, float]]:
    """The value of a program and its derivative for each input."""
    meanings = {op.name: parse(op.means, _FUNCTIONS) for op in sample.operations}
    names: dict[str, Dual] = {
        name: Dual(value, tuple(float(name == other) for other in INPUTS)) for name, value in INPUTS.items()
    }
    for step in program:
        operands = dict(zip("ab", (names[operand] for operand in step.operands), strict=False))
        names[step.target] = evaluate(meanings[step.operation], operands, DualAlgebra(len(INPUTS)))
    result = names[program[-1].target]
    return result.value, dict(zip(INPUTS, result.slopes, strict=True))
