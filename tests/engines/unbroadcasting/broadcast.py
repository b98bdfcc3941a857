import numpy as np


def unbroadcast(grad, shape):
    """Sum a gradient over the axes along which its operand was repeated."""
    grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))
    for axis, size in enumerate(shape):
        if size == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


class Matrix:
    def __init__(self, data, _children=()):
        self.data = np.asarray(data, dtype=float)
        self.grad = np.zeros_like(self.data)
        self._children = _children
        self._backward = lambda: None

    def __add__(self, other):
        out = Matrix(self.data + other.data, (self, other))
        def _backward():
            self.grad += unbroadcast(out.grad, self.data.shape)
            other.grad += unbroadcast(out.grad, other.data.shape)
        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Matrix(self.data * other.data, (self, other))
        def _backward():
            self.grad = self.grad + unbroadcast(out.grad * other.data, self.data.shape)
            other.grad = other.grad + unbroadcast(out.grad * self.data, other.data.shape)
        out._backward = _backward
        return out

    def relu(self):
        out = Matrix(np.maximum(self.data, 0), (self,))
        def _backward():
            self.grad += (self.data > 0) * out.grad
        out._backward = _backward
        return out

    def zero_grad(self):
        self.grad = np.zeros_like(self.data)

    def backward(self):
        order, seen = [], set()
        def visit(m):
            if m not in seen:
                seen.add(m)
                for c in m._children:
                    visit(c)
                order.append(m)
        visit(self)
        self.grad = np.ones_like(self.data)
        for m in reversed(order):
            m._backward()
