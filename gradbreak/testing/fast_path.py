"""Finding the plain tests: those that need no more of pytest's protocol than the call.

A function without fixtures and marks has nothing to set up, to tear down or to evaluate, so only its call can
fail. Set-up and tear-down are two thirds of the protocol's cost, for each test on each mutant.
The tests of this module run every test of the suites both ways and compare.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

PHASES = ("pytest_runtest_setup", "pytest_runtest_teardown", "pytest_runtest_makereport", "pytest_runtest_logreport")
"""The hooks that are not called for a plain test."""

KNOWN = ("_pytest.", "pytest_timeout", f"{__name__.partition('.')[0]}.")
"""How the names of modules begin whose implementations of these hooks do nothing for a plain test."""

PROPERTY = "hypothesis"
"""The mark that Hypothesis's plugin puts on properties, to select them by."""

DIRECT = "get_direct_param_fixture_func"
"""The name of pytest's function behind the fixture that hands out a direct parameter."""


def fast_path_tests(session: pytest.Session) -> frozenset[str]:
    """The node ids of the plain tests; none where a conftest or a plugin implements one of ``PHASES``."""
    if session.config.pluginmanager.has_plugin("logging-plugin"):
        return frozenset()  # its part of the call relies on its part of the set-up
    hooks = session.config.hook
    implementations = [one for name in PHASES for one in getattr(hooks, name).get_hookimpls()]
    if not all(one.function.__module__.startswith(KNOWN) for one in implementations):
        return frozenset()
    return frozenset(item.nodeid for item in session.items if _takes_fast_path(item))


def next_with_phases(items: Sequence[pytest.Item], plain: frozenset[str]) -> list[pytest.Item | None]:
    """For each item the next one that is not plain: pytest keeps set up what that one needs."""
    following: list[pytest.Item | None] = []
    after: pytest.Item | None = None
    for item in reversed(items):
        following.append(after)
        after = after if item.nodeid in plain else item
    return following[::-1]


def _takes_fast_path(item: pytest.Item) -> bool:
    # Exactly this type: a subclass, such as pytest's for unittest, has a protocol of its own.
    if type(item) is not pytest.Function or item.cls is not None:
        return False
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    definitions = item._fixtureinfo.name2fixturedefs
    return (
        set(item.fixturenames) <= set(parameters)
        # An indirect parameter goes through a fixture of its name; for others pytest puts in one of its own.
        and all(one.func.__name__ == DIRECT for name in parameters for one in definitions.get(name, ()))
        and {mark.name for mark in item.iter_markers()} <= {"parametrize", PROPERTY}
    )
