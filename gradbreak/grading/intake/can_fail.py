"""Says of a test's source whether the test can fail at all, short of a crash."""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator

MAY_ASSERT = (
    "assert",
    "check",
    "compare",
    "ensure",
    "expect",
    "fail",
    "raises",
    "should",
    "skip",
    "validate",
    "verify",
    "warns",
    "xfail",
)
"""How the names of functions begin that may fail a test."""

SWALLOWING = frozenset({"AssertionError", "BaseException", "Exception"})
"""Exceptions whose handler takes a failed assertion."""

HARMLESS = frozenset({"pytest"})
"""Packages whose functions fail no test, but for those of ``MAY_ASSERT``."""


class Assertions:
    """What may fail a test in one module. It is looked through once, however many tests it has.

    Args:
        module: the module.
        engine: the top-level names of the engine under test, whose functions fail no test.
    """

    def __init__(self, module: ast.Module, engine: Collection[str]) -> None:
        self.functions = {each.name: each for each in module.body if isinstance(each, ast.FunctionDef)}
        nodes = list(ast.walk(module))
        self.known = {name for node in nodes for name in _harmless_names(node, engine)}
        self.defined = {name for node in nodes for name in _imported_names(node)}
        self.defined |= {each.name for each in module.body if isinstance(each, ast.ClassDef)}

    def why_it_cannot_fail(self, test: ast.FunctionDef, class_: ast.ClassDef | None) -> str:
        """Why a test cannot fail; empty where it can, or where it is not certain.

        Args:
            test: the test.
            class_: the class that it is a method of.
        """
        return "" if _Look(self, class_).can_fail(test) else _why(test)


def _why(test: ast.FunctionDef) -> str:
    nodes = list(ast.walk(test))
    asserts = [node.test for node in nodes if isinstance(node, ast.Assert)]
    if any(isinstance(tested, ast.Tuple) for tested in asserts):
        return "it cannot fail: it asserts a tuple, which is always true, so remove the parentheses"
    if asserts:
        return "it cannot fail: what it asserts is always true, or the failed assertion is caught"
    if any(isinstance(node, ast.Return) and node.value is not None for node in nodes):
        return "it cannot fail: it returns a value, which nobody looks at, so write assert instead of return"
    if any(isinstance(node, ast.Expr) and isinstance(node.value, (ast.Compare, ast.Call)) for node in nodes):
        return "it cannot fail: it asserts nothing, so write assert in front of what must be true"
    return "it cannot fail: it asserts nothing"


class _Look:
    """A look at one test and at the functions of its module that it calls.

    Args:
        module: what is known of the module.
        class_: the test's class.
    """

    def __init__(self, module: Assertions, class_: ast.ClassDef | None) -> None:
        self._functions, self._known, self._defined = module.functions, module.known, module.defined
        self._methods = {each.name: each for each in class_.body if isinstance(each, ast.FunctionDef)} if class_ else {}
        self._seen: set[str] = set()

    def can_fail(self, function: ast.FunctionDef) -> bool:
        """Whether a function, or one of the module's that it calls or takes as a fixture, may fail a test."""
        if function.name in self._seen:
            return False
        self._seen.add(function.name)
        fixtures = [self._functions[each.arg] for each in function.args.args if each.arg in self._functions]
        unknown = [each.arg for each in function.args.args if each.arg not in self._functions and each.arg != "self"]
        decorators = [ast.unparse(each) for each in function.decorator_list]
        if unknown and not any("parametrize" in each or "given" in each for each in decorators):
            return True  # a fixture from elsewhere, which may assert
        return any(map(self.can_fail, fixtures)) or any(self._may_fail(node) for node in _unswallowed(function.body))

    def _may_fail(self, node: ast.AST) -> bool:
        if isinstance(node, ast.Raise):
            return True
        if isinstance(node, ast.Assert):
            tested = node.test
            always = isinstance(tested, ast.Tuple) and bool(tested.elts)
            always = always or (isinstance(tested, ast.Constant) and bool(tested.value))
            return not always
        return isinstance(node, ast.Call) and self._call_may_fail(node.func)

    def _call_may_fail(self, called: ast.expr) -> bool:
        name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
        if not name or name.lower().lstrip("_").startswith(MAY_ASSERT):
            return True
        root = called
        while isinstance(root, (ast.Attribute, ast.Call, ast.Subscript)):
            root = root.func if isinstance(root, ast.Call) else root.value
        if isinstance(called, ast.Name):
            if name in self._functions:
                return self.can_fail(self._functions[name])
            return name in self._defined and name not in self._known
        if isinstance(root, ast.Name) and root.id in ("self", "cls"):
            if name in self._methods:
                return self.can_fail(self._methods[name])
            # Of an attribute, as in self.a.backward(), it is a method; of the test case itself, it may be an assertion.
            return isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name)
        return isinstance(root, ast.Name) and root.id in self._defined and root.id not in self._known


def _unswallowed(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Every node, but for those whose failure a handler swallows."""
    for statement in body:
        if isinstance(statement, ast.Try) and any(_swallows(handler) for handler in statement.handlers):
            for part in (statement.orelse, statement.finalbody, *(handler.body for handler in statement.handlers)):
                yield from _unswallowed(part)
            continue
        yield statement
        for _, value in ast.iter_fields(statement):
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                yield from _unswallowed(value)
            else:
                for each in value if isinstance(value, list) else [value]:
                    if isinstance(each, ast.AST):
                        yield from ast.walk(each)


def _swallows(handler: ast.ExceptHandler) -> bool:
    caught = ast.unparse(handler.type) if handler.type is not None else "BaseException"
    return any(name in caught for name in SWALLOWING)


def _imported_names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)


def _harmless_names(node: ast.AST, engine: Collection[str]) -> Iterator[str]:
    """Names imported from where no function fails a test: the standard library, pytest and the engine."""
    harmless = (sys.stdlib_module_names - {"unittest", "doctest"}) | HARMLESS | set(engine)
    if isinstance(node, ast.Import):
        for alias in node.names:
            if alias.name.partition(".")[0] in harmless:
                yield (alias.asname or alias.name).partition(".")[0]
    elif isinstance(node, ast.ImportFrom):
        top = "" if node.level else (node.module or "").removeprefix("src.").partition(".")[0]
        yield from (alias.asname or alias.name for alias in node.names if top in harmless)
