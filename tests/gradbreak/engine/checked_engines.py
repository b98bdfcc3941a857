"""Small engines that are written to a file, imported and checked in this process."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from gradbreak.check.expectations import Expectations
from gradbreak.check.trials import Trials
from gradbreak.engine.inspecting import LoadedEngine, load
from gradbreak.engine.locating import located
from gradbreak.engine.probes import Prober

_NUMBERS = itertools.count()

RIGHT = """\
import math


class Value:
    def __init__(self, data, prev=()):
        self.data, self.grad, self.prev, self.back = data, 0.0, prev, lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def back():
            self.grad += out.grad
            other.grad += out.grad

        out.back = back
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def back():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.back = back
        return out

    def tanh(self):
        out = Value(math.tanh(self.data), (self,))

        def back():
            self.grad += (1 - out.data**2) * out.grad

        out.back = back
        return out

    def cubed(self):
        out = Value(self.data**3, (self,))

        def back():
            self.grad += 3 * self.data**2 * out.grad

        out.back = back
        return out

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for each in node.prev:
                    visit(each)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            node.back()

    def zero_grad(self):
        self.grad = 0.0
"""


def loaded(folder: Path, source: str = RIGHT) -> LoadedEngine:
    """Import a source text under a name of its own.

    Args:
        folder: where its file is written.
        source: the text.
    """
    file = folder / f"checked_engine_{next(_NUMBERS)}.py"
    file.write_text(source, encoding="utf-8")
    path = list(sys.path)
    try:
        engine = load(located(file), even_wrong=True)
    finally:
        sys.path[:] = path
    assert isinstance(engine, LoadedEngine), engine
    return engine


def trials_of(engine: LoadedEngine) -> Trials:
    """What runs expressions on an engine."""
    prober = Prober(engine.modules, engine.recognition)
    return Trials(prober, Expectations(prober))
