"""Keeps leaves in dictionaries, sets and weak references."""

import weakref

from minigrad import Value


def test_leaves_are_keys():
    a, b = Value(1.0), Value(1.0)
    grads = {a: 0.0, b: 0.0}
    (a * b + a).backward()
    for leaf in grads:
        grads[leaf] = leaf.grad
    assert (grads[a], grads[b]) == (2.0, 1.0)


def test_a_weak_reference_lives_as_long_as_its_node():
    a = Value(2.0)
    reference = weakref.ref(a)
    (a * a).backward()
    assert reference().grad == 4.0
