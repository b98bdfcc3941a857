from collections import defaultdict


class Var:
    """Keeps (input, local gradient) pairs; gradients live in a dictionary."""

    def __init__(self, value, pairs=()):
        self.value = value
        self.pairs = pairs

    def __add__(self, other):
        return Var(self.value + other.value, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        return Var(self.value * other.value, ((self, other.value), (other, self.value)))

    def inverse(self):
        return Var(1 / self.value, ((self, -1 / self.value ** 2),))


def get_gradients(result):
    """The derivative of result for every Var it was made from."""
    order = []

    def visit(var):
        if var not in order:
            for parent, _ in var.pairs:
                visit(parent)
            order.append(var)

    visit(result)
    gradients = defaultdict(float)
    gradients[result] = 1.0
    for var in reversed(order):
        for parent, local in var.pairs:
            gradients[parent] += local * gradients[var]
    return gradients
