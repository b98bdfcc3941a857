"""Small expressions that are run on an engine to see what its sweep does: every operation alone, and reused.

Each operation is used once (linear) and in diamonds in which its operand is used again before and after it, so that its
own write comes second in either order of a sweep.
"""

from __future__ import annotations

import contextlib
import operator
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from gradbreak.engine.attempts import time_limit
from gradbreak.engine.making import Maker, namespace_of
from gradbreak.engine.operations import BINARY, Operation
from gradbreak.engine.reading import number_of, read_attribute, returned_gradient
from gradbreak.engine.recognition import Recognition

INPUTS = {"a": 0.6, "b": 1.7, "c": 0.8}
"""Within the domain of logarithm, power and inverse sine, and all products differ."""

SIGNS = {"add": "+", "sub": "-", "mul": "*", "div": "/", "pow": "**", "matmul": "@"}


@dataclass(frozen=True, slots=True)
class Apply:
    """An operation applied to inputs, numbers and results of other operations.

    Attributes:
        operation: its name, as in ``Operation.name``.
        arguments: in order.
    """

    operation: str
    arguments: tuple[Term, ...]


Term: TypeAlias = "str | float | Apply"


def text_of(term: Term, *, is_inner: bool = False) -> str:
    """An expression as a learner would write it: ``(a*b + c)*a``, ``tanh(a)*a``."""
    if isinstance(term, str):
        return term
    if isinstance(term, float):
        return f"{term:g}"
    sign = SIGNS.get(term.operation)
    if term.operation == "neg":
        return f"-{text_of(term.arguments[0], is_inner=True)}"
    if sign is None or len(term.arguments) != 2:
        return f"{term.operation}({', '.join(text_of(each) for each in term.arguments)})"
    spaced = f" {sign} " if sign in "+-" else sign
    text = spaced.join(text_of(each, is_inner=True) for each in term.arguments)
    return f"({text})" if is_inner else text


@dataclass(frozen=True, slots=True)
class Probe:
    """One expression.

    Attributes:
        term: what is computed.
        is_linear: each input is used at most once.
    """

    term: Apply
    is_linear: bool

    @property
    def text(self) -> str:
        """How it is written, for people."""
        return text_of(self.term)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine said of a probe: the result's value and the gradient of each input; None where it is no number."""

    value: float | None
    gradients: tuple[float | None, ...]


def probes_of(operations: Sequence[Operation]) -> tuple[Probe, ...]:
    """Every probe for an engine that has these operations."""
    binary = [each.name for each in operations if each.arity == 2 and not each.takes_number]
    mul = _first(binary, ("mul", "multiply", "times", "mult", "div", "add", "plus", "sub"))
    add = _first(binary, ("add", "plus", "sub", "mul", "multiply", "times", "mult", "div"))
    made = [
        Probe(Apply(add, (Apply(mul, ("a", "b")), "c")), is_linear=True),
        Probe(Apply(add, ("a", "a")), is_linear=False),
        Probe(Apply(mul, ("a", "a")), is_linear=False),
        Probe(Apply(mul, (Apply(add, (Apply(mul, ("a", "b")), "c")), Apply(add, ("a", "c")))), is_linear=False),
    ]
    for operation in operations:
        made += _of(operation, mul, add)
    return tuple(made)


def _first(names: Sequence[str], wanted: Sequence[str]) -> str:
    """The first of the wanted operations that an engine has; multiplication is said where it has none."""
    return next((name for name in wanted if name in names), "mul")


def _of(operation: Operation, mul: str, add: str) -> Iterator[Probe]:
    name = operation.name
    if operation.arity == 1 or operation.takes_number:
        for rest in [(2.0,), (3.0,)] if operation.takes_number else [()]:

            def f(term: Term, rest: tuple[float, ...] = rest) -> Apply:
                return Apply(name, (term, *rest))

            yield Probe(f("a"), is_linear=True)
            for term in (
                Apply(mul, (f("a"), "a")),
                Apply(mul, ("a", f("a"))),
                Apply(add, (f("a"), Apply(mul, ("a", "c")))),
                Apply(add, (Apply(mul, ("a", "c")), f("a"))),
                Apply(add, (f("a"), f("a"))),
                Apply(mul, (f(Apply(mul, ("a", "c"))), "a")),
            ):
                yield Probe(term, is_linear=False)
        return
    ab = Apply(name, ("a", "b"))
    yield Probe(ab, is_linear=True)
    for term in (
        Apply(name, ("a", "a")),
        Apply(mul, (ab, "a")),
        Apply(mul, ("a", ab)),
        Apply(mul, (ab, "b")),
        Apply(mul, ("b", ab)),
        Apply(add, (ab, Apply(mul, ("a", "b")))),
        Apply(add, (Apply(mul, ("a", "b")), ab)),
        Apply(mul, (Apply(name, (Apply(mul, ("a", "c")), "b")), "a")),
        Apply(mul, (Apply(name, ("b", Apply(mul, ("a", "c")))), "a")),
    ):
        yield Probe(term, is_linear=False)
    if operation.function in BINARY:
        yield Probe(Apply(mul, (Apply(name, (2.0, "a")), "a")), is_linear=False)
        yield Probe(Apply(mul, ("a", Apply(name, ("a", 2.0)))), is_linear=False)
        yield Probe(Apply(mul, ("a", Apply(name, (2.0, "a")))), is_linear=False)


class Prober:
    """Runs probes on a recognised engine in this process.

    Args:
        modules: the engine: the module that was named first, then those that came with it.
        found: what its parts are called.
    """

    def __init__(self, modules: Sequence[types.ModuleType], found: Recognition) -> None:
        self.names = namespace_of(modules)
        self.found = found
        self.make = Maker(modules, found.wrapping)
        call = found.sweep_call.format(out="__out", inputs="__inputs", input="__input", one="__one", t="__tape")
        self._sweep = compile(call, "<sweep>", "eval")
        self._operations: dict[str, Callable[..., Any]] = {"mul": operator.mul, "add": operator.add}
        self._operations |= {each.name: self._callable(each) for each in found.operations}

    def _callable(self, operation: Operation) -> Callable[..., Any]:
        name = operation.function
        if name in BINARY:
            return BINARY[name]
        if name == "__neg__":
            return operator.neg
        if operation.is_property:
            return lambda node: getattr(node, name)
        if operation.is_method:
            return lambda node, *rest: getattr(node, name)(*rest)
        return lambda *nodes: self.names[name](*nodes)

    def build(self, term: Term, inputs: dict[str, Any]) -> Any:
        """The engine's node for an expression."""
        if isinstance(term, str):
            return inputs[term]
        if isinstance(term, float):
            return term
        return self._operations[term.operation](*(self.build(each, inputs) for each in term.arguments))

    def answer(self, probe: Probe, seconds: float = 0.25) -> Answer | None:
        """Run a probe; None where the engine raises, or takes too long.

        Args:
            probe: the expression.
            seconds: wall time that it may take.
        """
        try:
            with time_limit(seconds):
                self.make.begin()
                inputs = {name: self.make(number) for name, number in INPUTS.items()}
                out = self.build(probe.term, inputs)
                value = number_of(out, self.found.value)
                returned = self.sweep(out, list(inputs.values()))
                gradients = tuple(self.gradient(returned, node, place) for place, node in enumerate(inputs.values()))
                return Answer(value, gradients)
        except Exception:  # noqa: BLE001  # a broken engine may raise anything, and so may an operation out of its domain
            return None

    def sweep(self, out: Any, inputs: Sequence[Any]) -> Any:
        """Run the backward sweep from a result, and return what it returns."""
        place = {"__out": out, "__inputs": list(inputs), "__tape": self.make.tape}
        if "{one}" in self.found.sweep_call:
            place["__one"] = self.make(1.0)
        if "{input}" in self.found.sweep_call:
            # Calls of the engine, made from a fixed list of forms.
            return [eval(self._sweep, self.names, {**place, "__input": each}) for each in inputs]
        return eval(self._sweep, self.names, place)  # as above

    def gradient(self, returned: object, node: Any, place: int) -> float | None:
        """A node's gradient after a sweep; None where it is no number.

        Args:
            returned: what the sweep returned.
            node: an input.
            place: its place among the inputs.
        """
        if self.found.gradient:
            return number_of(read_attribute(node, self.found.gradient), self.found.value)
        return number_of(returned_gradient(returned, node, place), self.found.value)


@contextlib.contextmanager
def lines_run(paths: Sequence[str]) -> Iterator[set[tuple[str, int]]]:
    """The lines of some files that run meanwhile, each as path and number.

    Args:
        paths: as code objects name them.
    """
    wanted, seen = frozenset(paths), set[tuple[str, int]]()

    def trace(frame: types.FrameType, event: str, _: object) -> Any:
        if frame.f_code.co_filename not in wanted:
            return None
        if event == "line":
            seen.add((frame.f_code.co_filename, frame.f_lineno))
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield seen
    finally:
        sys.settrace(before)
