def accumulate(node, amount):
    """Add to a node's gradient, if it wants one."""
    if node.requires_grad:
        node.grad += amount


def to_scalar(x):
    return x if isinstance(x, Scalar) else Scalar(x, requires_grad=False)


class Scalar:
    def __init__(self, val, requires_grad=False, inputs=()):
        self.val = val
        self.requires_grad = requires_grad or any(i.requires_grad for i in inputs)
        self.inputs = inputs
        self.grad = 0.0
        self.backprop = lambda: None

    def __add__(self, other):
        other = to_scalar(other)
        out = Scalar(self.val + other.val, inputs=(self, other))
        def backprop():
            accumulate(self, out.grad)
            accumulate(other, out.grad)
        out.backprop = backprop
        return out

    def __mul__(self, other):
        other = to_scalar(other)
        out = Scalar(self.val * other.val, inputs=(self, other))
        def backprop():
            accumulate(self, other.val * out.grad)
            accumulate(other, self.val * out.grad)
        out.backprop = backprop
        return out

    def __pow__(self, n):
        out = Scalar(self.val ** n, inputs=(self,))
        def backprop():
            accumulate(self, n * self.val ** (n - 1) * out.grad)
        out.backprop = backprop
        return out

    def backward(self):
        order = []
        def dfs(n):
            if n not in order:
                for i in n.inputs:
                    dfs(i)
                order.append(n)
        dfs(self)
        self.grad = 1.0
        for n in reversed(order):
            n.backprop()
