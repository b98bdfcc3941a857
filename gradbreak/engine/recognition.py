"""What an engine's parts are called, found by using it: no name is asked for, and each is shown by a number.

A node is made from a number, two are multiplied and added, and everything that may be a sweep is tried until some
attribute of the inputs holds the derivatives.
"""

from __future__ import annotations

import dis
import inspect
import itertools
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gradbreak.engine.attempts import time_limit
from gradbreak.engine.making import Maker, namespace_of, node_classes, wrappings
from gradbreak.engine.operations import Operation, operations_of
from gradbreak.engine.reading import attributes_of, by_likely_value, close, number_of, read_attribute, returned_gradient
from gradbreak.engine.signatures import required_arguments
from gradbreak.engine.sweep_candidates import (
    RESET_NAME,
    SWEEP_NAME,
    SweepCandidate,
    is_called_a_gradient,
    is_called_a_sweep,
    sweep_candidates,
)
from gradbreak.engine.trial_expressions import TrialExpression, trial_expressions

MOST_CLASSES = 8
"""How many classes are tried, those with most arithmetic first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """What was found out about an engine.

    Attributes:
        node_class: the class whose instances are nodes.
        wrapping: how a number becomes a node: the source of a call, ``Node({x})``.
        value: the attribute that holds the forward value.
        gradient: the attribute that holds the gradient; empty where the sweep returns gradients instead.
        sweep: the method or function that runs the backward sweep.
        sweep_call: how it is called: the source of a call, ``{out}.backward()``.
        reset: the method or function that sets gradients to zero; empty where none was found.
        parents: the attribute that holds a node's operands; empty where none was found.
        is_scalar: a node holds a plain number, and no array.
        closure: the attribute that holds a function which passes the gradient on; empty where there is none.
        operations: what makes nodes.
        guesses: the parts that were taken from a name alone, each with the reason.
    """

    node_class: str
    wrapping: str
    value: str
    gradient: str
    sweep: str
    sweep_call: str
    reset: str = ""
    parents: str = ""
    is_scalar: bool = True
    closure: str = ""
    operations: tuple[Operation, ...] = ()
    guesses: tuple[str, ...] = field(default_factory=tuple)


class NotRecognisedError(Exception):
    """No part of a module behaves like an autograd engine; the message says what was looked for."""


def recognise(modules: Sequence[types.ModuleType], *, even_wrong: bool = False) -> Recognition:
    """Find out what an engine's parts are called.

    Args:
        modules: the engine, imported; the module that was named first, then those that came with it.
        even_wrong: where nothing holds the right derivatives, take the gradient and the sweep from their names.

    Raises:
        NotRecognisedError: nothing in the modules behaves like an engine.
    """
    classes = node_classes(modules)
    if not classes:
        raise NotRecognisedError("it defines no class")
    tried: dict[str, None] = {}
    for cls in classes[:MOST_CLASSES]:
        found = _recognise_class(modules, cls, tried)
        if found is not None:
            return found
    for cls in classes[:MOST_CLASSES] if even_wrong else []:
        found = _recognise_by_names(modules, cls)
        if found is not None:
            return found
    for cls in classes[:MOST_CLASSES]:
        asking = _asks_results(cls)
        if asking:
            raise NotRecognisedError(
                f"{cls.__name__}.{asking}() computes a gradient by asking the results for theirs, and there is no "
                "sweep from the result: gradbreak mutates what a sweep writes, so give it a method that starts there"
            )
    names = ", ".join(cls.__name__ for cls in classes[:MOST_CLASSES])
    raise NotRecognisedError("; ".join(tried) if tried else f"no instance of {names} can be made of a number")


def _asks_results(cls: type) -> str:
    """The method that computes a node's gradient from that of its results, by calling itself; empty without one."""
    for name, member in inspect.getmembers(cls, inspect.isfunction):
        is_asked = is_called_a_gradient(name) and not RESET_NAME.search(name) and not name.startswith("_")
        if is_asked and required_arguments(member) == 1 and _returns_a_call_of_itself(member.__code__, name):
            return name
    return ""


def _returns_a_call_of_itself(code: types.CodeType, name: str) -> bool:
    """Whether a method gives something back, and asks other objects for a method of its own name."""
    inner = [each for each in code.co_consts if isinstance(each, types.CodeType)]
    asks = name in code.co_names or any(name in each.co_names for each in inner)
    returned = [before for before, after in itertools.pairwise(dis.get_instructions(code)) if "RETURN" in after.opname]
    return asks and any(before.opname != "LOAD_CONST" for before in returned)


def _makers(modules: Sequence[types.ModuleType], cls: type) -> Iterator[tuple[Maker, str]]:
    """Every way in which a number becomes a node of a class, with the attribute that then holds the number."""
    for wrapping in wrappings(modules, cls):
        try:
            with time_limit():
                maker = Maker(modules, wrapping)
                node = maker(3.0)
        except Exception:  # noqa: BLE001  # somebody's constructor may refuse in any way
            continue
        value = next((name for name in by_likely_value(node) if close(number_of(read_attribute(node, name)), 3.0)), "")
        if isinstance(node, cls) and value:
            yield maker, value


def _recognise_class(modules: Sequence[types.ModuleType], cls: type, tried: dict[str, None]) -> Recognition | None:
    returning: Recognition | None = None
    for maker, value in _makers(modules, cls):
        for trial in trial_expressions(modules, cls):
            found = _sweep_and_gradient(modules, cls, maker, value, trial)
            if isinstance(found, tuple):
                sweep, gradient = found
                recognition = Recognition(
                    node_class=cls.__name__,
                    wrapping=maker.wrapping,
                    value=value,
                    gradient=gradient,
                    sweep=sweep.name,
                    sweep_call=sweep.call,
                )
                if gradient:
                    return _complete(modules, cls, maker, trial, sweep, recognition)
                # Another way to make a node, such as `requires_grad=True`, may show an attribute.
                returning = returning or _complete(modules, cls, maker, trial, sweep, recognition)
                break
            tried[f"{cls.__name__}: {found}"] = None
    return returning


def _recognise_by_names(modules: Sequence[types.ModuleType], cls: type) -> Recognition | None:
    """An engine whose gradients are wrong: the gradient and the sweep are those that are called so.

    A way to make nodes with which the sweep changes a gradient is preferred to one with which it does not.
    """
    unchanged: Recognition | None = None
    for maker, value in _makers(modules, cls):
        likely = [sweep for sweep in sweep_candidates(modules, cls, maker.tape) if is_called_a_sweep(sweep.name)]
        node = maker(3.0)
        likely.sort(key=lambda sweep: ("back" not in sweep.name.lower(), sweep.name.startswith("_")))
        gradients = sorted(
            (name for name in attributes_of(node) if name != value and is_called_a_gradient(name)),
            key=lambda name: (number_of(read_attribute(node, name), value) is None, len(name)),
        )
        for sweep in likely:
            for trial in trial_expressions(modules, cls):
                try:
                    with time_limit():
                        maker.begin()
                        a, b = maker(3.0), maker(5.0)
                        before = {name: number_of(read_attribute(a, name), value) for name in gradients}
                        out = trial.first(a, b)
                        sweep.run(out, (a, b), maker)
                except Exception:  # noqa: BLE001  # it need not be a sweep
                    continue
                for gradient in gradients:
                    if isinstance(out, cls) and number_of(read_attribute(a, gradient), value) is not None:
                        found = Recognition(
                            node_class=cls.__name__,
                            wrapping=maker.wrapping,
                            value=value,
                            gradient=gradient,
                            sweep=sweep.name,
                            sweep_call=sweep.call,
                            guesses=(
                                f"`{gradient}` is the gradient by its name: after {sweep.name}() it does not hold the "
                                f"derivatives of {trial.text}",
                            ),
                        )
                        if number_of(read_attribute(a, gradient), value) != before[gradient]:
                            return _complete(modules, cls, maker, trial, sweep, found)
                        unchanged = unchanged or _complete(modules, cls, maker, trial, sweep, found)
    return unchanged


def _sweep_and_gradient(
    modules: Sequence[types.ModuleType], cls: type, maker: Maker, value: str, trial: TrialExpression
) -> tuple[SweepCandidate, str] | str:
    """The sweep after which some attribute of the inputs holds the derivatives, and that attribute."""
    wrong = ""
    for candidate in sweep_candidates(modules, cls, maker.tape):
        try:
            with time_limit():
                maker.begin()
                inputs = maker(3.0), maker(5.0), maker(7.0)
                out = trial.build(*inputs)
                if not close(number_of(out, value), trial.value):
                    return f"{trial.text} is not {trial.value:g}"
                before = {name: number_of(read_attribute(inputs[0], name), value) for name in attributes_of(inputs[0])}
                answer = candidate.run(out, inputs, maker)
        except Exception:  # noqa: BLE001  # most candidates are no sweeps and may raise anything
            continue
        expected = list(zip(inputs, trial.derivatives, strict=True))
        for attribute in sorted(attributes_of(inputs[0]), key=lambda name: _likely_order(inputs[0], name)):
            if (
                attribute != value
                and all(close(number_of(read_attribute(node, attribute), value), number) for node, number in expected)
                and not close(before.get(attribute), trial.derivatives[0])
            ):
                return candidate, attribute
        if answer is not None and all(
            close(number_of(returned_gradient(answer, node, position), value), number)
            for position, (node, number) in enumerate(expected)
        ):
            return candidate, ""
        if SWEEP_NAME.search(candidate.name.lower()) and not wrong:
            wrong = f"after {candidate.name}() no attribute holds the derivatives of {trial.text}"
    return wrong or "no method or function that could be a backward sweep was found"


def _likely_order(node: object, name: str) -> tuple[bool, bool]:
    """Where an attribute is tried: a list of terms last, as a property beside it may be their sum."""
    return isinstance(read_attribute(node, name), (list, tuple)), name.startswith("_")


def _complete(
    modules: Sequence[types.ModuleType],
    cls: type,
    maker: Maker,
    trial: TrialExpression,
    sweep: SweepCandidate,
    found: Recognition,
) -> Recognition:
    maker.begin()
    a, b = maker(3.0), maker(5.0)
    out = trial.first(a, b)
    parents = _parents(out, a, b)
    held = getattr(out, "__dict__", {})
    closure = next(
        (name for name in attributes_of(out) if _is_closure(held.get(name, read_attribute(out, name)), name, held)), ""
    )
    return replace(
        found,
        parents=parents,
        is_scalar=isinstance(read_attribute(a, found.value), (int, float)),
        closure=closure,
        reset=_reset(modules, cls, maker, trial, sweep, found),
        operations=tuple(operations_of(modules, cls, maker, found.value)),
    )


def _is_closure(thing: object, name: str, held: Mapping[str, object]) -> bool:
    return isinstance(thing, types.FunctionType) or (isinstance(thing, types.MethodType) and name in held)


def _parents(out: object, a: object, b: object) -> str:
    """The attribute that holds the operands; of several, one that has nothing else in it."""
    for kinds in ((tuple, list, set, frozenset), (dict,)):
        for name in attributes_of(out):
            held = read_attribute(out, name)
            if isinstance(held, kinds) and _holds(held, a) and _holds(held, b):
                return name
    for name in attributes_of(out):
        inner = read_attribute(out, name)
        if inner is not None and hasattr(inner, "__dict__") and not isinstance(inner, type):
            for deeper, held in vars(inner).items():
                if isinstance(held, (tuple, list, set, frozenset)) and _holds(held, a) and _holds(held, b):
                    return f"{name}.{deeper}"
    return ""


def _holds(collection: object, node: object, depth: int = 2) -> bool:
    if isinstance(collection, dict):
        return any(key is node for key in collection) or any(value is node for value in collection.values())
    if isinstance(collection, (tuple, list, set, frozenset)):
        return any(item is node or (depth > 0 and _holds(item, node, depth - 1)) for item in collection)
    return False


def _reset(
    modules: Sequence[types.ModuleType],
    cls: type,
    maker: Maker,
    trial: TrialExpression,
    sweep: SweepCandidate,
    found: Recognition,
) -> str:
    """The method or function after which the gradients are zero or unset."""
    if not found.gradient:
        return ""
    names_in = namespace_of(modules)
    names = [
        (name, True)
        for name, member in inspect.getmembers(cls)
        if callable(member) and not name.startswith("__") and RESET_NAME.search(name.lower())
    ]
    names += [
        (name, False)
        for name, thing in names_in.items()
        if isinstance(thing, types.FunctionType) and RESET_NAME.search(name.lower())
    ]
    for name, is_method in names:
        try:
            with time_limit():
                maker.begin()
                a, b = maker(3.0), maker(5.0)
                out = trial.first(a, b)
                sweep.run(out, (a, b), maker)
                for node in (out, a, b) if is_method else (out,):
                    getattr(node, name)() if is_method else names_in[name](node)
                left = read_attribute(a, found.gradient)
        except Exception:  # noqa: BLE001  # a method of this name need not be a reset
            continue
        if left is None or close(number_of(left, found.value), 0.0):
            return name
    return ""
