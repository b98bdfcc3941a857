from __future__ import annotations

from gradbreak.check.expressions import check_expressions, operations_in, size, text
from gradbreak.engine.operations import Operation
from gradbreak.engine.probes import Apply

OPERATIONS = (
    Operation(name="add", function="__add__", arity=2, is_method=True),
    Operation(name="mul", function="__mul__", arity=2, is_method=True),
    Operation(name="tanh", function="tanh", arity=1, is_method=True),
)


def test_the_smallest_come_first():
    sizes = [size(term) for term in check_expressions(OPERATIONS)]
    assert sizes == sorted(sizes)
    assert sizes[0] == 1


def test_every_operation_stands_alone():
    alone = [operations_in(term) for term in check_expressions(OPERATIONS) if size(term) == 1]
    assert {frozenset({"add"}), frozenset({"mul"}), frozenset({"tanh"})} <= set(alone)


def test_a_shared_part_has_a_name_and_counts_once():
    part = Apply("mul", ("a", "b"))
    term = Apply("add", (part, part))
    assert text(term) == "s = a*b; s + s"
    assert size(term) == 2


def test_equal_parts_that_are_not_one_are_written_twice():
    term = Apply("add", (Apply("mul", ("a", "b")), Apply("mul", ("a", "b"))))
    assert text(term) == "(a*b) + (a*b)"
    assert size(term) == 3


def test_a_number_on_the_left_makes_another_operation():
    assert operations_in(Apply("sub", (2.0, "a"))) == {"rsub"}
    assert operations_in(Apply("sub", ("a", 2.0))) == {"sub"}


def test_an_engine_without_addition_and_product_is_asked_with_what_it_has():
    operations = (Operation(name="div", function="__truediv__", arity=2, is_method=True),)
    assert "(a/b)/a" in [text(term) for term in check_expressions(operations)]
