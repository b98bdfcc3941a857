class Node:
    """grad is None until something flows in."""

    def __init__(self, data, prev=()):
        self.data, self.prev = data, prev
        self.grad = None

    def _push(self):
        pass

    def __add__(self, other):
        out = Node(self.data + other.data, (self, other))
        def push():
            self.grad = out.grad if self.grad is None else self.grad + out.grad
            other.grad = out.grad if other.grad is None else other.grad + out.grad
        out._push = push
        return out

    def __mul__(self, other):
        out = Node(self.data * other.data, (self, other))
        def push():
            ds = out.grad * other.data
            do = out.grad * self.data
            self.grad = ds if self.grad is None else self.grad + ds
            other.grad = other.grad + do if other.grad is not None else do
        out._push = push
        return out

    def relu(self):
        out = Node(self.data if self.data > 0 else 0.0, (self,))
        def push():
            d = out.grad if self.data > 0 else 0.0
            self.grad = d if self.grad is None else d + self.grad
        out._push = push
        return out

    def run_backward(self):
        seen, post = set(), []

        def walk(n):
            if id(n) in seen:
                return
            seen.add(id(n))
            for p in n.prev:
                walk(p)
            post.append(n)

        walk(self)
        self.grad = 1.0
        while post:
            post.pop()._push()
