import numpy as np


class Array:
    def __init__(self, values, origin=None):
        self.values = np.asarray(values, dtype=np.float64)
        self.grad = np.zeros(self.values.shape)
        self.origin = origin  # (operands, function that passes the gradient on)

    def __mul__(self, other):
        def pass_on(grad):
            np.add(self.grad, grad * other.values, out=self.grad)
            np.add(grad * self.values, other.grad, out=other.grad)
        return Array(self.values * other.values, ((self, other), pass_on))

    def __add__(self, other):
        def pass_on(grad):
            np.add(self.grad, grad, self.grad)
            np.add(other.grad, grad, out=other.grad)
        return Array(self.values + other.values, ((self, other), pass_on))

    def take(self, indices):
        def pass_on(grad):
            np.add.at(self.grad, indices, grad)
        return Array(self.values[indices], ((self,), pass_on))

    def total(self):
        def pass_on(grad):
            np.add(self.grad, grad, out=self.grad)
        return Array(self.values.sum(), ((self,), pass_on))

    def backprop(self):
        order = []
        def visit(a):
            if id(a) not in [id(b) for b in order]:
                for operand in a.origin[0] if a.origin else ():
                    visit(operand)
                order.append(a)
        visit(self)
        self.grad = np.ones(self.values.shape)
        for a in reversed(order):
            if a.origin:
                a.origin[1](a.grad)
