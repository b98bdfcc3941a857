"""Random expressions from seeds, compared with a hand-written forward mode."""

import random

from minigrad import Value


def grow(rng, leaf, depth):
    """A polynomial in one variable, as (value, slope) and as a graph, grown side by side."""
    if depth == 0:
        return leaf, (leaf.data, 1.0)
    left, (x, dx) = grow(rng, leaf, depth - 1)
    right, (y, dy) = grow(rng, leaf, depth - 1)
    if rng.random() < 0.5:
        return left + right, (x + y, dx + dy)
    return left * right, (x * y, x * dy + y * dx)


def test_twenty_random_polynomials():
    rng = random.Random(20)
    for _ in range(20):
        a = Value(rng.uniform(-1, 1))
        out, (value, slope) = grow(rng, a, 3)
        out.backward()
        assert abs(out.data - value) < 1e-9
        assert abs(a.grad - slope) < 1e-9


def test_the_global_generator_seeded():
    random.seed(3)
    x = random.random()
    a = Value(x)
    (a * a).backward()
    assert a.grad == 2 * x
