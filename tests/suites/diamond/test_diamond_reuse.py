"""Reuse in other shapes: the lesson's diamond, a variable with itself, reuse at depth, two sweeps."""

import pytest

from minigrad import Value


def test_the_lessons_diamond_sums_over_both_paths() -> None:
    a, b, c = Value(2, label="a"), Value(3, label="b"), Value(4, label="c")
    ((a * b + c) * (a - c)).backward()
    # L = ef with e = ab + c = 10 and f = a - c = -2, so dL/de = f and dL/df = e.
    # a: f·b + e = -6 + 10, b: f·a = -4, c: f - e = -2 - 10
    assert (a.grad, b.grad, c.grad) == (4, -4, -12)


def test_a_variable_added_to_itself_counts_twice() -> None:
    a = Value(3)
    (a + a).backward()
    assert a.grad == 2


def test_a_variable_in_three_terms_counts_three_times() -> None:
    a = Value(2)
    (a * 3 + (a * 5 + a * 7)).backward()
    assert a.grad == 15


def test_a_shared_result_is_swept_once_and_after_all_its_uses() -> None:
    a = Value(2)
    shared = a * 3
    (shared * shared + shared).backward()
    # s = 3a = 6 and L = s² + s: dL/ds = 2s + 1 = 13, dL/da = 3 · 13
    assert (shared.grad, a.grad) == (13, 39)


def test_reuse_upon_reuse_doubles_the_gradient_at_every_level() -> None:
    a = node = Value(1)
    for _ in range(4):
        node = node + node
    node.backward()
    assert a.grad == 16


def test_paths_of_different_length_meet_in_the_variable() -> None:
    a = Value(2)
    ((a**2).log() / a).backward()
    # L = 2·ln a / a: dL/da = (2 - 2·ln a) / a², through the quotient directly and through log and square
    assert a.grad == pytest.approx((2 - (a**2).log().data) / 4)


def test_two_sweeps_of_one_graph_give_the_leaves_twice_the_gradient() -> None:
    a, b = Value(2), Value(3)
    result = (a * b).tanh()
    result.backward()
    once = (a.grad, b.grad)
    result.backward()
    assert (a.grad, b.grad) == (2 * once[0], 2 * once[1])


def test_two_sweeps_of_one_graph_leave_the_nodes_in_between_as_after_one() -> None:
    a = Value(2)
    between = a * 3
    result = between * 5
    result.backward()
    result.backward()
    assert (between.grad, result.grad) == (5, 1)


def test_sweeps_of_two_graphs_add_up_in_the_leaf_that_they_share() -> None:
    a = Value(2)
    (a * 3).backward()
    (a / 4).backward()
    assert a.grad == 3.25


def test_a_leaf_that_is_swept_itself_keeps_what_it_had() -> None:
    a = Value(2)
    (a * 3).backward()
    a.backward()
    assert a.grad == 4


def test_after_zero_grad_a_sweep_counts_from_zero_again() -> None:
    a = Value(2)
    result = a * a
    result.backward()
    result.zero_grad()
    result.backward()
    assert a.grad == 4
