from nanograd import V


def test_backward_of_one_sum():
    a, b = V(1.0), V(2.0)
    c = a + b
    c.g = 5.0
    c._backward()
    assert a.g == 5.0 and b.g == 5.0


def test_by_hand_twice():
    a, b = V(2.0), V(3.0)
    c = a * b
    c.g = 1.0
    c._backward()
    c._backward()
    assert a.g == 6.0
    assert b.g == 4.0


def test_by_hand_in_order():
    a = V(2.0)
    b = a + a
    c = b * a
    c.g = 1.0
    c._backward()
    b._backward()
    assert a.g == 8.0


def test_difference():
    a, b = V(2.0), V(3.0)
    (a - b).backward()
    assert (a.g, b.g) == (1.0, -1.0)
