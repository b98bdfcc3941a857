class Node:
    """Its sweep sorts operands by address: no order of sets is left that could be forced."""

    def __init__(self, number, operands=(), push=None):
        self.number = number
        self.operands = operands
        self.push = push
        self.slope = 0.0

    def __add__(self, other):
        out = Node(self.number + other.number, (self, other))
        def push():
            self.slope += out.slope
            other.slope += out.slope
        out.push = push
        return out

    def __mul__(self, other):
        out = Node(self.number * other.number, (self, other))
        def push():
            self.slope += other.number * out.slope
            other.slope += self.number * out.slope
        out.push = push
        return out

    def sweep(self):
        order, seen = [], {}

        def visit(node):
            if id(node) not in seen:
                seen[id(node)] = node
                for operand in sorted(node.operands, key=id):
                    visit(operand)
                order.append(node)

        visit(self)
        self.slope = 1.0
        for node in reversed(order):
            if node.push:
                node.push()
