import importlib

import engine


def test_product():
    a, b = engine.Value(2.0), engine.Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)


def test_reloaded():
    fresh = importlib.reload(engine)
    a = fresh.Value(3.0)
    (a * a.square()).backward()
    assert a.grad == 27.0


def test_after_reload():
    a = engine.Value(3.0)
    (a + a).backward()
    assert a.grad == 2.0
