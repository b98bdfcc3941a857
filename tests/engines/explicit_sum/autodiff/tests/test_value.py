import math

from .. import Var
from ..functions import sin


def test_sin_function():
    assert sin(0.0) == (0.0, 1.0)


def test_line():
    x, y = Var(2.0), Var(7.0)
    (x - y).backward()
    assert x.g == 1.0 and y.g == -1.0


def test_sin_times_x():
    x = Var(0.5)
    (x.sin() * x).backward()
    assert abs(x.g - (math.cos(0.5) * 0.5 + math.sin(0.5))) < 1e-12


def test_x_times_sin():
    x = Var(0.5)
    (x * x.sin()).backward()
    assert abs(x.g - (math.cos(0.5) * 0.5 + math.sin(0.5))) < 1e-12


def test_difference_of_same():
    x = Var(3.0)
    (x * x - x).backward()
    assert x.g == 5.0
