"""Hypothesis: the gradient of a square and of a sum, for any number."""

from hypothesis import given, settings
from hypothesis import strategies as st

from minigrad import Value

numbers = st.floats(-10, 10)


@settings(max_examples=10)
@given(numbers)
def test_the_gradient_of_a_square(x):
    a = Value(x)
    (a * a).backward()
    assert a.grad == 2 * x


@settings(max_examples=10, deadline=None)
@given(numbers, numbers)
def test_a_sum_passes_its_gradient_to_both(x, y):
    a, b = Value(x), Value(y)
    (a + b).backward()
    assert (a.grad, b.grad) == (1.0, 1.0)
