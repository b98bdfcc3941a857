class Variable:
    def __init__(self, data):
        self.data, self.grad, self.creator = data, None, None

    def backward(self):
        self.grad = 1.0
        funcs = {self.creator} if self.creator else set()
        while funcs:
            f = max(funcs, key=lambda f: f.generation)
            funcs.remove(f)
            for x, gx in zip(f.inputs, f.backward(f.output.grad)):
                x.grad = gx if x.grad is None else x.grad + gx
                if x.creator:
                    funcs.add(x.creator)


class Function:
    def __init__(self, *inputs):
        self.inputs = inputs
        depths = [x.creator.generation for x in inputs if x.creator]
        self.generation = max(depths, default=0) + 1
        self.output = Variable(self.forward(*[x.data for x in inputs]))
        self.output.creator = self


class Add(Function):
    def forward(self, x, y):
        return x + y

    def backward(self, g):
        return g, g


class Mul(Function):
    def forward(self, x, y):
        return x * y

    def backward(self, g):
        x, y = self.inputs
        return g * y.data, g * x.data


class Neg(Function):
    def forward(self, x):
        return -x

    def backward(self, g):
        return (-g,)


def add(x, y):
    return Add(x, y).output


def mul(x, y):
    return Mul(x, y).output


def neg(x):
    return Neg(x).output
