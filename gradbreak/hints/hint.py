"""What to write so that one accumulating write is caught: the idea, then the skeleton of a test, then the test.

Every hint follows one recipe: use ``a`` in the operation, then use ``a`` again in a later step, as in ``(a - b) * a``.
A sweep runs backwards, so the later step writes to the gradient of ``a`` first and the operation's own write comes
second, in whichever order an engine visits operands. Only a second write shows whether it adds or replaces.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gradbreak.engine.dual_numbers import FUNCTIONS, Dual, DualAlgebra
from gradbreak.engine.shape import EngineShape

if TYPE_CHECKING:  # its type alone: texts are read with packages that a browser may not have
    from gradbreak.texts.hints import HintTexts

MOST = 3
"""Hints at a time. A student reads three, not thirty."""

_SYMBOLS: Mapping[str, str] = {
    "__add__": "+",
    "__sub__": "-",
    "__mul__": "*",
    "__truediv__": "/",
    "__pow__": "**",
}

_WHOLE = "a_variable_that_is_used_twice_gets_a_term_for_each_use"

_INPUTS: Mapping[str, float] = {"a": 2.0, "b": 8.0}
"""Where the gradients of all expressions below are simple numbers, and none is 0."""


class HintStep(enum.IntEnum):
    """How much a hint says."""

    IDEA = 1
    SKELETON = 2
    TEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """How to catch one write.

    Attributes:
        name: what is missed: a site, ``sub.self``; or ``canonical``.
        idea: one or two sentences.
        skeleton: the test with what matters left out, as Python.
        test: the whole test; its number was worked out by dual numbers and not by an engine. Empty where they have no
            rule for the operation.
    """

    name: str
    idea: str
    skeleton: str
    test: str

    def shown(self, step: HintStep) -> str:
        """The source that a step shows; empty for the idea."""
        if step is HintStep.IDEA:
            return ""
        return self.test if step is HintStep.TEST and self.test else self.skeleton


@dataclass(frozen=True, slots=True)
class _Recipe:
    """An expression that uses ``a`` in an operation and again in a later step.

    Attributes:
        inputs: the variables it has, ``a`` first.
        source: as Python.
        slope: the gradient of ``a``; None where dual numbers have no rule.
        is_first: ``a`` is the operation's first operand.
        is_only: it has no other.
    """

    inputs: tuple[str, ...]
    source: str
    slope: float | None
    is_first: bool
    is_only: bool


def hints(missed: Mapping[str, Iterable[str]], shape: EngineShape, words: HintTexts) -> tuple[Hint, ...]:
    """Hints for what is missed, at most three: the whole break, or one site of each operation that has one missed.

    Args:
        missed: the name of a level (``canonical``, ``sites``, ``order_proof``) → the names of what is missed there.
        shape: what the engine's parts are called.
        words: the language.
    """
    if list(missed.get("canonical", ())):
        name = next(iter(missed["canonical"]))
        operation = "mul" if "mul" in shape.operations.values() else next(iter(shape.operations.values()), "")
        made = _hint(name, operation, "self", words.whole, shape, words)
        return () if made is None else (made,)
    sites = list(missed.get("sites", ()))
    turned = [name for name in missed.get("order_proof", ()) if name not in sites]
    found: dict[str, Hint] = {}
    for names, idea in ((sites, words.site), (turned, words.order)):
        for name in names:
            operation, _, operand = name.partition(" ")[0].partition(".")
            if operation not in found and (made := _hint(name, operation, operand, idea, shape, words)) is not None:
                found[operation] = made
    return tuple(found.values())[:MOST]


def _hint(name: str, operation: str, operand: str, idea: str, shape: EngineShape, words: HintTexts) -> Hint | None:
    method = next((method for method, called in shape.operations.items() if called == operation), operation)
    recipe = _recipe(method, operand, shape)
    if recipe is None:
        return None
    noun = _noun(operation, words)
    title = f"{operation}_adds_to_what_{_which(recipe)}_operand_already_has" if "." in name else _WHOLE
    blank = f"...  # {words.use_again.format(operation=noun)}".replace("`", "")
    compared = "" if recipe.slope is None else _equals(recipe.slope)
    return Hint(
        name=name,
        idea=idea.format(operation=noun, operand=_operand(recipe, words)),
        skeleton=_source(title, recipe, blank, f"== ...  # {words.by_hand}", shape),
        test=compared and _source(title, recipe, recipe.source, compared, shape),
    )


def _noun(operation: str, words: HintTexts) -> str:
    """``the subtraction``; an operation that has no word is named in backticks."""
    nouns = words.operations
    known = {
        "add": nouns.add,
        "sub": nouns.sub,
        "mul": nouns.mul,
        "div": nouns.div,
        "pow": nouns.pow,
        "neg": nouns.neg,
    }
    return known.get(operation) or nouns.named.format(name=operation)


def _operand(recipe: _Recipe, words: HintTexts) -> str:
    """``its left operand``."""
    nouns = words.operands
    return nouns.only if recipe.is_only else nouns.left if recipe.is_first else nouns.right


def _which(recipe: _Recipe) -> str:
    return "its" if recipe.is_only else "its_left" if recipe.is_first else "its_right"


def _recipe(method: str, operand: str, shape: EngineShape) -> _Recipe | None:
    """The expression for an operation; None where it cannot be written down, as for an ``index`` with arguments."""
    algebra = DualAlgebra(1)
    a, b = Dual(_INPUTS["a"], (1.0,)), Dual(_INPUTS["b"], (0.0,))
    is_first = operand == "self"
    value: Dual | None
    if method in _SYMBOLS:
        symbol = _SYMBOLS[method]
        inner = f"a {symbol} b" if is_first else f"b {symbol} a"
        value = algebra.binary(symbol, a, b) if is_first else algebra.binary(symbol, b, a)
    elif method == "__neg__":
        inner, value = "-a", algebra.unary("-", a)
    elif method.startswith("_"):
        return None
    else:
        inner = f"a.{method}()"
        function = shape.operations.get(method, method)
        value = algebra.unary(function, a) if function in FUNCTIONS else None
    is_only = "b" not in inner
    # After these, adding a again could leave no gradient at all: (b - a) + a is b.
    outer = "*" if method in ("__add__", "__sub__", "__neg__") and "__mul__" in shape.operations else "+"
    return _Recipe(
        inputs=("a",) if is_only else ("a", "b"),
        source=f"{inner} + a" if outer == "+" else f"({inner}) * a",
        slope=None if value is None else algebra.binary(outer, value, a).slopes[0],
        is_first=is_first,
        is_only=is_only,
    )


def _is_exact(number: float) -> bool:
    """Whether every engine gets this very float: a multiple of an eighth that is not huge."""
    return abs(number) < 1e6 and (number * 8).is_integer()


def _equals(number: float) -> str:
    text = repr(number if not math.isclose(number, round(number, 9)) else round(number, 9))
    return f"== {text}" if _is_exact(number) else f"== pytest.approx({text})"


def _source(title: str, recipe: _Recipe, made: str, compared: str, shape: EngineShape) -> str:
    values = "".join(f"    {name} = {shape.node_class}({_INPUTS[name]})\n" for name in recipe.inputs)
    imports = f"from {shape.module} import {shape.node_class}\n"
    return (
        ("import pytest\n\n" if "pytest" in compared else "")
        + imports
        + f"\n\ndef test_{title}():\n"
        + values
        + f"    out = {made}\n    out.{shape.entry_point}()\n    assert a.{shape.gradient} {compared}\n"
    )
