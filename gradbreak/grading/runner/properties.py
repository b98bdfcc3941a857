"""Hypothesis in the server: loaded once, with repeatable settings as the default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...testing.properties import make_repeatable, repeatable, warm_up

if TYPE_CHECKING:
    import pytest


def prepare(scratch: str) -> None:
    """Load Hypothesis and make repeatable settings the default.

    Args:
        scratch: the folder that it may write to.
    """
    from hypothesis import HealthCheck, configuration, given, settings
    from hypothesis import strategies as st

    configuration.set_hypothesis_home_dir(f"{scratch}/hypothesis")
    settings.register_profile("repeatable", repeatable(settings(), tuple(HealthCheck)))
    settings.load_profile("repeatable")
    warm_up()

    @given(st.lists(st.integers()))
    def passes(numbers: list[int]) -> None:
        pass

    # In its first hundred examples Hypothesis reads every module for constants: a fifth of a second.
    passes()


def isolate(item: pytest.Item) -> None:
    """Replace a test's own settings about memory, chance, deadlines and health checks."""
    from hypothesis import HealthCheck

    make_repeatable(item, tuple(HealthCheck))
