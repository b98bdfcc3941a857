"""A recorded backward sweep: every write to a gradient, with the value before and after."""

from __future__ import annotations

from msgspec import Struct


class Node(Struct, frozen=True, kw_only=True):
    """One node of a computation graph.

    Attributes:
        name: a variable's name, or the expression that the node stands for.
        op: the operation that made it (``mul``), or an empty string for an input.
        parents: the names of its operands, in order; a name occurs twice where it is used twice.
        value: its forward value.
    """

    name: str
    op: str
    parents: tuple[str, ...]
    value: float


class Write(Struct, frozen=True, kw_only=True):
    """One assignment to a gradient.

    Attributes:
        sweep: which call of the entry point, counted from 1.
        step: which write of that sweep, counted from 1.
        site: where it was written, ``mul.self``, or the function's name outside operations (``backward``).
        node: the name of the node that was written to.
        before: its gradient before.
        after: its gradient after.
        line: the line of the engine, counted from 1.
        source: the name of the node whose closure wrote, or of the operation where no node holds that
            closure; empty outside closures.
    """

    sweep: int
    step: int
    site: str
    node: str
    before: float
    after: float
    line: int = 0
    source: str = ""


class Tape(Struct, frozen=True, kw_only=True):
    """One run of an expression: the writes in order and what the inputs ended with.

    Attributes:
        writes: every write to a gradient, in order.
        gradients: the final gradient of each input that ended with a number.
        value: the forward result, or None where there was none.
        error: what ended the run early, ``ZeroDivisionError: …``; empty where nothing did.
    """

    writes: tuple[Write, ...]
    gradients: dict[str, float]
    value: float | None = None
    error: str = ""


class Example(Struct, frozen=True, kw_only=True):
    """An expression traced on the engine as it is and on a broken one.

    Attributes:
        name: the key, ``linear`` or ``diamond``.
        expression: as a learner writes it, ``(a*b + c)*(a - c)``.
        inputs: the value of each variable.
        value: the forward result.
        nodes: operands before results.
        intact: the sweep of the engine as it is.
        broken: the sweep under the break.
        break_id: which break or mutant, ``canonical``.
        unordered: a node keeps its operands in a set. A set has no fixed order, so the order of a sweep, and with it
            what a test notices, can differ from process to process.
    """

    name: str
    expression: str
    inputs: dict[str, float]
    value: float
    nodes: tuple[Node, ...]
    intact: Tape
    broken: Tape
    break_id: str
    unordered: bool = False


class FirstDifference(Struct, frozen=True, kw_only=True):
    """The first write of a test that differs between the intact engine and a mutant or break.

    Where no write differs it is one that the changed code makes and whose value stays the same: the first to a node
    that has a name in the test, or else the first.

    Attributes:
        mutant: the id of a mutant or break.
        test: the id of the test: the one of its suite with the strongest cell.
        site: where it is written, ``mul.self``.
        node: what it is written to, as the test calls it, or what made it.
        attribute: which of its attributes, the gradient or the value.
        before: what was there before; None where nothing was.
        intact: what is there after, on the engine as it is.
        mutated: what is there after, with the change.
    """

    mutant: str
    test: str
    site: str
    node: str
    attribute: str
    before: float | None
    intact: float
    mutated: float
