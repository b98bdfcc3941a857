class Scalar:
    """A number with a gradient."""

    def __init__(self, value, parents=()):
        self.value = float(value)
        self.gradient = 0.0
        self.parents = tuple(parents)
        self.pull = None

    @staticmethod
    def wrap(x):
        return x if isinstance(x, Scalar) else Scalar(x)

    def __mul__(self, other):
        other = Scalar.wrap(other)
        result = Scalar(self.value * other.value, [self, other])
        def pull():
            self.gradient += other.value * result.gradient
            other.gradient += self.value * result.gradient
        result.pull = pull
        return result

    def __sub__(self, other):
        other = Scalar.wrap(other)
        result = Scalar(self.value - other.value, [self, other])
        def pull():
            self.gradient += result.gradient
            other.gradient -= result.gradient
        result.pull = pull
        return result

    def __neg__(self):
        result = Scalar(-self.value, [self])
        def pull():
            self.gradient -= result.gradient
        result.pull = pull
        return result

    def __truediv__(self, other):
        other = Scalar.wrap(other)
        result = Scalar(self.value / other.value, [self, other])
        def pull():
            self.gradient += result.gradient / other.value
            other.gradient -= self.value * result.gradient / other.value ** 2
        result.pull = pull
        return result

    def _order(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((p, False) for p in node.parents if id(p) not in seen)
        return order

    def clear(self):
        for node in self._order():
            node.gradient = 0.0

    def backprop(self):
        self.gradient = 1.0
        for node in reversed(self._order()):
            if node.pull is not None:
                node.pull()
