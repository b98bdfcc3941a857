"""Mutants: made by mutmut, named, classified and combined into breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradbreak.mutation.mutant_set import MutantSet

if TYPE_CHECKING:
    from gradbreak.mutation.catalogue import make_mutants

__all__ = ["MutantSet", "make_mutants"]


def __getattr__(name: str) -> Any:
    # mutmut and libcst take most of a second to import, and most of what speaks of mutants makes none:
    # `import gradbreak.mutation` is free, and the first use of make_mutants pays.
    if name == "make_mutants":
        from gradbreak.mutation.catalogue import make_mutants

        return make_mutants
    raise AttributeError(name)
