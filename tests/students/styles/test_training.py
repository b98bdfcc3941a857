"""A step of gradient descent makes the loss smaller, and by how much is known."""

import random

from minigrad import Value
from minigrad.nn import MLP


def test_one_neuron_learns_a_line():
    w, b = Value(0.0), Value(0.0)
    losses = []
    for _ in range(20):
        loss = Value(0.0)
        for x, y in ((1.0, 3.0), (2.0, 5.0)):
            error = w * x + b - y
            loss = loss + error * error
        loss.zero_grad()
        loss.backward()
        losses.append(loss.data)
        w.data -= 0.05 * w.grad
        b.data -= 0.05 * b.grad
    assert losses[-1] < losses[0] / 50


def test_a_network_has_gradients_everywhere():
    network = MLP([2, 3, 1], random.Random(1))
    network([0.5, -0.5])[0].backward()
    assert all(parameter.grad != 0 for parameter in network.parameters())
