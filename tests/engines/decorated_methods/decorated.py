import functools


def operation(method):
    """Wrap plain numbers, and remember the name of the operation."""
    @functools.wraps(method)
    def wrapper(self, *args):
        args = [a if isinstance(a, Scalar) else Scalar(a) for a in args]
        out = method(self, *args)
        out.name = method.__name__
        return out
    return wrapper


class Scalar:
    def __init__(self, data, parents=()):
        self.data, self.parents = data, parents
        self.grad = 0.0
        self._backward = lambda: None
        self.name = ""

    @operation
    def __add__(self, other):
        out = Scalar(self.data + other.data, (self, other))
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out

    @operation
    def __mul__(self, other):
        out = Scalar(self.data * other.data, (self, other))
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out

    @property
    @operation
    def half(self):
        out = Scalar(self.data / 2, (self,))
        def _backward():
            self.grad += out.grad / 2
        out._backward = _backward
        return out

    def backward(self):
        order = []
        def visit(v):
            if v not in order:
                for p in v.parents:
                    visit(p)
                order.append(v)
        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v._backward()
