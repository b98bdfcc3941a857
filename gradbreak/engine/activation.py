"""Putting a mutant into a live process: the mutated function is compiled and its code object exchanged.

Why not import a mutated copy, or call through a trampoline as mutmut does? Tests hold references to
the engine's classes and functions; whatever they reach through those is the same function object,
and giving that object new code reaches every holder at once, costs well under a millisecond, and
leaves nothing between caller and callee.

Functions are found by the file that their code stands in, so it does not matter which name the file was imported
under, how often, or what decorates a function. What is imported or reloaded afterwards gets the mutated text.
"""

from __future__ import annotations
import __future__

import ast
import contextlib
import functools
import importlib.machinery
import operator
import os
import types
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from gradbreak.engine.edits import Edit, apply_edits, by_file
from gradbreak.engine.executed_cells import serve_cells
from gradbreak.engine.forced_order import without_displays
from gradbreak.engine.live_code import Swap, code_objects, live_functions, made_from
from gradbreak.engine.notebooks import is_of_notebook
from gradbreak.engine.source_files import import_engine, read_source
from gradbreak.engine.spans import FunctionSpan, spans_of
from gradbreak.errors import BadEngine

LiveFunctions: TypeAlias = Mapping[tuple[str, int], list[types.FunctionType]]
"""The live functions of one file, by qualified name and first line."""

Undo: TypeAlias = Callable[[], None]
"""Takes back one change of this process."""

_FUTURE_FLAGS = functools.reduce(
    operator.or_, (getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)
)


def activate(
    root: Path,
    edits: Iterable[Edit],
    sources: Mapping[str, str] | None = None,
    live: Mapping[str, LiveFunctions] | None = None,
    ordered: Collection[str] = (),
) -> list[Undo]:
    """Change the engine in this process. A command does it in a child process and undoes nothing.

    Args:
        root: the project's folder.
        edits: what to change, each inside one function.
        sources: the texts that the edits' offsets are of; read from disk where they are not given.
        live: file → its live functions, where somebody has looked for them already; looking takes milliseconds.
        ordered: the files whose sets are stand-ins in this process; see ``gradbreak.engine.forced_order``.

    Returns:
        What takes the change back, to be called in reverse. What broken code has done meanwhile stays done.

    Raises:
        BadEngine: the engine cannot be imported, or an edit is outside every function.
        SyntaxError: the mutated function does not compile.
    """
    changed = by_file(edits)
    undo: list[Undo] = []
    for file, changes in changed.items():
        source = sources[file] if sources else read_source(root, file)
        path = str(root / file)
        functions = live_functions(path) if live is None else live[file]
        if not functions and live is None:
            import_engine(root, file)
            functions = live_functions(path)
        undo += _activate_in(functions, path, file, source, changes, is_ordered=file in ordered)
    return [*undo, *serve(root, changed, sources, ordered)]


@contextlib.contextmanager
def activated(
    root: Path,
    edits: Iterable[Edit],
    sources: Mapping[str, str],
    live: Mapping[str, LiveFunctions],
    ordered: Collection[str] = (),
) -> Iterator[None]:
    """Change the engine for a while, where a process has to run many mutants one after the other; see ``activate``."""
    undo = activate(root, edits, sources, live, ordered)
    try:
        yield
    finally:
        for each in reversed(undo):
            each()


def serve(
    root: Path,
    edits: Mapping[str, Iterable[Edit]],
    sources: Mapping[str, str] | None = None,
    ordered: Collection[str] = (),
) -> list[Undo]:
    """From now on, whoever imports or reloads a changed file in this process gets the mutated text.

    Args:
        root: the project's folder.
        edits: file → what to change in it, inside functions or outside.
        sources: the texts that the edits' offsets are of; read from disk where they are not given.
        ordered: the files whose sets are stand-ins in this process.

    Returns:
        What takes it back, to be called in reverse; not for the cells of a notebook, which stay served.

    Raises:
        SyntaxError: a mutated file does not compile.
    """
    mutated = {}
    for file, changes in edits.items():
        source = sources[file] if sources else read_source(root, file)
        mutated[os.path.realpath(root / file)] = text = apply_edits(source, changes)
        if is_of_notebook(source):
            serve_cells(str(root / file), source, text)
    if not mutated:
        return []
    with_stand_ins = {os.path.realpath(root / file) for file in ordered}
    loader = importlib.machinery.SourceFileLoader
    original = loader.get_code

    def get_code(self: importlib.machinery.SourceFileLoader, fullname: str) -> types.CodeType | None:
        path = os.path.realpath(self.path)
        text = mutated.get(path)
        if text is None:
            return original(self, fullname)
        tree = ast.parse(text, self.path)
        if path in with_stand_ins:
            tree = without_displays(tree)
        code: types.CodeType = compile(tree, self.path, "exec", dont_inherit=True)
        return code

    loader.get_code = get_code  # type: ignore[method-assign,assignment]  # the import system takes no hint otherwise

    def undo() -> None:
        loader.get_code = original  # type: ignore[method-assign]  # as above

    return [undo]


def _activate_in(
    live: LiveFunctions, path: str, file: str, source: str, edits: list[Edit], *, is_ordered: bool
) -> list[Undo]:
    remaining = list(edits)
    undo: list[Undo] = []
    for span in spans_of(source):
        inside = [edit for edit in remaining if span.start <= edit.start and edit.end <= span.end]
        if inside:
            remaining = [edit for edit in remaining if edit not in inside]
            undo += _exchange(live, path, source, span, inside, is_ordered=is_ordered)
    if remaining:
        raise BadEngine(f"the change at offset {remaining[0].start} of {file} is outside every function", "Report it")
    return undo


def _exchange(
    live: LiveFunctions, path: str, source: str, span: FunctionSpan, edits: Iterable[Edit], *, is_ordered: bool
) -> list[Undo]:
    functions = live.get((span.qualified_name, span.first_line), [])
    before = source[span.start : span.end]
    flags = _flags_of(functions)
    after = apply_edits(
        before,
        [
            Edit(edit.file, edit.start - span.start, edit.end - span.start, edit.replacement)
            for edit in map(functools.partial(_as_long, source), edits)
        ],
    )
    old = code_objects(_compiled(before, span, path, flags, is_ordered))
    tree = ast.parse(_in_place(after, span))
    _keep_free_variables(tree, old)
    new = code_objects(_compile(tree, span, path, flags, is_ordered=is_ordered))
    if not functions:
        # A class or a function that nobody holds any more cannot be changed, and need not be.
        raise BadEngine(
            f"{span.qualified_name} in {path.rpartition(os.sep)[2]} is not the function on line {span.first_line} "
            "any more",
            "Something replaced it after import; take out the reassignment",
        )
    undo: list[Undo] = []
    for (name, line, number), code in new.items():
        is_outermost = (name, line) == (span.qualified_name, span.first_line)
        was = old.get((name, line, number))
        if is_outermost or was != code:
            candidates = live.get((name, line), [])
            if was is not None and (name, line, 1) in old:
                candidates = made_from(was, candidates)
            for function in candidates:
                if function.__code__.co_freevars == code.co_freevars:
                    undo.append(Swap(function, function.__code__).undo)
                    function.__code__ = code
    if any(edit.start < span.body_start for edit in edits):
        for function in functions:
            undo.append(functools.partial(_set_defaults, function, function.__defaults__, function.__kwdefaults__))
            _swap_defaults(function, _arguments(before, span), _arguments(after, span))
    return undo


def _as_long(source: str, edit: Edit) -> Edit:
    """An edit with as many line breaks as the text it replaces: what stands below keeps its line."""
    missing = source[edit.start : edit.end].count("\n") - edit.replacement.count("\n")
    return Edit(edit.file, edit.start, edit.end, edit.replacement + "\n" * missing)


def _in_place(text: str, span: FunctionSpan) -> str:
    # Inside classes of the right names, because that is what mangles private names, makes the __class__ cell and
    # gives code its qualified name; after as many blank lines as put it where it stands in the file.
    heads = [f"class {owner}:" if owner else "if True:" for owner in span.owners]
    above = [" " * depth + head for depth, head in enumerate(heads)]
    lines = "\n" * (span.first_line - 1 - len(above)) + "".join(f"{line}\n" for line in above)
    return lines + text


def _definition(tree: ast.Module) -> ast.FunctionDef | ast.AsyncFunctionDef:
    first: ast.stmt = tree.body[0]
    while isinstance(first, (ast.ClassDef, ast.If)):
        first = first.body[0]
    assert isinstance(first, (ast.FunctionDef, ast.AsyncFunctionDef))
    return first


def _flags_of(functions: Sequence[types.FunctionType]) -> int:
    return functions[0].__code__.co_flags & _FUTURE_FLAGS if functions else 0


def compile_intact(
    root: Path, sources: Mapping[str, str], live: Mapping[str, LiveFunctions], ordered: Collection[str] = ()
) -> None:
    """Compile every function as it is, once in a process whose children each compare one of them with its mutant.

    Args:
        root: the project's folder.
        sources: the engine's texts.
        live: file → its live functions.
        ordered: the files whose sets are stand-ins in this process.
    """
    for file, source in sources.items():
        for span in spans_of(source):
            functions = live.get(file, {}).get((span.qualified_name, span.first_line), [])
            if functions:
                _compiled(source[span.start : span.end], span, str(root / file), _flags_of(functions), file in ordered)


@functools.lru_cache(maxsize=512)
def _compiled(
    text: str, span: FunctionSpan, path: str, flags: int, is_ordered: bool
) -> types.CodeType:  # the cache takes no keywords
    return _compile(ast.parse(_in_place(text, span)), span, path, flags, is_ordered=is_ordered)


def _compile(tree: ast.Module, span: FunctionSpan, path: str, flags: int, *, is_ordered: bool) -> types.CodeType:
    tree = without_displays(tree) if is_ordered else tree
    whole: types.CodeType = compile(tree, path, "exec", flags=flags, dont_inherit=True)
    wanted = span.qualified_name, span.first_line, 0
    return code_objects(whole)[wanted]


def _keep_free_variables(tree: ast.Module, old: Mapping[tuple[str, int, int], types.CodeType]) -> None:
    """Let each function close over the variables that it closed over before the change.

    A function object keeps the cells that it was made with, so code that closes over fewer variables does not fit. A
    use that never runs brings a variable back: of ``__class__`` where the last ``super()`` is gone, or of an operand.
    """
    for definition, name in _definitions(tree):
        decorators = [each.lineno for each in definition.decorator_list]
        code = old.get((name, min([definition.lineno, *decorators]), 0))
        if code is None or not code.co_freevars:
            continue
        used = {node.id for node in ast.walk(definition) if isinstance(node, ast.Name)}
        missing = [variable for variable in code.co_freevars if variable not in used]
        if missing:
            keeper = ast.parse(f"if False: {', '.join(missing)}").body[0]
            definition.body.append(ast.increment_lineno(keeper, (definition.end_lineno or 1) - 1))


def _definitions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    """Every function of a tree, the outer one first, with its qualified name."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node, f"{prefix}{node.name}"
            yield from _definitions(node, f"{prefix}{node.name}.<locals>.")
        elif isinstance(node, ast.ClassDef):
            yield from _definitions(node, f"{prefix}{node.name}.")
        else:
            yield from _definitions(node, prefix)


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


def _set_defaults(
    function: types.FunctionType, positional: tuple[object, ...] | None, keyword_only: dict[str, object] | None
) -> None:
    function.__defaults__, function.__kwdefaults__ = positional, keyword_only


def _arguments(text: str, span: FunctionSpan) -> ast.arguments:
    return _definition(ast.parse(_in_place(text, span))).args


def _evaluate(expression: ast.expr, function: types.FunctionType) -> object:
    code = compile(ast.Expression(expression), function.__code__.co_filename, "eval")
    return eval(code, function.__globals__)  # mutmut's own replacement of a literal default
