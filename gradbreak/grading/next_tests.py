"""Suggests what to write next: the tests of the reference suite that catch most of what a submission misses."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence

from gradbreak.engine.lines import line_starts
from gradbreak.grading.model import BrokenEngine, NextTest, TestCatches
from gradbreak.process.parsing import parse

MOST = 3
"""How many tests are suggested. More would give away the whole reference suite."""


def next_tests(
    broken: Iterable[BrokenEngine],
    caught: frozenset[str],
    reference: Sequence[TestCatches],
    files: Mapping[str, bytes],
) -> tuple[NextTest, ...]:
    """The most useful tests to add, each chosen for what those before it leave (a greedy set cover).

    Args:
        broken: every broken engine.
        caught: the ids of those that the submission catches.
        reference: what each test of the reference suite catches, in written order.
        files: the reference suite, path → content.
    """
    names = {engine.id: engine.name for engine in broken}
    missed = [id_ for id_ in names if id_ not in caught]
    chosen: list[NextTest] = []
    while missed and len(chosen) < MOST:
        best = max(reference, key=lambda row: len(set(row.caught) & set(missed)), default=None)
        gained = [id_ for id_ in missed if best is not None and id_ in best.caught]
        if best is None or not gained:
            break
        file, _, name = best.test.partition("::")
        chosen.append(
            NextTest(
                title=title(name),
                catches=tuple(dict.fromkeys(names[id_] for id_ in gained)),
                source=source_of(files[file].decode(), name),
            )
        )
        missed = [id_ for id_ in missed if id_ not in gained]
    return tuple(chosen)


def title(name: str) -> str:
    """The name of a test as words: ``a sum adds on both sides``. A parametrised test keeps its case in brackets."""
    function, bracket, case = name.rpartition("::")[2].partition("[")
    words = re.sub(r"^test_*", "", function).replace("_", " ").strip() or function
    return f"{words} [{case}" if bracket else words


def source_of(text: str, name: str) -> str:
    """The source of a test, ready to paste: the function, and the imports and definitions of its module that it uses.

    Args:
        text: the module.
        name: the test's name in it, as pytest writes it: ``TestClass::test_name[case]``.
    """
    body = parse(text).body
    wanted = name.partition("[")[0].split("::")[0]
    bound = {bound_name: statement for statement in body for bound_name in _binds(statement)}
    if wanted not in bound:
        return ""
    needed = {id(bound[wanted])}
    waiting = [bound[wanted]]
    while waiting:
        for used in _uses(waiting.pop()):
            if used in bound and id(bound[used]) not in needed:
                needed.add(id(bound[used]))
                waiting.append(bound[used])
    starts = line_starts(text)
    parts = []
    for statement in body:
        if id(statement) in needed:
            first = min([statement.lineno, *(each.lineno for each in getattr(statement, "decorator_list", []))])
            parts.append((statement, text[starts[first - 1] : starts[statement.end_lineno or first]].rstrip()))
    imports = [part for statement, part in parts if isinstance(statement, (ast.Import, ast.ImportFrom))]
    rest = [part for statement, part in parts if not isinstance(statement, (ast.Import, ast.ImportFrom))]
    return "\n\n\n".join(["\n".join(imports), *rest] if imports else rest) + "\n"


def _binds(statement: ast.stmt) -> list[str]:
    """The names that a module-level statement binds."""
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
        return [statement.name]
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return [(alias.asname or alias.name).partition(".")[0] for alias in statement.names]
    return [node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]


def _uses(statement: ast.stmt) -> set[str]:
    """Every name that occurs in a statement. Arguments count, because they may name fixtures."""
    nodes = list(ast.walk(statement))
    return {node.id for node in nodes if isinstance(node, ast.Name)} | {n.arg for n in nodes if isinstance(n, ast.arg)}
