"""Laws of differentiation on random graphs with shared nodes, and two independent oracles.

The first oracle is the complex step: for an analytic f, the imaginary part of f(x + ih) is h·f'(x) up
to terms of h³, and with h = 1e-30 they vanish. No difference is taken, so nothing cancels (W. Squire
and G. Trapp, "Using complex variables to estimate derivatives of real functions", SIAM Review 40, 1998).
The second is torch, where it is installed.
"""

import cmath
import operator
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minigrad import Value

H = 1e-30


class Step(NamedTuple):
    """One operation on nodes that exist already, by index; the second is ignored where one is enough."""

    operation: str
    first: int
    second: int


class Arithmetic(NamedTuple):
    """The curves of one kind of number; the operators it has already."""

    exp: Callable[[Any], Any]
    log: Callable[[Any], Any]
    tanh: Callable[[Any], Any]
    relu: Callable[[Any], Any]
    sigmoid: Callable[[Any], Any]


VALUES = Arithmetic(Value.exp, Value.log, Value.tanh, Value.relu, Value.sigmoid)
COMPLEX = Arithmetic(
    cmath.exp,
    cmath.log,
    cmath.tanh,
    lambda z: z if z.real > 0 else 0j,
    lambda z: 1 / (1 + cmath.exp(-z)),
)

# Where an operation needs a small or a positive operand it takes a sigmoid, which is both.
OPERATIONS: dict[str, Callable[[Arithmetic, Any, Any], Any]] = {
    "add": lambda _, a, b: a + b,
    "sub": lambda _, a, b: a - b,
    "mul": lambda _, a, b: a * b,
    "div": lambda on, a, b: a / (on.sigmoid(b) + 0.5),
    "pow": lambda on, a, b: (on.sigmoid(a) + 0.5) ** on.sigmoid(b),
    "cube": lambda on, a, _: on.tanh(a) ** 3,
    "neg": lambda _, a, __: -a,
    "exp": lambda on, a, _: on.exp(on.sigmoid(a)),
    "log": lambda on, a, _: on.log(on.sigmoid(a)),
    "tanh": lambda on, a, _: on.tanh(a),
    "relu": lambda on, a, _: on.relu(a),
    "sigmoid": lambda on, a, _: on.sigmoid(a),
}

# Six steps at most: as many squarings of 2 stay far below the largest float. No number is 0, where relu
# has no derivative; relu(a - a) can still come up, and there every oracle says 0, as the engine does.
programs = st.lists(
    st.builds(Step, st.sampled_from(sorted(OPERATIONS)), st.integers(0, 8), st.integers(0, 8)),
    min_size=1,
    max_size=6,
)
inputs = st.tuples(*[st.integers(-16, 15).map(lambda n: (n + 0.5) / 8)] * 3)
repeatable = settings(deadline=None, derandomize=True)


def run(program: Sequence[Step], numbers: Sequence[Any], on: Arithmetic) -> Any:
    """The result of a program: its last node plus its inputs' product, so that each input is used."""
    nodes = list(numbers)
    for step in program:
        first, second = nodes[step.first % len(nodes)], nodes[step.second % len(nodes)]
        nodes.append(OPERATIONS[step.operation](on, first, second))
    return nodes[-1] + nodes[0] * nodes[1] * nodes[2]


def gradients(program: Sequence[Step], numbers: Sequence[float], scale: float = 1.0) -> list[float]:
    leaves = [Value(number) for number in numbers]
    (run(program, leaves, VALUES) * scale).backward()
    return [leaf.grad for leaf in leaves]


@repeatable
@given(programs, inputs)
def test_gradients_agree_with_the_complex_step(program: list[Step], numbers: tuple[float, ...]) -> None:
    expected = []
    for varied in range(len(numbers)):
        shifted = [complex(number, H * (place == varied)) for place, number in enumerate(numbers)]
        expected.append(run(program, shifted, COMPLEX).imag / H)
    assert gradients(program, numbers) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@settings(repeatable, max_examples=1000)
@given(programs, inputs)
def test_gradients_agree_with_torch(program: list[Step], numbers: tuple[float, ...]) -> None:
    torch = pytest.importorskip("torch", reason="torch is an optional oracle: pip install '.[torch]'")
    on = Arithmetic(torch.exp, torch.log, torch.tanh, torch.relu, torch.sigmoid)
    leaves = [torch.tensor(number, dtype=torch.float64, requires_grad=True) for number in numbers]
    expected = torch.autograd.grad(run(program, leaves, on), leaves)
    assert gradients(program, numbers) == pytest.approx([float(slope) for slope in expected], rel=1e-9, abs=1e-9)


@repeatable
@given(programs, programs, inputs)
def test_the_gradient_of_a_sum_is_the_sum_of_the_gradients(
    left: list[Step], right: list[Step], numbers: tuple[float, ...]
) -> None:
    leaves = [Value(number) for number in numbers]
    (run(left, leaves, VALUES) + run(right, leaves, VALUES)).backward()
    apart = map(operator.add, gradients(left, numbers), gradients(right, numbers))
    assert [leaf.grad for leaf in leaves] == pytest.approx(list(apart), rel=1e-9, abs=1e-9)


@repeatable
@given(programs, programs, inputs)
def test_two_sweeps_add_up_to_the_sweep_of_the_sum(
    left: list[Step], right: list[Step], numbers: tuple[float, ...]
) -> None:
    leaves = [Value(number) for number in numbers]
    run(left, leaves, VALUES).backward()
    run(right, leaves, VALUES).backward()
    apart = map(operator.add, gradients(left, numbers), gradients(right, numbers))
    assert [leaf.grad for leaf in leaves] == pytest.approx(list(apart), rel=1e-9, abs=1e-9)


@repeatable
@given(programs, inputs, st.sampled_from([-3.0, -1.0, 0.0, 0.5, 4.0]))
def test_the_gradient_of_a_multiple_is_the_multiple_of_the_gradient(
    program: list[Step], numbers: tuple[float, ...], factor: float
) -> None:
    multiples = [factor * slope for slope in gradients(program, numbers)]
    assert gradients(program, numbers, scale=factor) == pytest.approx(multiples, rel=1e-9, abs=1e-9)


@repeatable
@given(programs, inputs)
def test_a_variable_used_in_three_places_has_the_sum_of_three_partial_derivatives(
    program: list[Step], numbers: tuple[float, ...]
) -> None:
    shared = Value(numbers[0])
    run(program, [shared, shared, shared], VALUES).backward()
    assert shared.grad == pytest.approx(sum(gradients(program, [numbers[0]] * 3)), rel=1e-9, abs=1e-9)


@repeatable
@given(programs, inputs)
def test_zero_grad_takes_a_graph_back_to_before_the_sweep(program: list[Step], numbers: tuple[float, ...]) -> None:
    leaves = [Value(number) for number in numbers]
    result = run(program, leaves, VALUES)
    result.backward()
    result.zero_grad()
    result.backward()
    assert [leaf.grad for leaf in leaves] == gradients(program, numbers)
