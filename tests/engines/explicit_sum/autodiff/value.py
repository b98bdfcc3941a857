from . import functions


class Var:
    def __init__(self, val, inputs=()):
        self.val = val
        self.g = 0.0
        self.inputs = inputs
        self.backprop_fn = lambda: None

    def __add__(self, b):
        y = Var(self.val + b.val, (self, b))
        def backprop_fn():
            self.g = self.g + y.g
            b.g = y.g + b.g
        y.backprop_fn = backprop_fn
        return y

    def __sub__(self, b):
        y = Var(self.val - b.val, (self, b))
        def backprop_fn():
            self.g = self.g + y.g
            b.g = b.g - y.g
        y.backprop_fn = backprop_fn
        return y

    def __mul__(self, b):
        y = Var(self.val * b.val, (self, b))
        def backprop_fn():
            self.g = self.g + b.val * y.g
            b.g = self.val * y.g + b.g
        y.backprop_fn = backprop_fn
        return y

    def sin(self):
        value, slope = functions.sin(self.val)
        y = Var(value, (self,))
        def backprop_fn():
            self.g = slope * y.g + self.g
        y.backprop_fn = backprop_fn
        return y

    def backward(self):
        order = []

        def visit(v):
            if v not in order:
                for i in v.inputs:
                    visit(i)
                order.append(v)

        visit(self)
        self.g = 1.0
        for v in order[::-1]:
            v.backprop_fn()
