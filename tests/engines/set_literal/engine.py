class Value:
    def __init__(self, value, parents=frozenset()):
        self.value = value
        self.parents = parents
        self.gradient = 0.0
        self.pull = None

    def __add__(self, other):
        out = Value(self.value + other.value, {self, other})
        def pull():
            self.gradient = self.gradient + out.gradient
            other.gradient = other.gradient + out.gradient
        out.pull = pull
        return out

    def __mul__(self, other):
        out = Value(self.value * other.value, {self, other})
        def pull():
            self.gradient = self.gradient + out.gradient * other.value
            other.gradient = other.gradient + out.gradient * self.value
        out.pull = pull
        return out

    def __neg__(self):
        out = Value(-self.value, {self})
        def pull():
            self.gradient -= out.gradient
        out.pull = pull
        return out

    def backward(self):
        order = []

        def visit(v):
            if v not in order:
                for p in v.parents:
                    visit(p)
                order.append(v)

        visit(self)
        self.gradient = 1.0
        while order:
            v = order.pop()
            if v.pull:
                v.pull()
