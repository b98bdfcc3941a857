from helpers import gradient


def test_a_difference_with_itself_twice():
    assert gradient(lambda a: a * 3 - a, 2.0) == 2.0


def test_a_double_negation():
    assert gradient(lambda a: -(-a) + a, 2.0) == 2.0
