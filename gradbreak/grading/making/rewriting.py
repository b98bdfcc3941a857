"""Changes in an engine's text that leave what it computes as it is. Whether one does so is tried, not trusted."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Collection, Iterable, Iterator, Mapping

from gradbreak.engine.edits import Edit
from gradbreak.engine.lines import line_starts

PRIVATE = re.compile(r"_[A-Za-z]\w*")
"""A private name; not one with two underscores, which Python changes, and not ``_``."""

SUFFIX = "_renamed"


def explicit_additions(sites: Iterable[tuple[str, int, int]], texts: Mapping[str, str]) -> Iterator[Edit]:
    """``S += e`` written as ``S = S + (e)``.

    Args:
        sites: the accumulating writes: file, first offset, and one past the last.
        texts: the engine: file → text.
    """
    for file, start, end in sites:
        statement = texts[file][start:end]
        try:
            (parsed,) = ast.parse(statement).body
        except (SyntaxError, ValueError):
            continue
        if isinstance(parsed, ast.AugAssign) and isinstance(parsed.op, ast.Add | ast.Sub):
            slot, added = ast.unparse(parsed.target), ast.unparse(parsed.value)
            sign = "+" if isinstance(parsed.op, ast.Add) else "-"
            yield Edit(file=file, start=start, end=end, replacement=f"{slot} = {slot} {sign} ({added})")


def renamed_attributes(texts: Mapping[str, str], kept: Collection[str]) -> Iterator[Edit]:
    """Private names of the engine under other names, in all its files.

    A name that a text mentions otherwise than as a whole, as an f-string may, keeps its name.

    Args:
        texts: the engine: file → text.
        kept: names that tests must use.
    """
    tokens = {file: _tokens(text) for file, text in texts.items()}
    names = {text for found in tokens.values() for kind, text, _, _ in found if kind == tokenize.NAME}
    wanted = {name for name in names & _defined(texts.values()) if PRIVATE.fullmatch(name)} - set(kept)
    strings = [text for found in tokens.values() for kind, text, _, _ in found if kind == tokenize.STRING]
    wanted -= {name for name in wanted for text in strings if re.search(rf"\b{name}\b", text) and text[1:-1] != name}
    for file, found in tokens.items():
        for kind, text, start, end in found:
            if kind == tokenize.NAME and text in wanted:
                yield Edit(file=file, start=start, end=end, replacement=text + SUFFIX)
            elif kind == tokenize.STRING and text[1:-1] in wanted:
                yield Edit(file=file, start=start, end=end, replacement=f"{text[:-1]}{SUFFIX}{text[-1]}")


def _defined(texts: Iterable[str]) -> set[str]:
    """The names that an engine itself gives: attributes that it sets, functions and parameters."""
    found: set[str] = set()
    for text in texts:
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                found.add(node.attr)
            elif isinstance(node, ast.FunctionDef):
                found.add(node.name)
            elif isinstance(node, ast.arg):
                found.add(node.arg)
    return found


def _tokens(text: str) -> list[tuple[int, str, int, int]]:
    """Each token's kind, text, first offset, and one past the last; without docstrings."""
    starts = line_starts(text)
    docstrings = {
        (node.body[0].lineno, node.body[0].col_offset)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }
    return [
        (each.type, each.string, starts[each.start[0] - 1] + each.start[1], starts[each.end[0] - 1] + each.end[1])
        for each in tokenize.generate_tokens(io.StringIO(text, newline="").readline)
        if each.start not in docstrings
    ]


def slots(file: str, text: str, node_class: str, texts: Iterable[str]) -> Iterator[Edit]:
    """The node class with ``__slots__`` for every attribute that the engine sets, where it has none.

    Args:
        file: that defines the class.
        text: of that file.
        node_class: its name.
        texts: of all files of the engine.
    """
    for node in ast.parse(text).body:
        if not isinstance(node, ast.ClassDef) or node.name != node_class or node.bases or node.decorator_list:
            continue
        own = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
        own |= {name for each in node.body if isinstance(each, ast.Assign | ast.AnnAssign) for name in _names(each)}
        if "__slots__" in own:
            return
        names = sorted({each for other in texts for each in _set_attributes(other)} - own)
        first = node.body[0]
        is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and len(node.body) > 1
        place = node.body[1] if is_text else first
        line = min([place.lineno, *(each.lineno for each in getattr(place, "decorator_list", ()))])
        start = line_starts(text)[line - 1]
        if place.lineno == node.lineno:
            return  # on one line with the class
        written = f"{' ' * place.col_offset}__slots__ = {('__weakref__', *names)!r}\n"
        yield Edit(file=file, start=start, end=start, replacement=written)


def _names(statement: ast.Assign | ast.AnnAssign) -> Iterator[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    yield from (node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name))


def _set_attributes(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
