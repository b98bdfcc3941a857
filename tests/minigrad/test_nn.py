"""Neurons, layers and networks beyond what the training suite needs: a whole training, and details."""

import math
import random

import pytest

from minigrad import Value
from minigrad.nn import MLP, Layer, Neuron, sgd_step

XOR = [([-1.0, -1.0], -1.0), ([-1.0, 1.0], 1.0), ([1.0, -1.0], 1.0), ([1.0, 1.0], -1.0)]


def loss_of(network: MLP) -> Value:
    return sum(((network(inputs)[0] - wanted) ** 2 for inputs, wanted in XOR), start=Value(0))


def test_a_network_learns_what_no_line_can_separate() -> None:
    network = MLP([2, 4, 1], random.Random(1))
    for _ in range(150):
        network.zero_grad()
        loss_of(network).backward()
        sgd_step(network.parameters(), rate=0.05)
    assert loss_of(network).data < 0.05


def test_the_gradient_of_a_networks_loss_is_its_slope_in_every_parameter() -> None:
    network = MLP([2, 3, 1], random.Random(2))
    loss_of(network).backward()
    step = 1e-6
    for parameter in network.parameters():
        start = parameter.data
        parameter.data = start + step
        above = loss_of(network).data
        parameter.data = start - step
        below = loss_of(network).data
        parameter.data = start
        assert parameter.grad == pytest.approx((above - below) / (2 * step), rel=1e-6, abs=1e-6)


def test_networks_drawn_from_one_source_after_another_differ() -> None:
    rng = random.Random(0)
    first, second = MLP([2, 1], rng), MLP([2, 1], rng)
    assert [p.data for p in first.parameters()] != [p.data for p in second.parameters()]


def test_every_weight_starts_between_minus_one_and_one() -> None:
    weights = Neuron(1000, random.Random(0)).weights
    assert -1 <= min(weight.data for weight in weights) < -0.9
    assert 0.9 < max(weight.data for weight in weights) <= 1


def test_a_neuron_takes_values_as_inputs_and_passes_their_gradients_on() -> None:
    neuron = Neuron(1, random.Random(0), linear=True)
    x = Value(2)
    neuron([x]).backward()
    assert x.grad == neuron.weights[0].data


def test_a_layer_names_how_many_inputs_its_neurons_take() -> None:
    with pytest.raises(ValueError, match="takes 2 inputs, not 1"):
        Layer(2, 3, random.Random(0))([1.0])


@pytest.mark.parametrize("sizes", [[], [3]])
def test_a_network_without_a_layer_is_refused(sizes: list[int]) -> None:
    with pytest.raises(ValueError, match="needs an input and an output size"):
        MLP(sizes, random.Random(0))


def test_zero_grad_leaves_the_parameters_themselves_alone() -> None:
    network = MLP([2, 2, 1], random.Random(0))
    before = [parameter.data for parameter in network.parameters()]
    network.zero_grad()
    assert [parameter.data for parameter in network.parameters()] == before


def test_a_step_takes_its_parameters_from_any_iterable() -> None:
    parameter = Value(1)
    parameter.grad = 2.0
    sgd_step(iter([parameter]), rate=0.25)
    assert parameter.data == 0.5


def test_a_step_leaves_the_gradients_for_zero_grad_to_reset() -> None:
    parameter = Value(1)
    parameter.grad = 2.0
    sgd_step([parameter], rate=0.25)
    assert parameter.grad == 2


@pytest.mark.parametrize("rate", [0, -0.1, math.nan, math.inf])
def test_a_rate_that_is_not_positive_and_finite_moves_nothing(rate: float) -> None:
    parameter = Value(1)
    parameter.grad = 2.0
    with pytest.raises(ValueError, match="must be positive and finite"):
        sgd_step([parameter], rate)
    assert parameter.data == 1
