"""Makes the one test that students begin with. It uses a variable once, so it gives nothing away."""

from __future__ import annotations

import re

from msgspec import Struct

from gradbreak.config import Config
from gradbreak.trace.dual import dual_gradients
from gradbreak.trace.parse import parse
from gradbreak.trace.trace import functions_of

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|[0-9.]+|[-+*/() ]")


class StarterExample(Struct, frozen=True, kw_only=True):
    """An expression and its gradients.

    Attributes:
        expression: as Python on the engine's nodes.
        inputs: variable → its value, as it is written in Python.
        gradients: variable → its gradient, likewise.
    """

    expression: str
    inputs: dict[str, str]
    gradients: dict[str, str]


def example(config: Config) -> StarterExample:
    """The lesson's linear expression, or a product where the project has none.

    The gradients are computed by dual numbers, not by the engine.
    """
    linear = config.lesson.linear if config.lesson is not None else None
    expression, inputs = ("x * y", {"x": 3.0, "y": 5.0})
    if linear is not None and _is_plain(linear.expression):
        expression, inputs = linear.expression, linear.inputs
    names = functions_of(config)
    gradients = dual_gradients(parse(expression, names), inputs, names)
    return StarterExample(
        expression=re.sub(r"\s*([-+*/]+)\s*", r" \1 ", expression),
        inputs={name: repr(float(value)) for name, value in inputs.items()},
        gradients={name: repr(value) for name, value in gradients.items()},
    )


def _is_plain(expression: str) -> bool:
    """Whether it is arithmetic that any engine's nodes can do, without calls."""
    return not _PLAIN.sub("", expression) and not re.search(r"\w\s*\(", expression)
