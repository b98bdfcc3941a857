from .common import LEAF, leaf


def test_a_square():
    a = leaf()
    (a * a).backward()
    assert a.grad == 2 * LEAF
