from engine import Value


def test_product():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)


def test_square():
    a = Value(3.0)
    (a * a).backward()
    assert a.grad == 6.0
