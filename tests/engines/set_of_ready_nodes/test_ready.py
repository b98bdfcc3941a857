from ready import Node, sweep


def test_sum():
    a, b = Node(1.0), Node(2.0)
    sweep(a + b)
    assert a.g == b.g == 1.0


def test_square_beside_product():
    a, b = Node(3.0), Node(2.0)
    sweep(a.square() + a * b)
    assert a.g == 8.0


def test_two_sums():
    a, b = Node(3.0), Node(2.0)
    sweep((a + b) * (a + b))
    assert a.g == 10.0
