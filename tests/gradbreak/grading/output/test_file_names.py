from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradbreak.grading.output.file_names import file_names


@given(st.lists(st.text()))
def test_no_two_names_are_the_same_in_either_case(names):
    found = file_names(names)
    assert len(found) == len(names)
    assert len({name.casefold() for name in found}) == len(names)


@given(st.text())
def test_a_name_is_a_plain_one_within_its_folder(name):
    (found,) = file_names([name])
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,90}", found)


@pytest.mark.parametrize("name", ["anna", "Doe_Jane-2", "a.b"])
def test_a_plain_name_stays_as_it_is(name):
    assert file_names([name]) == (name,)


def test_names_that_become_the_same_are_numbered():
    assert file_names(["a/b", "a:b", "A_B", "a_b-2"]) == ("a_b", "a_b-2", "A_B-3", "a_b-2-2")


def test_accents_become_plain_letters():
    assert file_names(["José Ñandú"]) == ("Jose_Nandu",)


@pytest.mark.parametrize("name", ["..", "../../etc/passwd", "", "con", "NUL.txt", "💥"])
def test_a_name_that_means_something_to_a_file_system_does_not_reach_it(name):
    (found,) = file_names([name])
    assert found not in ("", ".", "..", "con", "NUL.txt")
    assert "/" not in found
