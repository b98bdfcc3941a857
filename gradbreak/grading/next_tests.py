"""What a submission should add: the tests of the reference suite that catch most of what it misses."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence

from gradbreak.engine.lines import line_starts
from gradbreak.grading.model import BrokenEngine, NextTest, TestCatches

MOST = 3
"""How many tests are named: the next steps, not the whole way."""


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
        reference: what each test of the reference suite notices, in the order in which they are written.
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
    """``a sum adds on both sides`` for ``test_a_sum_adds_on_both_sides``; the case of a parametrised one is kept."""
    function, bracket, case = name.rpartition("::")[2].partition("[")
    words = re.sub(r"^test_*", "", function).replace("_", " ").strip() or function
    return f"{words} [{case}" if bracket else words


def source_of(text: str, name: str) -> str:
    """A test as one can paste it: the function, and from its module the imports and definitions that it uses.

    Args:
        text: the module.
        name: the test's name in it, as pytest writes it: ``TestClass::test_name[case]``.
    """
    body = ast.parse(text).body
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
    """The names that a statement of a module gives a meaning."""
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
        return [statement.name]
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return [(alias.asname or alias.name).partition(".")[0] for alias in statement.names]
    return [node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]


def _uses(statement: ast.stmt) -> set[str]:
    """Every name that occurs in a statement, arguments included: one may be that of a fixture."""
    nodes = list(ast.walk(statement))
    return {node.id for node in nodes if isinstance(node, ast.Name)} | {n.arg for n in nodes if isinstance(n, ast.arg)}
