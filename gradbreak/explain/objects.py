"""Programs that make a node and look at its value, its repr and its errors; they build no graph."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from gradbreak.config import EngineConfig
from gradbreak.explain.oracle import Basis
from gradbreak.explain.programs import Look, LookContent, Program, SweepCount
from gradbreak.explain.python_text import words
from gradbreak.explain.shapes import SYMBOLS
from gradbreak.trace.expression import Binary, Variable

NO_NUMBERS = {
    "True": "true",
    "None": "nothing",
    "'two'": "text",
    "math.inf": "infinity",
    "math.nan": "not a number",
    "10**400": "an integer beyond floats",
}
"""Arguments that an engine may refuse → their names in a test's name."""


def object_programs(node_class: type, engine: EngineConfig, module: str) -> Iterator[Program]:
    """Programs about nodes by themselves.

    Args:
        node_class: the class whose instances are nodes; only its signature is looked at.
        engine: what its attributes and methods are called.
        module: the dotted name that the class is imported from.
    """
    name = engine.node_class
    kind = name.lower()

    def program(
        sentence: str, refusal: str, lines: list[str], looks: dict[str, LookContent], calls: set[str]
    ) -> Program:
        is_plain = all(expected is not None for expected in looks.values())
        return Program(
            sentence=sentence,
            refusal=refusal,
            imports=(
                *(["import math"] if any("math." in line for line in lines) else []),
                f"from {module} import {name}",
            ),
            lines=tuple(lines),
            looks=tuple(Look(text=text, expected=expected) for text, expected in looks.items()),
            calls=frozenset({"__init__", *calls}),
            basis=Basis.PLAIN if is_plain else Basis.ENGINE,
            stage=SweepCount.VALUE,
        )

    def made(arguments: str, sentence: str, looks: dict[str, LookContent], calls: set[str]) -> Program:
        return program(sentence, f"{sentence} is refused", [f"a = {name}({arguments})"], looks, calls)

    value = f"a.{engine.value}"
    if engine.gradient:
        looks: dict[str, LookContent] = {value: 3.0, f"a.{engine.gradient}": 0.0}
        yield made("3", f"a new {kind} holds its number and has no gradient", looks, set())
    for argument, called in NO_NUMBERS.items():
        yield made(argument, f"a {kind} made from {called}", {value: None}, set())
    yield made("2", f"a {kind} is shown with its number", {"repr(a)": None}, {"__repr__"})
    for parameter in _text_parameters(node_class):
        yield made(
            f"2, {parameter}='w'",
            f"a {kind} with the {parameter} w is shown with it",
            {"repr(a)": None},
            {"__repr__"},
        )
    for method, symbol in SYMBOLS.items():
        if method in engine.operations:
            for left, right, calls in (("a", "'two'", {method}), ("'two'", "a", {method.replace("__", "__r", 1)})):
                said = words(Binary(symbol, Variable(left), Variable(right))).replace("'two'", "text")
                yield program(
                    f"{said} has a value",
                    f"{said} is refused",
                    [f"a = {name}(2)", f"result = {left} {symbol} {right}"],
                    {f"result.{engine.value}": None},
                    calls,
                )


def _text_parameters(node_class: type) -> list[str]:
    """The parameters of the constructor whose default is a text: names and labels."""
    parameters = inspect.signature(node_class).parameters.values()
    return [each.name for each in parameters if isinstance(each.default, str)]
