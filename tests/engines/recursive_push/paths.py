class Quantity:
    """Gradients flow at once from every result to what it was made from, path by path."""

    def __init__(self, value, sources=None):
        self.value = value
        self.sources = sources or []
        self.gradient = 0.0

    def __add__(self, other):
        return Quantity(self.value + other.value, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Quantity(self.value * other.value, [(self, other.value), (other, self.value)])

    def __sub__(self, other):
        return Quantity(self.value - other.value, [(self, 1.0), (other, -1.0)])

    def backward(self, flow=1.0):
        self.gradient += flow
        for source, slope in self.sources:
            source.backward(flow * slope)

    def forget(self):
        self.gradient = 0.0
        for source, _ in self.sources:
            source.forget()
