from __future__ import annotations

import io

import pytest
from msgspec import structs
from rich.console import Console

from gradbreak.grading.model import FeedbackPolicy, IgnoredTest
from gradbreak.grading.output.redacted_grade import Changes
from gradbreak.grading.output.text import plain_text, table_lines, text_lines
from gradbreak.grading.output.wording import Wording
from tests.gradbreak.grading.sample_grades import BROKEN, MIDDLING, STRONG, UNCONTROLLED, WEAK, graded, redacted

ENGLISH = Wording()


@pytest.mark.parametrize(
    ("submission", "verdict"),
    [(STRONG, "catches the break"), (WEAK, "does not catch the break"), (BROKEN, "could not be graded")],
)
@pytest.mark.parametrize("policy", list(FeedbackPolicy))
def test_the_first_line_is_the_verdict_under_every_policy(submission, verdict, policy):
    assert plain_text(redacted(submission, policy), ENGLISH).splitlines()[0] == verdict


def test_the_whole_grade_is_told():
    assert plain_text(redacted(), ENGLISH) == (
        "catches the break\n"
        "anna: 84 of 100 points, 2 of 3 tests count\n"
        "\n"
        "  the whole break               1 of 1\n"
        "  each operation's break        2 of 3  missed: tanh\n"
        "  each single site              4 of 5  missed: tanh.self\n"
        "  each site under either order  4 of 5  missed: tanh.self\n"
        "\n"
        "Set aside (a test counts only if it passes on every correct engine):\n"
        "  test_a.py::test_repr\n"
        "    it depends on a label\n"
        "\n"
        "What to write next, the most useful first:\n"
        "\n"
        "1. tanh adds to a gradient that is there already\n"
        "   catches tanh, tanh.self\n"
        "\n"
        "    def test_tanh_twice():\n"
        '        """Uses a twice."""\n'
        "        assert 1 == 1\n"
        "\n"
        "Isolation: bubblewrap (no network, a read-only system, its own temporary folder)\n"
    )


def test_what_could_not_be_graded_says_why_and_lists_nothing_as_missed():
    said = plain_text(redacted(BROKEN), ENGLISH)
    assert "Why:\n  test_d.py\n    SyntaxError: invalid syntax (line 3)" in said
    assert "missed" not in said


def test_a_long_list_of_missed_names_is_wrapped_under_itself():
    lines = plain_text(
        redacted(graded(missed=("add.self", "add.other", "mul.self", "tanh.self"))), ENGLISH
    ).splitlines()
    first = next(index for index, line in enumerate(lines) if "each single site" in line)
    assert lines[first + 1].strip() == "tanh.self"
    assert lines[first + 1].index("tanh.self") == lines[first].index("missed")
    assert max(map(len, lines)) <= 80


def test_a_level_of_which_nothing_is_caught_names_nothing():
    lines = plain_text(redacted(WEAK), ENGLISH).splitlines()
    assert "  the whole break               0 of 1  missed: canonical" in lines
    assert "  each single site              0 of 5  missed: all of them" in lines


def test_of_a_thousand_tests_that_are_set_aside_fifty_are_listed():
    many = tuple(IgnoredTest(test=f"test_{n}", reason="it depends on time") for n in range(1000))
    said = plain_text(redacted(graded(set_aside=many)), ENGLISH)
    assert said.count("it depends on time") == 50
    assert "  and 950 more\n" in said


def test_colour_only_repeats_what_the_words_say():
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, color_system="standard", width=200)
    for line in text_lines(redacted(), ENGLISH):
        console.print(line, soft_wrap=True)
    assert "\x1b[" in file.getvalue()
    assert "\x1b[" not in plain_text(redacted(), ENGLISH)


def test_several_grades_are_a_table_with_a_line_each():
    lines = [line.plain for line in table_lines([redacted(each) for each in (STRONG, MIDDLING, BROKEN)], ENGLISH)]
    assert [line.split("  ")[0] for line in lines] == ["submission", "bo", "anna", "dana"]
    assert lines[2].split() == ["anna", "catches", "84/100", "1/1", "2/3", "4/5", "4/5", "2/3"]
    assert "not gradable" in lines[3]


def test_the_table_keeps_counts_back_where_only_the_verdict_is_shown():
    lines = [line.plain for line in table_lines([redacted(policy=FeedbackPolicy.VERDICT)], ENGLISH)]
    assert lines == ["submission  verdict  points", "anna        catches  84/100"]


def test_there_is_no_table_of_nothing():
    assert list(table_lines([], ENGLISH)) == []


def test_a_level_that_has_nothing_to_catch_is_left_out():
    text = plain_text(redacted(UNCONTROLLED), ENGLISH)
    assert "each single site " in text
    assert "each site under either order" not in text


def test_a_grade_in_spanish_has_the_same_numbers_with_a_decimal_comma():
    lines = plain_text(redacted(), Wording("es")).splitlines()
    assert lines[0] == "detecta la ruptura"
    assert len(lines) == len(plain_text(redacted(), ENGLISH).splitlines())
    assert Wording("es").points(6.5) == "6,5"


def test_what_has_changed_since_the_last_grade_comes_before_the_levels():
    shown = structs.replace(redacted(), changes=Changes(gained=("add.self",), lost=("mul.self",)))
    said = " ".join(plain_text(shown, Wording()).split())
    assert "Newly caught since your last grade: add.self. No longer caught since your last grade:" in said
    assert said.index("Newly caught") < said.index("the whole break")
