from __future__ import annotations

import pytest

from gradbreak.explain.tape import SHOWN, Change, TapeComparison, side_by_side
from tests.gradbreak.engine.sample_engines import ENGINE, Replacing, Slots
from tests.gradbreak.explain.recorded import Program, recorded


class Adding(Slots):
    """A product that adds."""

    __slots__ = ()

    def __mul__(self, other):
        return Adding(self.data + other.data, (self, other))


class Forgetting(Slots):
    """A sum without a closure."""

    __slots__ = ()

    def __add__(self, other):
        return Forgetting(self.data + other.data, (self, other))


class Spoiling(Slots):
    """A sweep that starts with something that is no number."""

    __slots__ = ()

    def __mul__(self, other):
        return Spoiling(self.data * other.data, (self, other))

    def backward(self):
        self.grad = None


def diamond(node):
    a, b, c = node(2.0), node(3.0), node(4.0)
    result = (a * b + c) * a
    result.backward()
    return {"a": a, "b": b, "c": c, "result": result}


def tree(node):
    a, b = node(2.0), node(3.0)
    result = a * b
    result.backward()
    return {"a": a, "b": b, "result": result}


def compared(program: Program, mutant: type, **fields) -> TapeComparison:
    return side_by_side(recorded(program, Slots), recorded(program, mutant, **fields), ENGINE)


def drawn(tape: TapeComparison) -> list[str]:
    def text(change: Change | None) -> str:
        return "-" if change is None else f"{change.before} → {change.after}"

    return [
        f"{row.site} {row.target}: {text(row.intact)} | {text(row.mutated)} {row.effect}".strip() for row in tape.rows
    ]


def test_the_first_write_that_differs_is_marked_with_what_became_of_it():
    tape = compared(diamond, Replacing)
    row = tape.rows[tape.first]
    assert (row.site, row.target, row.effect) == ("mul.self", "a.grad", "replaced, not added")
    # result = (a·b + c)·a: a gets a·b + c = 10 as the right factor, then b·a = 6 through the product.
    assert row.intact == Change(before=10.0, after=16.0)
    assert row.mutated == Change(before=10.0, after=6.0)


def test_rows_before_the_first_difference_are_the_same_in_both():
    tape = compared(diamond, Replacing)
    assert all(row.effect == "" and row.intact == row.mutated for row in tape.rows[: tape.first])


def test_every_write_is_either_shown_or_counted():
    tape = compared(diamond, Replacing)
    # 6 values; a seed; 2 contributions of each of 3 operations.
    written = 6 + 1 + 6
    for side, below in zip(("intact", "mutated"), tape.below, strict=True):
        assert tape.above + sum(getattr(row, side) is not None for row in tape.rows) + below == written


def test_a_value_that_differs_is_marked_before_any_gradient_is():
    tape = compared(tree, Adding)
    row = tape.rows[tape.first]
    assert (row.target, row.intact.after, row.mutated.after) == ("result.data", 6.0, 5.0)
    assert row.effect == "another value"


def test_writes_that_the_mutant_leaves_out_are_rows_of_their_own():
    tape = compared(lambda node: chain(node, 1), Forgetting)
    assert drawn(tape)[tape.first :] == [
        "add.self a.grad: 0.0 → 1.0 | - never written",
        "add.other a.grad: 1.0 → 2.0 | - never written",
    ]


def test_what_is_no_number_is_shown_by_the_name_of_its_type():
    tape = compared(tree, Spoiling)
    row = tape.rows[tape.first]
    assert (row.target, row.mutated.after) == ("result.grad", "NoneType")


def test_two_runs_that_write_the_same_have_no_first_difference():
    tape = compared(tree, Slots)
    assert tape.first is None
    assert [row.effect for row in tape.rows] == [""] * len(tape.rows)


def chain(node, length):
    result = a = node(1.0)
    for _ in range(length):
        result = result + result
    result.backward()
    return {"a": a}


@pytest.mark.parametrize("mutant", [Slots, Replacing])
def test_a_long_tape_is_cut_around_its_first_difference(mutant):
    tape = compared(lambda node: chain(node, 40), mutant)
    assert len(tape.rows) == SHOWN
    assert tape.above == (0 if mutant is Slots else 41 + 1 + 1 - 6)
    assert min(tape.below) > 0


def test_a_recording_that_was_cut_short_says_so():
    whole, cut = recorded(diamond, Slots), recorded(diamond, Slots, limit=15)
    assert not side_by_side(whole, cut, ENGINE).complete
    assert side_by_side(whole, whole, ENGINE).complete


def test_a_test_that_had_to_be_ended_says_so():
    tape = compared(tree, Slots, ran_out=True)
    assert tape.ran_out
    assert not tape.complete


def test_gradients_that_stay_0_are_left_out():
    assert all(row.intact.after != 0 for row in compared(tree, Slots).rows)
