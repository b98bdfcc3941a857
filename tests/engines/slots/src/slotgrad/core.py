from math import cos, sin


class Num:
    __slots__ = ["x", "dx", "args", "push"]

    def __init__(self, x, *args):
        self.x = x
        self.dx = 0.0
        self.args = args
        self.push = None

    def __add__(self, other):
        out = Num(self.x + other.x, self, other)
        def push():
            self.dx += out.dx
            other.dx += out.dx
        out.push = push
        return out

    __radd__ = __add__

    def __mul__(self, other):
        out = Num(self.x * other.x, self, other)
        def push():
            self.dx += other.x * out.dx
            other.dx += self.x * out.dx
        out.push = push
        return out

    def cos(self):
        out = Num(cos(self.x), self)
        def push():
            self.dx -= sin(self.x) * out.dx
        out.push = push
        return out

    def sweep(self):
        nodes = [self]
        for n in nodes:
            nodes.extend(n.args)
        order = list(dict.fromkeys(reversed(nodes)))
        self.dx = 1.0
        for n in reversed(order):
            if n.push:
                n.push()
