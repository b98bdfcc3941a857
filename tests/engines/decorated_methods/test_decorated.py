def test_name():
    from decorated import Scalar
    assert (Scalar(1.0) + 2.0).name == "__add__"


def test_half():
    from decorated import Scalar
    a = Scalar(4.0)
    a.half.backward()
    assert a.grad == 0.5


def test_half_and_all():
    from decorated import Scalar
    a = Scalar(4.0)
    (a.half + a).backward()
    assert a.grad == 1.5


def test_square():
    import decorated
    a = decorated.Scalar(4.0)
    (a * a).backward()
    assert a.grad == 8.0
