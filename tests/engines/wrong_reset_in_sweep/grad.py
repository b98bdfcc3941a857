class Scalar:
    def __init__(self, data, parents=()):
        self.data = data
        self.derivative = 0.0
        self.parents = parents
        self.rule = None

    def __add__(self, other):
        out = Scalar(self.data + other.data, (self, other))
        def rule():
            self.derivative += out.derivative
            other.derivative += out.derivative
        out.rule = rule
        return out

    def __mul__(self, other):
        out = Scalar(self.data * other.data, (self, other))
        def rule():
            self.derivative += other.data * out.derivative
            other.derivative += self.data * out.derivative
        out.rule = rule
        return out

    def backward(self):
        order = []
        def visit(s):
            if s not in order:
                for p in s.parents:
                    visit(p)
                order.append(s)
        visit(self)
        self.derivative = 1.0
        for s in reversed(order):
            for p in s.parents:
                p.derivative = 0.0
            if s.rule:
                s.rule()
