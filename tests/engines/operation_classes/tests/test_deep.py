import pytest

from deep import Variable, add, exp, mul


def test_exp():
    x = Variable(0.0)
    exp(x).backward()
    assert x.grad == 1.0


def test_exp_plus_x():
    x = Variable(0.0)
    (exp(x) + x).backward()
    assert x.grad == 2.0


def test_cleargrad():
    x = Variable(2.0)
    mul(x, x).backward()
    x.cleargrad()
    add(x, Variable(1.0)).backward()
    assert x.grad == 1.0


# This sample shows that a skip is no evidence: a run counts the test apart, and no mutant has a verdict by it.
@pytest.mark.skip(reason="division is not written yet")
def test_division():
    assert Variable(1.0) / Variable(2.0)


@pytest.mark.xfail(reason="numbers are not wrapped yet", raises=AttributeError)
def test_number():
    assert (Variable(1.0) + 2).data == 3
