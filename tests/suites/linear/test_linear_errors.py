"""Wrong input gets an error that says what was wrong, and the nearest right input gets none."""

import math

import pytest

from minigrad import Value


def test_text_is_no_number() -> None:
    with pytest.raises(TypeError, match=r"^a Value holds a real number, not str 'two'$"):
        Value("two")  # type: ignore[arg-type]  # the error is the point


def test_true_is_no_number() -> None:
    with pytest.raises(TypeError, match=r"^a Value holds a real number, not bool True$"):
        Value(True)


def test_an_operand_must_be_a_number_too() -> None:
    with pytest.raises(TypeError, match=r"^a Value holds a real number, not NoneType None$"):
        Value(2) + None  # type: ignore[operator]  # the error is the point


def test_infinity_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a Value holds a finite number, not inf$"):
        Value(math.inf)


def test_not_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a Value holds a finite number, not nan$"):
        Value(math.nan)


def test_a_product_that_is_too_large_is_named_as_such() -> None:
    with pytest.raises(OverflowError, match=r"^the result of this operation, inf, is too large for a float$"):
        Value(1e200) * Value(1e200)


def test_a_power_that_is_too_large_is_named_with_its_operands() -> None:
    with pytest.raises(OverflowError, match=r"^pow\(10, 400\) is too large for a float$"):
        Value(10) ** 400


def test_a_derivative_of_a_power_that_is_too_large_is_named_with_its_operands() -> None:
    inverse = Value(1e-200) ** -1
    with pytest.raises(OverflowError, match=r"^pow\(1e-200, -2\) is too large for a float$"):
        inverse.backward()


def test_an_exp_that_is_too_large_is_named_with_its_operand() -> None:
    with pytest.raises(OverflowError, match=r"^exp\(1000\) is too large for a float$"):
        Value(1000).exp()


def test_zero_has_no_logarithm() -> None:
    with pytest.raises(ValueError, match=r"^the logarithm needs a positive value, not 0\.0$"):
        Value(0).log()


def test_nothing_is_divided_by_zero() -> None:
    with pytest.raises(ZeroDivisionError, match=r"^cannot divide 6\.0 by zero$"):
        Value(6) / Value(0)


def test_a_negative_base_needs_a_whole_exponent() -> None:
    with pytest.raises(ValueError, match=r"^the negative base -8\.0 needs a whole exponent, not 0\.5$"):
        Value(-8) ** 0.5


def test_a_negative_base_takes_a_whole_exponent() -> None:
    assert (Value(-2) ** 3).data == -8


def test_a_base_between_zero_and_one_takes_any_exponent() -> None:
    assert (Value(0.25) ** 0.5).data == 0.5
    assert (Value(0.25) ** Value(0.5)).data == 0.5


def test_a_value_as_exponent_needs_a_positive_base() -> None:
    with pytest.raises(ValueError, match=r"^a Value as exponent needs a positive base, not 0\.0$"):
        Value(0) ** Value(2)


def test_a_zero_base_needs_an_exponent_of_one_or_more() -> None:
    with pytest.raises(ZeroDivisionError, match=r"^a zero base needs an exponent of 1 or more, not 0\.5$"):
        Value(0) ** 0.5


def test_a_zero_base_takes_the_exponent_one() -> None:
    a = Value(0)
    (a**1 * 5).backward()
    # L = 5a: dL/da = 5
    assert a.grad == 5


def test_a_zero_base_takes_a_fractional_exponent_above_one() -> None:
    assert (Value(0) ** 1.5).data == 0
