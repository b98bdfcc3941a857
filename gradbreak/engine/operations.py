"""The operations of an engine, found by calling them."""

from __future__ import annotations

import contextlib
import inspect
import operator
import re
import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gradbreak.engine.attempts import time_limit
from gradbreak.engine.making import Maker, namespace_of
from gradbreak.engine.reading import number_of, read_attribute
from gradbreak.engine.signatures import required_arguments
from gradbreak.engine.sweep_candidates import RESET_NAME

BINARY = {
    "__add__": operator.add,
    "__sub__": operator.sub,
    "__mul__": operator.mul,
    "__truediv__": operator.truediv,
    "__pow__": operator.pow,
    "__matmul__": operator.matmul,
}


SHORT_NAMES = {"__truediv__": "div", "__matmul__": "matmul", "__neg__": "neg"}


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


def operation_name(function: str) -> str:
    """``mul`` for ``__mul__``, ``div`` for ``__truediv__``; a plain name for itself."""
    return SHORT_NAMES.get(function, function.strip("_"))


def operations_of(modules: Sequence[types.ModuleType], cls: type, maker: Maker, value: str) -> Iterator[Operation]:
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
            if _is_node(made, cls) and number_of(made, value) is not None:
                yield Operation(
                    name=operation_name(method), function=method, arity=2, is_method=True, takes_number=takes_number
                )
                break
    if "__neg__" in dir(cls):
        with contextlib.suppress(Exception), time_limit():
            if _is_node(-maker(1.5), cls):
                yield Operation(name="neg", function="__neg__", arity=1, is_method=True)
    for name, member in inspect.getmembers(cls):
        if name.startswith("_") or RESET_NAME.search(name) or re.search("back|copy|clone|detach", name):
            continue
        is_property = isinstance(member, property)
        if not is_property and not isinstance(member, types.FunctionType):
            continue
        for rest in [()] if is_property else [(), (0.75,), (2.0,)]:
            if not is_property and required_arguments(member) != 1 + len(rest):
                continue
            with contextlib.suppress(Exception), time_limit():
                nodes = [maker(0.5), *map(maker, rest[:1] if rest == (0.75,) else ())]
                numbers = rest if rest == (2.0,) else ()
                made = getattr(nodes[0], name) if is_property else getattr(nodes[0], name)(*nodes[1:], *numbers)
                if (
                    _is_node(made, cls)
                    and not _wraps(made, value, cls)
                    and number_of(made, value) is not None
                    and not _is_one_of(made, nodes)
                ):
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
            if required_arguments(thing) == arity:
                with contextlib.suppress(Exception), time_limit():
                    nodes = [maker(0.5), maker(0.75)][:arity]
                    made = thing(*nodes)
                    if _is_node(made, cls) and not _wraps(made, value, cls) and not _is_one_of(made, nodes):
                        yield Operation(name=name, function=name, arity=arity, is_method=False)


def _is_node(made: object, cls: type) -> bool:
    """Whether an operation made a node: of the class of the inputs, or of another with the same base of the engine."""
    bases = [base for base in cls.__mro__ if base.__module__ == cls.__module__]
    return isinstance(made, tuple(bases))


def _wraps(made: object, value: str, cls: type) -> bool:
    """Whether a node holds a node where a number belongs, as that of a helper does which makes nodes of numbers."""
    return isinstance(read_attribute(made, value), cls)


def _is_one_of(made: object, nodes: Sequence[object]) -> bool:
    return any(made is node for node in nodes)
