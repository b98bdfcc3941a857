"""A helper in the same file compares gradients with central differences."""

from minigrad import Value


def check(function, *numbers, step=1e-6):
    leaves = [Value(float(number)) for number in numbers]
    function(*leaves).backward()
    for place, leaf in enumerate(leaves):
        ends = []
        for side in (step, -step):
            moved = [Value(number + side * (place == other)) for other, number in enumerate(numbers)]
            ends.append(function(*moved).data)
        assert abs(leaf.grad - (ends[0] - ends[1]) / (2 * step)) < 1e-4


def test_a_polynomial():
    check(lambda a, b: a * a * b + b * b - a, 1.5, -0.5)


def test_a_rational_function():
    check(lambda a, b: (a + b) / (a * b), 1.5, 2.0)


def test_a_logistic_neuron():
    check(lambda w, x, b: (w * x + b).sigmoid() * w, 0.3, -1.2, 0.7)
