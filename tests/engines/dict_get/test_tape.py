import math

from tape import Number, add, backward, exp, mul


def draw(path, numbers):
    """A bar chart in text, to look at."""
    path.write_text("\n".join(f"{n.x:8.3f} " + "#" * int(abs(n.grad)) for n in numbers))


def test_exp_prints():
    a = Number(1.0)
    backward(exp(a))
    print("gradient of exp at 1:", a.grad)
    assert math.isclose(a.grad, math.e)


def test_draws(tmp_path):
    a, b = Number(2.0), Number(3.0)
    backward(mul(a, b))
    draw(tmp_path / "bars.txt", [a, b])
    assert (tmp_path / "bars.txt").read_text().count("#") == 5


def test_sum_of_same():
    a = Number(2.0)
    backward(add(a, a))
    assert a.grad == 2.0


def test_exp_and_itself():
    a = Number(0.0)
    backward(add(exp(a), a))
    assert a.grad == 2.0
