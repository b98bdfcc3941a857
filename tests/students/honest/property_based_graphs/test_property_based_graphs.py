"""Random graphs in which any node may be used again, against dual numbers. Hypothesis chooses the graphs."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minigrad import Value

TWO = {
    "add": (lambda x, y: x + y, lambda x, y: (1, 1)),
    "sub": (lambda x, y: x - y, lambda x, y: (1, -1)),
    "mul": (lambda x, y: x * y, lambda x, y: (y, x)),
}
ONE = {
    "neg": (lambda x: -x, lambda x: -x, lambda x: -1),
    "tanh": (Value.tanh, math.tanh, lambda x: 1 - math.tanh(x) ** 2),
    "relu": (Value.relu, lambda x: max(0.0, x), lambda x: float(x > 0)),
    "sigmoid": (Value.sigmoid, lambda x: 1 / (1 + math.exp(-x)), lambda x: math.exp(-x) / (1 + math.exp(-x)) ** 2),
}

steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(sorted(TWO)), st.integers(0, 50), st.integers(0, 50)),
        st.tuples(st.sampled_from(sorted(ONE)), st.integers(0, 50)),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=50)
@given(st.floats(0.25, 1.5), steps)
def test_a_gradient_is_the_derivative_of_the_whole_graph(number, program):
    a = Value(number)
    nodes, duals = [a], [(number, 1.0)]
    for name, *operands in program:
        chosen = [operand % len(nodes) for operand in operands]
        values = [duals[index][0] for index in chosen]
        if name in TWO:
            compute, slopes = TWO[name]
            nodes.append(compute(*(nodes[index] for index in chosen)))
            result, partial = compute(*values), slopes(*values)
        else:
            method, compute, slope = ONE[name]
            nodes.append(method(nodes[chosen[0]]))
            result, partial = compute(*values), (slope(*values),)
        duals.append((result, sum(each * duals[index][1] for each, index in zip(partial, chosen, strict=True))))
    nodes[-1].backward()
    assert a.grad == pytest.approx(duals[-1][1], rel=1e-6, abs=1e-9)
