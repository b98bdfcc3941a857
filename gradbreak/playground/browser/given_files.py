"""What files hold that somebody opens, drops or pastes: tests, an engine, or neither."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from msgspec import Struct

from gradbreak.engine.notebook_tests import TEST_MAGIC, NotebookTests, is_test, module_with_tests, nodes_in
from gradbreak.engine.notebooks import NotebookCell, definitions, read_cells, skipped_of
from gradbreak.errors import BadEngine

NOTEBOOK = ".ipynb"


class GivenTests(Struct, frozen=True, kw_only=True):
    """The tests of one file.

    Attributes:
        name: of the file.
        text: of the tests, for the editor.
        notebook: what a notebook holds; None for a Python file.
        others: the names of the files beside it that were not taken.
    """

    name: str
    text: str
    notebook: NotebookTests | None
    others: tuple[str, ...]


class GivenFiles(Struct, frozen=True, kw_only=True):
    """What some files hold.

    Attributes:
        tests: those of the first file that has any, or of a lone Python file that cannot be parsed: the editor shows
            where it is wrong. None where there are none.
        engines: the names of those that define a class with arithmetic and are not the tests.
        without_tests: the names of the files that can be read and hold no test.
        unreadable: the names of those that cannot.
        skipped: what is no Python in the notebooks.
    """

    tests: GivenTests | None
    engines: tuple[str, ...]
    without_tests: tuple[str, ...]
    unreadable: tuple[str, ...]
    skipped: tuple[str, ...]


def given_files(files: Mapping[str, str], module: str) -> GivenFiles:
    """Look at some files.

    Args:
        files: name → text.
        module: the engine under test, as tests import it.
    """
    tests: GivenTests | None = None
    engines: list[str] = []
    without: list[str] = []
    unreadable: list[str] = []
    skipped: list[str] = []
    for name, text in files.items():
        try:
            cells = _cells(name, text)
            notebook = module_with_tests(cells, module) if name.endswith(NOTEBOOK) else None
            code = definitions(cells) if name.endswith(NOTEBOOK) else text
            engines += [name] if any(nodes_in(code)) else []
            has_tests = notebook is not None or (not name.endswith(NOTEBOOK) and _has_tests(text))
        except (BadEngine, SyntaxError, ValueError, RecursionError):
            unreadable.append(name)
            has_tests, notebook = not name.endswith(NOTEBOOK) and len(files) == 1, None
        else:
            skipped += skipped_of(cells)
            without += [] if has_tests else [name]
        if has_tests and tests is None:
            others = tuple(other for other in files if other != name)
            tests = GivenTests(name=name, text=notebook.text if notebook else text, notebook=notebook, others=others)
    return GivenFiles(
        tests=tests,
        engines=tuple(name for name in engines if tests is None or name != tests.name),
        without_tests=tuple(without),
        unreadable=tuple(unreadable),
        skipped=tuple(skipped),
    )


def _cells(name: str, text: str) -> list[NotebookCell]:
    return read_cells(text, name, (TEST_MAGIC,)) if name.endswith(NOTEBOOK) else []


def _has_tests(text: str) -> bool:
    """Whether a module defines a test, or a class of them, whatever unittest's are called."""
    return any(
        is_test(each) or (isinstance(each, ast.ClassDef) and any(map(is_test, each.body)))
        for each in ast.parse(text).body
    )
