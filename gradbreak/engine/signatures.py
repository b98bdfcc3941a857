"""How many arguments somebody's function takes."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any


def required_arguments(function: Callable[..., Any]) -> int | None:
    """How many positional arguments a function cannot do without; None where that is not known."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    if any(p.kind is p.KEYWORD_ONLY and p.default is p.empty for p in parameters):
        return None
    return sum(p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) and p.default is p.empty for p in parameters)


def accepts(function: Callable[..., Any], count: int) -> bool:
    """Whether a function takes so many positional arguments."""
    parameters = inspect.signature(function).parameters.values()
    if any(p.kind is p.VAR_POSITIONAL for p in parameters):
        return True
    return sum(p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) for p in parameters) >= count
