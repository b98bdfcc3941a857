class Variable:
    def __init__(self, data):
        self.data = data
        self.grad = 0.0
        self.creator = None

    def __add__(self, other):
        from .ops import add
        return add(self, other)

    def cleargrad(self):
        self.grad = 0.0

    def backward(self):
        self.grad = 1.0
        order, seen = [], set()

        def visit(f):
            if f is not None and f not in seen:
                seen.add(f)
                for x in f.inputs:
                    visit(x.creator)
                order.append(f)

        visit(self.creator)
        for f in reversed(order):
            f.backward(f.output.grad)
