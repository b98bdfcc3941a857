"""The expressions on which an engine is checked: every operation alone, in diamonds, and as a part that is shared.

In a shared expression one ``Apply`` object stands in several places and becomes one node of the engine. Only such
graphs tell a sweep in topological order from one that is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gradbreak.engine.operations import BINARY, Operation
from gradbreak.engine.probes import Apply, Term, probes_of, text_of

REFLECTED = "r"
"""Prefix of an operation that has a number on its left, as in Python's ``__rsub__``."""

MUL = ("mul", "multiply", "times", "mult")
ADD = ("add", "plus")


def check_expressions(operations: Sequence[Operation]) -> tuple[Apply, ...]:
    """Every expression, the smallest first.

    Args:
        operations: what the engine has.
    """
    names = {each.name for each in operations}
    binary = [each.name for each in operations if each.arity == 2 and not each.takes_number]
    mul = next((name for name in MUL if name in names), "")
    add = next((name for name in ADD if name in names), "")
    terms: list[Apply] = []
    if mul and add:
        terms += [probe.term for probe in probes_of(operations)]
        terms += _shared(mul, add)
    for operation in operations:
        terms += _composed(operation, [mul, add] if mul and add else binary[:2])
    unique = {text(term): term for term in reversed(terms)}
    return tuple(sorted(unique.values(), key=lambda term: (size(term), len(text(term)), text(term))))


def _shared(mul: str, add: str) -> Iterator[Apply]:
    s = Apply(mul, ("a", "b"))
    yield Apply(add, (s, s))
    yield Apply(mul, (s, s))
    yield Apply(mul, (Apply(add, (s, "a")), s))
    yield Apply(mul, (s, Apply(add, ("a", s))))
    t = Apply(add, (s, "a"))
    yield Apply(add, (Apply(mul, (t, t)), s))
    yield Apply(add, (s, Apply(mul, (t, t))))
    square = Apply(mul, ("a", "a"))
    fourth = Apply(mul, (square, square))
    yield Apply(add, (Apply(mul, (fourth, "a")), square))
    yield Apply(add, (square, Apply(mul, ("a", fourth))))


def _composed(operation: Operation, outer: Sequence[str]) -> Iterator[Apply]:
    """An operation alone, of one input twice, within others, and shared."""
    name = operation.name
    rests: list[tuple[Term, ...]] = [()]
    if operation.arity == 2:
        rests = [(2.0,), (3.0,)] if operation.takes_number else [("b",)]
    for rest in rests:
        one = Apply(name, ("a", *rest))
        yield one
        if operation.arity == 2 and not operation.takes_number:
            yield Apply(name, ("b", "a"))
            yield Apply(name, ("a", "a"))
            yield Apply(name, (one, one))
            if operation.function in BINARY:
                yield Apply(name, (2.0, "a"))
                yield Apply(name, ("a", 2.0))
        for other in outer:
            yield Apply(other, (one, "a"))
            yield Apply(other, ("a", one))
            yield Apply(name, (Apply(other, ("a", "c")), *rest))
            yield Apply(other, (Apply(other, (one, "a")), one))
            yield Apply(other, (one, Apply(other, ("a", one))))


def size(term: Term) -> int:
    """How many operations an expression has; a shared one counts once."""
    seen: dict[int, Apply] = {}

    def walk(part: Term) -> None:
        if isinstance(part, Apply) and id(part) not in seen:
            seen[id(part)] = part
            for each in part.arguments:
                walk(each)

    walk(term)
    return len(seen)


def operations_in(term: Term) -> frozenset[str]:
    """The operations of an expression; with a number on the left it is another one, ``rsub``."""
    if not isinstance(term, Apply):
        return frozenset()
    is_reflected = len(term.arguments) == 2 and isinstance(term.arguments[0], float)
    name = REFLECTED + term.operation if is_reflected else term.operation
    return frozenset({name}).union(*(operations_in(each) for each in term.arguments))


def text(term: Apply) -> str:
    """How an expression is written, a shared part with a name: ``s = a*b; s + s``."""
    uses: dict[int, int] = {}
    order: list[Apply] = []

    def walk(part: Term) -> None:
        if isinstance(part, Apply):
            uses[id(part)] = uses.get(id(part), 0) + 1
            if uses[id(part)] == 1:
                for each in part.arguments:
                    walk(each)
                order.append(part)

    walk(term)
    names: dict[int, str] = {}

    def named(part: Term) -> Term:
        if not isinstance(part, Apply):
            return part
        return names.get(id(part)) or Apply(part.operation, tuple(named(each) for each in part.arguments))

    said = []
    letters = iter("stuvw")
    for part in order:
        if uses[id(part)] > 1:
            written = text_of(named(part))
            names[id(part)] = next(letters)
            said.append(f"{names[id(part)]} = {written}")
    return "; ".join([*said, text_of(named(term))])
