"""What a recording of a property's draws relies on, and how it is sent."""

import math

import hypothesis  # noqa: F401  # imported as a test's module would have done it
import pytest

from gradbreak.testing import draws
from gradbreak.testing.draws import DrawnExample, DrawRecorder, Draws, Inside


def test_the_installed_hypothesis_has_what_is_used_of_it():
    assert Inside.of_installed() is not None


@pytest.fixture
def another_hypothesis(monkeypatch):
    """As if a later version had renamed something."""
    monkeypatch.setitem(draws.NAMES, draws.CORE, ("ConjectureRunner", "something_that_was_renamed"))


def test_of_a_hypothesis_that_lacks_something_nothing_is_used(another_hypothesis):
    assert Inside.of_installed() is None


def test_without_it_nothing_is_recorded(another_hypothesis, request):
    with DrawRecorder([]).recording(request.node) as encoded:
        pass
    assert encoded() is None


def drawn(*choices) -> Draws:
    example = DrawnExample(choices=choices, most_choices=len(choices), status="VALID", shape=(("float", 0.0, False),))
    return Draws(examples=(example,), constants=((1 << 200,), (), (b"x",), ("\ud800",)))


def test_draws_arrive_as_they_were_sent():
    sent = drawn(1.5, 1 << 100, "text", b"bytes", True)
    assert Draws.decoded(sent.encoded()) == sent


def test_draws_that_are_equal_are_equal_when_encoded():
    # As comparing them would not show where a number that is none was drawn.
    assert drawn(math.nan).encoded() == drawn(math.nan).encoded()
    assert drawn(0.0).encoded() != drawn(-0.0).encoded()
