"""Cells of a notebook that a test executes itself, served as code of the module that was made of the notebook.

Such a test reads the notebook and calls ``exec`` on the text of its cells. Its classes would be copies that nobody can
measure or mutate, so ``exec`` and ``compile`` give the definitions that are the module's the module's path and lines.
"""

from __future__ import annotations
import __future__

import ast
import builtins
import functools
import operator
import sys
import types
from collections.abc import Mapping
from typing import Any

_FUTURE_FLAGS = functools.reduce(
    operator.or_, (getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)
)

ELSEWHERE = 1_000_000
"""Added to the lines of statements that are none of the module's, so that none counts as one of its lines."""


def serve_cells(path: str, source: str, served: str) -> None:
    """From now on in this process, executed text that defines what a module defines gets the module's code.

    Args:
        path: the module's file.
        source: its text, by which definitions are recognised.
        served: the text whose code they get, which is the same or has a mutant in it.
    """
    theirs, ours = ast.parse(source).body, ast.parse(served).body
    known = {
        ast.dump(one): other
        for one, other in zip(theirs, ours, strict=True)
        if isinstance(one, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
    }
    original_compile, original_exec = builtins.compile, builtins.exec

    def code_of(text: str, flags: int) -> types.CodeType | None:
        """The code of a text with a definition of the module; None for any other."""
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError):
            return None
        body = [known.get(ast.dump(each), each) for each in tree.body]
        if body == tree.body:
            return None
        for one, other in zip(tree.body, body, strict=True):
            if one is other:
                ast.increment_lineno(one, ELSEWHERE)
        module = ast.Module(body=body, type_ignores=[])
        code: types.CodeType = original_compile(module, path, "exec", flags, dont_inherit=True)
        return code

    def compile_(
        text: Any, filename: Any, mode: str, flags: int = 0, dont_inherit: bool = False, *more: Any, **named: Any
    ) -> Any:
        if not dont_inherit:
            flags |= sys._getframe(1).f_code.co_flags & _FUTURE_FLAGS
        found = (
            code_of(text, flags) if isinstance(text, str) and mode == "exec" and not flags & ~_FUTURE_FLAGS else None
        )
        return found or original_compile(text, filename, mode, flags, True, *more, **named)

    def exec_(
        text: Any, globals: dict[str, Any] | None = None, locals: Mapping[str, object] | None = None, /, **named: Any
    ) -> None:
        caller = sys._getframe(1)
        if globals is None:
            globals, locals = caller.f_globals, caller.f_locals if locals is None else locals
        if isinstance(text, str):
            flags = caller.f_code.co_flags & _FUTURE_FLAGS
            text = code_of(text, flags) or original_compile(text, "<string>", "exec", flags, True)
        original_exec(text, globals, globals if locals is None else locals, **named)

    builtins.compile = compile_  # type: ignore[assignment]  # it takes what the overloads of the original take
    builtins.exec = exec_
