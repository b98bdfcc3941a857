"""What a pytest session has run: the test functions that were selected, and the modules that they imported."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from msgspec import Struct

INSTALLED = frozenset({"site-packages", "dist-packages"})
"""Folders of installed packages, which hold no engine of one's own."""


class Selection(Struct, frozen=True, kw_only=True):
    """What one process of a session has run or, with pytest-xdist, would have run alone.

    Attributes:
        tests: file, absolute → what follows the file in the node ids of its tests.
        modules: the files of the modules below the root that are no tests, absolute.
        left_out: how many items are no test functions, doctests for example.
    """

    tests: dict[str, tuple[str, ...]]
    modules: tuple[str, ...]
    left_out: int


def selection_of(session: pytest.Session) -> Selection:
    """What is left of a session's items after every plugin and option has deselected some."""
    tests: dict[str, tuple[str, ...]] = {}
    functions = [item for item in session.items if isinstance(item, pytest.Function)]
    for item in functions:
        file = str(item.path)
        tests[file] = (*tests.get(file, ()), item.nodeid.partition("::")[2])
    return Selection(
        tests=tests,
        modules=tuple(_modules_below(session.config.rootpath, tests)),
        left_out=len(session.items) - len(functions),
    )


def together(selections: Iterable[Selection]) -> Selection:
    """What several processes have run. Each of pytest-xdist's collects all tests and imports some modules later."""
    tests: dict[str, dict[str, None]] = {}
    modules: dict[str, None] = {}
    left_out = 0
    for each in selections:
        for file, names in each.tests.items():
            tests.setdefault(file, {}).update(dict.fromkeys(names))
        modules.update(dict.fromkeys(each.modules))
        left_out = max(left_out, each.left_out)
    return Selection(
        tests={file: tuple(names) for file, names in tests.items()}, modules=tuple(modules), left_out=left_out
    )


def _modules_below(root: Path, tests: Iterable[str]) -> Iterable[str]:
    tested = {os.path.realpath(file) for file in tests}
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if not isinstance(file, str) or not file.endswith(".py"):
            continue
        path = Path(file)
        if (
            path.is_relative_to(root)
            and path.name != "conftest.py"
            and not INSTALLED.intersection(path.parts)
            and os.path.realpath(file) not in tested
        ):
            yield file
