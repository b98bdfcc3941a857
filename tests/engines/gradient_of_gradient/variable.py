class Variable:
    """Its grad is a Variable too."""

    def __init__(self, data, creators=(), leaf=True):
        self.data = data
        self.creators = creators
        self.grad = Variable(0.0, leaf=False) if leaf else None
        self.grad_fn = None

    def __add__(self, other):
        out = Variable(self.data + other.data, (self, other))
        def grad_fn():
            self.grad.data += out.grad.data
            other.grad.data += out.grad.data
        out.grad_fn = grad_fn
        return out

    def __mul__(self, other):
        out = Variable(self.data * other.data, (self, other))
        def grad_fn():
            self.grad.data += out.grad.data * other.data
            other.grad.data += out.grad.data * self.data
        out.grad_fn = grad_fn
        return out

    def zero_grad(self):
        self.grad = Variable(0.0, leaf=False)

    def backward(self):
        topo = []
        def build(v):
            if v not in topo:
                for c in v.creators:
                    build(c)
                topo.append(v)
        build(self)
        self.grad.data = 1.0
        for v in reversed(topo):
            if v.grad_fn:
                v.grad_fn()
