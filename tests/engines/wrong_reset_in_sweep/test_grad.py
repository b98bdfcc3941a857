from grad import Scalar


def test_sum_of_same():
    a = Scalar(2.0)
    (a + a).backward()
    assert a.derivative == 2.0


def test_product_twice():
    a, b = Scalar(2.0), Scalar(3.0)
    for _ in range(2):
        (a * b).backward()
    assert (a.derivative, b.derivative) == (3.0, 2.0)
