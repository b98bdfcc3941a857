"""Values only: what each operation computes, in every form in which it can be written."""

import math

import pytest

from minigrad import Value


def test_a_value_holds_the_number_it_was_made_from() -> None:
    assert Value(3).data == 3.0


def test_addition_adds_two_values() -> None:
    assert (Value(2) + Value(3)).data == 5


def test_addition_takes_a_number_on_either_side() -> None:
    assert (Value(2) + 3).data == 5
    assert (2 + Value(3)).data == 5


def test_subtraction_takes_the_right_value_from_the_left() -> None:
    assert (Value(2) - Value(5)).data == -3


def test_subtraction_takes_a_number_on_either_side() -> None:
    assert (Value(2) - 5).data == -3
    assert (2 - Value(5)).data == -3


def test_multiplication_multiplies_two_values() -> None:
    assert (Value(2) * Value(3)).data == 6


def test_multiplication_takes_a_number_on_either_side() -> None:
    assert (Value(2) * 3).data == 6
    assert (2 * Value(3)).data == 6


def test_division_divides_the_left_value_by_the_right() -> None:
    assert (Value(3) / Value(4)).data == 0.75


def test_division_takes_a_number_on_either_side() -> None:
    assert (Value(3) / 4).data == 0.75
    assert (3 / Value(4)).data == 0.75


def test_a_power_raises_the_left_value_to_the_right() -> None:
    assert (Value(2) ** Value(3)).data == 8


def test_a_power_takes_a_number_on_either_side() -> None:
    assert (Value(2) ** 3).data == 8
    assert (2 ** Value(3)).data == 8


def test_negation_changes_the_sign() -> None:
    assert (-Value(2)).data == -2


def test_exp_of_the_logarithm_of_two_is_two() -> None:
    assert Value(math.log(2)).exp().data == pytest.approx(2)


def test_log_of_e_cubed_is_three() -> None:
    assert Value(math.e**3).log().data == pytest.approx(3)


def test_tanh_is_odd_and_known_at_the_logarithm_of_two() -> None:
    # tanh x = (e²ˣ - 1) / (e²ˣ + 1), which at x = ln 2 is (4 - 1) / (4 + 1).
    assert Value(math.log(2)).tanh().data == pytest.approx(0.6)
    assert Value(-math.log(2)).tanh().data == pytest.approx(-0.6)


def test_relu_keeps_what_is_positive() -> None:
    assert Value(0.25).relu().data == 0.25


def test_relu_of_anything_negative_is_zero() -> None:
    assert Value(-3).relu().data == 0


def test_sigmoid_of_the_logarithm_of_three_is_three_quarters() -> None:
    # sigmoid x = 1 / (1 + e⁻ˣ), which at x = ln 3 is 1 / (1 + 1/3).
    assert Value(math.log(3)).sigmoid().data == pytest.approx(0.75)


def test_sigmoid_of_a_very_negative_number_does_not_overflow() -> None:
    assert Value(-10_000).sigmoid().data == 0


def test_the_value_of_the_lessons_diamond() -> None:
    a, b, c = Value(2), Value(3), Value(4)
    # (2·3 + 4)·(2 - 4) = 10 · -2
    assert ((a * b + c) * (a - c)).data == -20
