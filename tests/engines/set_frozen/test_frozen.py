from frozen import Scalar


def test_product():
    a, b = Scalar(2.0), Scalar(5.0)
    (a * b).derive()
    assert (a.derivative, b.derivative) == (5.0, 2.0)


def test_square():
    a = Scalar(2.0)
    (a * a).derive()
    assert a.derivative == 4.0


def test_one_part_is_much_smaller():
    a = Scalar(1e-20)
    (a.triple() + a * a).derive()
    assert a.derivative > 1.0
