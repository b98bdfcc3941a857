"""What people really write: a network learns, and the loss goes down. A wrong gradient often still points downhill."""

import random

from minigrad.nn import MLP, sgd_step

POINTS = [([2.0, 3.0], 1.0), ([3.0, -1.0], -1.0), ([0.5, 1.0], -1.0), ([1.0, 1.0], 1.0)]


def total_loss(network):
    loss = 0.0
    for inputs, target in POINTS:
        (output,) = network(inputs)
        loss = loss + (output - target) ** 2
    return loss


def test_training_brings_the_loss_down():
    network = MLP([2, 4, 1], random.Random(7))
    first = total_loss(network).data
    for _ in range(20):
        network.zero_grad()
        loss = total_loss(network)
        loss.backward()
        sgd_step(network.parameters(), 0.02)
    assert total_loss(network).data < first


def test_every_parameter_moves():
    network = MLP([2, 4, 1], random.Random(7))
    before = [parameter.data for parameter in network.parameters()]
    total_loss(network).backward()
    sgd_step(network.parameters(), 0.02)
    assert all(parameter.data != old for parameter, old in zip(network.parameters(), before, strict=True))
