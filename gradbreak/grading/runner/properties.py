"""Making Hypothesis repeatable: the same examples in every run, none remembered from another."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest
    from hypothesis import settings


def prepare(scratch: str) -> None:
    """Load Hypothesis and make repeatable settings the default.

    Args:
        scratch: the folder that it may write to.
    """
    from hypothesis import configuration, given, settings
    from hypothesis import strategies as st

    configuration.set_hypothesis_home_dir(f"{scratch}/hypothesis")
    settings.register_profile("repeatable", _repeatable(settings()))
    settings.load_profile("repeatable")

    @settings(max_examples=1)
    @given(st.none())
    def fails(nothing: None) -> None:
        raise AssertionError(nothing)

    # The first failure imports what later ones need: a tenth of a second, in every process otherwise.
    with contextlib.suppress(AssertionError):
        fails()

    @given(st.lists(st.integers()))
    def passes(numbers: list[int]) -> None:
        pass

    # In its first hundred examples Hypothesis reads every module for constants: a fifth of a second.
    passes()


def isolate(item: pytest.Item) -> None:
    """Take back what a test's own settings say about memory, chance and deadlines.

    The attributes are not documented; Hypothesis's pytest plugin reads the first one too.
    """
    from hypothesis import settings

    function: Any = getattr(item, "obj", None)
    # A property has its settings on its function, a state machine on its class.
    for place, name in (
        (getattr(function, "__func__", function), "_hypothesis_internal_use_settings"),
        (getattr(item, "cls", None), "settings"),
    ):
        existing = getattr(place, name, None)
        if isinstance(existing, settings):
            setattr(place, name, _repeatable(existing))


def _repeatable(existing: settings) -> settings:
    from hypothesis import HealthCheck, Phase, settings

    return settings(
        existing,
        database=None,
        derandomize=True,
        # To shrink a counterexample decides nothing and takes seconds.
        phases=[phase for phase in existing.phases if phase in (Phase.explicit, Phase.generate)],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
