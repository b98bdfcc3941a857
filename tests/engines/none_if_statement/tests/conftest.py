import pytest

from tensor import Tensor


@pytest.fixture(scope="session")
def polynomial():
    """x**3 + x*y, swept once for all tests."""
    x, y = Tensor(2.0), Tensor(5.0)
    out = x.cube() + x * y
    out.backward()
    return x, y, out


@pytest.fixture(scope="module")
def straight():
    a, b = Tensor(1.0), Tensor(4.0)
    (a + b).backward()
    return a, b
