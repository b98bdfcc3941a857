import math

TAPE = []


class Number:
    def __init__(self, x):
        self.x = float(x)
        self.grad = 0.0


def add(a, b):
    out = Number(a.x + b.x)

    def back(grads):
        g = grads.get(out, 0)
        grads[a] = grads.get(a, 0) + g
        grads[b] = grads.get(b, 0.0) + g

    TAPE.append(back)
    return out


def mul(a, b):
    out = Number(a.x * b.x)

    def back(grads):
        g = grads.get(out, 0)
        grads[a] = grads.get(a, 0) + g * b.x
        grads[b] = g * a.x + grads.get(b, 0)

    TAPE.append(back)
    return out


def exp(a):
    out = Number(math.exp(a.x))

    def back(grads):
        grads[a] = grads.get(a, 0) + grads.get(out, 0) * out.x

    TAPE.append(back)
    return out


def backward(result):
    grads = {result: 1.0}
    for back in reversed(TAPE):
        back(grads)
    for number, g in grads.items():
        number.grad = g
    TAPE.clear()
