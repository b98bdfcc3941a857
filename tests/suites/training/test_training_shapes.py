"""What neurons, layers and networks are made of, and that a seed repeats them."""

import math
import random

import pytest

from minigrad import Value
from minigrad.nn import MLP, Layer, Neuron


def numbers(values: list[Value]) -> list[float]:
    return [value.data for value in values]


def test_a_neuron_draws_its_weights_between_minus_one_and_one_and_starts_without_bias() -> None:
    expected = random.Random(7)
    neuron = Neuron(2, random.Random(7))
    assert numbers(neuron.parameters()) == [expected.uniform(-1, 1), expected.uniform(-1, 1), 0]


def test_a_linear_neuron_is_a_weighted_sum_and_a_bias() -> None:
    neuron = Neuron(2, random.Random(0), linear=True)
    for parameter, number in zip(neuron.parameters(), [2, -3, 0.5], strict=True):
        parameter.data = number
    # 2·4 - 3·5 + 0.5
    assert neuron([4, 5]).data == -6.5


def test_a_neuron_ends_in_a_tanh_unless_told_otherwise() -> None:
    neuron = Neuron(1, random.Random(0))
    neuron.weights[0].data = math.atanh(0.5)
    assert neuron([1]).data == pytest.approx(0.5)


def test_a_neuron_takes_one_number_for_each_weight() -> None:
    with pytest.raises(ValueError, match=r"^this neuron takes 2 inputs, not 3$"):
        Neuron(2, random.Random(0))([1, 2, 3])


def test_a_layer_gives_one_output_for_each_neuron() -> None:
    layer = Layer(2, 3, random.Random(0))
    assert numbers(layer([1, -1])) == [neuron([1, -1]).data for neuron in layer.neurons]
    assert len(layer.neurons) == 3


def test_a_layer_ends_in_a_tanh_unless_told_otherwise() -> None:
    assert [neuron.linear for neuron in Layer(1, 2, random.Random(0)).neurons] == [False, False]


def test_a_linear_layer_is_made_of_linear_neurons() -> None:
    assert [neuron.linear for neuron in Layer(1, 2, random.Random(0), linear=True).neurons] == [True, True]


def test_a_layer_lists_the_parameters_of_its_neurons_in_order() -> None:
    layer = Layer(1, 2, random.Random(0))
    first, second = layer.neurons
    assert layer.parameters() == [first.weights[0], first.bias, second.weights[0], second.bias]


def test_a_network_has_a_layer_for_every_pair_of_neighbouring_sizes() -> None:
    layers = MLP([3, 4, 2, 1], random.Random(0)).layers
    assert [(len(layer.neurons[0].weights), len(layer.neurons)) for layer in layers] == [(3, 4), (4, 2), (2, 1)]


def test_a_network_of_two_sizes_is_one_linear_layer() -> None:
    (layer,) = MLP([2, 1], random.Random(0)).layers
    assert layer.neurons[0].linear is True


def test_only_the_last_layer_of_a_network_is_linear() -> None:
    layers = MLP([1, 1, 1, 1], random.Random(0)).layers
    assert [layer.neurons[0].linear for layer in layers] == [False, False, True]


def test_a_network_passes_each_layers_outputs_on_to_the_next() -> None:
    network = MLP([2, 2, 1], random.Random(0))
    hidden, last = network.layers
    assert numbers(network([1, -1])) == numbers(last(hidden([1, -1])))


def test_a_network_needs_an_input_and_an_output_size() -> None:
    with pytest.raises(ValueError, match=r"^a network needs an input and an output size, not \[3\]$"):
        MLP([3], random.Random(0))


def test_a_networks_parameters_are_repeated_by_the_same_seed() -> None:
    first, second = MLP([2, 2, 1], random.Random(5)), MLP([2, 2, 1], random.Random(5))
    assert numbers(first.parameters()) == numbers(second.parameters())
    assert len(first.parameters()) == 9
