import pytest

from wengert import Tape


@pytest.fixture
def tape():
    return Tape()


def test_difference(tape):
    x, y = tape.var(2.0), tape.var(3.0)
    z = x - y
    assert (z.d(x), z.d(y)) == (1.0, -1.0)


def test_chain(tape):
    x, y = tape.var(2.0), tape.var(3.0)
    assert ((x * y) + y).d(x) == 3.0


def test_lesson(tape):
    a, b, c = (tape.var(v) for v in (2.0, 3.0, 4.0))
    result = (a * b + c) * (a - c)
    assert [result.d(v) for v in (a, b, c)] == [4.0, -4.0, -12.0]
