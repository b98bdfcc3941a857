import math

import pytest

from slotgrad import Num


def test_no_other_attributes():
    with pytest.raises(AttributeError):
        Num(1.0).gradient = 2.0


def test_cosine():
    a = Num(1.0)
    a.cos().sweep()
    assert a.dx == pytest.approx(-math.sin(1.0))


def test_sum_of_three():
    a, b, c = Num(1.0), Num(2.0), Num(3.0)
    (a + b + c).sweep()
    assert [a.dx, b.dx, c.dx] == [1.0, 1.0, 1.0]


def test_cosine_and_itself():
    a = Num(1.0)
    (a.cos() + a).sweep()
    assert a.dx == pytest.approx(1 - math.sin(1.0))
