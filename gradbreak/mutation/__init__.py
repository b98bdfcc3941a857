"""Mutants of an engine: made by mutmut, named, classified into families and combined into breaks.

In come the configuration and the engine's files; out goes a ``MutantSet``, which has the edits of every mutant and
break. It never runs the engine or a test, and never writes to the engine's files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradbreak.mutation.mutant_set import MutantSet

if TYPE_CHECKING:
    from gradbreak.mutation.catalogue import make_mutants

__all__ = ["MutantSet", "make_mutants"]


def __getattr__(name: str) -> Any:
    # mutmut and libcst take most of a second to import, and most code that reads mutants makes none:
    # `import gradbreak.mutation` is free, and the first use of make_mutants pays.
    if name == "make_mutants":
        from gradbreak.mutation.catalogue import make_mutants

        return make_mutants
    raise AttributeError(name)
