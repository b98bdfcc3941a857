from numpy import ln  # our own, next to this file


class GraphNode:
    def __init__(self, data, op="leaf", children=()):
        self.data = data
        self.op = op
        self.children = children
        self.derivative = 0.0

    def __add__(self, other):
        return GraphNode(self.data + other.data, "add", (self, other))

    def __mul__(self, other):
        return GraphNode(self.data * other.data, "mul", (self, other))

    def ln(self):
        return GraphNode(ln(self.data), "ln", (self,))

    def _backward_leaf(self):
        pass

    def _backward_add(self):
        left, right = self.children
        left.derivative += self.derivative
        right.derivative += self.derivative

    def _backward_mul(self):
        left, right = self.children
        left.derivative += self.derivative * right.data
        right.derivative += self.derivative * left.data

    def _backward_ln(self):
        self.children[0].derivative += self.derivative / self.children[0].data

    def topological(self, seen):
        if self not in seen:
            for child in self.children:
                child.topological(seen)
            seen.append(self)
        return seen

    def run_backward(self):
        self.derivative = 1.0
        for node in reversed(self.topological([])):
            getattr(node, "_backward_" + node.op)()
