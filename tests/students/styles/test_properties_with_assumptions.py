"""Hypothesis with composite strategies, assume and explicit examples."""

import math

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from minigrad import Value


@st.composite
def pairs(draw):
    return draw(st.integers(1, 9)), draw(st.integers(-9, 9))


@settings(max_examples=15)
@given(pairs())
@example((2, 3))
def test_a_quotient_of_a_product_by_its_factor(pair):
    x, y = pair
    assume(y != 0)
    a, b = Value(float(x)), Value(float(y))
    ((a * b) / a + a).backward()
    assert math.isclose(a.grad, 1.0, abs_tol=1e-9)
    assert math.isclose(b.grad, 1.0)
