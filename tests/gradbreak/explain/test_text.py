from __future__ import annotations

import io

import pytest
from msgspec.structs import replace
from rich.console import Console

from gradbreak.explain.explanation import Explanation, FollowedTest
from gradbreak.explain.killing import KillingTest
from gradbreak.explain.ladder import Rung
from gradbreak.explain.oracle import Basis
from gradbreak.explain.tape import Change, Row, TapeComparison
from gradbreak.explain.text import explanation_lines, print_explanation
from gradbreak.model import Failure, FailureKind, Reason, Status

TAPE = TapeComparison(
    rows=(
        Row(
            site="sub.self",
            target="a.slope",
            intact=Change(before=0.0, after=10.0),
            mutated=Change(before=0.0, after=10.0),
            effect="",
        ),
        Row(
            site="mul.self",
            target="a.slope",
            intact=Change(before=10.0, after=4.0),
            mutated=Change(before=10.0, after=-6.0),
            effect="replaced, not added",
        ),
        Row(
            site="mul.other",
            target="b.slope",
            intact=Change(before=None, after=0.5),
            mutated=None,
            effect="never written",
        ),
    ),
    first=1,
    above=8,
    below=(1, 2),
    complete=True,
    ran_out=False,
)
SOURCE = """\
from tiny.core import Node


def test_sum() -> None:
    a = Node(2.0)
    (a + a).pull()
    assert a.slope == 2.0
"""
KILLING = KillingTest(
    name="test_sum",
    source=SOURCE,
    basis=Basis.DUAL,
    expected={"a.slope": 4.0},
    error="",
    outcome="a.slope is 3 instead of 4",
)
EXPLANATION = Explanation(
    id="tiny.core.mul_9",
    title="mul.self += → =",
    family="Accumulation",
    meaning="The slope is replaced.",
    diff="--- a/tiny/core.py\n+++ b/tiny/core.py\n-x += 1\n+x = 1\n",
    equivalent=None,
    ladder=(
        Rung(suite="straight", tests=3, reached=1, changed=0, noticed=0, unmeasured=0),
        Rung(suite="diamond", tests=30, reached=22, changed=10, noticed=7, unmeasured=1),
    ),
    test=FollowedTest(
        id="tests/diamond/test_diamond.py::test_a",
        chosen=False,
        status=Status.KILLED,
        reason=None,
        failure=Failure(
            kind=FailureKind.ASSERTION,
            exception="AssertionError",
            message="assert -6.0 == 4\n  \n  and more",
            file="tests/diamond/test_diamond.py",
            line=12,
            statement="assert a.slope == 4",
        ),
        tape=TAPE,
    ),
    killing_test=KILLING,
)


def printed(explanation: Explanation, **console) -> str:
    file = io.StringIO()
    print_explanation(explanation, Console(file=file, width=100, highlight=False, **console))
    return file.getvalue()


def with_story(**fields) -> Explanation:
    return replace(EXPLANATION, test=replace(EXPLANATION.test, **fields))


def test_what_is_noticed_without_another_write_is_not_said_to_have_changed_one():
    same = replace(TAPE, rows=TAPE.rows[:1], first=None)
    said = "reached → every write was the same, but noticed: an assertion failed"
    assert said in printed(with_story(tape=same))
    for tape in (None, replace(same, complete=False), replace(same, ran_out=True)):
        assert said not in printed(with_story(tape=tape))


def test_the_whole_of_an_explanation():
    assert printed(EXPLANATION) == (
        "mul.self += → =\n"
        "tiny.core.mul_9\n"
        "Accumulation: The slope is replaced.\n"
        "\n"
        "--- a/tiny/core.py\n"
        "+++ b/tiny/core.py\n"
        "-x += 1\n"
        "+x = 1\n"
        "\n"
        "suite     tests  reached  changed  noticed\n"
        "straight      3        1        0        0\n"
        "diamond      30       22       10        7  and 1 not measured to the end\n"
        "\n"
        "tests/diamond/test_diamond.py::test_a\n"
        "reached → changed → noticed: an assertion failed (of all tests, this one says most)\n"
        "\n"
        "  written by  to       intact   mutant\n"
        "  … 8 writes before, the same in both\n"
        "  sub.self    a.slope  0 → 10   0 → 10\n"
        "> mul.self    a.slope  10 → 4  10 → -6\n"
        "    a.slope: 10 → -6, replaced, not added  (the first difference)\n"
        "> mul.other   b.slope     0.5\n"
        "    b.slope: never written\n"
        "  … then 1 write intact, 2 by the mutant\n"
        "\n"
        "tests/diamond/test_diamond.py:12  assert a.slope == 4\n"
        "    AssertionError: assert -6.0 == 4\n"
        "    and more\n"
        "\n"
        "A test that kills it; it was run on both. It passes on the intact engine; on the mutant:\n"
        "    a.slope is 3 instead of 4.\n"
        "Its expected values are confirmed by forward-mode dual numbers.\n"
        "\n" + SOURCE
    )


@pytest.mark.parametrize(
    ("status", "reason", "said"),
    [
        (Status.SURVIVED, Reason.UNNOTICED, "reached → changed → not noticed"),
        (Status.SURVIVED, Reason.UNCHANGED, "reached → nothing changed"),
        (Status.NOT_REACHED, Reason.UNREACHED, "never reached"),
        (Status.SURVIVED, None, "not recorded to the end"),
        (Status.TIMEOUT, None, "reached → changed → noticed: it did not end in time"),
        (Status.CRASHED, None, "reached → changed → noticed: it crashed its process"),
        (Status.ERROR, None, "reached → changed → noticed: an exception ended it"),
    ],
)
def test_how_far_a_test_gets_is_said_in_words(status, reason, said):
    assert said in printed(with_story(status=status, reason=reason))


def test_a_test_that_was_asked_for_is_not_said_to_say_most():
    assert "says most" not in printed(with_story(chosen=True))


def test_an_argument_stands_in_place_of_a_test():
    text = printed(replace(EXPLANATION, equivalent="Both branches agree there.", killing_test=None))
    assert "No test can kill it; the argument is in equivalent.toml:\n    Both branches agree there.\n" in text
    assert "def test_" not in text


def test_where_no_test_was_found_it_says_so():
    assert "No test that kills it was found." in printed(replace(EXPLANATION, killing_test=None))


def test_what_no_second_method_knows_is_said_to_be_so():
    text = printed(replace(EXPLANATION, killing_test=replace(KILLING, basis=Basis.ENGINE)))
    assert "Its expected values are confirmed by the intact engine alone; no second method knows them." in text


def test_a_tape_without_a_difference_says_so():
    tape = replace(TAPE, rows=TAPE.rows[:1], first=None, above=0, below=(3, 3))
    text = printed(with_story(tape=tape, failure=None))
    assert "  … then 3 writes\n  No write differs.\n" in text


def test_a_test_that_does_not_end_says_so():
    text = printed(with_story(tape=replace(TAPE, complete=False, ran_out=True)))
    assert "  The test does not end on the mutant.\n" in text
    assert "  Later writes were not recorded.\n" in printed(with_story(tape=replace(TAPE, complete=False)))


def test_a_process_that_ended_early_says_so():
    assert "Its process ended before it could report its writes." in printed(with_story(tape=None))


def test_a_mutant_that_nobody_reaches_says_so():
    assert "No test reaches the changed code." in printed(replace(EXPLANATION, test=None))


def test_a_terminal_gets_colours_and_the_same_words():
    coloured = printed(EXPLANATION, force_terminal=True, color_system="truecolor")
    assert "\x1b[" in coloured
    for word in ("replaced, not added", "a.slope is 3 instead of 4", "+x = 1"):
        assert word in coloured


def test_in_spanish_the_same_lines_say_it_in_spanish():
    spanish = [line.plain for line in explanation_lines(EXPLANATION, "es")]
    assert len(spanish) == len(explanation_lines(EXPLANATION))
    assert "    a.slope: 10 → -6, reemplazado, no sumado  (la primera diferencia)" in spanish
    said = "alcanzado → cambiado → detectado: falló una aserción (de todos los tests, este es el que más dice)"
    assert said in spanish


def test_where_no_whole_test_may_be_shown_it_is_not_said_that_none_was_found():
    said = printed(replace(EXPLANATION, killing_test=None, withholds_test=True))
    assert "A test that kills it is for you to write." in said
    assert "No test" not in said
