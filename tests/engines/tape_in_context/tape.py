import math


class Tape:
    """Notes what is computed while it is entered, and sweeps over its notes."""

    _entered = []

    def __init__(self):
        self.notes = []

    def __enter__(self):
        Tape._entered.append(self)
        return self

    def __exit__(self, *_):
        Tape._entered.pop()

    def gradient(self, target, sources):
        slopes = {id(target): 1.0}
        for out, operands in reversed(self.notes):
            slope = slopes.get(id(out), 0.0)
            for operand, local in operands:
                slopes[id(operand)] = slopes.get(id(operand), 0.0) + local * slope
        return [slopes.get(id(source), 0.0) for source in sources]


class Number:
    def __init__(self, value):
        self.value = value

    def __add__(self, other):
        return note(self.value + other.value, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        return note(self.value * other.value, (self, other.value), (other, self.value))

    def exp(self):
        return note(math.exp(self.value), (self, math.exp(self.value)))


def note(value, *operands):
    out = Number(value)
    for tape in Tape._entered:
        tape.notes.append((out, operands))
    return out
