"""A number that remembers how it was made, so that one backward sweep finds every derivative.

Each operation does three things: it computes its value, it keeps its operands as parents, and it
leaves behind a closure that passes the result's gradient on to those parents. ``backward`` then
runs the closures from the result to the inputs. That is reverse-mode differentiation, and its one
rule is that *every use of a variable adds its term*: a gradient is a sum over all paths from the
variable to the result, so each closure accumulates with ``+=`` and never assigns.

Sources: A. Griewank and A. Walther, "Evaluating Derivatives", 2nd ed., SIAM 2008: chapter 2 for
the elementary functions and their derivatives, chapter 3 for the reverse sweep.
"""

from __future__ import annotations

import math
from collections.abc import Callable


class Value:
    """A scalar with a gradient: one node of the computation graph.

    Attributes:
        data: the value, a finite float.
        grad: the derivative of the swept result with respect to this node. It accumulates over
            sweeps on a node that has no parents, and belongs to one sweep everywhere else.
        label: a name for people; it never changes a result.
    """

    def __init__(self, data: float, label: str = "", parents: tuple[Value, ...] = ()) -> None:
        """Make a leaf from a number; operations pass ``parents`` for the nodes they make.

        Args:
            data: a finite int or float.
            label: a name that ``repr`` shows.
            parents: the operands, in the order in which they were written.

        Raises:
            TypeError: ``data`` is not a real number.
            ValueError: ``data`` is infinite or not a number and was given by the caller.
            OverflowError: ``data`` is too large for a float: the result of an operation, or a huge int.
        """
        if isinstance(data, bool) or not isinstance(data, (int, float)):
            raise TypeError(f"a Value holds a real number, not {type(data).__name__} {data!r}")
        if not math.isfinite(data):
            if parents:
                raise OverflowError(f"the result of this operation, {data}, is too large for a float")
            raise ValueError(f"a Value holds a finite number, not {data}")
        self.data = float(data)
        self.grad = 0.0
        self.label = label
        # A tuple and not a set: a set would order the operands by their addresses, and with them
        # the sweep, so that two runs of one program could write gradients in a different order.
        self._parents = parents
        self._backward: Callable[[], None] = _nothing_to_pass_on

    # -- operations of two operands ----------------------------------------------------------

    def __add__(self, other: Value | float) -> Value:
        """``self + other``; both derivatives are 1."""
        other = _as_value(other)
        out = Value(self.data + other.data, parents=(self, other))

        def _backward() -> None:
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __sub__(self, other: Value | float) -> Value:
        """``self - other``; the derivatives are 1 and -1."""
        other = _as_value(other)
        out = Value(self.data - other.data, parents=(self, other))

        def _backward() -> None:
            self.grad += out.grad
            other.grad += -out.grad

        out._backward = _backward
        return out

    def __mul__(self, other: Value | float) -> Value:
        """``self * other``; the derivative for one factor is the other factor."""
        other = _as_value(other)
        out = Value(self.data * other.data, parents=(self, other))

        def _backward() -> None:
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __truediv__(self, other: Value | float) -> Value:
        """``self / other``; the derivatives are 1/other and -(self/other)/other.

        Raises:
            ZeroDivisionError: ``other`` is zero.
        """
        other = _as_value(other)
        if other.data == 0:
            raise ZeroDivisionError(f"cannot divide {self.data} by zero")
        out = Value(self.data / other.data, parents=(self, other))

        def _backward() -> None:
            self.grad += out.grad / other.data
            other.grad += -out.data / other.data * out.grad

        out._backward = _backward
        return out

    def __pow__(self, exponent: Value | float) -> Value:
        """``self ** exponent``; the derivatives are p·b**(p-1) for the base, b**p·log b for the exponent.

        An exponent that is a plain number is a constant: it gets no gradient, and the base may
        be negative. A Value is differentiated, which takes the logarithm of the base.

        Raises:
            ValueError: a negative base with a fractional exponent, or a base that is not
                positive with a Value as exponent.
            ZeroDivisionError: a zero base with an exponent below 1, where p·b**(p-1) divides by zero.
            OverflowError: the result is too large for a float.
        """
        varies = isinstance(exponent, Value)
        exponent = _as_value(exponent)
        if varies and self.data <= 0:
            raise ValueError(f"a Value as exponent needs a positive base, not {self.data}")
        if self.data < 0 and not exponent.data.is_integer():
            raise ValueError(f"the negative base {self.data} needs a whole exponent, not {exponent.data}")
        if self.data == 0 and exponent.data < 1:
            raise ZeroDivisionError(f"a zero base needs an exponent of 1 or more, not {exponent.data}")
        out = Value(_unless_too_large(pow, self.data, exponent.data), parents=(self, exponent))

        def _backward() -> None:
            self.grad += exponent.data * self.data ** (exponent.data - 1) * out.grad
            if varies:
                exponent.grad += out.data * math.log(self.data) * out.grad

        out._backward = _backward
        return out

    # -- operations of one operand -----------------------------------------------------------

    def __neg__(self) -> Value:
        """``-self``; the derivative is -1."""
        out = Value(-self.data, parents=(self,))

        def _backward() -> None:
            self.grad += -out.grad

        out._backward = _backward
        return out

    def exp(self) -> Value:
        """``e ** self``; the derivative is the result itself.

        Raises:
            OverflowError: the result is too large for a float.
        """
        out = Value(_unless_too_large(math.exp, self.data), parents=(self,))

        def _backward() -> None:
            self.grad += out.data * out.grad

        out._backward = _backward
        return out

    def log(self) -> Value:
        """The natural logarithm; the derivative is 1/self.

        Raises:
            ValueError: ``self`` is not positive.
        """
        if self.data <= 0:
            raise ValueError(f"the logarithm needs a positive value, not {self.data}")
        out = Value(math.log(self.data), parents=(self,))

        def _backward() -> None:
            self.grad += out.grad / self.data

        out._backward = _backward
        return out

    def tanh(self) -> Value:
        """The hyperbolic tangent; the derivative is 1 - tanh²."""
        out = Value(math.tanh(self.data), parents=(self,))

        def _backward() -> None:
            self.grad += (1 - out.data**2) * out.grad

        out._backward = _backward
        return out

    def relu(self) -> Value:
        """``self`` where it is positive, else 0; the derivative is 1 or 0, and 0 at 0 itself."""
        out = Value(max(0.0, self.data), parents=(self,))

        def _backward() -> None:
            self.grad += (self.data > 0) * out.grad

        out._backward = _backward
        return out

    def sigmoid(self) -> Value:
        """``1 / (1 + e ** -self)``; the derivative is s·(1 - s).

        Computed as (1 + tanh(x/2)) / 2, which is the same number and cannot overflow.
        """
        out = Value((1 + math.tanh(self.data / 2)) / 2, parents=(self,))

        def _backward() -> None:
            self.grad += out.data * (1 - out.data) * out.grad

        out._backward = _backward
        return out

    # -- a number on the left: 2 + x calls x.__radd__(2) -------------------------------------

    def __radd__(self, other: float) -> Value:
        """``other + self`` for a number."""
        return _as_value(other) + self

    def __rsub__(self, other: float) -> Value:
        """``other - self`` for a number."""
        return _as_value(other) - self

    def __rmul__(self, other: float) -> Value:
        """``other * self`` for a number."""
        return _as_value(other) * self

    def __rtruediv__(self, other: float) -> Value:
        """``other / self`` for a number."""
        return _as_value(other) / self

    def __rpow__(self, other: float) -> Value:
        """``other ** self`` for a number, which must be positive."""
        return _as_value(other) ** self

    # -- the sweep ---------------------------------------------------------------------------

    def backward(self) -> None:
        """Add the derivative of ``self`` to the gradient of every leaf it was made from.

        The reverse sweep of Griewank & Walther, chapter 3: seed the result with 1, then run each
        node's closure after those of all nodes made from it. Leaves keep what earlier sweeps
        added, so two sweeps give twice the gradient; the nodes in between start from 0 each time.
        """
        order = _operands_first(self)
        for node in order:
            if node._parents:
                node.grad = 0.0
        # += and not =: a leaf may be swept too, and then this is its contribution.
        self.grad += 1.0
        for node in reversed(order):
            node._backward()

    def zero_grad(self) -> None:
        """Set the gradient of ``self`` and of everything it was made from to 0."""
        for node in _operands_first(self):
            node.grad = 0.0

    def __repr__(self) -> str:
        name = f"{self.label}: " if self.label else ""
        return f"Value({name}data={self.data:g}, grad={self.grad:g})"


def _nothing_to_pass_on() -> None:
    """The closure of a leaf, which has no parents."""


def _as_value(operand: Value | float) -> Value:
    """The operand itself, or the constant that a plain number stands for."""
    return operand if isinstance(operand, Value) else Value(operand)


def _unless_too_large(function: Callable[..., float], *arguments: float) -> float:
    """``function(*arguments)``, with the arguments named where the result exceeds a float."""
    try:
        return function(*arguments)
    except OverflowError:
        given = ", ".join(f"{argument:g}" for argument in arguments)
        raise OverflowError(f"{function.__name__}({given}) is too large for a float") from None


def _operands_first(result: Value) -> list[Value]:
    """Every node that ``result`` was made from and ``result``, each once, operands before results.

    A depth-first walk that keeps its own stack: a chain of 100,000 operations is an ordinary
    graph, and recursion would end at Python's limit of about 1,000. Each stack entry is a node
    with an iterator over the parents still to visit.
    """
    order: list[Value] = []
    seen = {result}
    stack = [(result, iter(result._parents))]
    while stack:
        node, parents = stack[-1]
        for parent in parents:
            if parent not in seen:
                seen.add(parent)
                stack.append((parent, iter(parent._parents)))
                break
        else:
            stack.pop()
            order.append(node)
    return order
