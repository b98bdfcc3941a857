"""Decorators and closures around tests."""

from minigrad import Value


def with_leaf(number):
    def decorate(function):
        def test():
            function(Value(number))

        test.__doc__ = function.__doc__
        return test

    return decorate


@with_leaf(2.0)
def test_a_cube(a):
    """12 at 2."""
    (a * a * a).backward()
    assert a.grad == 12.0


@with_leaf(0.0)
def test_a_relu_beside_its_operand(a):
    (a.relu() + a).backward()
    assert a.grad in (1.0, 2.0)
