from exact import Num, weighted


def test_exactly():
    x = Num(1.0)
    weighted(x, 0.1, 0.2, 0.3).backward()
    assert x.grad == 0.6000000000000001


def test_nearly():
    x = Num(1.0)
    weighted(x, 0.1, 0.2, 0.3).backward()
    assert abs(x.grad - 0.6) < 1e-9


def test_sum_of_same():
    x = Num(1.0)
    (x + x).backward()
    assert x.grad == 2.0
