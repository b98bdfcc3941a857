import math

GRAD = "grad"


class Value:
    def __init__(self, data, inputs=()):
        self.data = data
        self.inputs = inputs
        setattr(self, GRAD, 0.0)
        self.backprop = None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))
        def backprop():
            setattr(self, "grad", getattr(self, "grad") + out.grad)
            setattr(other, "grad", out.grad + getattr(other, "grad"))
        out.backprop = backprop
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))
        def backprop():
            setattr(self, GRAD, getattr(self, GRAD) + other.data * out.grad)
            setattr(other, GRAD, other.grad + self.data * out.grad)
        out.backprop = backprop
        return out

    def log(self):
        out = Value(math.log(self.data), (self,))
        def backprop():
            setattr(self, GRAD, getattr(self, GRAD, 0.0) + out.grad / self.data)
        out.backprop = backprop
        return out

    def zero(self):
        setattr(self, GRAD, 0.0)

    def backward(self):
        seen, order = set(), []
        def visit(v):
            if v not in seen:
                seen.add(v)
                for w in v.inputs:
                    visit(w)
                order.append(v)
        visit(self)
        setattr(self, GRAD, 1.0)
        for v in reversed(order):
            if v.backprop is not None:
                v.backprop()
