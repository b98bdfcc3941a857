class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.parents = parents
        self.terms = []
        self.step = None

    @property
    def grad(self):
        return sum(self.terms)

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))
        def step(g):
            self.terms.append(g)
            other.terms.append(g)
        out.step = step
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))
        def step(g):
            self.terms.append(g * other.data)
            other.terms += [g * self.data]
        out.step = step
        return out

    def square(self):
        out = Value(self.data ** 2, (self,))
        def step(g):
            self.terms.append(2 * self.data * g)
        out.step = step
        return out

    def backward(self):
        order = []
        def topo(v):
            if v in order:
                return
            for p in v.parents:
                topo(p)
            order.append(v)
        topo(self)
        self.terms = [1.0]
        for v in reversed(order):
            if v.step:
                v.step(v.grad)
