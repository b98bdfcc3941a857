def make_engine():
    """Build the class, so that nothing leaks between lessons."""

    class Value:
        def __init__(self, data, back=None, parents=()):
            self.data, self.grad = data, 0.0
            self.back, self.parents = back, parents

        def __add__(self, other):
            return add(self, other)

        def __mul__(self, other):
            return mul(self, other)

        def backward(self):
            seen = []
            def visit(v):
                if v not in seen:
                    for p in v.parents:
                        visit(p)
                    seen.append(v)
            visit(self)
            self.grad = 1.0
            for v in reversed(seen):
                if v.back:
                    v.back(v.grad)

    def add(a, b):
        def back(g):
            a.grad += g
            b.grad += g
        return Value(a.data + b.data, back, (a, b))

    def mul(a, b):
        def back(g):
            def to(v, factor):
                v.grad += factor * g
            to(a, b.data)
            to(b, a.data)
        return Value(a.data * b.data, back, (a, b))

    return Value


Value = make_engine()
