import numpy as np

from tensor import Tensor


def test_dot():
    a, b = Tensor([1, 2, 3]), Tensor([4, 5, 6])
    (a * b).sum().backward()
    np.testing.assert_array_equal(a.grad, [4, 5, 6])
    np.testing.assert_array_equal(b.grad, [1, 2, 3])


def test_a_sum_leaves_its_gradient_alone():
    a, b = Tensor([1, 2]), Tensor([3, 4])
    c = a + b
    d = c + a
    d.sum().backward()
    np.testing.assert_array_equal(d.grad, [1, 1])


def test_squares():
    a = Tensor([1, -2])
    (a * a).sum().backward()
    np.testing.assert_array_equal(a.grad, 2 * a.data)
