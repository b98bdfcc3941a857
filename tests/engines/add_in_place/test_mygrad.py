import importlib.util
from pathlib import Path

HERE = Path(__file__).parent
spec = importlib.util.spec_from_file_location("solution", HERE / "mygrad.py")
solution = importlib.util.module_from_spec(spec)
spec.loader.exec_module(solution)
Param = solution.Param


def test_product():
    a, b = Param(2.0), Param(9.0)
    (a * b).backward()
    assert (a.grad.number, b.grad.number) == (9.0, 2.0)


def test_square():
    a = Param(7.0)
    (a * a).backward()
    assert a.grad.number == 14.0


def test_zero_grad():
    a = Param(7.0)
    (a * a).backward()
    a.zero_grad()
    assert a.grad.number == 0.0
