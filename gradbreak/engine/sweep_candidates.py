"""What may be the backward sweep of an engine: methods and functions, the likeliest first."""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gradbreak.engine.making import Maker, namespace_of
from gradbreak.engine.signatures import accepts, required_arguments
from gradbreak.engine.tapes import tape_sweeps

SWEEP_NAME = re.compile("back|prop|grad|sweep|deriv|diff|pull|adjoint|reverse|vjp")


GRADIENT_NAME = re.compile("grad|deriv|adjoint|der")


RESET_NAME = re.compile("zero|reset|clear|flush|clean")


@dataclass(frozen=True, slots=True)
class SweepCandidate:
    """What may be a sweep: its name, how it is called, and the function behind it."""

    name: str
    call: str
    function: Callable[..., Any]

    def run(self, out: Any, inputs: Sequence[Any], one: Maker) -> Any:
        """Call it, and return what it returns; for one that is called for each input, all answers."""
        if "{t}" in self.call:
            return self._run_on_tape(one.tape, out, inputs)
        if "{one}" in self.call:
            return self.function(out, one(1.0))
        if "{inputs}" in self.call:
            return self.function(out, list(inputs))
        if "{input}" in self.call:
            return [self.function(out, each) for each in inputs]
        return self.function(out, 1.0) if "1.0" in self.call else self.function(out)

    def _run_on_tape(self, tape: Any, out: Any, inputs: Sequence[Any]) -> Any:
        if "{out}" not in self.call:
            return self.function(tape)
        if "{inputs}" in self.call:
            return self.function(tape, out, list(inputs))
        if "{input}" in self.call:
            return [self.function(tape, out, each) for each in inputs]
        return self.function(tape, out, 1.0) if "1.0" in self.call else self.function(tape, out)


def sweep_candidates(modules: Sequence[types.ModuleType], cls: type, tape: Any = None) -> list[SweepCandidate]:
    """Every method and function that may run a sweep, the likeliest first.

    Args:
        modules: the engine.
        cls: the class of its nodes.
        tape: the tape that nodes are made on, whose methods may sweep too.
    """
    found: list[SweepCandidate] = []
    for name, member in inspect.getmembers(cls):
        if name.startswith("__") or not callable(member) or isinstance(member, type):
            continue
        required = required_arguments(member)
        if required is not None and required <= 1:
            found.append(SweepCandidate(name, f"{{out}}.{name}()", member))
        if required is not None and required <= 2 and accepts(member, 2):
            found += [
                SweepCandidate(name, f"{{out}}.{name}({argument})", member) for argument in ("1.0", "{one}", "{input}")
            ]
    own = {module.__name__ for module in modules}
    for name, function in namespace_of(modules).items():
        if not isinstance(function, types.FunctionType) or function.__module__ not in own:
            continue
        # A function of another file is called only where its name says that it is a sweep: it may download or draw.
        if function.__module__ != cls.__module__ and not is_called_a_sweep(name):
            continue
        required = required_arguments(function)
        if required is not None and required <= 1 and accepts(function, 1):
            found.append(SweepCandidate(name, f"{name}({{out}})", function))
        if required is not None and required <= 2 and accepts(function, 2):
            found += [
                SweepCandidate(name, f"{name}({{out}}, {argument})", function)
                for argument in ("1.0", "{inputs}", "{input}")
            ]
    if tape is not None:
        kind = type(tape)
        found += [SweepCandidate(name, call, getattr(kind, name)) for name, call in tape_sweeps(kind)]
    return sorted(found, key=lambda each: (not is_called_a_sweep(each.name), "{input}" in each.call))


def is_called_a_sweep(name: str) -> bool:
    """Whether a name is one that people give a backward sweep."""
    return bool(SWEEP_NAME.search(name.lower())) and not RESET_NAME.search(name.lower())


def is_called_a_gradient(name: str) -> bool:
    """Whether a name is one that people give a gradient."""
    plain = name.strip("_").lower()
    return plain in ("d", "dx", "bar") or bool(GRADIENT_NAME.search(plain))
