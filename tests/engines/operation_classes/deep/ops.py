import math

from .variable import Variable


class Function:
    def __call__(self, *inputs):
        self.inputs = inputs
        self.output = Variable(self.forward(*[x.data for x in inputs]))
        self.output.creator = self
        return self.output


class Add(Function):
    def forward(self, a, b):
        return a + b

    def backward(self, gy):
        self.inputs[0].grad += gy
        self.inputs[1].grad += gy


class Mul(Function):
    def forward(self, a, b):
        return a * b

    def backward(self, gy):
        x0, x1 = self.inputs
        x0.grad += gy * x1.data
        x1.grad += gy * x0.data


class Exp(Function):
    def forward(self, x):
        return math.exp(x)

    def backward(self, gy):
        self.inputs[0].grad += gy * self.output.data


def add(a, b):
    return Add()(a, b)


def mul(a, b):
    return Mul()(a, b)


def exp(x):
    return Exp()(x)
