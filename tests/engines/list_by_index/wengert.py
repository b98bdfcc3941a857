class Tape:
    def __init__(self):
        self.entries = []

    def var(self, value):
        return self.push(value)

    def push(self, value, *weights):
        self.entries.append(weights)
        return Var(self, len(self.entries) - 1, value)


class Var:
    def __init__(self, tape, index, value):
        self.tape, self.index, self.value = tape, index, value

    def __add__(self, other):
        return self.tape.push(self.value + other.value, (self.index, 1.0), (other.index, 1.0))

    def __sub__(self, other):
        return self.tape.push(self.value - other.value, (self.index, 1.0), (other.index, -1.0))

    def __mul__(self, other):
        return self.tape.push(self.value * other.value, (self.index, other.value), (other.index, self.value))

    def adjoints(self):
        """The derivative of this variable for every entry of the tape; the tape itself is the order."""
        found = [0.0] * len(self.tape.entries)
        found[self.index] = 1.0
        for at in range(self.index, -1, -1):
            for operand, weight in self.tape.entries[at]:
                found[operand] += weight * found[at]
        return found

    def d(self, wrt):
        return self.adjoints()[wrt.index]
