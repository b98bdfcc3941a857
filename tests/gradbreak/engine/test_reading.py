from __future__ import annotations

import pytest

from gradbreak.engine.reading import close, number_of, returned_gradient


class Node:
    """A node that can be a key."""

    def __init__(self, index: int = 0) -> None:
        self.index = index


class Gradients:
    """What some sweeps return: it is asked for each input."""

    def __init__(self, numbers: list[float]) -> None:
        self.numbers = numbers

    @property
    def total(self) -> float:
        raise ValueError("a property that an object of an engine may have")

    def length(self) -> int:
        return len(self.numbers)

    def wrt(self, node: Node) -> float:
        return self.numbers[node.index]


NODE = Node(1)


@pytest.mark.parametrize(
    "answer",
    [{NODE: 5.0}, {id(NODE): 5.0}, [3.0, 5.0], (3.0, 5.0), Gradients([3.0, 5.0])],
    ids=lambda a: type(a).__name__,
)
def test_a_gradient_is_found_in_whatever_a_sweep_returns(answer):
    assert returned_gradient(answer, NODE, 1) == 5.0


@pytest.mark.parametrize("answer", [None, {}, [3.0], Node(), Gradients([3.0]), 5.0])
def test_nothing_is_found_where_nothing_is_said_of_a_node(answer):
    assert returned_gradient(answer, NODE, 1) is None


@pytest.mark.parametrize(("thing", "number"), [(3, 3.0), ([3.0], 3.0), (True, None), (None, None), ([1.0, 2.0], None)])
def test_a_number_is_read_from_what_holds_one(thing, number):
    assert number_of(thing) == number


def test_two_numbers_that_are_not_there_do_not_agree():
    assert not close(None, None)
    assert close(float("nan"), float("nan"))
