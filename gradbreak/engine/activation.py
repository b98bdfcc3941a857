"""Putting a mutant into a live process: compile the mutated function and swap its code object.

Why not import a mutated copy, or call through a trampoline as mutmut does? Tests hold references to
the engine's classes and functions; whatever they reach through those is the same function object,
and giving that object new code reaches every holder at once, costs well under a millisecond, and
leaves nothing between caller and callee.
"""

from __future__ import annotations
import __future__

import ast
import functools
import operator
import types
from collections.abc import Iterable, Mapping
from pathlib import Path

from gradbreak.engine.edits import Edit, apply_edits
from gradbreak.engine.source_files import import_engine, read_source
from gradbreak.engine.spans import FunctionSpan, spans_of
from gradbreak.errors import BadEngine

_FUTURE_FLAGS = functools.reduce(
    operator.or_, (getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)
)


def activate(root: Path, edits: Iterable[Edit], sources: Mapping[str, str] | None = None) -> None:
    """Change the engine in this process. The change can't be undone, so call this in a child process.

    Args:
        root: the project's folder.
        edits: what to change, each inside one function.
        sources: the texts that the edits were made for; None reads them from disk.

    Raises:
        BadEngine: the engine cannot be imported, or an edit is outside every function.
        SyntaxError: the mutated function does not compile.
    """
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(edit.file, []).append(edit)
    for file, changes in by_file.items():
        source = sources[file] if sources else read_source(root, file)
        module = import_engine(root, file)
        _activate_in(module, str(root / file), file, source, changes)


def _activate_in(module: types.ModuleType, path: str, file: str, source: str, edits: list[Edit]) -> None:
    remaining = list(edits)
    for span in spans_of(source):
        inside = [edit for edit in remaining if span.start <= edit.start and edit.end <= span.end]
        if inside:
            remaining = [edit for edit in remaining if edit not in inside]
            shifted = [
                Edit(
                    file=file,
                    start=edit.start - span.start,
                    end=edit.end - span.start,
                    replacement=edit.replacement,
                )
                for edit in inside
            ]
            text = apply_edits(source[span.start : span.end], shifted)
            function = _live_function(module, span)
            _swap(function, text, span, path)
            if any(edit.start < span.body_start for edit in inside):
                _swap_defaults(function, _arguments(source[span.start : span.end], span), _arguments(text, span))
    if remaining:
        raise BadEngine(f"the change at offset {remaining[0].start} of {file} is outside every function", "Report it")


def _live_function(module: types.ModuleType, span: FunctionSpan) -> types.FunctionType:
    owner = vars(module).get(span.class_name) if span.class_name else module
    found = getattr(owner, "__dict__", {}).get(_attribute(span))
    if isinstance(found, (staticmethod, classmethod)):
        found = found.__func__
    if (
        not isinstance(found, types.FunctionType)
        or found.__globals__ is not vars(module)
        or found.__code__.co_firstlineno != span.first_line
    ):
        name = f"{span.class_name}.{span.name}" if span.class_name else span.name
        raise BadEngine(
            f"{name} in {module.__name__} is not the function on line {span.first_line} any more",
            "Something replaced it after import; take out the decorator or the reassignment",
        )
    return found


def _attribute(span: FunctionSpan) -> str:
    """The key of a function in its owner's namespace: inside a class, private names are mangled."""
    prefix = (span.class_name or "").lstrip("_")
    private = span.name.startswith("__") and not span.name.endswith("__")
    return f"_{prefix}{span.name}" if private and prefix else span.name


def _swap(function: types.FunctionType, text: str, span: FunctionSpan, path: str) -> None:
    flags = function.__code__.co_flags & _FUTURE_FLAGS
    code = _compile(_in_place(text, span), span, path, flags)
    if code.co_freevars != function.__code__.co_freevars:
        # The change took out the last use of super() or __class__, and with it the cell that the
        # function object must have. A use that never runs brings it back.
        tree = ast.parse(_in_place(text, span))
        keeper = ast.parse("if False: __class__").body[0]
        definition = _definition(tree)
        definition.body.append(ast.increment_lineno(keeper, (definition.end_lineno or 1) - 1))
        code = _compile(tree, span, path, flags)
    function.__code__ = code


def _in_place(text: str, span: FunctionSpan) -> str:
    # Inside a class of the right name, because that is what mangles private names and makes the
    # __class__ cell; after as many blank lines as put it where it stands in the file.
    if span.class_name is None:
        return "\n" * (span.first_line - 1) + text
    return "\n" * (span.first_line - 2) + f"class {span.class_name}:\n{text}"


def _definition(tree: ast.Module) -> ast.FunctionDef | ast.AsyncFunctionDef:
    first = tree.body[0]
    function = first.body[0] if isinstance(first, ast.ClassDef) else first
    assert isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
    return function


def _compile(source: str | ast.Module, span: FunctionSpan, path: str, flags: int) -> types.CodeType:
    code: types.CodeType = compile(source, path, "exec", flags=flags, dont_inherit=True)
    for name in filter(None, (span.class_name, span.name)):
        code = next(c for c in code.co_consts if isinstance(c, types.CodeType) and c.co_name == name)
    return code


def _swap_defaults(function: types.FunctionType, old: ast.arguments, new: ast.arguments) -> None:
    """Defaults are values on the function object and not in its code; only changed ones are evaluated."""
    positional = [
        value if ast.dump(was) == ast.dump(now) else _evaluate(now, function)
        for value, was, now in zip(function.__defaults__ or (), old.defaults, new.defaults, strict=True)
    ]
    function.__defaults__ = tuple(positional) or None
    keyword_only = dict(function.__kwdefaults__ or {})
    for argument, was, now in zip(new.kwonlyargs, old.kw_defaults, new.kw_defaults, strict=True):
        if was is not None and now is not None and ast.dump(was) != ast.dump(now):
            keyword_only[argument.arg] = _evaluate(now, function)
    function.__kwdefaults__ = keyword_only or None


def _arguments(text: str, span: FunctionSpan) -> ast.arguments:
    return _definition(ast.parse(_in_place(text, span))).args


def _evaluate(expression: ast.expr, function: types.FunctionType) -> object:
    code = compile(ast.Expression(expression), function.__code__.co_filename, "eval")
    return eval(code, function.__globals__)  # mutmut's own replacement of a literal default
