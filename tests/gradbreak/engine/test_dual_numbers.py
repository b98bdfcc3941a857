from __future__ import annotations

import pytest

from gradbreak.engine.dual_numbers import FUNCTIONS


@pytest.mark.parametrize("name", list(FUNCTIONS))
@pytest.mark.parametrize("x", [0.3, 1.7, 40.0])
def test_the_derivative_of_a_function_is_its_central_difference(name, x):
    function, derivative = FUNCTIONS[name]
    h = 1e-6 * max(1.0, x)
    slope = (function(x + h) - function(x - h)) / (2 * h)
    assert derivative(x) == pytest.approx(slope, rel=1e-6, abs=1e-9)
