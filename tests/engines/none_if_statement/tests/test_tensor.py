def test_polynomial_value(polynomial):
    assert polynomial[2].item == 18.0


def test_polynomial_x(polynomial):
    assert polynomial[0].derivative == 17.0


def test_polynomial_y(polynomial):
    assert polynomial[1].derivative == 2.0


def test_straight(straight):
    a, b = straight
    assert a.derivative == b.derivative == 1.0
