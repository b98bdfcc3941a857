class Tensor:
    def __init__(self, item, children=()):
        self.item = item
        self.children = list(children)
        self.derivative = None
        self.fn = None

    def __add__(self, other):
        out = Tensor(self.item + other.item, [self, other])
        def fn(d):
            if self.derivative is None:
                self.derivative = d
            else:
                self.derivative = self.derivative + d
            if other.derivative is None:
                other.derivative = d
            else:
                other.derivative += d
        out.fn = fn
        return out

    def __mul__(self, other):
        out = Tensor(self.item * other.item, [self, other])
        def fn(d):
            if self.derivative is not None:
                self.derivative += d * other.item
            else:
                self.derivative = d * other.item
            if other.derivative is None: other.derivative = 0.0
            other.derivative += d * self.item
        out.fn = fn
        return out

    def cube(self):
        out = Tensor(self.item ** 3, [self])
        def fn(d):
            if self.derivative is None:
                self.derivative = 0.0
            self.derivative = 3 * self.item ** 2 * d + self.derivative
        out.fn = fn
        return out

    def backward(self):
        done = []
        def visit(t):
            if t not in done:
                [visit(c) for c in t.children]
                done.append(t)
        visit(self)
        self.derivative = 1.0
        for t in done[::-1]:
            if t.fn:
                t.fn(t.derivative)
