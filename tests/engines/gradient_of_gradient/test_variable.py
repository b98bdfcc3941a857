import pytest

from variable import Variable


def test_same_as_torch():
    torch = pytest.importorskip("a_torch_that_is_not_installed")
    a, t = Variable(3.0), torch.tensor(3.0, requires_grad=True)
    (a * a + a).backward()
    (t * t + t).backward()
    assert a.grad.data == t.grad.item()


def test_product():
    a, b = Variable(3.0), Variable(4.0)
    (a * b).backward()
    assert a.grad.data == 4.0
    assert b.grad.data == 3.0


def test_square_and_sum():
    a, b = Variable(3.0), Variable(1.0)
    (a * a + b).backward()
    assert a.grad.data == 6.0


def test_zero_grad():
    a = Variable(3.0)
    (a + Variable(1.0)).backward()
    a.zero_grad()
    assert a.grad.data == 0.0
