"""Every accumulating write comes second in one of these graphs, whichever operand a sweep visits first.

In op(a) * a the outer product passes its gradient on before op can, because op's result is one of its
operands. So op's write to a is never the first, in any correct order of the sweep.
"""

import math
import random

import pytest

from minigrad import Value
from minigrad.nn import MLP


def test_a_sum_adds_to_what_either_operand_already_has():
    a = Value(2)
    ((a + 3) * a + (Value(3) + a) * a * 5).backward()
    # L = 6(a + 3)a: dL/da = 12a + 18
    assert a.grad == 42


def test_a_difference_adds_to_what_either_operand_already_has():
    a = Value(5)
    ((a - 3) * a + (Value(3) - a) * a * 5).backward()
    # L = -4(a - 3)a: dL/da = -8a + 12
    assert a.grad == -28


def test_a_product_adds_to_what_either_factor_already_has():
    a = Value(2)
    ((a * 3) * a + (Value(3) * a) * a * 5).backward()
    # L = 18a²: dL/da = 36a
    assert a.grad == 72


def test_a_quotient_adds_to_what_either_operand_already_has():
    a = Value(4)
    ((a / 4) * a + (Value(4) / a + a) * 3).backward()
    # L = a²/4 + 12/a + 3a: dL/da = a/2 - 12/a² + 3
    assert a.grad == 4.25


def test_a_power_adds_to_what_base_and_exponent_already_have():
    a = Value(2)
    ((a**3) * a + (Value(3) ** a) * a).backward()
    # L = a⁴ + a·3ᵃ: dL/da = 4a³ + 3ᵃ(1 + a·ln 3)
    assert a.grad == pytest.approx(32 + 9 * (1 + 2 * math.log(3)))


def test_a_negation_adds_to_what_its_operand_already_has():
    a = Value(2)
    ((-a) * a).backward()
    # L = -a²: dL/da = -2a
    assert a.grad == -4


def test_an_exponential_adds_to_what_its_operand_already_has():
    a = Value(2)
    (a.exp() * a).backward()
    # L = a·eᵃ: dL/da = eᵃ(1 + a)
    assert a.grad == pytest.approx(3 * math.exp(2))


def test_a_logarithm_adds_to_what_its_operand_already_has():
    a = Value(2)
    (a.log() * a).backward()
    # L = a·ln a: dL/da = ln a + 1
    assert a.grad == pytest.approx(math.log(2) + 1)


def test_a_hyperbolic_tangent_adds_to_what_its_operand_already_has():
    a = Value(0.5)
    (a.tanh() * a).backward()
    # L = a·tanh a: dL/da = tanh a + a(1 - tanh² a)
    assert a.grad == pytest.approx(math.tanh(0.5) + 0.5 * (1 - math.tanh(0.5) ** 2))


def test_a_relu_adds_to_what_its_operand_already_has():
    a, zero = Value(0.5), Value(0)
    (a.relu() * a + zero.relu()).backward()
    # L = a² where a is positive: dL/da = 2a; where an input is not positive, nothing comes back
    assert (a.grad, zero.grad) == (1, 0)


def test_a_sigmoid_adds_to_what_its_operand_already_has():
    a = Value(math.log(3))
    (a.sigmoid() * a).backward()
    # At ln 3 the sigmoid is 3/4 and its derivative 3/16: dL/da = 3/4 + 3/16 · ln 3
    assert a.grad == pytest.approx(0.75 + 0.1875 * math.log(3))


def test_the_lessons_diamond_sums_over_both_paths():
    a, b, c = Value(2), Value(3), Value(4)
    ((a * b + c) * (a - c)).backward()
    # With e = ab + c = 10 and f = a - c = -2: a gets f·b + e, b gets f·a, c gets f - e
    assert (a.grad, b.grad, c.grad) == (4, -4, -12)


def test_every_operand_that_is_itself_a_result_passes_its_gradient_on():
    a, b, c, d = Value(2), Value(3), Value(5), Value(7)
    # Neither product is an operand of the last sum: a sweep has to go down on both sides of the difference.
    (a * b - c * d + 1).backward()
    # L = ab - cd + 1: dL/da = b, dL/db = a, dL/dc = -d, dL/dd = -c
    assert (a.grad, b.grad, c.grad, d.grad) == (3, 2, -7, -5)


def test_after_zero_grad_a_second_sweep_gives_the_same_gradient():
    a = Value(3)
    result = a * a
    result.backward()
    result.zero_grad()
    result.backward()
    assert a.grad == 6
    network = MLP([1, 1], random.Random(0))
    for _ in range(2):
        network.zero_grad()
        network([3.0])[0].backward()
    # One neuron without tanh: its weight gets the input, its bias 1
    assert [parameter.grad for parameter in network.parameters()] == [3, 1]
