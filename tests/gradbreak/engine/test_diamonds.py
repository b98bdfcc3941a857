from __future__ import annotations

import pytest

from gradbreak.engine.diamonds import DiamondMeasure, measure
from gradbreak.engine.recorder import Recorder
from tests.gradbreak.engine.sample_engines import CLOSURE_ENGINES, ENGINE, Slots


def measured(program) -> DiamondMeasure:
    with Recorder(Slots, ENGINE) as recorder:
        program()
    return measure(recorder.recording())


def test_a_tree_is_no_diamond():
    found = measured(lambda: (Slots(2.0) * Slots(3.0) + Slots(4.0)).backward())
    assert found == DiamondMeasure(
        contributions=1, contributions_over_sweeps=1, lands_on_nonzero=False, over_sweeps=False, sites=()
    )


def test_values_alone_receive_nothing():
    found = measured(lambda: Slots(2.0) * Slots(3.0))
    assert found == DiamondMeasure(
        contributions=0, contributions_over_sweeps=0, lands_on_nonzero=False, over_sweeps=False, sites=()
    )


def test_two_uses_of_a_variable_are_a_diamond_and_the_second_write_is_its_site():
    def program():
        a = Slots(2.0)
        (a * Slots(3.0) + a).backward()

    assert measured(program) == DiamondMeasure(
        contributions=2, contributions_over_sweeps=2, lands_on_nonzero=True, over_sweeps=False, sites=("mul.self",)
    )


def test_a_variable_added_to_itself_lands_at_the_second_operand_only():
    def program():
        a = Slots(2.0)
        (a + a).backward()

    assert measured(program).sites == ("add.other",)


def test_a_first_contribution_of_zero_makes_no_diamond():
    def program():
        a = Slots(0.0)
        (a * a).backward()

    assert measured(program) == DiamondMeasure(
        contributions=2, contributions_over_sweeps=2, lands_on_nonzero=False, over_sweeps=False, sites=()
    )


def test_two_sweeps_without_a_reset_are_told_apart_from_a_diamond():
    def program():
        a, b = Slots(2.0), Slots(3.0)
        (a * b).backward()
        (a * b).backward()

    assert measured(program) == DiamondMeasure(
        contributions=1,
        contributions_over_sweeps=2,
        lands_on_nonzero=False,
        over_sweeps=True,
        sites=("mul.other", "mul.self"),
    )


def test_a_reset_between_two_sweeps_leaves_nothing_to_land_on():
    def program():
        a, b = Slots(2.0), Slots(3.0)
        result = a * b
        result.backward()
        result.zero_grad()
        result.backward()

    assert not measured(program).over_sweeps


def test_a_gradient_that_a_test_assigns_counts_as_there_before_the_sweep():
    def program():
        a = Slots(2.0)
        a.grad = 7.0
        (a * Slots(3.0)).backward()

    assert measured(program).over_sweeps


def test_a_contribution_of_zero_does_not_turn_what_was_there_before_into_a_diamond():
    def program():
        a = Slots(2.0)
        a.grad = 7.0
        (a * Slots(3.0) + a * Slots(0.0)).backward()  # the second product's closure runs first

    found = measured(program)
    assert (found.lands_on_nonzero, found.over_sweeps) == (False, True)


def test_a_closure_called_twice_by_hand_counts_as_over_sweeps():
    def program():
        result = Slots(2.0) * Slots(3.0)
        result.grad = 1.0
        result._backward()
        result._backward()

    assert measured(program) == DiamondMeasure(
        contributions=0,
        contributions_over_sweeps=0,
        lands_on_nonzero=False,
        over_sweeps=True,
        sites=("mul.other", "mul.self"),
    )


@pytest.mark.parametrize("engine", CLOSURE_ENGINES)
def test_every_engine_s_diamond_is_seen(engine):
    with Recorder(engine, ENGINE) as recorder:
        a = engine(2.0)
        (a * engine(3.0) + a).backward()
    assert measure(recorder.recording()).lands_on_nonzero
    assert measure(recorder.recording()).contributions == 2
