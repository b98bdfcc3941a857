from __future__ import annotations

import pytest

from gradbreak.explain.graphs import Graph
from gradbreak.trace.expression import unparse
from gradbreak.trace.parse import parse

SHARED = Graph(
    inputs={"a": 2.0, "b": 3.0}, steps={"c": parse("a*b", ()), "d": parse("c + a", ()), "e": parse("d*c", ())}
)


def test_the_result_is_the_last_step():
    assert SHARED.result == "e"


def test_the_result_of_a_leaf_alone_is_the_leaf():
    leaf = Graph(inputs={"a": 2.0}, steps={})
    assert (leaf.result, unparse(leaf.expression())) == ("a", "a")


@pytest.mark.parametrize(
    ("keep", "expected"), [("", "(a*b + a)*(a*b)"), ("c", "(c + a)*c"), ("d", "d*(a*b)"), ("e", "e")]
)
def test_steps_are_replaced_by_what_they_are_computed_from_except_the_one_to_keep(keep, expected):
    assert unparse(SHARED.expression(keep)) == expected


def test_the_part_up_to_a_step_computes_that_step():
    assert unparse(SHARED.up_to("d").expression()) == "a*b + a"


def test_what_is_used_more_than_once_is_reused():
    assert SHARED.reused == ("a", "c")
