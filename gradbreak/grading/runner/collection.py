"""Finding the tests of a submission, one file at a time, so that a bad file takes no other with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from pathlib import Path

import pytest
from _pytest.mark.structures import get_unpacked_marks
from _pytest.runner import collect_one_node

from ...testing.unguarded import ignore_unguarded_runners
from .events import LONGEST_NAME
from .failure import describe
from .student_modules import StudentModules

Tell = Callable[..., None]

_ENDS = re.compile(r"::|\[")
"""Where the name of a file, a class or a function may end in a test's id."""


def collect(
    session: pytest.Session,
    modules: StudentModules,
    files: Collection[str],
    watcher: CollectionWatcher,
) -> list[pytest.Item]:
    """Import test files and collect what they hold.

    A file is imported before pytest looks at it, because pytest's own account of a failed import is a
    text of many lines, and a ``sys.exit`` in one would end the collection of all. And each file is collected
    directly, because pytest's way there, from the root through every folder, costs more than all the rest.

    Args:
        session: the prepared session.
        modules: imports them.
        files: relative to the submission.
        watcher: registered with the session.
    """
    ignore_unguarded_runners()
    for file in files:
        watcher.tell("file", file)
        path = Path(watcher.submission, file)
        try:
            module = pytest.Module.from_parent(session, path=path)
            module.obj = modules.load(path)
            module.own_markers.extend(get_unpacked_marks(module.obj))
            module.keywords.update((mark.name, mark) for mark in module.own_markers)
            modules.use_conftests(module)
            session.items += list(_items_in(module))
        except BaseException as error:  # noqa: BLE001  # whatever a file raises is its own problem
            watcher.tell("problem", file, describe(error, watcher.submission, watcher.packages))
    # Puts tests together that share a fixture with parameters.
    session.config.hook.pytest_collection_modifyitems(session=session, config=session.config, items=session.items)
    return session.items


def _items_in(node: pytest.Collector) -> Iterator[pytest.Item]:
    for child in collect_one_node(node).result or ():
        if isinstance(child, pytest.Item):
            yield child
        else:
            yield from _items_in(child)


class CollectionWatcher:
    """A pytest plugin that leaves out what is not wanted, reports what could not be collected, and goes on beside it.

    Args:
        submission: the folder with the student's files.
        packages: what is installed for tests.

    Attributes:
        tell: sends an event.
    """

    def __init__(self, submission: str, packages: Sequence[str]) -> None:
        self.submission = submission
        self.packages = packages
        self.tell: Tell = lambda *_: None
        self._wanted: Collection[str] | None = None
        self._names: Collection[str] = ()

    def want(self, tests: Collection[str] | None) -> None:
        """Collect these tests only; None for all."""
        self._wanted = tests
        # Of a test in a class, the class too; of one with cases, the function.
        self._names = {test[: end.start()] for test in tests or () for end in _ENDS.finditer(test)}.union(tests or ())

    # A second implementation of that hook, beside the one below. Pytest looks only at names that begin like this.
    @pytest.hookimpl(tryfirst=True, specname="pytest_pycollect_makeitem")
    def pytest_leave_out(self, collector: pytest.Module | pytest.Class, name: str) -> list[pytest.Item] | None:
        """Leave out a function or class without any wanted test."""
        is_wanted = self._wanted is None or f"{collector.nodeid}::{name}" in self._names
        return None if is_wanted else []

    @pytest.hookimpl(trylast=True)
    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Leave out the cases that are not wanted, unless none is: pytest would make one test without parameters."""
        if self._wanted is not None:
            test = metafunc.definition.nodeid
            wanted = [case for case in metafunc._calls if f"{test}[{case.id}]" in self._wanted]
            metafunc._calls[:] = wanted or metafunc._calls

    @pytest.hookimpl(wrapper=True)
    def pytest_pycollect_makeitem(
        self, collector: pytest.Module | pytest.Class, name: str
    ) -> Generator[None, object, object]:
        """Collect one function or class. In pytest, a mistake in a function's parameters costs its whole file."""
        try:
            return (yield)
        # What pytest raises for slips in parameters is no Exception.
        except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001  # a student's code decides what it is
            self._report(f"{collector.nodeid}::{name}", error)
            return []

    def pytest_exception_interact(self, call: pytest.CallInfo[object], report: object) -> None:
        """Report what went wrong around the functions of a class or file."""
        if isinstance(report, pytest.CollectReport) and call.excinfo is not None:
            self._report(report.nodeid, call.excinfo.value)

    def _report(self, name: str, error: BaseException) -> None:
        # A problem of a file sets aside every test in it.
        kind = "uncollected" if "::" in name else "problem"
        self.tell(kind, name[:LONGEST_NAME], describe(error, self.submission, self.packages))
