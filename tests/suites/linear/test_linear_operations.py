"""The gradient of every operation, worked by hand, with each variable used once.

The result is multiplied by 5 so that the gradient that reaches the operation is not 1: a closure
that ignored it, or divided by it, would be right at 1 and is wrong at 5.
"""

import math

import pytest

from minigrad import Value


def test_addition_passes_the_gradient_on_to_both() -> None:
    a, b = Value(2), Value(3)
    ((a + b) * 5).backward()
    # L = 5(a + b): dL/da = dL/db = 5
    assert (a.grad, b.grad) == (5, 5)


def test_subtraction_passes_it_on_with_opposite_signs() -> None:
    a, b = Value(2), Value(3)
    ((a - b) * 5).backward()
    # L = 5(a - b): dL/da = 5, dL/db = -5
    assert (a.grad, b.grad) == (5, -5)


def test_multiplication_gives_each_factor_the_other() -> None:
    a, b = Value(2), Value(3)
    ((a * b) * 5).backward()
    # L = 5ab: dL/da = 5b, dL/db = 5a
    assert (a.grad, b.grad) == (15, 10)


def test_division_has_the_derivatives_of_a_quotient() -> None:
    a, b = Value(6), Value(2)
    ((a / b) * 5).backward()
    # L = 5a/b: dL/da = 5/b, dL/db = -5a/b²
    assert (a.grad, b.grad) == (2.5, -7.5)


def test_a_power_with_a_number_as_exponent_follows_the_power_rule() -> None:
    a = Value(3)
    ((a**3) * 5).backward()
    # L = 5a³: dL/da = 15a²
    assert a.grad == 135


def test_a_power_with_a_value_as_exponent_is_differentiated_by_both() -> None:
    a, p = Value(2), Value(3)
    ((a**p) * 5).backward()
    # L = 5aᵖ: dL/da = 5p·aᵖ⁻¹, dL/dp = 5aᵖ·ln a
    assert a.grad == 60
    assert p.grad == pytest.approx(40 * math.log(2))


def test_negation_changes_the_sign_of_the_gradient() -> None:
    a = Value(2)
    ((-a) * 5).backward()
    assert a.grad == -5


def test_exp_is_its_own_derivative() -> None:
    a = Value(math.log(2))
    (a.exp() * 5).backward()
    # e to the ln 2 is 2
    assert a.grad == pytest.approx(10)


def test_log_has_the_reciprocal_as_derivative() -> None:
    a = Value(0.5)
    (a.log() * 5).backward()
    # 5 / 0.5
    assert a.grad == 10


def test_tanh_has_one_minus_its_square_as_derivative() -> None:
    a = Value(math.atanh(0.5))
    (a.tanh() * 5).backward()
    # 5(1 - 0.5²)
    assert a.grad == pytest.approx(3.75)


def test_relu_passes_everything_on_where_it_is_positive() -> None:
    a = Value(0.5)
    (a.relu() * 5).backward()
    assert a.grad == 5


def test_relu_passes_nothing_on_where_it_is_negative() -> None:
    a = Value(-0.5)
    (a.relu() * 5).backward()
    assert a.grad == 0


def test_relu_passes_nothing_on_at_zero() -> None:
    a = Value(0)
    (a.relu() * 5).backward()
    assert a.grad == 0


def test_sigmoid_has_itself_times_its_complement_as_derivative() -> None:
    a = Value(math.log(3))
    (a.sigmoid() * 5).backward()
    # sigmoid(ln 3) is 3/4: 5 · 3/4 · 1/4
    assert a.grad == pytest.approx(0.9375)


def test_a_number_plus_a_value() -> None:
    a = Value(3)
    ((2 + a) * 5).backward()
    assert a.grad == 5


def test_a_number_minus_a_value() -> None:
    a = Value(3)
    ((2 - a) * 5).backward()
    assert a.grad == -5


def test_a_number_times_a_value() -> None:
    a = Value(3)
    ((2 * a) * 5).backward()
    assert a.grad == 10


def test_a_number_divided_by_a_value() -> None:
    a = Value(2)
    ((6 / a) * 5).backward()
    # L = 30/a: dL/da = -30/a²
    assert a.grad == -7.5


def test_a_number_to_the_power_of_a_value() -> None:
    a = Value(3)
    ((2**a) * 5).backward()
    # L = 5·2ᵃ: dL/da = 5·2ᵃ·ln 2
    assert a.grad == pytest.approx(40 * math.log(2))


def test_the_lessons_product_gives_three_and_five_each_other() -> None:
    x, y = Value(3), Value(5)
    (x * y).backward()
    assert (x.grad, y.grad) == (5, 3)


def test_a_chain_multiplies_the_derivatives_along_it() -> None:
    a, b, c, d = Value(2), Value(3), Value(4), Value(5)
    (((a * b - c) / d) ** 2).backward()
    # q = (ab - c)/d = 2/5 and L = q²: dL/dq = 4/5
    # dq/da = b/d = 3/5, dq/db = a/d = 2/5, dq/dc = -1/d = -1/5, dq/dd = -q/d = -2/25
    assert [a.grad, b.grad, c.grad, d.grad] == pytest.approx([12 / 25, 8 / 25, -4 / 25, -8 / 125])


def test_a_product_and_a_sum_in_a_row() -> None:
    a, b, c = Value(2), Value(3), Value(4)
    (a * b + c).backward()
    assert (a.grad, b.grad, c.grad) == (3, 2, 1)


def test_a_chain_leads_through_all_operations_of_one_operand() -> None:
    a = Value(2)
    (-a.log().tanh()).exp().sigmoid().relu().backward()
    # t = tanh(ln 2) = 0.6, e = exp(-t), s = sigmoid(e), which is positive
    # dL/da = 1 · s(1 - s) · e · -1 · (1 - t²) · 1/2
    e = math.exp(-0.6)
    s = 1 / (1 + math.exp(-e))
    assert a.grad == pytest.approx(-s * (1 - s) * e * 0.64 / 2)
