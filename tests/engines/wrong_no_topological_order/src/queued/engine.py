from collections import deque


class Variable:
    def __init__(self, val, inputs=()):
        self.val = val
        self.grad = 0.0
        self.inputs = inputs
        self.backprop = None

    def __add__(self, other):
        out = Variable(self.val + other.val, (self, other))
        def backprop():
            self.grad += out.grad
            other.grad += out.grad
        out.backprop = backprop
        return out

    def __mul__(self, other):
        out = Variable(self.val * other.val, (self, other))
        def backprop():
            self.grad += other.val * out.grad
            other.grad += self.val * out.grad
        out.backprop = backprop
        return out

    def backward(self):
        self.grad = 1.0
        queue, seen = deque([self]), {self}
        while queue:
            v = queue.popleft()
            if v.backprop:
                v.backprop()
            for i in v.inputs:
                if i not in seen:
                    seen.add(i)
                    queue.append(i)
