class Scalar:
    """A node that knows the slope for each operand."""

    def __init__(self, item, slopes=None):
        self.item = item
        self.slopes = slopes or {}
        self.inputs = frozenset(self.slopes)
        self.derivative = 0.0

    def __add__(self, other):
        if self is other:
            return Scalar(self.item * 2, {self: 2.0})
        return Scalar(self.item + other.item, {self: 1.0, other: 1.0})

    def __mul__(self, other):
        if self is other:
            return Scalar(self.item ** 2, {self: 2 * self.item})
        return Scalar(self.item * other.item, {self: other.item, other: self.item})

    def triple(self):
        return Scalar(3 * self.item, {self: 3.0})

    def derive(self):
        """Sweep from here, without recursion."""
        order, stack = [], [(self, iter(self.inputs))]
        seen = {self}
        while stack:
            node, rest = stack[-1]
            for below in rest:
                if below not in seen:
                    seen.add(below)
                    stack.append((below, iter(below.inputs)))
                    break
            else:
                order.append(stack.pop()[0])
        self.derivative = 1.0
        for node in reversed(order):
            for operand in node.inputs:
                operand.derivative += node.slopes[operand] * node.derivative
