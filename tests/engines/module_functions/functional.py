class Var:
    def __init__(self, val, op=None, inputs=()):
        self.val, self.op, self.inputs = val, op, inputs
        self.grad = 0.0


def add(x, y):
    return Var(x.val + y.val, "add", [x, y])


def mul(x, y):
    return Var(x.val * y.val, "mul", [x, y])


def square(x):
    return Var(x.val * x.val, "square", [x])


def add_backward(out):
    for x in out.inputs:
        x.grad += out.grad


def mul_backward(out):
    x, y = out.inputs
    x.grad = x.grad + y.val * out.grad
    y.grad = y.grad + x.val * out.grad


def square_backward(out):
    out.inputs[0].grad += 2 * out.inputs[0].val * out.grad


RULES = {"add": add_backward, "mul": mul_backward, "square": square_backward}


def backprop(result):
    uses = {}
    stack = [result]
    while stack:
        var = stack.pop()
        for x in var.inputs:
            uses[x] = uses.get(x, 0) + 1
            if uses[x] == 1:
                stack.append(x)
    result.grad = 1.0
    ready = [result]
    while ready:
        var = ready.pop()
        if var.op:
            RULES[var.op](var)
        for x in var.inputs:
            uses[x] -= 1
            if uses[x] == 0:
                ready.append(x)


def zero_grad(variables):
    for v in variables:
        v.grad = 0.0
