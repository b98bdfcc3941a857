"""Says what a run of the tests cannot say: tests that cannot fail, tests that pytest does not collect, wrong imports.

It reads source text and runs nothing. It says nothing where it is not sure: a wrong remark is worse than none.
"""

from __future__ import annotations

import ast
import platform
import re
import sys
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from msgspec import Struct

from gradbreak.grading.intake.can_fail import Assertions
from gradbreak.grading.intake.not_collected import has_tests, is_unittest, methods, not_collected
from gradbreak.grading.model import FileProblem, test_files

LARGEST_SOURCE = 300_000
"""Bytes of a file that is looked at."""

MOST_SECONDS = 4.0
"""CPU time, in seconds, after which no more is said. An honest submission takes a tenth of one."""

KNOWN_ENGINES = re.compile("autograd|engine|value|(micro|mini|nano|tiny)grad")
"""What learners call the package of such an engine."""

ENGINE_NAMES = re.compile("Node|Scalar|Tensor|Val(ue)?|Var(iable)?")
"""What learners call the class of such an engine."""

NEWER_SYNTAX: Sequence[tuple[tuple[int, int], str, str]] = (
    ((3, 12), r"^\s*type\s+\w+\s*(\[[^]]*\]\s*)?=", "a type statement"),
    ((3, 12), r"^\s*(async\s+)?(def|class)\s+\w+\s*\[", "type parameters"),
    ((3, 14), r"(?<![\w\"'])[tT][rR]?[\"']", "a template string"),
    ((3, 14), r"^\s*except\s+[\w.]+\s*,\s*[\w.]+(\s*,\s*[\w.]+)*\s*:", "exceptions without parentheses"),
)
"""Python → a pattern of a line that needs it, and what that is called."""


class Remarks(Struct, frozen=True, kw_only=True):
    """What is said about a submission.

    Attributes:
        first: about all of it, to be said before anything else; empty where there is nothing.
        problems: about a file or a test.
    """

    first: str
    problems: tuple[FileProblem, ...]


def remarks_on(files: Mapping[str, bytes], engine: Collection[str]) -> Remarks:
    """What is to be said about a submission before it is run.

    Args:
        files: of the submission.
        engine: the engine's files, relative to its root; none if it is not known.
    """
    deadline = time.process_time() + MOST_SECONDS
    modules = {name: _Module(name, content) for name, content in files.items() if name.endswith(".py")}
    tests = test_files(files)
    problems: list[FileProblem] = []
    for name, module in modules.items():
        if time.process_time() > deadline:
            break  # what is left of the process's time is for its answer
        if name in tests:
            problems += _on_tests(module, modules, engine)
        elif module.tree is not None and PurePosixPath(name).name == "conftest.py":
            problems += _on_conftest(module.tree, name)
        elif module.tree is not None and not _is_imported(name, modules) and has_tests(module.tree):
            why = "it was not collected, because other files are named test_*.py and this one is not"
            problems.append(FileProblem(file=name, message=why))
    return Remarks(first=_engine_not_reached(modules, tests, engine, deadline), problems=tuple(problems))


class _Module:
    """One Python file of the submission.

    Args:
        name: relative to the submission.
        content: of the file.
    """

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self.error: SyntaxError | None = None
        self.tree: ast.Module | None = None
        self.imports: list[tuple[str, int, tuple[str, ...]]] = []
        """Each import: the module, how many dots are in front, and the names."""
        if len(content) > LARGEST_SOURCE:
            return
        try:
            self.tree = ast.parse(content)
        except SyntaxError as error:
            self.error = error
        except (ValueError, RecursionError, MemoryError):
            pass  # the run says what is wrong with it
        if self.tree is not None:
            self.imports += _imports(self.tree)


def _imports(tree: ast.Module) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, 0, ()) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", node.level, tuple(alias.name for alias in node.names)


def _on_tests(module: _Module, modules: Mapping[str, _Module], engine: Collection[str]) -> Iterator[FileProblem]:
    file = module.name
    if module.error is not None:
        message = _newer_syntax(module.error)
        if message:
            yield FileProblem(file=file, message=message)
    if module.tree is None:
        return
    message = _ends_import(module.tree) or _wrong_engine(module.tree, modules, engine)
    if message:
        yield FileProblem(file=file, message=message)
    for name, why in (*not_collected(module.tree), *_cannot_fail(module.tree, engine)):
        yield FileProblem(file=f"{file}::{name}", message=why)


def _newer_syntax(error: SyntaxError) -> str:
    line = error.text or ""
    for needed, pattern, what in NEWER_SYNTAX:
        if needed > sys.version_info[:2] and re.search(pattern, line):
            return _versions(needed, what)
    if str(error.msg).startswith("f-string") and sys.version_info[:2] < (3, 12):
        return _versions((3, 12), "an f-string of the newer kind")
    return ""


def _versions(needed: tuple[int, int], what: str) -> str:
    newer = ".".join(map(str, needed))
    return f"it needs Python {newer} ({what}), and it is graded with Python {platform.python_version()}"


def _ends_import(tree: ast.Module) -> str:
    """Why importing a file ends with SystemExit, if it does. What starts a test runner does not: it is ignored."""
    for statement in tree.body:
        call = statement.value if isinstance(statement, ast.Expr) else None
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ("sys.exit", "exit", "quit"):
            return f'{ast.unparse(call.func)}() ends the import of the file: put it below `if __name__ == "__main__":`'
    return ""


def _wrong_engine(tree: ast.Module, modules: Mapping[str, _Module], engine: Collection[str]) -> str:
    if not engine:
        return ""
    own = _top_names(modules) | _engine_tops(engine) | {"src", "tests", "test"} | sys.stdlib_module_names
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found = [(node.module, {alias.name for alias in node.names})]
        elif isinstance(node, ast.Import):
            found = [(alias.name, set()) for alias in node.names]
        else:
            continue
        for name, names in found:
            top = name.partition(".")[0]
            if top not in own and (KNOWN_ENGINES.fullmatch(top) or any(map(ENGINE_NAMES.fullmatch, names))):
                return f"it imports {name}, and the engine under test is {_engine_modules(engine)}"
    return ""


def _engine_modules(engine: Collection[str]) -> str:
    names = [_module_name(file) for file in engine]
    *others, last = [name for name in names if "." in name] or names
    return f"{', '.join(others)} or {last}" if others else last


def _module_name(file: str) -> str:
    parts = PurePosixPath(file.removeprefix("src/")).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def _engine_tops(engine: Collection[str]) -> frozenset[str]:
    return frozenset(_module_name(file).partition(".")[0] for file in engine)


def _top_names(modules: Collection[str]) -> frozenset[str]:
    """Every name by which a file of the submission may be imported, whatever folder is on the path."""
    return frozenset(part for name in modules for part in PurePosixPath(name).with_suffix("").parts)


def _engine_not_reached(
    modules: Mapping[str, _Module], tests: Sequence[str], engine: Collection[str], deadline: float
) -> str:
    """That no test reaches the engine under test, where that is certain, and found before a deadline on CPU time."""
    tops = _engine_tops(engine)
    if not tops or any(modules[name].tree is None for name in modules):
        return ""
    waiting, reached, own = list(tests), set(tests), []
    while waiting:
        name = waiting.pop(0)
        if time.process_time() > deadline:
            return ""
        tree = modules[name].tree
        assert tree is not None  # as was asked above
        if _mentions(tree, tops):
            return ""
        for imported, level, names in modules[name].imports:
            if level and not imported.startswith(tuple(tops)) and name.startswith(tuple(f"{top}/" for top in tops)):
                return ""  # relative to the engine's own package
            for other in _files_of(imported, names, modules):
                if name in tests and imported and not level:
                    own.append(imported)
                if other not in reached:
                    reached.add(other)
                    waiting.append(other)
        conftests = [other for other in modules if PurePosixPath(other).name == "conftest.py" and other not in reached]
        reached.update(conftests)
        waiting += conftests
    said = f"no test reaches the engine under test, {_engine_modules(engine)}"
    return f"{said}: yours imports {', '.join(dict.fromkeys(own))} instead" if own else said


def _mentions(tree: ast.Module, names: Collection[str]) -> bool:
    """Whether a module imports one of these packages, or may: importlib takes a name from a text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found = [node.module or "", *(alias.name for alias in node.names if node.level or node.module == "src")]
        else:
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and any(name in text for name in names):
                return True
            continue
        if any(name.removeprefix("src.").partition(".")[0] in names for name in found):
            return True
    return False


def _files_of(module: str, names: Sequence[str], modules: Collection[str]) -> Iterator[str]:
    """The files of the submission that an import may mean."""
    wanted = {module.rpartition(".")[2], *module.split("."), *names} - {""}
    for name in modules:
        path = PurePosixPath(name)
        if path.stem in wanted or (path.stem == "__init__" and path.parent.name in wanted):
            yield name


def _is_imported(name: str, modules: Mapping[str, _Module]) -> bool:
    path = PurePosixPath(name)
    stem = path.parent.name if path.stem == "__init__" else path.stem
    return any(
        stem in imported.split(".") or stem in names
        for other, module in modules.items()
        if other != name
        for imported, _, names in module.imports
    )


def _on_conftest(tree: ast.Module, name: str) -> Iterator[FileProblem]:
    hooks = [each.name for each in tree.body if isinstance(each, ast.FunctionDef) and each.name.startswith("pytest_")]
    has_plugins = any(
        isinstance(target, ast.Name) and target.id == "pytest_plugins"
        for each in tree.body
        if isinstance(each, ast.Assign)
        for target in each.targets
    )
    said = [*hooks, *(["pytest_plugins"] if has_plugins else [])]
    if said:
        message = f"its fixtures are used when tests are graded, and its hooks and plugins are not: {', '.join(said)}"
        yield FileProblem(file=name, message=message)


def _cannot_fail(tree: ast.Module, engine: Collection[str]) -> Iterator[tuple[str, str]]:
    """Names of tests that cannot fail, and why."""
    assertions = Assertions(tree, _engine_tops(engine))
    for each in tree.body:
        if isinstance(each, ast.FunctionDef) and each.name.startswith("test"):
            why = assertions.why_it_cannot_fail(each, None)
            if why:
                yield each.name, why
        elif isinstance(each, ast.ClassDef) and (each.name.startswith("Test") or is_unittest(each)):
            for method in methods(each, "test"):
                why = assertions.why_it_cannot_fail(method, each) if isinstance(method, ast.FunctionDef) else ""
                if why:
                    yield f"{each.name}::{method.name}", why
