from __future__ import annotations

import pytest

from gradbreak.texts import placeholders, say


def test_gaps_are_filled_by_name():
    assert say("{name} is {value}.", name="a", value=4) == "a is 4."


def test_a_value_with_braces_is_taken_as_it_is():
    assert say("{name}", name="{value}") == "{value}"


def test_a_gap_without_a_value_is_an_error():
    with pytest.raises(KeyError, match="value"):
        say("{name} is {value}.", name="a")


def test_the_names_of_gaps_are_found():
    assert placeholders("{name} is {value}, {name}") == {"name", "value"}
    assert placeholders("no gap") == frozenset()
