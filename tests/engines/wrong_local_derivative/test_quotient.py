from quotient import Q


def test_by_one():
    a, b = Q(5.0), Q(1.0)
    (a / b).run_backward()
    assert (a.gradient, b.gradient) == (1.0, -5.0)


def test_difference_of_same():
    a = Q(5.0)
    (a - a).run_backward()
    assert a.gradient == 0.0
