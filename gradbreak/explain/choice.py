"""Finds the test that a user names."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import PurePosixPath

from gradbreak.config import Config
from gradbreak.errors import NoSuchTest

LISTED = 4
"""How many tests a message names at most."""


def suites_of_test(config: Config, test: str) -> tuple[str, ...]:
    """The names of the suites that may contain a test: one if its file is named, otherwise all.

    Raises:
        NoSuchTest: the file is in no suite's folder.
    """
    file, separator, _ = test.partition("::")
    if not separator:
        return tuple(suite.name for suite in config.suites)
    found = tuple(suite.name for suite in config.suites if PurePosixPath(file).is_relative_to(suite.path))
    if not found:
        folders = ", ".join(suite.path for suite in config.suites)
        raise NoSuchTest(f"{file} is in no suite", f"Name a test below {folders}")
    return found


def find_test(tests: Sequence[str], wanted: str) -> str:
    """The id of the test that a user means.

    Args:
        tests: ids.
        wanted: an id, or the end of one after ``::``; without its parameters where only one fits.

    Raises:
        NoSuchTest: none fits, or several do.
    """
    for fitting in (
        [test for test in tests if wanted in (test, test.partition("::")[2])],
        [test for test in tests if test.endswith(f"::{wanted}")],
        [test for test in tests if test.partition("[")[0].endswith(wanted.rpartition("::")[2]) and wanted in test],
    ):
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            shown = ", ".join(fitting[:LISTED]) + (", …" if len(fitting) > LISTED else "")
            raise NoSuchTest(f"{wanted!r} fits {len(fitting)} tests", f"Say which: {shown}")
    short = {test.rpartition("::")[2]: test for test in tests}
    close = difflib.get_close_matches(wanted.rpartition("::")[2], short, n=1)
    raise NoSuchTest(
        f"no test is called {wanted!r}",
        f"Did you mean {short[close[0]]}?" if close else "Name it as pytest does: tests/…/test_file.py::test_name",
    )
