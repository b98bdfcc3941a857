"""A multilayer perceptron made of Values, and the step that trains it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from minigrad.scalar import Value


class Neuron:
    """tanh(w·x + b), or w·x + b where ``linear``."""

    def __init__(self, inputs: int, rng: random.Random, linear: bool = False) -> None:
        """Draw the weights.

        Args:
            inputs: how many numbers the neuron takes.
            rng: where the weights come from, uniform in [-1, 1]; the bias starts at 0.
            linear: leave out the tanh.
        """
        self.weights = [Value(rng.uniform(-1, 1)) for _ in range(inputs)]
        self.bias = Value(0)
        self.linear = linear

    def __call__(self, inputs: Sequence[Value | float]) -> Value:
        """The neuron's output for one example.

        Raises:
            ValueError: ``inputs`` has not one number for each weight.
        """
        if len(inputs) != len(self.weights):
            raise ValueError(f"this neuron takes {len(self.weights)} inputs, not {len(inputs)}")
        total = self.bias
        for weight, value in zip(self.weights, inputs):
            total = total + weight * value
        return total if self.linear else total.tanh()

    def parameters(self) -> list[Value]:
        """The weights, then the bias."""
        return [*self.weights, self.bias]


class Layer:
    """Neurons that see the same inputs."""

    def __init__(self, inputs: int, outputs: int, rng: random.Random, linear: bool = False) -> None:
        """Make ``outputs`` neurons of ``inputs`` numbers each; see ``Neuron`` for the rest."""
        self.neurons = [Neuron(inputs, rng, linear) for _ in range(outputs)]

    def __call__(self, inputs: Sequence[Value | float]) -> list[Value]:
        """One output for each neuron."""
        return [neuron(inputs) for neuron in self.neurons]

    def parameters(self) -> list[Value]:
        """The parameters of every neuron, in order."""
        return [parameter for neuron in self.neurons for parameter in neuron.parameters()]


class MLP:
    """Layers in a row: tanh everywhere but in the last, which is linear."""

    def __init__(self, sizes: Sequence[int], seed: int = 0) -> None:
        """Make the layers.

        Args:
            sizes: how many numbers go in, then how many each layer puts out: ``[2, 3, 1]``.
            seed: fixes the weights, so that a run can be repeated.

        Raises:
            ValueError: fewer than two sizes, so there is no layer.
        """
        if len(sizes) < 2:
            raise ValueError(f"a network needs an input and an output size, not {list(sizes)}")
        rng = random.Random(seed)
        pairs = list(zip(sizes, sizes[1:]))
        self.layers = [Layer(inputs, outputs, rng) for inputs, outputs in pairs[:-1]]
        self.layers.append(Layer(*pairs[-1], rng, linear=True))

    def __call__(self, inputs: Sequence[Value | float]) -> list[Value]:
        """The outputs of the last layer for one example."""
        for layer in self.layers:
            inputs = layer(inputs)
        return list(inputs)  # type: ignore[arg-type]  # after a layer, all are Values

    def parameters(self) -> list[Value]:
        """The parameters of every layer, in order."""
        return [parameter for layer in self.layers for parameter in layer.parameters()]

    def zero_grad(self) -> None:
        """Forget the gradients of the last step, which the next sweep would otherwise add to."""
        for parameter in self.parameters():
            parameter.grad = 0.0


def sgd_step(parameters: Iterable[Value], rate: float) -> None:
    """Move each parameter against its gradient: p ← p - rate · grad.

    Args:
        parameters: the Values to change in place.
        rate: the length of the step, positive.

    Raises:
        ValueError: ``rate`` is not positive.
    """
    if rate <= 0:
        raise ValueError(f"the learning rate must be positive, not {rate}")
    for parameter in parameters:
        parameter.data -= rate * parameter.grad
