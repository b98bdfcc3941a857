"""The test that an editor begins with: it passes, and uses each variable once, so that it gives nothing away."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from gradbreak.engine.shape import EngineShape
from gradbreak.trace.dual import dual_gradients
from gradbreak.trace.parse import parse

INPUTS: Mapping[str, float] = {"a": 2.0, "b": 3.0}


def starter(shape: EngineShape, *, made: str = "", swept: str = "") -> str:
    """A first test.

    The gradients are computed by dual numbers, not by the engine.

    Args:
        shape: what the engine's parts are called.
        made: how a number becomes a node, with ``{x}`` for the number; by default the node class is called.
        swept: how a sweep begins, with ``{out}`` for the node; by default a method is called.
    """
    gradients = dual_gradients(parse("a*b", {}), INPUTS)
    made = made or f"{shape.node_class}({{x}})"
    swept = swept or f"{{out}}.{shape.entry_point}()"
    names = sorted(
        {
            node.id
            for text in (made, swept)
            for node in ast.walk(ast.parse(text.format(x="1.0", out="out")))
            if isinstance(node, ast.Name)
        }
        - {"out"}
    )
    lines = [
        f"from {shape.module} import {', '.join(names)}",
        "",
        "",
        "def test_the_gradient_of_a_product():",
        *(f"    {name} = {made.format(x=value)}" for name, value in INPUTS.items()),
        "    out = a * b",
        f"    {swept.format(out='out')}",
        *(f"    assert {name}.{shape.gradient} == {gradient:g}" for name, gradient in gradients.items()),
    ]
    return "\n".join(lines) + "\n"
