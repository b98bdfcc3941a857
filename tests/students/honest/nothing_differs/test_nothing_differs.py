"""Right tests that look closely: at the sign of a zero, at who keeps a node alive, and from another process."""

import gc
import math
import multiprocessing
import weakref

from minigrad.scalar import Value


def test_a_dead_relu_is_printed_with_its_sign():
    a, b = Value(3.0), Value(-2.0, "b")
    (a * a).backward()
    assert a.grad == 6.0
    (1 - b.relu()).backward()
    assert repr(b) == "Value(b: data=-2, grad=0)"


def test_the_zero_of_a_dead_relu_is_positive():
    b = Value(-2.0)
    (1 - b.relu()).backward()
    assert math.copysign(1.0, b.grad) == 1.0


def test_a_graph_is_forgotten_with_its_result():
    a = Value(3.0)
    inner = a + a
    seen = weakref.ref(inner)
    out = inner * 2
    out.backward()
    assert a.grad == 4.0
    del inner, out
    gc.collect()
    assert seen() is None


def gradient(number):
    a = Value(number)
    (a * a).backward()
    return a.grad


def test_a_gradient_is_the_same_in_another_process():
    context = multiprocessing.get_context("fork")
    with context.Pool(1) as pool:
        assert pool.map(gradient, [3.0]) == [gradient(3.0)]


def send_gradient(queue):
    queue.put(gradient(3.0))


def test_a_gradient_comes_back_from_a_process():
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()
    process = context.Process(target=send_gradient, args=(queue,))
    process.start()
    assert queue.get() == 6.0
    process.join()
