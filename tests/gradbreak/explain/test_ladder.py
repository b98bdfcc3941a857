from __future__ import annotations

from gradbreak.explain.ladder import Rung, rungs
from gradbreak.model import Cell, Reason, Status, Test

LIVED = {
    "u": (Status.SURVIVED, Reason.UNCHANGED),
    "n": (Status.SURVIVED, Reason.UNNOTICED),
    "?": (Status.SURVIVED, None),
    "k": (Status.KILLED, None),
    "e": (Status.ERROR, None),
    "t": (Status.TIMEOUT, None),
    "c": (Status.CRASHED, None),
}


def row(letters: str) -> list[Cell]:
    return [
        Cell(mutant="m", test=f"{index}", status=LIVED[letter][0], reason=LIVED[letter][1])
        for index, letter in enumerate(letters)
        if letter != "-"
    ]


def of_suites(suites: str, skipped: int = -1) -> list[Test]:
    return [
        Test(id=f"{index}", suite=suite, name="t", file="f", line=1, skipped=index == skipped)
        for index, suite in enumerate(suites)
    ]


def test_each_rung_counts_the_tests_that_get_there_and_further():
    assert rungs(["a", "b"], of_suites("aaaaaaaab"), row("-un?ketck")) == (
        Rung(suite="a", tests=8, reached=7, changed=5, noticed=4, unmeasured=1),
        Rung(suite="b", tests=1, reached=1, changed=1, noticed=1, unmeasured=0),
    )


def test_a_skipped_test_is_on_no_rung():
    (rung,) = rungs(["a"], of_suites("aa", skipped=1), row("k-"))
    assert (rung.tests, rung.noticed) == (1, 1)
