"""When a property is replayed; ``test_replayed_properties`` holds that a replay answers like the real thing."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradbreak.testing.draws import DrawRecorder
from gradbreak.testing.properties import make_repeatable
from gradbreak.testing.replay import Replays

SEEN: list[int] = []


@settings(max_examples=5)
@given(st.integers(0, 100))
def a_property(number):
    SEEN.append(number)


@pytest.fixture
def prop(request):
    """The property above as a collected test."""
    item = pytest.Function.from_parent(request.node.parent, name="a_property", callobj=a_property)
    make_repeatable(item, ())
    return item


def numbers(item, replays: Replays) -> list[int]:
    SEEN.clear()
    with replays.replaying(item):
        item.obj()
    return list(SEEN)


def recorded(item) -> bytes:
    with DrawRecorder([]).recording(item) as encoded:
        item.obj()
    return encoded()


def is_replayed(item, replays: Replays) -> bool:
    with replays.replaying(item):
        return item.obj is not a_property


def test_what_two_runs_drew_alike_is_replayed(prop):
    draws, replays = recorded(prop), Replays()
    generated = numbers(prop, replays)
    for _ in range(2):
        replays.take(prop, draws)
    assert is_replayed(prop, replays)
    assert numbers(prop, replays) == generated
    assert not replays.differs
    assert prop.obj is a_property


def test_what_one_run_drew_is_not(prop):
    replays = Replays()
    replays.take(prop, recorded(prop))
    assert not is_replayed(prop, replays)


def test_what_two_runs_drew_differently_is_not(prop):
    draws, replays = recorded(prop), Replays()
    replays.take(prop, draws)
    with contextlib.suppress(ValueError):
        replays.take(prop, draws.replace(b"VALID", b"OTHER", 1))
    assert not is_replayed(prop, replays)
