class Value:
    """Its parents are a set that is made of another set."""

    def __init__(self, data, made_of=frozenset()):
        self.data = data
        self.parents = frozenset(made_of)
        self.grad = 0.0
        self._backward = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, {self, other})
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, {self, other})
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out

    def backward(self):
        order, seen = [], set()

        def visit(v):
            seen.add(v)
            for p in {p for p in v.parents if p not in seen}:
                if p not in seen:
                    visit(p)
            order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v._backward()
