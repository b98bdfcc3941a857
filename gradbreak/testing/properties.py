"""Making Hypothesis repeatable: the same examples on every engine, and none remembered from the engine before."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from hypothesis import HealthCheck, settings


def make_session_repeatable(session: pytest.Session) -> None:
    """Make every property-based test of a collected session repeatable, and unregister Hypothesis's pytest plugin.

    The plugin is needed up to here, for its options and its part in collection. From here on it
    would write a patch file into the project for each failing property, and import libcst to make it,
    once in every child.
    """
    plugins = session.config.pluginmanager
    if plugins.has_plugin("hypothesispytest"):
        plugins.unregister(name="hypothesispytest")
    if "hypothesis" not in sys.modules:
        return
    from hypothesis import HealthCheck

    warm_up()
    for item in session.items:
        make_repeatable(item, {HealthCheck.too_slow})


def repeatable(existing: settings, ignored: Collection[HealthCheck]) -> settings:
    """Settings under which a verdict depends on the engine alone.

    Hypothesis keeps failing examples in a database and tries them first next time, so that one
    mutant's counterexample would be tried on the next mutant: measured on a sample engine, 7 of 7
    sites looked caught where 1 was. Shrinking is left out, because it decides nothing and takes
    seconds for each mutant.

    Args:
        existing: the settings to start from.
        ignored: the health checks that fail no test.
    """
    from hypothesis import Phase, settings

    return settings(
        existing,
        database=None,
        derandomize=True,
        phases=[phase for phase in existing.phases if phase in (Phase.explicit, Phase.generate)],
        # A machine that is busy with something else must fail no test.
        deadline=None,
        suppress_health_check=list(ignored),
    )


def make_repeatable(item: pytest.Item, ignored: Collection[HealthCheck]) -> None:
    """Replace the settings of a property-based test; any other test is left alone.

    Args:
        item: the test.
        ignored: the health checks that fail no test, besides those that the test itself ignores.
    """
    from hypothesis import settings

    function: Any = getattr(item, "obj", None)
    # A property has its settings on its function, a state machine on its class. The function's attribute is not
    # documented; Hypothesis's own pytest plugin reads it too.
    for place, name in (
        (getattr(function, "__func__", function), "_hypothesis_internal_use_settings"),
        (getattr(item, "cls", None), "settings"),
    ):
        existing = getattr(place, name, None)
        if isinstance(existing, settings):
            setattr(place, name, repeatable(existing, {*ignored, *existing.suppress_health_check}))


def warm_up() -> None:
    """Run a property that fails: Hypothesis imports what a failure needs here and not in every child, 0.1 s each."""
    from hypothesis import Phase, given, settings
    from hypothesis import strategies as st

    @settings(max_examples=1, database=None, phases=(Phase.generate,))
    @given(st.none())
    def fails(nothing: None) -> None:
        raise AssertionError(nothing)

    with contextlib.suppress(AssertionError):
        fails()
