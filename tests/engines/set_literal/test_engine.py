from engine import Value


def test_minus():
    a = Value(3.0)
    (-a).backward()
    assert a.gradient == -1.0


def test_minus_meets_square():
    a = Value(3.0)
    (a * a + (-a)).backward()
    assert a.gradient == 5.0


def test_sum_of_same():
    a = Value(3.0)
    (a + a).backward()
    assert a.gradient == 2.0
