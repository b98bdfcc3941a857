class Node:
    def __init__(self, val, left=None, right=None, rule=None):
        self.val, self.left, self.right, self.rule = val, left, right, rule
        self.g = 0.0

    def children(self):
        return [n for n in (self.left, self.right) if n is not None]

    def __add__(self, other):
        def rule(out):
            self.g += out.g
            other.g += out.g
        return Node(self.val + other.val, self, other, rule)

    def __mul__(self, other):
        def rule(out):
            self.g += other.val * out.g
            other.g += self.val * out.g
        return Node(self.val * other.val, self, other, rule)

    def square(self):
        def rule(out):
            self.g += 2 * self.val * out.g
        return Node(self.val ** 2, self, None, rule)


def count_uses(root):
    uses, todo = {root: 0}, [root]
    while todo:
        for child in todo.pop().children():
            if child not in uses:
                uses[child] = 0
                todo.append(child)
            uses[child] += 1
    return uses


def sweep(root):
    uses = count_uses(root)
    root.g = 1.0
    ready = set([root])
    while ready:
        node = ready.pop()
        if node.rule:
            node.rule(node)
        for child in node.children():
            uses[child] -= 1
            if not uses[child]:
                ready.add(child)
