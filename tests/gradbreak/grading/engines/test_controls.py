from __future__ import annotations

import pytest

from gradbreak.engine.edits import apply_edits
from gradbreak.errors import ConfigError
from gradbreak.grading.declarations import Control, ControlEdit
from gradbreak.grading.engines.controls import control_edits

TEXT = {"e.py": "x = 1\ny = 1\nz = x + y\n", "f.py": "x = 1\n"}


def edited(*edits: ControlEdit) -> str:
    found = control_edits(Control(name="c", independent_of="something", edits=edits), TEXT, "e.py")
    return apply_edits(TEXT["e.py"], [edit for edit in found if edit.file == "e.py"])


def refusal(*edits: ControlEdit) -> str:
    with pytest.raises(ConfigError) as caught:
        edited(*edits)
    return str(caught.value)


def test_a_text_is_replaced_everywhere():
    assert edited(ControlEdit(find="= 1", replace="= 2", times=2)) == "x = 2\ny = 2\nz = x + y\n"


def test_a_text_is_no_pattern():
    assert edited(ControlEdit(find="x + y", replace="y + x", times=1)) == "x = 1\ny = 1\nz = y + x\n"


def test_a_replacement_of_a_text_has_no_groups():
    assert edited(ControlEdit(find="x + y", replace=r'"\1"', times=1)).endswith('z = "\\1"\n')


def test_a_pattern_may_use_its_groups_and_looks_at_each_line():
    assert edited(ControlEdit(pattern=r"^(\w) = 1$", replace=r"\1 = \1\1", times=2)).startswith("x = xx\ny = yy\n")


def test_every_edit_looks_at_the_engine_as_it_is():
    swapped = edited(
        ControlEdit(find="x = 1", replace="y = 1", times=1), ControlEdit(find="y = 1", replace="x = 1", times=1)
    )
    assert swapped == "y = 1\nx = 1\nz = x + y\n"


def test_an_edit_may_name_another_file():
    found = control_edits(
        Control(name="c", independent_of="it", edits=(ControlEdit(find="1", replace="2", times=1, file="f.py"),)),
        TEXT,
        "e.py",
    )
    assert {edit.file for edit in found} == {"f.py"}


@pytest.mark.parametrize("times", [1, 3])
def test_an_edit_that_is_found_more_or_less_often_is_refused_with_both_numbers(times):
    message = refusal(ControlEdit(find="= 1", replace="= 2", times=times))
    assert f"controls.toml: control 'c' looks for '= 1' in e.py {times} times and finds it 2 times" in message


def test_a_control_that_is_not_python_is_refused():
    assert "control 'c' makes e.py something that is not Python" in refusal(
        ControlEdit(find="z =", replace="z (", times=1)
    )


def test_a_group_that_is_not_there_is_refused():
    assert "invalid group reference" in refusal(ControlEdit(pattern="z", replace=r"\1", times=1))


def test_edits_that_meet_are_refused():
    assert "meet" in refusal(
        ControlEdit(find="x + y", replace="0", times=1), ControlEdit(find="+ y", replace="", times=1)
    )
