"""The sweep, the reset and what people see of a Value, with each variable used once."""

from minigrad import Value


def test_a_new_value_has_no_gradient_yet() -> None:
    assert Value(3).grad == 0


def test_the_result_has_derivative_one_with_respect_to_itself() -> None:
    result = Value(2) * Value(3)
    result.backward()
    assert result.grad == 1


def test_a_leaf_can_be_swept_and_has_derivative_one() -> None:
    leaf = Value(3)
    leaf.backward()
    assert leaf.grad == 1


def test_a_node_in_between_holds_its_own_derivative() -> None:
    product = Value(2) * Value(3)
    (product - 4).backward()
    assert product.grad == 1


def test_zero_grad_resets_the_leaves() -> None:
    a, b = Value(2), Value(3)
    result = (a + b) * 5
    result.backward()
    result.zero_grad()
    assert (a.grad, b.grad) == (0, 0)


def test_zero_grad_resets_the_result_and_what_lies_in_between() -> None:
    total = Value(2) + Value(3)
    result = total * 5
    result.backward()
    result.zero_grad()
    assert (total.grad, result.grad) == (0, 0)


def test_a_value_shows_its_number_and_its_gradient() -> None:
    a = Value(2.5)
    (a * 4).backward()
    assert repr(a) == "Value(data=2.5, grad=4)"


def test_a_value_shows_its_label_first() -> None:
    assert repr(Value(2, label="weight")) == "Value(weight: data=2, grad=0)"
