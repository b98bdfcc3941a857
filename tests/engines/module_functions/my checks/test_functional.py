from functional import Var, add, backprop, mul, square, zero_grad


def test_square():
    x = Var(4.0)
    backprop(square(x))
    assert x.grad == 8.0


def test_sum():
    x, y = Var(4.0), Var(1.0)
    backprop(add(x, y))
    assert [x.grad, y.grad] == [1.0, 1.0]


def test_zero_grad():
    x = Var(4.0)
    backprop(mul(x, Var(2.0)))
    zero_grad([x])
    assert x.grad == 0.0


def test_square_times():
    x = Var(2.0)
    backprop(mul(square(x), x))
    assert x.grad == 12.0
