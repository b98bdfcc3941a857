"""Random expressions against finite differences. Each leaf is used once, so no gradient is ever a sum."""

import random

import pytest

from minigrad import Value

STEP = 1e-6


def random_tree(rng, leaves):
    """An expression as a function of its leaves, each of which occurs in it exactly once."""
    if leaves == 1:
        function = rng.choice([lambda x: x, lambda x: x.tanh(), lambda x: x.sigmoid(), lambda x: x.exp(), lambda x: -x])
        return lambda values: function(values[0])
    left_leaves = rng.randint(1, leaves - 1)
    left, right = random_tree(rng, left_leaves), random_tree(rng, leaves - left_leaves)
    combine = rng.choice([lambda x, y: x + y, lambda x, y: x - y, lambda x, y: x * y])
    return lambda values: combine(left(values[:left_leaves]), right(values[left_leaves:]))


@pytest.mark.parametrize("seed", range(20))
def test_gradients_agree_with_finite_differences(seed):
    rng = random.Random(seed)
    count = rng.randint(2, 6)
    tree = random_tree(rng, count)
    numbers = [rng.uniform(-1, 1) for _ in range(count)]

    leaves = [Value(number) for number in numbers]
    tree(leaves).backward()

    for index, leaf in enumerate(leaves):
        up, down = list(numbers), list(numbers)
        up[index] += STEP
        down[index] -= STEP
        difference = tree([Value(n) for n in up]).data - tree([Value(n) for n in down]).data
        assert leaf.grad == pytest.approx(difference / (2 * STEP), rel=1e-4, abs=1e-6)
