"""Reads the tests or the engine of a notebook as a module.

Where tests are graded, an engine that stands in the notebook is left out: they run on the engine of the assignment.
What is no Python is skipped. Both are said.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import PurePosixPath

from msgspec import Struct

from gradbreak.engine.notebook_tests import TEST_MAGIC, is_test, module_with_tests
from gradbreak.engine.notebooks import NotebookCell, definitions, read_cells, skipped_of
from gradbreak.engine.source_files import module_name
from gradbreak.errors import BadEngine
from gradbreak.grading.model import FileProblem, is_named_as_tests

NOTEBOOK = ".ipynb"


class NotebookModule(Struct, frozen=True):
    """What is graded of a notebook.

    Attributes:
        name: of the module.
        text: of the module.
        problems: what was left out of the notebook.
    """

    name: str
    text: bytes
    problems: tuple[FileProblem, ...]


def module_of_tests(name: str, content: bytes, engine: Collection[str]) -> NotebookModule | None:
    """The tests of a notebook; None where it defines none.

    Args:
        name: of the file. Only a notebook is looked at.
        content: of the file.
        engine: the engine's files, relative to its root; none if it is not known.
    """
    module = module_name(next(iter(engine))) if engine else ""
    found = module_with_tests(_cells(name, content, (TEST_MAGIC,)), module)
    if found is None:
        return None
    path = PurePosixPath(name)
    stem = path.stem if is_named_as_tests(path.stem) else f"test_{path.stem}"
    return NotebookModule(
        str(path.with_name(f"{stem}.py")), found.text.encode(), tuple(_problems(name, found.nodes, found.skipped))
    )


def engine_of_notebook(name: str, content: bytes) -> NotebookModule | None:
    """The definitions of a notebook; None where it defines no class but for tests.

    Args:
        name: of the file. Only a notebook is looked at.
        content: of the file.
    """
    cells = _cells(name, content, ())
    text = definitions(cells)
    if not any(isinstance(each, ast.ClassDef) and not is_test(each) for each in ast.parse(text).body):
        return None
    path = PurePosixPath(name)
    stem = re.sub(r"\W", "_", path.stem).strip("_") or "notebook"
    skipped = skipped_of(cells)
    return NotebookModule(str(path.with_name(f"{stem}.py")), text.encode(), tuple(_problems(name, (), skipped)))


def _cells(name: str, content: bytes, read: tuple[str, ...]) -> list[NotebookCell]:
    if not name.endswith(NOTEBOOK):
        return []
    try:
        return read_cells(content.decode(errors="replace"), name, read)
    except (BadEngine, SyntaxError, ValueError, RecursionError):
        return []


def _problems(name: str, nodes: Sequence[str], skipped: Sequence[str]) -> Iterator[FileProblem]:
    said = []
    if nodes:
        said.append(f"its engine ({', '.join(nodes)}) is left out: the tests are graded on another")
    if skipped:
        said.append(f"skipped, because it is no Python: {'; '.join(skipped)}")
    if said:  # a file has one line of problems
        yield FileProblem(file=name, message="; ".join(said))
