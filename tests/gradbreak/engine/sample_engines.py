"""Engines as people write them: each multiplies and adds, and each keeps its gradients in another way."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable

from gradbreak.engine.shape import EngineShape


def topological(root, parents):
    order, seen = [], set()

    def visit(node):
        if id(node) not in seen:
            seen.add(id(node))
            for parent in parents(node):
                visit(parent)
            order.append(node)

    visit(root)
    return order


class Plain:
    """micrograd's way: attributes, a set of parents, subtraction made of other operations."""

    def __init__(self, data, _children=()):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = set(_children)

    def __add__(self, other):
        other = other if isinstance(other, Plain) else Plain(other)
        out = Plain(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Plain) else Plain(other)
        out = Plain(self.data * other.data, (self, other))

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def backward(self):
        order = topological(self, lambda node: node._prev)
        self.grad = 1.0
        for node in reversed(order):
            node._backward()

    def zero_grad(self):
        for node in topological(self, lambda node: node._prev):
            node.grad = 0.0


class Slots:
    """No ``__dict__``: every attribute is a descriptor of the class."""

    __slots__ = ("_backward", "_prev", "data", "grad")

    def __init__(self, data, children=()):
        self.data, self.grad, self._prev, self._backward = data, 0.0, children, None

    def __add__(self, other):
        out = Slots(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Slots(self.data * other.data, (self, other))

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def backward(self):
        self.grad = 1.0
        for node in reversed(topological(self, lambda node: node._prev)):
            if node._backward is not None:
                node._backward()

    def zero_grad(self):
        for node in topological(self, lambda node: node._prev):
            node.grad = 0.0


class Replacing(Slots):
    """The lesson's break: every closure assigns where it should add."""

    __slots__ = ()

    def __add__(self, other):
        out = Replacing(self.data + other.data, (self, other))

        def _backward():
            self.grad = out.grad
            other.grad = out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Replacing(self.data * other.data, (self, other))

        def _backward():
            self.grad = other.data * out.grad
            other.grad = self.data * out.grad

        out._backward = _backward
        return out


class Checked:
    """The gradient is a property that converts what it is given; closures write through a helper."""

    def __init__(self, data, children=()):
        self.data = data
        self._grad = 0.0
        self._prev = children
        self._backward = None

    @property
    def grad(self):
        return self._grad

    @grad.setter
    def grad(self, value):
        self._grad = float(value)

    def accumulate(self, term):
        self.grad += term

    def __add__(self, other):
        out = Checked(self.data + other.data, (self, other))
        out._backward = lambda: (self.accumulate(out.grad), other.accumulate(out.grad))
        return out

    def __mul__(self, other):
        out = Checked(self.data * other.data, (self, other))
        out._backward = lambda: (self.accumulate(other.data * out.grad), other.accumulate(self.data * out.grad))
        return out

    def backward(self):
        self.grad = 1
        for node in reversed(topological(self, lambda node: node._prev)):
            if node._backward is not None:
                node._backward()

    def zero_grad(self):
        for node in topological(self, lambda node: node._prev):
            node.grad = 0


class OwnSetattr:
    """Its own ``__setattr__`` stores in ``__dict__``, and a closure is a bound method with its arguments."""

    def __init__(self, data, children=()):
        self.data = data
        self.grad = 0.0
        self._prev = children
        self._backward = None

    def __setattr__(self, name, value):
        if name == "grad" and not isinstance(value, (int, float)):
            raise TypeError("a gradient is a number")
        self.__dict__[name] = value

    def __add__(self, other):
        out = OwnSetattr(self.data + other.data, (self, other))
        out._backward = functools.partial(out._pass_on, self, other, 1.0, 1.0)
        return out

    def __mul__(self, other):
        out = OwnSetattr(self.data * other.data, (self, other))
        out._backward = functools.partial(out._pass_on, self, other, other.data, self.data)
        return out

    def _pass_on(self, left, right, left_slope, right_slope):
        left.grad += left_slope * self.grad
        right.grad += right_slope * self.grad

    def backward(self):
        self.grad = 1.0
        for node in reversed(topological(self, lambda node: node._prev)):
            if node._backward is not None:
                node._backward()

    def zero_grad(self):
        for node in topological(self, lambda node: node._prev):
            node.grad = 0.0


class Recursive:
    """No order at all: the entry point calls itself once for each path and hands the gradient down."""

    def __init__(self, data, children=()):
        self.data = data
        self.grad = 0.0
        self._prev = children
        self._backward: Callable[[float], Iterable[float]] = lambda incoming: ()

    def __add__(self, other):
        out = Recursive(self.data + other.data, (self, other))
        out._backward = lambda incoming: (incoming, incoming)
        return out

    def __mul__(self, other):
        out = Recursive(self.data * other.data, (self, other))
        out._backward = lambda incoming: (other.data * incoming, self.data * incoming)
        return out

    def backward(self, incoming=1.0):
        self.grad += incoming
        for parent, term in zip(self._prev, self._backward(incoming), strict=False):
            parent.backward(term)

    def zero_grad(self):
        self.grad = 0.0
        for parent in self._prev:
            parent.zero_grad()


ENGINE = EngineShape(
    file="engine.py",
    node_class="Value",
    value="data",
    gradient="grad",
    closure="_backward",
    entry_point="backward",
    reset="zero_grad",
    parents="_prev",
    operations={"__add__": "add", "__mul__": "mul", "__neg__": "neg", "__sub__": "sub"},
)
"""What all of them call their parts; only the class differs."""

CLOSURE_ENGINES = (Plain, Slots, Checked, OwnSetattr)
"""Those in which a node's closure writes to the gradients of its operands."""

ALL_ENGINES = (*CLOSURE_ENGINES, Recursive)
