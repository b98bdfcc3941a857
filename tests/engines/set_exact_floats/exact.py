class Num:
    def __init__(self, value, parents=()):
        self.value = value
        self.parents = set(parents)
        self.grad = 0.0
        self.fn = lambda: None

    def __add__(self, other):
        out = Num(self.value + other.value, [self, other])
        def fn():
            self.grad += out.grad
            other.grad += out.grad
        out.fn = fn
        return out

    def scale(self, k):
        out = Num(self.value * k, [self])
        def fn():
            self.grad += k * out.grad
        out.fn = fn
        return out

    def backward(self):
        order, seen = [], set()
        def walk(n):
            seen.add(n)
            for p in n.parents:
                if p not in seen:
                    walk(p)
            order.append(n)
        walk(self)
        self.grad = 1.0
        for n in reversed(order):
            n.fn()


def weighted(x, *weights):
    total = x.scale(weights[0])
    for w in weights[1:]:
        total = total + x.scale(w)
    return total
