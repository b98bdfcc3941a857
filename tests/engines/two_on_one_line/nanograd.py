class V:
    def __init__(self, d, kids=()):
        self.d = d; self.g = 0.0
        self.kids = kids
        self._backward = lambda: None

    def __add__(self, o):
        r = V(self.d + o.d, (self, o))
        def _backward(): self.g += r.g; o.g += r.g
        r._backward = _backward
        return r

    def __mul__(self, o):
        r = V(self.d * o.d, (self, o))
        def _backward():
            self.g += o.d * r.g; o.g += self.d * r.g
        r._backward = _backward
        return r

    def __neg__(self):
        r = V(-self.d, (self,))
        def _backward(): self.g -= r.g
        r._backward = _backward
        return r

    def __sub__(self, o):
        return self + (-o)

    def backward(self):
        order = []
        def go(v):
            if v not in order:
                for k in v.kids: go(k)
                order.append(v)
        go(self)
        self.g = 1.0
        for v in order[::-1]: v._backward()
