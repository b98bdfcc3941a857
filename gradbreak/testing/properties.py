"""Making Hypothesis repeatable: the same examples on every mutant, and no memory from one to the next."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from hypothesis import settings


def isolate(session: pytest.Session) -> None:
    """Give every property-based test settings under which its verdict depends on the mutant alone.

    Hypothesis keeps failing examples in a database and tries them first next time, so that one
    mutant's counterexample would be tried on the next mutant: measured on a sample engine, 7 of 7
    sites looked caught where 1 was. Shrinking is left out, because it decides nothing and takes
    seconds for each mutant.

    Its pytest plugin is needed up to here, for its options and its part in collection. From here on it
    would write a patch file into the project for each failing property, and import libcst to make it,
    once in every child.

    The settings' attribute is Hypothesis's own and not documented; its pytest plugin reads the same one.
    """
    plugins = session.config.pluginmanager
    if plugins.has_plugin("hypothesispytest"):
        plugins.unregister(name="hypothesispytest")
    if "hypothesis" not in sys.modules:
        return
    from hypothesis import settings

    _warm_up()
    for item in session.items:
        function = getattr(item, "obj", None)
        # A property has its settings on its function, a state machine on its class.
        places = (
            (getattr(function, "__func__", function), "_hypothesis_internal_use_settings"),
            (getattr(item, "cls", None), "settings"),
        )
        for place, name in places:
            if isinstance(existing := getattr(place, name, None), settings):
                setattr(place, name, _isolated(existing))


def _isolated(existing: settings) -> settings:
    from hypothesis import HealthCheck, Phase, settings

    return settings(
        existing,
        database=None,
        derandomize=True,
        phases=[phase for phase in existing.phases if phase in (Phase.explicit, Phase.generate)],
        # A machine that is busy with something else must fail no test.
        deadline=None,
        suppress_health_check=[*existing.suppress_health_check, HealthCheck.too_slow],
    )


def _warm_up() -> None:
    """Run one property that fails, for what Hypothesis does and imports the first time: 0.1 s for every child."""
    from hypothesis import Phase, given, settings
    from hypothesis import strategies as st

    @settings(max_examples=1, database=None, phases=(Phase.generate,))
    @given(st.none())
    def fails(nothing: None) -> None:
        raise AssertionError(nothing)

    with contextlib.suppress(AssertionError):
        fails()
