"""What an engine's parts are called, found by using it: no name is asked for, and each is shown by a number.

A node is made from a number, two are multiplied and added, and everything that may be a sweep is tried until some
attribute of the inputs holds the derivatives.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import math
import operator
import re
import signal
import sys
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

MOST_CLASSES = 8
"""How many classes are tried, those with most arithmetic first."""

SECONDS = 0.25
"""Wall time that one attempt may take; an engine that is called in a way it was not meant for may never return."""

BINARY = {
    "__add__": operator.add,
    "__sub__": operator.sub,
    "__mul__": operator.mul,
    "__truediv__": operator.truediv,
    "__pow__": operator.pow,
    "__matmul__": operator.matmul,
}
SHORT_NAMES = {"__truediv__": "div", "__matmul__": "matmul", "__neg__": "neg"}
SWEEP_NAME = re.compile("back|prop|grad|sweep|deriv|diff|pull|adjoint|reverse|vjp")
GRADIENT_NAME = re.compile("grad|deriv|adjoint|der")
RESET_NAME = re.compile("zero|reset|clear|flush|clean")


class AttemptTimedOutError(Exception):
    """An attempt took too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Something that makes a node from one node or two.

    Attributes:
        name: what it is called in names such as ``mul.self``.
        function: the method or function, as it is called in the source.
        arity: of nodes: 1 or 2.
        is_method: it is called on a node; otherwise it is a function of the module, or of a class in it.
        takes_number: its second operand is a plain number, as that of a power often is.
        is_property: it is read and not called.
    """

    name: str
    function: str
    arity: int
    is_method: bool
    takes_number: bool = False
    is_property: bool = False


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


@contextlib.contextmanager
def time_limit(seconds: float = SECONDS) -> Iterator[None]:
    """End what takes longer, where the platform and the thread allow it.

    Raises:
        AttemptTimedOutError: it did.
    """

    def ring(*_: object) -> None:
        raise AttemptTimedOutError

    try:
        before = signal.signal(signal.SIGALRM, ring)
    except (ValueError, AttributeError):  # not the main thread, or a platform without alarms
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def number_of(thing: object, value: str = "") -> float | None:
    """The number that something stands for: a number, an array of one element, or a node that holds one."""
    for _ in range(3):
        if isinstance(thing, bool) or thing is None:
            return None
        if isinstance(thing, (int, float)):
            return float(thing)
        # An array first: NumPy's own attribute `data` is its memory.
        if isinstance(getattr(thing, "size", None), int) and callable(getattr(thing, "item", None)):
            if thing.size != 1:  # type: ignore[attr-defined]  # as was just seen
                return None
            with contextlib.suppress(Exception):
                return float(thing.item())  # type: ignore[attr-defined]  # as was just seen
            return None
        held = _read(thing, value) if value else None
        if held is not None and not callable(held):
            thing = held
        elif isinstance(thing, (list, tuple)) and len(thing) == 1:
            thing = thing[0]
        elif callable(getattr(thing, "item", None)):
            with contextlib.suppress(Exception):
                return float(thing.item())  # type: ignore[attr-defined]  # as was just seen
            return None
        else:
            # A box around one number, which some engines change in place.
            held = [each for each in vars(thing).values() if isinstance(each, (int, float))] if _is_box(thing) else []
            return float(held[0]) if len(held) == 1 else None
    return None


def _is_box(thing: object) -> bool:
    return hasattr(thing, "__dict__") and not isinstance(thing, type) and not callable(thing) and len(vars(thing)) == 1


def close(one: float | None, other: float | None, *, tolerance: float = 1e-6) -> bool:
    """Whether two numbers agree."""
    if one is None or other is None:
        return False
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    return math.isclose(one, other, rel_tol=tolerance, abs_tol=tolerance)


class Maker:
    """Makes nodes of one class in one way.

    Where nodes are made by a tape, one tape serves one expression: ``begin`` makes a fresh one.
    """

    def __init__(self, modules: Sequence[types.ModuleType], wrapping: str) -> None:
        self.wrapping = wrapping
        self._names = namespace_of(modules)
        if "np." in wrapping:
            # An engine that needs it has imported it.
            self._names["np"] = importlib.import_module("numpy")
        tape, _, call = wrapping.rpartition("; ")
        self._tape = compile(tape.format(x=0), "<tape>", "eval") if tape else None
        self._code = compile(call.format(x="__x", t="__tape"), "<node>", "eval")
        self.begin()

    def begin(self) -> None:
        """Begin another expression."""
        if self._tape is not None:
            self._names["__tape"] = eval(self._tape, self._names)  # a call of the engine, of a fixed form

    def __call__(self, number: float) -> Any:
        """A node that holds a number."""
        return eval(self._code, self._names, {"__x": number})  # a call of the engine, made from a fixed list of forms


def namespace_of(modules: Sequence[types.ModuleType]) -> dict[str, Any]:
    """The names of several modules; what the first one calls by a name counts."""
    names: dict[str, Any] = {}
    for module in reversed(modules):
        names |= vars(module)
    return names


_WRAPPINGS = (
    "{c}({x})",
    "{c}({x}, requires_grad=True)",
    "{c}(np.array({x}))",
    "{c}(np.array({x}), requires_grad=True)",
    "{c}([{x}])",
    "{c}([{x}], requires_grad=True)",
    "{c}(np.array([{x}]))",
    "{c}(np.array([{x}]), requires_grad=True)",
    "{c}(np.array([[{x}]]), requires_grad=True)",
    "{c}({x}, 'x')",
    "{c}({x}, True)",
    "{c}('x', {x})",
    "{c}({x}, ())",
    "{c}({x}, 0.0)",
)


def _node_classes(modules: Sequence[types.ModuleType]) -> list[type]:
    """The classes of some modules, the one with most arithmetic first; a class that others extend before those."""
    own = [
        thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type) and thing.__module__ == module.__name__
    ]
    dunders = ("__add__", "__mul__", "__sub__", "__truediv__", "__neg__", "__pow__", "__radd__", "__rmul__")

    def weight(cls: type) -> tuple[int, int]:
        own_dunders = sum(any(name in vars(base) for base in cls.__mro__[:-1]) for name in dunders)
        return own_dunders, -len(cls.__mro__)

    return sorted(dict.fromkeys(own), key=weight, reverse=True)


def _attributes(node: object) -> list[str]:
    """The names of a node's attributes that hold something: its own, those in slots, and properties."""
    names = list(getattr(node, "__dict__", {}))
    for owner in type(node).__mro__[:-1]:
        slots = owner.__dict__.get("__slots__", ())
        names += [slots] if isinstance(slots, str) else list(slots)
        names += [name for name, member in vars(owner).items() if isinstance(member, property)]
    return [name for name in dict.fromkeys(names) if name not in ("__dict__", "__weakref__")]


def _read(node: object, attribute: str) -> object:
    try:
        return getattr(node, attribute)
    except Exception:  # noqa: BLE001  # a property of somebody's engine may raise anything before a sweep
        return None


@dataclass(frozen=True, slots=True)
class _Trial:
    """An expression ``second(first(a, b), c)`` on 3, 5 and 7, in which each input is used once.

    Attributes:
        first, second: how two nodes are combined.
        text: how it is written.
        value: what it is.
        derivatives: by a, b and c.
    """

    first: Callable[[Any, Any], Any]
    second: Callable[[Any, Any], Any]
    text: str
    value: float
    derivatives: tuple[float, float, float]

    def build(self, a: Any, b: Any, c: Any) -> Any:
        """The engine's node for it."""
        return self.second(self.first(a, b), c)


_WORDS = {
    "mul": ("mul", "multiply", "times", "mult", "product", "prod"),
    "add": ("add", "plus", "addition"),
    "sub": ("sub", "subtract", "minus"),
    "div": ("div", "divide", "truediv"),
}
_DUNDERS = {"mul": "__mul__", "add": "__add__", "sub": "__sub__", "div": "__truediv__"}
_MEANINGS: dict[str, tuple[Callable[[float, float], float], Callable[[float, float], tuple[float, float]]]] = {
    "mul": (operator.mul, lambda a, b: (b, a)),
    "add": (operator.add, lambda *_: (1.0, 1.0)),
    "sub": (operator.sub, lambda *_: (1.0, -1.0)),
    "div": (operator.truediv, lambda a, b: (1 / b, -a / b**2)),
}
_ORDER = (
    ("mul", "add"),
    ("mul", "sub"),
    ("div", "add"),
    ("div", "sub"),
    ("mul", "mul"),
    ("sub", "sub"),
    ("add", "add"),
)
"""The pairs of operations that are tried, those first whose derivatives all differ."""


def _trials(modules: Sequence[types.ModuleType], cls: type) -> Iterator[_Trial]:
    """What can be computed with a class, by operators, by methods or by functions of its modules."""
    found: dict[str, list[Callable[..., Any]]] = {name: [] for name in _WORDS}
    for name, dunder in _DUNDERS.items():
        if hasattr(cls, dunder):
            found[name].append(BINARY[dunder])
        found[name] += [method for word in _WORDS[name] if callable(method := getattr(cls, word, None))]
    for name, thing in namespace_of(modules).items():
        word = name.lower().strip("_")
        for operation, words in _WORDS.items():
            if word in words:
                found[operation] += list(_callables(thing))
    for first, second in _ORDER:
        for f in found[first]:
            for g in found[second]:
                inner = _MEANINGS[first][0](3.0, 5.0)
                by_inner, by_c = _MEANINGS[second][1](inner, 7.0)
                by_a, by_b = _MEANINGS[first][1](3.0, 5.0)
                yield _Trial(
                    first=f,
                    second=g,
                    text=f"{second}({first}(3, 5), 7)",
                    value=_MEANINGS[second][0](inner, 7.0),
                    derivatives=(by_inner * by_a, by_inner * by_b, by_c),
                )


def _callables(thing: Any) -> Iterator[Callable[..., Any]]:
    if isinstance(thing, type):
        if callable(apply := getattr(thing, "apply", None)):
            yield apply
        if callable(thing):
            yield lambda *nodes: thing()(*nodes)
            yield thing
    elif callable(thing):
        yield thing


@dataclass(frozen=True, slots=True)
class _SweepCandidate:
    """What may be a sweep: its name, how it is called, and the function behind it."""

    name: str
    call: str
    function: Callable[..., Any]

    def run(self, out: Any, inputs: Sequence[Any], one: Callable[[float], Any]) -> Any:
        """Call it, and return what it returns; for one that is called for each input, all answers."""
        if "{one}" in self.call:
            return self.function(out, one(1.0))
        if "{inputs}" in self.call:
            return self.function(out, list(inputs))
        if "{input}" in self.call:
            return [self.function(out, each) for each in inputs]
        return self.function(out, 1.0) if "1.0" in self.call else self.function(out)


def _sweeps(modules: Sequence[types.ModuleType], cls: type) -> list[_SweepCandidate]:
    """Every method and function that may run a sweep, the likeliest first."""
    found: list[_SweepCandidate] = []
    for name, member in inspect.getmembers(cls):
        if name.startswith("__") or not callable(member) or isinstance(member, type):
            continue
        required = _required(member)
        if required is not None and required <= 1:
            found.append(_SweepCandidate(name, f"{{out}}.{name}()", member))
        if required is not None and required <= 2 and _accepts(member, 2):
            found += [
                _SweepCandidate(name, f"{{out}}.{name}({argument})", member) for argument in ("1.0", "{one}", "{input}")
            ]
    own = {module.__name__ for module in modules}
    for name, function in namespace_of(modules).items():
        if not isinstance(function, types.FunctionType) or function.__module__ not in own:
            continue
        required = _required(function)
        if required is not None and required <= 1 and _accepts(function, 1):
            found.append(_SweepCandidate(name, f"{name}({{out}})", function))
        if required is not None and required <= 2 and _accepts(function, 2):
            found += [
                _SweepCandidate(name, f"{name}({{out}}, {argument})", function)
                for argument in ("1.0", "{inputs}", "{input}")
            ]
    return sorted(found, key=lambda each: (not _is_called_a_sweep(each.name), "{input}" in each.call))


def _required(function: Callable[..., Any]) -> int | None:
    """How many positional arguments a function cannot do without; None where that is not known."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    if any(p.kind is p.KEYWORD_ONLY and p.default is p.empty for p in parameters):
        return None
    return sum(p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) and p.default is p.empty for p in parameters)


def _accepts(function: Callable[..., Any], count: int) -> bool:
    parameters = inspect.signature(function).parameters.values()
    if any(p.kind is p.VAR_POSITIONAL for p in parameters):
        return True
    return sum(p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) for p in parameters) >= count


RETURNED = "returned by the sweep"


def returned_gradient(answer: object, node: object, position: int) -> object:
    """A node's gradient in what a sweep returned: by the node, its identity, or its position."""
    if isinstance(answer, Mapping):
        for key in (node, id(node)):
            with contextlib.suppress(Exception):
                if key in answer:
                    return answer[key]
        return None
    if isinstance(answer, (list, tuple)) and 0 <= position < len(answer):
        return answer[position]
    return None


def recognise(modules: Sequence[types.ModuleType], *, even_wrong: bool = False) -> Recognition:
    """Find out what an engine's parts are called.

    Args:
        modules: the engine, imported; the module that was named first, then those that came with it.
        even_wrong: where nothing holds the right derivatives, take the gradient and the sweep from their names.

    Raises:
        NotRecognisedError: nothing in the modules behaves like an engine.
    """
    classes = _node_classes(modules)
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
    names = ", ".join(cls.__name__ for cls in classes[:MOST_CLASSES])
    raise NotRecognisedError("; ".join(tried) if tried else f"no instance of {names} can be made of a number")


def _wrappings(modules: Sequence[types.ModuleType], cls: type) -> Iterator[str]:
    """The ways in which a number may become a node: a call of its class, or a method of a tape."""
    has_numpy = "numpy" in sys.modules
    for form in _WRAPPINGS:
        if has_numpy or "np." not in form:
            yield form.replace("{c}", cls.__name__)
    for other in _node_classes(modules):
        if other is not cls and _required(other) == 0:
            for name, member in inspect.getmembers(other, inspect.isfunction):
                if not name.startswith("_") and _required(member) == 2:
                    yield f"{other.__name__}(); {{t}}.{name}({{x}})"


def _recognise_class(modules: Sequence[types.ModuleType], cls: type, tried: dict[str, None]) -> Recognition | None:
    returning: Recognition | None = None
    for wrapping in _wrappings(modules, cls):
        try:
            with time_limit():
                maker = Maker(modules, wrapping)
                node = maker(3.0)
        except Exception:  # noqa: BLE001  # somebody's constructor may refuse in any way
            continue
        value = next((name for name in _value_order(node) if close(number_of(_read(node, name)), 3.0)), "")
        if not isinstance(node, cls) or not value:
            continue
        for trial in _trials(modules, cls):
            found = _sweep_and_gradient(modules, cls, maker, value, trial)
            if isinstance(found, tuple):
                sweep, gradient = found
                recognition = Recognition(
                    node_class=cls.__name__,
                    wrapping=wrapping,
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
    for wrapping in _wrappings(modules, cls):
        try:
            with time_limit():
                maker = Maker(modules, wrapping)
                node = maker(3.0)
        except Exception:  # noqa: BLE001  # somebody's constructor may refuse in any way
            continue
        value = next((name for name in _value_order(node) if close(number_of(_read(node, name)), 3.0)), "")
        if not isinstance(node, cls) or not value:
            continue
        likely = [sweep for sweep in _sweeps(modules, cls) if _is_called_a_sweep(sweep.name)]
        likely.sort(key=lambda sweep: ("back" not in sweep.name.lower(), sweep.name.startswith("_")))
        gradients = sorted(
            (name for name in _attributes(node) if name != value and _is_called_a_gradient(name)),
            key=lambda name: (number_of(_read(node, name), value) is None, len(name)),
        )
        for sweep in likely:
            for trial in _trials(modules, cls):
                try:
                    with time_limit():
                        maker.begin()
                        a, b = maker(3.0), maker(5.0)
                        before = {name: number_of(_read(a, name), value) for name in gradients}
                        out = trial.first(a, b)
                        sweep.run(out, (a, b), maker)
                except Exception:  # noqa: BLE001  # it need not be a sweep
                    continue
                for gradient in gradients:
                    if isinstance(out, cls) and number_of(_read(a, gradient), value) is not None:
                        found = Recognition(
                            node_class=cls.__name__,
                            wrapping=wrapping,
                            value=value,
                            gradient=gradient,
                            sweep=sweep.name,
                            sweep_call=sweep.call,
                            guesses=(
                                f"`{gradient}` is the gradient by its name: after {sweep.name}() it does not hold the "
                                f"derivatives of {trial.text}",
                            ),
                        )
                        if number_of(_read(a, gradient), value) != before[gradient]:
                            return _complete(modules, cls, maker, trial, sweep, found)
                        unchanged = unchanged or _complete(modules, cls, maker, trial, sweep, found)
    return unchanged


def _is_called_a_sweep(name: str) -> bool:
    return bool(SWEEP_NAME.search(name.lower())) and not RESET_NAME.search(name.lower())


def _is_called_a_gradient(name: str) -> bool:
    plain = name.strip("_").lower()
    return plain in ("d", "dx", "bar") or bool(GRADIENT_NAME.search(plain))


def _value_order(node: object) -> list[str]:
    likely = ("data", "value", "val", "item", "v", "x")
    names = _attributes(node)
    return sorted(names, key=lambda name: (name.strip("_") not in likely, name.startswith("_")))


def _sweep_and_gradient(
    modules: Sequence[types.ModuleType], cls: type, maker: Maker, value: str, trial: _Trial
) -> tuple[_SweepCandidate, str] | str:
    """The sweep after which some attribute of the inputs holds the derivatives, and that attribute."""
    wrong = ""
    for candidate in _sweeps(modules, cls):
        try:
            with time_limit():
                maker.begin()
                inputs = maker(3.0), maker(5.0), maker(7.0)
                out = trial.build(*inputs)
                if not close(number_of(out, value), trial.value):
                    return f"{trial.text} is not {trial.value:g}"
                before = {name: number_of(_read(inputs[0], name), value) for name in _attributes(inputs[0])}
                answer = candidate.run(out, inputs, maker)
        except Exception:  # noqa: BLE001  # most candidates are no sweeps and may raise anything
            continue
        expected = list(zip(inputs, trial.derivatives, strict=True))
        for attribute in sorted(_attributes(inputs[0]), key=lambda name: name.startswith("_")):
            if (
                attribute != value
                and all(close(number_of(_read(node, attribute), value), number) for node, number in expected)
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


def _complete(
    modules: Sequence[types.ModuleType],
    cls: type,
    maker: Maker,
    trial: _Trial,
    sweep: _SweepCandidate,
    found: Recognition,
) -> Recognition:
    maker.begin()
    a, b = maker(3.0), maker(5.0)
    out = trial.first(a, b)
    parents = _parents(out, a, b)
    held = getattr(out, "__dict__", {})
    closure = next((name for name in _attributes(out) if _is_closure(held.get(name, _read(out, name)), name, held)), "")
    return replace(
        found,
        parents=parents,
        is_scalar=isinstance(_read(a, found.value), (int, float)),
        closure=closure,
        reset=_reset(modules, cls, maker, trial, sweep, found),
        operations=tuple(_operations(modules, cls, maker, found.value)),
    )


def _is_closure(thing: object, name: str, held: Mapping[str, object]) -> bool:
    return isinstance(thing, types.FunctionType) or (isinstance(thing, types.MethodType) and name in held)


def _parents(out: object, a: object, b: object) -> str:
    """The attribute that holds the operands; of several, one that has nothing else in it."""
    for kinds in ((tuple, list, set, frozenset), (dict,)):
        for name in _attributes(out):
            held = _read(out, name)
            if isinstance(held, kinds) and _holds(held, a) and _holds(held, b):
                return name
    for name in _attributes(out):
        inner = _read(out, name)
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
    trial: _Trial,
    sweep: _SweepCandidate,
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
                left = _read(a, found.gradient)
        except Exception:  # noqa: BLE001  # a method of this name need not be a reset
            continue
        if left is None or close(number_of(left, found.value), 0.0):
            return name
    return ""


def _operations(modules: Sequence[types.ModuleType], cls: type, maker: Maker, value: str) -> Iterator[Operation]:
    """Every operation that makes a node of nodes, found by calling it."""
    for method, operation in BINARY.items():
        if not hasattr(cls, method):
            continue
        for takes_number in (False, True):
            try:
                with time_limit():
                    made = operation(maker(1.5), 2.0 if takes_number else maker(2.0))
            except Exception:  # noqa: BLE001  # most engines have only some
                continue
            if isinstance(made, cls) and number_of(made, value) is not None:
                yield Operation(
                    name=operation_name(method), function=method, arity=2, is_method=True, takes_number=takes_number
                )
                break
    if "__neg__" in dir(cls):
        with contextlib.suppress(Exception), time_limit():
            if isinstance(-maker(1.5), cls):
                yield Operation(name="neg", function="__neg__", arity=1, is_method=True)
    for name, member in inspect.getmembers(cls):
        if name.startswith("_") or RESET_NAME.search(name) or re.search("back|copy|clone|detach", name):
            continue
        is_property = isinstance(member, property)
        if not is_property and not isinstance(member, types.FunctionType):
            continue
        for rest in [()] if is_property else [(), (0.75,), (2.0,)]:
            if not is_property and _required(member) != 1 + len(rest):
                continue
            with contextlib.suppress(Exception), time_limit():
                nodes = [maker(0.5), *map(maker, rest[:1] if rest == (0.75,) else ())]
                numbers = rest if rest == (2.0,) else ()
                made = getattr(nodes[0], name) if is_property else getattr(nodes[0], name)(*nodes[1:], *numbers)
                if isinstance(made, cls) and number_of(made, value) is not None and not _is_one_of(made, nodes):
                    yield Operation(
                        name=name,
                        function=name,
                        arity=1 + len(rest),
                        is_method=True,
                        takes_number=bool(numbers),
                        is_property=is_property,
                    )
                    break
    own = {module.__name__ for module in modules}
    for name, thing in namespace_of(modules).items():
        if not isinstance(thing, types.FunctionType) or thing.__module__ not in own or name.startswith("_"):
            continue
        for arity in (1, 2):
            if _required(thing) == arity:
                with contextlib.suppress(Exception), time_limit():
                    nodes = [maker(0.5), maker(0.75)][:arity]
                    made = thing(*nodes)
                    if isinstance(made, cls) and not _is_one_of(made, nodes):
                        yield Operation(name=name, function=name, arity=arity, is_method=False)


def _is_one_of(made: object, nodes: Sequence[object]) -> bool:
    return any(made is node for node in nodes)


def operation_name(function: str) -> str:
    """``mul`` for ``__mul__``, ``div`` for ``__truediv__``; a plain name for itself."""
    return SHORT_NAMES.get(function, function.strip("_"))
