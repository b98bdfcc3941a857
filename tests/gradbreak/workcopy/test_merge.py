from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradbreak.engine.edits import Edit, apply_edits
from gradbreak.workcopy.merge import take_out
from tests.gradbreak.workcopy.working_copy import ENGINE, FILE, edits_of

BROKEN = ENGINE.replace(" += ", " = ")
ALL = edits_of(ENGINE)
ADD_SELF, _, MUL_SELF, *_ = ALL


def taken_out(edits, edit) -> str | None:
    """The merge of an edit of the broken text; None where it is unclear."""
    merge = take_out(ENGINE, edits, edit(apply_edits(ENGINE, edits)))
    return merge.text if merge.is_clear else None


def replaced(old, new):
    def edit(text):
        assert text.count(old) >= 1
        return text.replace(old, new, 1)

    return edit


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("            other.slope = other", "            print(self.slope)\n            other.slope = other"),
        ("        def pass_on():\n", "        def pass_on():\n            # my note\n"),
        ("    def twice", "    def minus(self):\n        self.slope = 3\n\n    def twice"),
        ("class Node:\n", "import math\n\n\nclass Node:\n"),
        ("        out.pass_on = pass_on\n", ""),
        ("            self.slope = other.value * out.slope\n", "            self.slope = other.value * out.slope\n\n"),
    ],
)
def test_an_edit_around_the_break_stays_and_the_break_goes(old, new):
    if old not in BROKEN:
        old, new = old.replace(" = other", " = out"), new.replace(" = other", " = out")
    edit = replaced(old, new)
    assert taken_out(ALL, edit) == edit(BROKEN).replace("slope = o", "slope += o").replace(" = self.v", " += self.v")


def test_a_line_that_was_put_back_by_hand_stays():
    assert taken_out(ALL, replaced("self.slope = other.value", "self.slope += other.value")) == ENGINE


def test_everything_put_back_by_hand_leaves_nothing_to_do():
    assert taken_out(ALL, lambda text: ENGINE) == ENGINE


def test_functions_that_changed_places_are_found_by_their_names():
    def swap(text):
        head, add, rest = text.partition("    def __add__")
        body, mul, tail = rest.partition("    def __mul__")
        other, twice, last = tail.partition("    def twice")
        return head + mul + other + add + body + twice + last

    assert taken_out(ALL, swap) == swap(ENGINE)


def test_a_line_that_looks_like_the_break_in_another_function_is_not_touched():
    mine = "    def minus(self):\n        def pass_on():\n            self.slope = out.slope\n\n"
    edit = replaced("    def twice", mine + "    def twice")
    assert taken_out((ADD_SELF,), edit) == edit(ENGINE)


@pytest.mark.parametrize(
    ("why", "old", "new"),
    [
        ("the line was changed", "self.slope = other.value * out", "self.slope = 2 * other.value * out"),
        ("the line was taken out", "            self.slope = other.value * out.slope\n", "            pass\n"),
        (
            "the line is there twice",
            "            self.slope = other.value * out.slope\n",
            "            self.slope = other.value * out.slope\n" * 2,
        ),
        (
            "the line was put back and is still there",
            "            self.slope = other.value * out.slope\n",
            "            self.slope = other.value * out.slope\n            self.slope += other.value * out.slope\n",
        ),
        (
            "it is indented otherwise",
            "            self.slope = other.value * out.slope\n",
            "            if True:\n                self.slope = other.value * out.slope\n",
        ),
        ("the function has another name", "def __mul__", "def times"),
        ("there are two of that name", "    def twice", "    def __mul__(self, other):\n        pass\n\n    def twice"),
    ],
)
def test_it_is_unclear_where(why, old, new):
    merge = take_out(ENGINE, (MUL_SELF,), replaced(old, new)(apply_edits(ENGINE, (MUL_SELF,))))
    assert merge.unclear == ("Node.__mul__",)


@pytest.mark.parametrize(("new", "where"), [("    def twice(:", " (line 28)"), ("\0    def twice", "")])
def test_nothing_is_told_of_a_text_that_is_no_python_any_more(new, where):
    merge = take_out(ENGINE, (MUL_SELF,), replaced("    def twice", new)(apply_edits(ENGINE, (MUL_SELF,))))
    assert not merge.is_clear
    assert merge.unreadable == f"is not valid Python{where}"


def test_of_two_equal_lines_of_which_one_was_broken_it_is_unclear_which_was_edited():
    first, second = ALL[-2:]
    line = "            self.slope += out.slope\n"
    broken_line = line.replace("+=", "=")
    assert line * 2 in ENGINE
    for edits, lines in [((first,), broken_line + line), ((second,), line + broken_line)]:
        assert taken_out(edits, replaced(lines, broken_line)) is None
        assert taken_out(edits, replaced(lines, line)) is None
        assert taken_out(edits, lambda text: text + "# mine\n") == ENGINE + "# mine\n"


def test_two_different_changes_that_came_out_alike_cannot_be_told_apart():
    source = "def f(x):\n    x += 1\n    x -= 1\n    return x\n"
    places = source.index("+="), source.index("-=")
    edits = tuple(Edit(FILE, place, place + 2, "=") for place in places)
    assert apply_edits(source, edits) == "def f(x):\n    x = 1\n    x = 1\n    return x\n"
    assert take_out(source, edits, apply_edits(source, edits) + "\n").unclear == ("f",)


def test_nor_can_they_where_the_count_of_lines_happens_to_be_right():
    source = "def f(x):\n    x += 1\n    x += 1\n    x -= 1\n    return x\n"
    places = source.index("+="), source.index("-=")
    edits = tuple(Edit(FILE, place, place + 2, "=") for place in places)
    broken = apply_edits(source, edits)
    assert broken.count("    x = 1\n") == source.count("    x += 1\n") == 2
    assert take_out(source, edits, broken.replace("    x += 1\n", "")).unclear == ("f",)


def test_where_the_changed_lines_overlap_it_is_unclear_which_are_which():
    pair = "    x += 1\n    y = x\n"
    source = f"def f(x):\n{pair}    # between\n{pair}    return x\n"
    starts = [source.index(pair), source.rindex(pair)]
    edits = tuple(Edit(FILE, start, start + len(pair), "    pass\n" * 2) for start in starts)
    broken = apply_edits(source, edits)
    assert take_out(source, edits, broken + "\n").text == source + "\n"
    thrice = "def f(x):\n" + "    pass\n" * 3 + "    # between\n    return x\n"
    assert take_out(source, edits, thrice).unclear == ("f",)


def test_a_line_that_was_put_in_is_taken_out():
    source = "def f(x):\n    return x\n"
    edits = (Edit(FILE, source.index("    return"), source.index("    return"), "    x = 1\n"),)
    assert take_out(source, edits, "# mine\n" + apply_edits(source, edits)).text == "# mine\n" + source


def test_a_change_outside_of_functions_cannot_be_taken_out():
    merge = take_out("x += 1\n", (Edit(FILE, 2, 4, "="),), "x = 1\n# mine\n")
    assert merge.unclear == ("the module, outside of functions",)


def test_a_change_of_the_very_last_character_can_be_taken_out():
    source = "def f(x):\n    return x"
    edits = (Edit(FILE, len(source) - 1, len(source), "y"), Edit(FILE, 6, 7, "y"))
    assert take_out(source, edits, "import math\n" + apply_edits(source, edits)).text == "import math\n" + source


def test_a_change_that_took_several_lines_is_put_back_with_all_of_them():
    source = "def f(\n    a=1,\n    b=2,\n):\n    return (\n        a + b\n    )\n"
    start = source.index("(\n        a + b")
    edits = (
        Edit(FILE, start, source.index("    )\n") + 5, "None"),
        Edit(FILE, source.index("2"), source.index("2") + 1, "3"),
    )
    broken = apply_edits(source, edits)
    assert broken == "def f(\n    a=1,\n    b=3,\n):\n    return None\n"
    assert take_out(source, edits, f"# mine\n{broken}").text == f"# mine\n{source}"


LINES = ENGINE.splitlines(keepends=True)
NEW_LINES = st.sampled_from(
    sorted(
        {
            *LINES,
            *BROKEN.splitlines(keepends=True),
            "            print(self.slope)\n",
            "# mine\n",
            "\n",
            "    def f(self):\n",
        }
    )
)
LINE_EDITS = st.lists(
    st.tuples(st.integers(0, len(LINES) - 1), st.booleans(), st.lists(NEW_LINES, max_size=3)), max_size=8
)
SOME_EDITS = st.sets(st.sampled_from(ALL), min_size=1)


def edited(text: str, edits, kept: set[int]) -> str:
    """Put new lines in front of numbered ones, and drop those that are to go and may."""
    lines = [[line] for line in text.splitlines(keepends=True)]
    for number, drop, new in edits:
        if drop and number not in kept:
            lines[number] = []
        lines[number][:0] = new
    return "".join(line for group in lines for line in group)


@settings(deadline=None)
@given(SOME_EDITS, LINE_EDITS)
def test_whatever_else_was_edited_the_result_is_the_same_edit_of_the_original_or_there_is_none(edits, line_edits):
    changed = {ENGINE.count("\n", 0, edit.start) for edit in edits}
    merge = take_out(ENGINE, tuple(edits), edited(apply_edits(ENGINE, edits), line_edits, changed))
    assert not merge.is_clear or merge.text == edited(ENGINE, line_edits, changed)


@settings(deadline=None)
@given(
    SOME_EDITS, st.lists(st.tuples(st.integers(0, len(LINES) - 1), st.just(False), st.just(["# mine\n"])), max_size=8)
)
def test_comments_wherever_they_are_are_never_unclear(edits, line_edits):
    current = edited(apply_edits(ENGINE, edits), line_edits, set())
    assert take_out(ENGINE, tuple(edits), current) == take_out(ENGINE, (), edited(ENGINE, line_edits, set()))
