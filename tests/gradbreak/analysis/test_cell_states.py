from __future__ import annotations

import itertools

import pytest

from gradbreak.analysis.cell_states import DETECTED_STATES, State, state_of, strongest_cell, strongest_state
from gradbreak.model import DETECTED, Cell, Reason, Status
from tests.gradbreak.explain.test_ladder import LIVED, row


def cell(status: Status, reason: Reason | None = None) -> Cell:
    return Cell(mutant="m", test="t", status=status, reason=reason)


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        (None, State.SURVIVED),
        (Reason.UNCHANGED, State.UNCHANGED),
        (Reason.UNNOTICED, State.UNNOTICED),
        (Reason.UNREACHED, State.UNREACHED),
    ],
)
def test_a_survivor_shows_the_reason_that_was_measured(reason: Reason | None, state: State) -> None:
    assert state_of(cell(Status.SURVIVED, reason)) is state


def test_a_state_counts_as_detected_exactly_where_its_status_does() -> None:
    for status in Status:
        assert (state_of(cell(status)) in DETECTED_STATES) == (status in DETECTED)


def test_one_killing_test_makes_the_suite_kill() -> None:
    for others in itertools.product(State, repeat=2):
        assert strongest_state([State.KILLED, *others]) is State.KILLED


def test_a_suite_whose_tests_all_leave_everything_unchanged_says_so() -> None:
    assert strongest_state([State.UNREACHED, State.UNCHANGED, State.UNREACHED]) is State.UNCHANGED


def test_one_unmeasured_survivor_keeps_a_suite_from_claiming_that_nothing_changed() -> None:
    assert strongest_state([State.UNCHANGED, State.SURVIVED]) is State.SURVIVED


def test_one_unnoticed_change_outweighs_tests_that_changed_nothing() -> None:
    assert strongest_state([State.UNCHANGED, State.UNNOTICED, State.UNREACHED]) is State.UNNOTICED


def test_a_suite_without_any_record_has_no_verdict() -> None:
    assert strongest_state([]) is State.NO_VERDICT


@pytest.mark.parametrize(
    ("letters", "strongest"),
    [("-unk", 3), ("-un-", 2), ("-u--", 1), ("nek", 2), ("-ce", 2), ("kk", 0), ("u?", 1), ("?n", 1)],
)
def test_a_kill_says_more_than_a_change_and_a_change_more_than_reach(letters: str, strongest: int) -> None:
    cell = strongest_cell(row(letters), {})
    assert cell is not None
    assert cell.test == str(strongest)


def test_where_no_test_reaches_the_mutant_no_cell_is_the_strongest() -> None:
    not_measured = Cell(mutant="m", test="t", status=Status.NOT_REACHED)
    assert strongest_cell([*row("--"), not_measured], {}) is None


@pytest.mark.parametrize(
    ("lines", "chosen"),
    [
        ({"0": 9, "1": 4, "2": 4, "3": 1}, 1),  # the shortest kill; the survivor is shorter still
        ({"0": 9, "2": 3}, 2),
        ({"3": 1}, 0),  # no length of a kill is known
    ],
)
def test_of_several_strongest_cells_that_of_the_shortest_test_is_the_example(
    lines: dict[str, int], chosen: int
) -> None:
    cell = strongest_cell(row("kkku"), lines)
    assert cell is not None
    assert cell.test == str(chosen)


def test_the_strongest_cell_is_the_first_that_has_the_state_of_all_together() -> None:
    for letters in itertools.product(LIVED, repeat=3):
        cells = row("".join(letters))
        states = [state_of(cell) for cell in cells]
        cell = strongest_cell(cells, {})
        if cell is not None:
            assert int(cell.test) == states.index(strongest_state(states))
