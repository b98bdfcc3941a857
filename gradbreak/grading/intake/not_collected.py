"""Names what looks like a test in a module, and says why pytest does not collect it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

Function = ast.FunctionDef | ast.AsyncFunctionDef


def has_tests(tree: ast.Module) -> bool:
    """Whether a module defines tests that pytest would collect."""
    return any(isinstance(each, Function) and each.name.startswith("test") for each in tree.body) or any(
        isinstance(each, ast.ClassDef) and each.name.startswith("Test") and methods(each, "test") for each in tree.body
    )


def methods(class_: ast.ClassDef, prefix: str) -> list[Function]:
    """The methods of a class whose names begin so."""
    return [each for each in class_.body if isinstance(each, Function) and each.name.startswith(prefix)]


def is_unittest(class_: ast.ClassDef) -> bool:
    """Whether a class is a test case of unittest, as far as its own text says."""
    return any(ast.unparse(base).endswith("TestCase") for base in class_.bases)


def not_collected(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Names of what looks like a test and is not collected, and why."""
    said = "it was not collected, because"
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    yield from _hidden(tree.body, "")
    for each in tree.body:
        if isinstance(each, ast.ClassDef) and methods(each, "test"):
            if is_unittest(each):
                yield from _hidden(each.body, f"{each.name}::")
            elif each.name.startswith("Test"):
                maker = next((name for name in ("__init__", "__new__") if _defines(each, name)), "")
                if maker:
                    yield each.name, f"{said} it has an {maker}: use a fixture, or setup_method"
                else:
                    yield from _hidden(each.body, f"{each.name}::")
            elif each.name not in used and not each.bases:
                yield each.name, f"{said} the name of the class does not begin with Test"
        elif isinstance(each, Function) and not each.name.startswith("test"):
            has_test_name = "test" in each.name.lower() and not each.decorator_list and not each.args.args
            if has_test_name and each.name not in used and _asserts(each):
                yield each.name, f"{said} its name does not begin with test"
        if isinstance(each, Function):
            inner = [node for node in ast.walk(each) if isinstance(node, Function) and node is not each]
            for function in inner:
                if function.name.startswith("test_") and not _is_named(each, function.name):
                    yield f"{each.name}::{function.name}", f"{said} it is defined inside another function"


def _hidden(body: Sequence[ast.stmt], prefix: str) -> Iterator[tuple[str, str]]:
    """Tests that a later definition of the same name replaces."""
    names = [each.name for each in body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))]
    for name in dict.fromkeys(names):
        if names.count(name) > 1 and name.lower().startswith("test"):
            yield f"{prefix}{name}", f"only the last of {names.count(name)} was collected, because they have one name"


def _defines(class_: ast.ClassDef, method: str) -> bool:
    return any(isinstance(each, Function) and each.name == method for each in class_.body)


def _asserts(function: Function) -> bool:
    return any(isinstance(node, ast.Assert) for node in ast.walk(function))


def _is_named(function: Function, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(function))
