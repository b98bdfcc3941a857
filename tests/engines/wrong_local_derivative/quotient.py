class Q:
    def __init__(self, val, inputs=()):
        self.val = val
        self.gradient = 0.0
        self.inputs = inputs
        self.step = lambda g: None

    def __truediv__(self, other):
        out = Q(self.val / other.val, (self, other))
        def step(g):
            self.gradient += g / other.val
            other.gradient -= g * self.val / other.val
        out.step = step
        return out

    def __sub__(self, other):
        out = Q(self.val - other.val, (self, other))
        def step(g):
            self.gradient += g
            other.gradient -= g
        out.step = step
        return out

    def run_backward(self):
        order = []
        def go(q):
            if q not in order:
                for i in q.inputs:
                    go(i)
                order.append(q)
        go(self)
        self.gradient = 1.0
        for q in reversed(order):
            q.step(q.gradient)
