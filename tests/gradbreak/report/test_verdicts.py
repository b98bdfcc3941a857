import itertools

import pytest

from gradbreak.model import DETECTED, Cell, Reason, Results, Status
from gradbreak.report.verdicts import DETECTED_STATES, Verdicts, state_of, together
from gradbreak.web.states import GLYPHS, State


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


def test_every_state_has_a_glyph_of_its_own() -> None:
    assert set(GLYPHS) == set(State)
    assert len(set(GLYPHS.values())) == len(State)


def test_one_killing_test_makes_the_suite_kill() -> None:
    for others in itertools.product(State, repeat=2):
        assert together([State.KILLED, *others]) is State.KILLED


def test_a_suite_whose_tests_all_leave_everything_unchanged_says_so() -> None:
    assert together([State.UNREACHED, State.UNCHANGED, State.UNREACHED]) is State.UNCHANGED


def test_one_unmeasured_survivor_keeps_a_suite_from_claiming_that_nothing_changed() -> None:
    assert together([State.UNCHANGED, State.SURVIVED]) is State.SURVIVED


def test_one_unnoticed_change_outweighs_tests_that_changed_nothing() -> None:
    assert together([State.UNCHANGED, State.UNNOTICED, State.UNREACHED]) is State.UNNOTICED


def test_a_suite_without_any_record_has_no_verdict() -> None:
    assert together([]) is State.NO_VERDICT


def test_a_missing_cell_is_no_verdict_and_not_a_survivor(results: Results) -> None:
    assert Verdicts(results).of_test(results.mutants[0].id, "no such test") is State.NO_VERDICT
