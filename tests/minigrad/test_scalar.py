"""What the suites leave out, because every mutant would pay for it: size, order, and each documented error."""

import math
from collections.abc import Callable
from fractions import Fraction

import pytest

from minigrad import Value

STEPS = 100_000


@pytest.fixture
def chain() -> tuple[Value, Value]:
    """A leaf, and the end of a chain of 100,000 additions that starts there."""
    leaf = node = Value(1)
    for _ in range(STEPS):
        node = node + 1
    return leaf, node


def test_a_chain_of_100_000_nodes_is_swept_without_recursion(chain: tuple[Value, Value]) -> None:
    leaf, result = chain
    result.backward()
    assert (result.data, leaf.grad) == (STEPS + 1, 1)


def test_a_chain_of_100_000_nodes_is_reset_without_recursion(chain: tuple[Value, Value]) -> None:
    leaf, result = chain
    leaf.grad = 3.0
    result.zero_grad()
    assert leaf.grad == 0


def test_a_thousand_levels_of_reuse_take_no_longer_than_a_thousand_nodes() -> None:
    # There are 2**1000 paths, so a sweep that followed each of them would not end.
    leaf = node = Value(1)
    for _ in range(1000):
        node = (node + node) * 0.5
    node.backward()
    assert leaf.grad == 1


def sweep_order(result: Value, named: dict[str, Value]) -> list[str]:
    """The names of the nodes in the order in which a sweep runs their closures."""
    order: list[str] = []

    def noting(name: str, closure: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            order.append(name)
            closure()

        return run

    for name, node in named.items():
        node._backward = noting(name, node._backward)
    result.backward()
    return order


def a_graph() -> tuple[Value, dict[str, Value]]:
    a, b = Value(2), Value(3)
    left = a * b
    right = a - b
    total = left + right
    return total, {"a": a, "b": b, "left": left, "right": right, "total": total}


def test_a_sweep_runs_results_before_operands_and_the_right_operand_first() -> None:
    total, named = a_graph()
    assert sweep_order(total, named) == ["total", "right", "left", "b", "a"]


def test_the_order_of_a_sweep_does_not_depend_on_where_nodes_lie_in_memory() -> None:
    # Graphs of different places in memory: an order by address would differ in some of them.
    kept, orders = [], set()
    for size in range(50):
        kept.append([object() for _ in range(size)])
        total, named = a_graph()
        kept.append([total])
        orders.add(tuple(sweep_order(total, named)))
    assert len(orders) == 1


def test_a_sweep_changes_no_value() -> None:
    total, named = a_graph()
    before = {name: node.data for name, node in named.items()}
    total.backward()
    assert {name: node.data for name, node in named.items()} == before


def test_two_sweeps_give_the_leaves_exactly_twice_the_gradient() -> None:
    # Exactly and not about: with thirds and sevenths, any other sum would be rounded differently.
    a, b = Value(1 / 3), Value(1 / 7)
    result = (a * b).tanh() / a + a**b
    result.backward()
    once = a.grad, b.grad
    result.backward()
    assert (a.grad, b.grad) == (2 * once[0], 2 * once[1])


def test_two_sweeps_leave_every_other_node_with_the_gradient_of_one() -> None:
    total, named = a_graph()
    total.backward()
    total.backward()
    assert (total.grad, named["left"].grad, named["right"].grad) == (1, 1, 1)


def test_a_sweep_from_within_a_graph_leaves_what_lies_above_alone() -> None:
    a = Value(2)
    lower = a * 3
    upper = lower * 5
    upper.backward()
    lower.backward()
    assert (upper.grad, lower.grad, a.grad) == (1, 1, 15 + 3)


def test_a_leaf_that_is_swept_twice_counts_both_sweeps() -> None:
    leaf = Value(2)
    leaf.backward()
    leaf.backward()
    assert leaf.grad == 2


def test_a_number_used_as_an_operand_stays_a_constant() -> None:
    a = Value(2)
    first, second = a * 3, a * 3
    assert first._parents[1] is not second._parents[1]


def test_a_graph_is_built_once_and_can_be_used_in_two_results() -> None:
    a = Value(2)
    shared = a * a
    (shared + 1).backward()
    (shared * 3).backward()
    assert a.grad == 4 + 12


@pytest.mark.parametrize("number", [1e308, -1e308, 5e-324, 0, -0.0])
def test_the_bounded_curves_take_every_finite_number(number: float) -> None:
    a = Value(number)
    (a.tanh() + a.sigmoid()).backward()
    assert math.isfinite(a.grad)


@pytest.mark.parametrize("data", ["2", None, 2j, [2], Fraction(1, 2), True, False, Value(2)])
def test_only_ints_and_floats_become_values(data: object) -> None:
    with pytest.raises(TypeError, match=f"^a Value holds a real number, not {type(data).__name__} "):
        Value(data)  # type: ignore[arg-type]  # the error is the point


@pytest.mark.parametrize("data", [math.inf, -math.inf, math.nan])
def test_only_finite_numbers_become_values(data: float) -> None:
    with pytest.raises(ValueError, match=f"^a Value holds a finite number, not {data}$"):
        Value(data)


def test_an_int_beyond_the_range_of_floats_is_refused() -> None:
    with pytest.raises(OverflowError, match="too large"):
        Value(10**400)


OVERFLOWS: dict[str, tuple[Callable[[], Value], str]] = {
    "sum": (lambda: Value(1e308) + 1e308, "the result of this operation, inf,"),
    "difference": (lambda: Value(-1e308) - 1e308, "the result of this operation, -inf,"),
    "product": (lambda: Value(1e308) * -10, "the result of this operation, -inf,"),
    "quotient": (lambda: Value(1e308) / 0.1, "the result of this operation, inf,"),
    "power": (lambda: Value(10) ** 309, r"pow\(10, 309\)"),
    "power of a value": (lambda: Value(10) ** Value(309.5), r"pow\(10, 309\.5\)"),
    "number to a power": (lambda: 10 ** Value(309), r"pow\(10, 309\)"),
    "exp": (lambda: Value(710).exp(), r"exp\(710\)"),
}


@pytest.mark.parametrize("operation", OVERFLOWS)
def test_a_result_beyond_the_range_of_floats_is_refused(operation: str) -> None:
    compute, what = OVERFLOWS[operation]
    with pytest.raises(OverflowError, match=f"^{what} is too large for a float$"):
        compute()


OUTSIDE: dict[str, tuple[Callable[[], Value], type[Exception], str]] = {
    "log of 0": (lambda: Value(0).log(), ValueError, "needs a positive value, not 0.0"),
    "log of -2": (lambda: Value(-2).log(), ValueError, "needs a positive value, not -2.0"),
    "6 / 0": (lambda: Value(6) / 0, ZeroDivisionError, "cannot divide 6.0 by zero"),
    "0 / 0": (lambda: 0 / Value(0), ZeroDivisionError, "cannot divide 0.0 by zero"),
    "-2 ** 0.5": (lambda: Value(-2) ** 0.5, ValueError, "the negative base -2.0 needs a whole exponent"),
    "-2 ** Value(2)": (lambda: Value(-2) ** Value(2), ValueError, "needs a positive base, not -2.0"),
    "number -2 ** Value(2)": (lambda: (-2) ** Value(2), ValueError, "needs a positive base, not -2.0"),
    "0 ** -1": (lambda: Value(0) ** -1, ZeroDivisionError, "needs an exponent of 1 or more, not -1.0"),
    "0 ** 0": (lambda: Value(0) ** 0, ZeroDivisionError, "needs an exponent of 1 or more, not 0.0"),
}


@pytest.mark.parametrize("operation", OUTSIDE)
def test_a_number_outside_an_operations_domain_is_refused(operation: str) -> None:
    compute, error, message = OUTSIDE[operation]
    with pytest.raises(error, match=message):
        compute()


OPERATORS: dict[str, Callable[[object], object]] = {
    "value + text": lambda text: Value(2) + text,  # type: ignore[operator]  # here and below the error is the point
    "text + value": lambda text: text + Value(2),  # type: ignore[operator]
    "value - text": lambda text: Value(2) - text,  # type: ignore[operator]
    "text - value": lambda text: text - Value(2),  # type: ignore[operator]
    "value * text": lambda text: Value(2) * text,  # type: ignore[operator]
    "value / text": lambda text: Value(2) / text,  # type: ignore[operator]
    "text / value": lambda text: text / Value(2),  # type: ignore[operator]
    "value ** text": lambda text: Value(2) ** text,  # type: ignore[operator]
    "text ** value": lambda text: text ** Value(2),  # type: ignore[operator]
}


@pytest.mark.parametrize("operation", OPERATORS)
def test_an_operand_that_is_no_number_is_named(operation: str) -> None:
    with pytest.raises(TypeError, match=r"^a Value holds a real number, not str 'two'$"):
        OPERATORS[operation]("two")


@pytest.mark.parametrize("far", [-700.0, -40.0, 40.0, 700.0])
def test_a_sigmoid_is_exact_far_from_zero(far):
    # For large x, e**-x is 1 - sigmoid(x) to all digits, and sigmoid(-x) itself.
    assert Value(far).sigmoid().data == (math.exp(far) if far < 0 else 1.0)
