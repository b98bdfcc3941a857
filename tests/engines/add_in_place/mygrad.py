from cell import Cell


class Param:
    def __init__(self, value, prev=()):
        self.value = value
        self.prev = prev
        self.grad = Cell()
        self.back = lambda: None

    def __add__(self, rhs):
        out = Param(self.value + rhs.value, (self, rhs))

        def back():
            self.grad.add_(out.grad)
            rhs.grad.add_(out.grad)

        out.back = back
        return out

    def __mul__(self, rhs):
        out = Param(self.value * rhs.value, (self, rhs))

        def back():
            self.grad.add_(out.grad * rhs.value)
            rhs.grad.add_(out.grad * self.value)

        out.back = back
        return out

    def zero_grad(self):
        self.grad.fill_(0.0)

    def backward(self):
        order, todo, seen = [], [self], set()
        while todo:
            p = todo[-1]
            waiting = [q for q in p.prev if id(q) not in seen]
            if id(p) in seen:
                todo.pop()
            elif waiting:
                todo.extend(waiting)
            else:
                seen.add(id(p))
                order.append(todo.pop())
        self.grad.fill_(1.0)
        for p in reversed(order):
            p.back()
