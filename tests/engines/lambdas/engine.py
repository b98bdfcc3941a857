import math


class Value:
    def __init__(self, data, _prev=()):
        self.data = data
        self.grad = 0.0
        self._prev = _prev
        self._backward = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))
        out._backward = lambda: (
            self.__setattr__("grad", self.grad + out.grad),
            other.__setattr__("grad", other.grad + out.grad),
        )
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))
        out._backward = lambda: (setattr(self, "grad", self.grad + other.data * out.grad), setattr(other, "grad", other.grad + self.data * out.grad))
        return out

    def sigmoid(self):
        s = 1 / (1 + math.exp(-self.data))
        out = Value(s, (self,))
        out._backward = lambda: setattr(self, "grad", self.grad + s * (1 - s) * out.grad)
        return out

    def backward(self):
        order = []
        visit = lambda v: v in order or ([visit(p) for p in v._prev], order.append(v))
        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v._backward()
