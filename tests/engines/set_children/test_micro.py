from micro import Value


def test_two_branches():
    a, b, c = Value(2.0), Value(3.0), Value(4.0)
    ((a + b) * (a * c)).backward()
    assert a.grad == 28.0


def test_exp_or_product_first():
    a = Value(0.0)
    (a.exp() + a * 3).backward()
    assert a.grad == 4.0


def test_square():
    a = Value(3.0)
    (a * a).backward()
    assert a.grad == 6.0
