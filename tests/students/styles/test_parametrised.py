"""One function for many expressions, with ids."""

import pytest

from minigrad.scalar import Value


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        pytest.param(lambda a: a + a, 2.0, id="sum"),
        pytest.param(lambda a: a * a, 6.0, id="product"),
        pytest.param(lambda a: a - a, 0.0, id="difference"),
        pytest.param(lambda a: (a / 2) * a, 3.0, id="quotient"),
        pytest.param(lambda a: (-a) * a, -6.0, id="negation"),
    ],
)
def test_gradient_of_an_expression(build, expected):
    a = Value(3.0)
    build(a).backward()
    assert a.grad == expected
