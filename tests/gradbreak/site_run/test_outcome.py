"""What came of a site, from the cells of its mutant."""

from __future__ import annotations

import msgspec
import pytest

from gradbreak.analysis.cell_states import State
from gradbreak.model import BreakKind, Cell, Reason, Status
from gradbreak.site_run.outcome import SiteOutcome, is_canonical_caught, site_outcome

LETTERS = {
    "k": {"status": Status.KILLED},
    "e": {"status": Status.ERROR},
    "z": {"status": Status.SURVIVED, "reason": Reason.UNCHANGED},
    "p": {"status": Status.SURVIVED, "reason": Reason.UNNOTICED},
    "s": {"status": Status.SURVIVED},
}


def cells(letters: str, mutant: str = "add.1") -> list[Cell]:
    """One cell for each letter but ``n``: a test that does not reach the mutant has none."""
    return [Cell(mutant=mutant, test=f"t::{n}", **LETTERS[letter]) for n, letter in enumerate(letters) if letter != "n"]


@pytest.fixture
def outcome(build):
    def outcome(letters: str) -> SiteOutcome:
        mutant = build.mutant("add.1", original="self.grad  +=  out.grad", function="Node.__add__")
        return site_outcome(mutant, cells(letters), len(letters))

    return outcome


@pytest.mark.parametrize(
    ("letters", "state", "tests"),
    [
        ("nnkke", State.KILLED, 3),
        ("nne", State.ERROR, 1),
        ("nzzp", State.UNNOTICED, 1),
        ("nzz", State.UNCHANGED, 2),
        ("nzs", State.SURVIVED, 2),
        ("nn", State.UNREACHED, 2),
    ],
)
def test_the_strongest_state_counts_with_the_tests_that_mean_the_same(outcome, letters, state, tests):
    found = outcome(letters)
    assert (found.state, found.tests) == (state, tests)


@pytest.mark.parametrize(("letters", "caught"), [("nk", True), ("ne", True), ("p", False), ("z", False), ("n", False)])
def test_a_site_is_caught_where_a_test_fails(outcome, letters, caught):
    assert outcome(letters).is_caught is caught


def test_its_statement_is_on_one_line_with_single_blanks(outcome):
    assert outcome("n").statement == "self.grad += out.grad"


@pytest.mark.parametrize(("letters", "caught"), [("nk", True), ("zp", False)])
def test_the_break_is_caught_where_a_test_fails_under_it(build, letters, caught):
    breaks = [build.break_("canonical"), build.break_("other")]
    assert is_canonical_caught(breaks, [*cells(letters, "canonical"), *cells("k", "other")]) is caught


def test_without_a_canonical_break_nobody_knows(build):
    other = msgspec.structs.replace(build.break_("one"), kind=BreakKind.PER_OP)
    assert is_canonical_caught([other], cells("k", "one")) is None
