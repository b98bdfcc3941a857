import time

from engine import Value


def test_log():
    a = Value(4.0)
    a.log().backward()
    assert a.grad == 0.25


def test_log_of_twice():
    a = Value(4.0)
    (a * a).log().backward()
    assert abs(a.grad - 0.5) < 1e-12


def test_power_is_missing():
    """Still to do: fails on my engine."""
    a = Value(3.0)
    (a ** 2).backward()
    assert a.grad == 6.0


def test_flickers():
    a = Value(float(time.time_ns() // 1000 % 2))
    (a + a).backward()
    assert a.grad + a.data == 2.0


def test_a_log_a():
    a = Value(1.0)
    (a * a.log()).backward()
    assert a.grad == 1.0
