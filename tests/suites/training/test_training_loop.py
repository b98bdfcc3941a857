"""The loss goes down, the reset resets, and two steps on one example are as worked by hand."""

import math
import random
from collections.abc import Callable, Sequence

import pytest

from minigrad import Value
from minigrad.nn import MLP, Neuron, sgd_step

# Points of y = 2x + 1, and "one or the other but not both", with -1 for no and 1 for yes.
LINE = [([0.5], 2.0), ([1.0], 3.0), ([1.5], 4.0)]
XOR = [([-1.0, -1.0], -1.0), ([-1.0, 1.0], 1.0), ([1.0, -1.0], 1.0), ([1.0, 1.0], -1.0)]

Example = tuple[list[float], float]


def squared_error(predict: Callable[[list[float]], Value], examples: Sequence[Example]) -> Value:
    return sum(((predict(inputs) - wanted) ** 2 for inputs, wanted in examples), start=Value(0))


def neuron_with(weight: float, bias: float) -> Neuron:
    neuron = Neuron(1, random.Random(0), linear=True)
    neuron.weights[0].data = weight
    neuron.bias.data = bias
    return neuron


def test_one_step_lowers_the_loss_of_a_neuron() -> None:
    neuron = neuron_with(weight=0, bias=0)
    before = squared_error(neuron, LINE)
    before.backward()
    sgd_step(neuron.parameters(), rate=0.05)
    assert squared_error(neuron, LINE).data < before.data


def test_five_steps_leave_less_than_half_of_the_loss_of_a_neuron() -> None:
    neuron = neuron_with(weight=0, bias=0)
    before = squared_error(neuron, LINE).data
    for _ in range(5):
        loss = squared_error(neuron, LINE)
        loss.zero_grad()
        loss.backward()
        sgd_step(neuron.parameters(), rate=0.1)
    assert squared_error(neuron, LINE).data < before / 2


def test_two_steps_lower_the_loss_of_a_network() -> None:
    network = MLP([2, 3, 1], random.Random(4))

    def loss() -> Value:
        return squared_error(lambda inputs: network(inputs)[0], XOR)

    before = loss().data
    for _ in range(2):
        network.zero_grad()
        loss().backward()
        sgd_step(network.parameters(), rate=0.03)
    assert loss().data < before


def test_a_step_moves_every_parameter_against_its_gradient() -> None:
    parameters = [Value(1), Value(-2)]
    parameters[0].grad, parameters[1].grad = 3.0, -4.0
    sgd_step(parameters, rate=0.5)
    # 1 - 0.5·3 and -2 - 0.5·(-4)
    assert [parameter.data for parameter in parameters] == [-0.5, 0]


def test_a_second_step_equals_the_one_worked_by_hand() -> None:
    neuron = neuron_with(weight=1, bias=0)
    for _ in range(2):
        loss = squared_error(neuron, [([2.0], 7.0)])
        loss.zero_grad()
        loss.backward()
        sgd_step(neuron.parameters(), rate=0.05)
    # e = 2w + b - 7 and L = e²: dL/dw = 4e, dL/db = 2e
    # step 1: e = -5, w = 1 + 0.05·20 = 2, b = 0.05·10 = 0.5
    # step 2: e = -2.5, w = 2 + 0.05·10 = 2.5, b = 0.5 + 0.05·5 = 0.75
    assert [parameter.data for parameter in neuron.parameters()] == pytest.approx([2.5, 0.75])


def test_zero_grad_really_zeroes_every_parameter() -> None:
    network = MLP([2, 2, 1], random.Random(0))
    network([1.0, -1.0])[0].backward()
    network.zero_grad()
    assert [parameter.grad for parameter in network.parameters()] == [0] * 9


def test_before_zero_grad_every_parameter_has_a_gradient() -> None:
    network = MLP([2, 2, 1], random.Random(0))
    network([1.0, -1.0])[0].backward()
    assert all(parameter.grad != 0 for parameter in network.parameters())


@pytest.mark.parametrize("rate", [0, math.inf])
def test_a_step_must_have_a_positive_and_finite_length(rate: float) -> None:
    with pytest.raises(ValueError, match=rf"^the learning rate must be positive and finite, not {rate}$"):
        sgd_step([Value(1)], rate)
