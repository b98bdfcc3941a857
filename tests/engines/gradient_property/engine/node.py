class Node:
    def __init__(self, value, inputs=()):
        self._value = value
        self._gradient = 0.0
        self.inputs = inputs
        self.rule = None

    @property
    def value(self):
        return self._value

    @property
    def gradient(self):
        return self._gradient

    @gradient.setter
    def gradient(self, new):
        if new != new:
            raise ValueError("a gradient is not a number")
        self._gradient = new

    def __add__(self, other):
        out = Node(self.value + other.value, (self, other))
        def rule():
            self.gradient += out.gradient
            other.gradient += out.gradient
        out.rule = rule
        return out

    def __mul__(self, other):
        out = Node(self.value * other.value, (self, other))
        def rule():
            self._gradient += out.gradient * other.value
            other._gradient += out.gradient * self.value
        out.rule = rule
        return out
