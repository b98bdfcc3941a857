from value import Value


def test_two_branches():
    a, b, c = Value(2.0), Value(3.0), Value(4.0)
    ((a + b) * (a * c)).backward()
    assert a.grad == 28.0


def test_square():
    a = Value(3.0)
    (a * a).backward()
    assert a.grad == 6.0


def test_sum():
    a, b = Value(3.0), Value(4.0)
    (a + b).backward()
    assert a.grad == b.grad == 1.0
