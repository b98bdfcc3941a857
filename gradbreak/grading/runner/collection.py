"""Finding the tests of a submission, one file at a time, so that a bad file takes no other with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from pathlib import Path

import pytest
from _pytest.mark.structures import get_unpacked_marks
from _pytest.runner import collect_one_node

from ...testing.outcome_recorder import leave_out_idle_plugins
from ...testing.unguarded import ignore_unguarded_runners
from .events import LONGEST_NAME
from .failure import describe
from .student_modules import StudentModules

Tell = Callable[..., None]


def collect(
    session: pytest.Session,
    submission: str,
    modules: StudentModules,
    files: Collection[str],
    packages: Sequence[str],
    tell: Tell,
) -> list[pytest.Item]:
    """Import test files and collect what they hold.

    A file is imported before pytest looks at it, because pytest's own account of a failed import is a
    text of many lines, and a ``sys.exit`` in one would end the collection of all. And each file is collected
    directly, because pytest's way there, from the root through every folder, costs more than all the rest.

    Args:
        session: the prepared session.
        submission: the folder with the student's files.
        modules: imports them.
        files: relative to it.
        packages: what is installed for tests.
        tell: sends an event.
    """
    ignore_unguarded_runners()
    session.config.pluginmanager.register(_Watcher(tell, submission, packages))
    for file in files:
        tell("file", file)
        path = Path(submission, file)
        try:
            module = pytest.Module.from_parent(session, path=path)
            module.obj = modules.load(path)
            module.own_markers.extend(get_unpacked_marks(module.obj))
            module.keywords.update((mark.name, mark) for mark in module.own_markers)
            modules.use_conftests(module)
            session.items += list(_items_in(module))
        except BaseException as error:  # noqa: BLE001  # whatever a file raises is its own problem
            tell("problem", file, describe(error, submission, packages))
    # Puts tests together that share a fixture with parameters.
    session.config.hook.pytest_collection_modifyitems(session=session, config=session.config, items=session.items)
    leave_out_idle_plugins(session)
    if not any(item.get_closest_marker("filterwarnings") for item in session.items):
        session.config.pluginmanager.unregister(name="warnings")
    return session.items


def _items_in(node: pytest.Collector) -> Iterator[pytest.Item]:
    for child in collect_one_node(node).result or ():
        if isinstance(child, pytest.Item):
            yield child
        else:
            yield from _items_in(child)


class _Watcher:
    """A pytest plugin that reports what could not be collected, and collects what is beside it."""

    def __init__(self, tell: Tell, submission: str, packages: Sequence[str]) -> None:
        self._tell = tell
        self._submission = submission
        self._packages = packages

    @pytest.hookimpl(wrapper=True)
    def pytest_pycollect_makeitem(
        self, collector: pytest.Module | pytest.Class, name: str
    ) -> Generator[None, object, object]:
        """Collect one function or class. In pytest, a mistake in a function's parameters costs its whole file."""
        try:
            return (yield)
        # What pytest raises for slips in parameters is no Exception.
        except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001  # a student's code decides what it is
            self._leave_out(f"{collector.nodeid}::{name}", error)
            return []

    def pytest_exception_interact(self, call: pytest.CallInfo[object], report: object) -> None:
        """Report what went wrong around the functions of a class or file."""
        if isinstance(report, pytest.CollectReport) and call.excinfo is not None:
            self._leave_out(report.nodeid, call.excinfo.value)

    def _leave_out(self, name: str, error: BaseException) -> None:
        # A problem of a file sets aside every test in it.
        kind = "uncollected" if "::" in name else "problem"
        self._tell(kind, name[:LONGEST_NAME], describe(error, self._submission, self._packages))
